// What planning does with an object of any kind. What differs by kind is asked of its KindPlan
// (kinds/kind_plan.h); the functions below are what kinds share.
#pragma once
#include <string>
#include <vector>

#include "plan/plan_draft.h"

namespace schemac {

// All actions of the plan, without order.
std::vector<Action> build_actions(const PlanContext& context, const ChosenActions& chosen,
                                  const CycleBreaks& breaks);

void create_object(PlanDraft& draft, const ObjectId& id);
void drop_object(PlanDraft& draft, const Object& old);
// It is dropped with another object and needs no statement of its own.
bool goes_with_owner(const PlanDraft& draft, const Object& old);
void alter_object(PlanDraft& draft, const ObjectId& id);
void replace_object(PlanDraft& draft, const ObjectId& id);
// Owner, comments and privileges, which have statements of their own for every kind.
bool is_decoration(const Difference& difference);
// Also comments of unchanged columns; all_attributes as in DiffOptions.
std::vector<std::string> decoration_statements(const Object& from, const Object& to, bool all_attributes);
void decorate(PlanDraft& draft, const ObjectId& id);

// CREATE in one step, with everything that it needs, takes and makes; not yet added.
Action create_action(const PlanDraft& draft, const Object& object);
// Its parent's command creates it: only its own attachments follow.
void complete_inherited(PlanDraft& draft, const Object& object);
void create_through_placeholder(PlanDraft& draft, const Object& object);
// Statements that alter it in place, with what it needs and releases; not yet added.
Action alter_action(const PlanDraft& draft, const ObjectId& id, std::vector<std::string> statements);
// CREATE OR REPLACE. add_replacement adds owner, comments and privileges, and then the action.
Action replace_action(const PlanDraft& draft, const Object& wanted);
void add_replacement(PlanDraft& draft, Action action, const Object& old, const Object& wanted);
// What the dropped object depends on may be dropped after it.
void release_all(PlanDraft& draft, Action& drop, const Object& old);
bool is_dropped(const PlanDraft& draft, const Object* object);  // for good, or to be recreated

// Statements after those that create the object, so that remaining default privileges do not change its
// privileges.
std::vector<std::string> privilege_corrections(const PlanContext& context, const ChosenActions& chosen,
                                               const Object& object);
void correct_privileges(const PlanDraft& draft, Action& action, const Object& object);

}  // namespace schemac
