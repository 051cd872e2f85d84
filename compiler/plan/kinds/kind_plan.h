// What planning asks of a kind of object. Each type of body has one KindPlan, in the file of its kind, with
// all that is particular to it. kind_plan.cpp finds it by one std::visit: a body without one does not
// compile, and a KindPlan without one of its functions does not either.
#pragma once
#include <vector>

#include "diff/compare.h"
#include "plan/choose_actions.h"
#include "plan/plan_draft.h"

namespace schemac {

// The two forms of an object that differs; both have a body of the kind.
struct Compared {
  const Object& from;
  const Object& to;
  const std::vector<Difference>& differences;
  // Of the object itself, not of a column or another part.
  bool differs(Attribute attribute) const;
  bool column_differs(const std::string& column, Attribute attribute) const;
};

struct KindPlan {
  // Choosing actions (choose_actions.h).
  // How it gets from one form to the other. Not asked if only owner, privileges and comments differ: those
  // have statements of their own, for every kind.
  ObjectAction (*classify)(const PlanContext& context, const Compared& compared);
  // If it stays: the actions for its columns.
  void (*choose_parts)(ActionChooser& chooser, const Compared& compared);
  // Its commands reach objects below: actions for those that will differ from it.
  void (*reach_below)(ActionChooser& chooser, const ObjectId& id);
  // What it depends on is dropped, recreated or of another type; it is in both states and stays so far.
  void (*react)(ActionChooser& chooser, const Invalid& invalid, const Dependent& dependent);

  // Building actions (object_actions.h): statements, names, resources, locks and hazards.
  void (*create)(PlanDraft& draft, const Object& object);
  void (*replace)(PlanDraft& draft, const Object& old, const Object& wanted);
  void (*alter)(PlanDraft& draft, const Object& old, const Object& wanted);
  // Adds what is particular to a DROP.
  void (*drop)(PlanDraft& draft, Action& drop, const Object& old);
  // The DROP of another object drops it, too.
  bool (*goes_with_owner)(const PlanDraft& draft, const Object& old);
  // The resources whose end is then its end; the first that ends counts.
  std::vector<Resource> (*owners)(const PlanDraft& draft, const Object& old);
};

// One for each body, defined in the file of its kind.
extern const KindPlan namespace_plan, extension_plan, enum_plan, domain_plan, composite_type_plan,
    range_type_plan, sequence_plan, routine_plan, table_plan, constraint_plan, index_plan, statistics_plan,
    view_plan, rule_plan, trigger_plan, policy_plan, scripted_plan;
const KindPlan& kind_plan(const Object& object);

// When an object of the kind is created, and the lock that dropping it takes: one row each, in kind_plan.cpp.
Phase create_phase(Kind kind);
Lock drop_lock(Kind kind);

// What several kinds share.
ObjectAction always_alter(const PlanContext& context, const Compared& compared);
ObjectAction always_recreate(const PlanContext& context, const Compared& compared);
void has_no_parts(ActionChooser& chooser, const Compared& compared);
void reaches_nothing(ActionChooser& chooser, const ObjectId& id);
void stays_as_it_is(ActionChooser& chooser, const Invalid& invalid, const Dependent& dependent);
// Unless it is replaced by a form that no longer needs the object.
void react_by_recreation(ActionChooser& chooser, const Invalid& invalid, const Dependent& dependent);
// The same, but the server itself carries a change of a column's type over.
void react_unless_retyped(ActionChooser& chooser, const Invalid& invalid, const Dependent& dependent);
void create_plainly(PlanDraft& draft, const Object& object);
// For a part of a relation that may exist before the plan.
void create_on_relation(PlanDraft& draft, const Object& object);
// For a kind whose classify never answers `replace`, or `alter`; a call is a defect of the planner.
void never_replaced(PlanDraft& draft, const Object& old, const Object& wanted);
void nothing_to_alter(PlanDraft& draft, const Object& old, const Object& wanted);
// What it depends on may be dropped after it; all else that hangs on it has its own DROP.
void drop_plainly(PlanDraft& draft, Action& drop, const Object& old);
// The same, and its contents are lost.
void drop_with_loss(PlanDraft& draft, Action& drop, const Object& old);
bool goes_alone(const PlanDraft& draft, const Object& old);
std::vector<Resource> owned_by_relation(const PlanDraft& draft, const Object& old);

}  // namespace schemac
