// Triggers.
#include "catalog/ddl.h"
#include "plan/kinds/enabled.h"
#include "plan/kinds/key.h"
#include "plan/kinds/kind_plan.h"
#include "plan/kinds/table.h"
#include "plan/needs.h"
#include "plan/object_actions.h"

namespace schemac {
namespace {

ObjectAction classify_trigger(const PlanContext& context, const Compared& compared) {
  // That of the parent replaces its own, or goes.
  if (compared.differs(Attribute::inherited)) return ObjectAction::recreate;
  if (!compared.differs(Attribute::definition)) return ObjectAction::alter;
  const bool replaceable = context.options.target_server_major >= 14 &&
                           !body_as<Trigger>(compared.from)->constraint &&
                           !body_as<Trigger>(compared.to)->constraint;
  return replaceable ? ObjectAction::replace : ObjectAction::recreate;
}

// A trigger of a partitioned table has a copy on each partition, under the same name.
void take_copies(const PlanDraft& draft, Action& trigger, const ObjectId& table) {
  const auto partitions = draft.trees.new_partitions.find(qualified_name(table));
  if (partitions == draft.trees.new_partitions.end()) return;
  for (const ObjectId& partition : partitions->second) {
    const ObjectId copy{Kind::trigger, partition.namespace_, partition.name, trigger.step.object.name};
    trigger.takes.push_back({Claim::On::object, copy.text()});
    take_copies(draft, trigger, partition);
  }
}

void create_trigger(PlanDraft& draft, const Object& trigger) {
  if (body_as<Trigger>(trigger)->inherited) {
    complete_inherited(draft, trigger);
    return;
  }
  Action action = create_action(draft, trigger);
  needs_of(draft, action, trigger.id);
  if (const Object* relation = draft.new_parent(trigger.id)) {
    take_copies(draft, action, relation->id);
    if (detaches(draft, relation->id)) action.needs.push_back({relation->id, Facet::detached});
    if (draft.stays(relation->id)) action.step.lock = Lock::share_row_exclusive;
  }
  draft.add(std::move(action));
}

void replace_trigger(PlanDraft& draft, const Object& old, const Object& wanted) {
  const auto& body = *body_as<Trigger>(wanted);
  if (body.inherited) return;  // its parent's change reaches it
  Action action = replace_action(draft, wanted);
  action.step.lock = Lock::share_row_exclusive;
  if (!body.enabled.empty())
    action.statements.push_back(enabled_statement(wanted.id, "TRIGGER", body.enabled));
  add_replacement(draft, std::move(action), old, wanted);
}

void alter_trigger(PlanDraft& draft, const Object& old, const Object& wanted) {
  const std::string& enabled = body_as<Trigger>(wanted)->enabled;
  if (enabled == body_as<Trigger>(old)->enabled) return;
  Action action = alter_action(draft, wanted.id, {enabled_statement(wanted.id, "TRIGGER", enabled)});
  action.step.lock = Lock::share_row_exclusive;
  draft.add(std::move(action));
}

void drop_trigger(PlanDraft& draft, Action& action, const Object& old) {
  release_all(draft, action, old);
  need_detached(draft, action, old);
}

bool trigger_goes_with_parent(const PlanDraft& /*draft*/, const Object& old) {
  return body_as<Trigger>(old)->inherited;
}

}  // namespace

const KindPlan trigger_plan = {
    .classify = classify_trigger,
    .choose_parts = has_no_parts,
    .reach_below = reaches_nothing,
    .react = react_by_recreation,
    .create = create_trigger,
    .replace = replace_trigger,
    .alter = alter_trigger,
    .drop = drop_trigger,
    .goes_with_owner = trigger_goes_with_parent,
    .owners = owned_by_relation,
};

}  // namespace schemac
