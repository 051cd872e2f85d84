// Rules.
#include "catalog/ddl.h"
#include "plan/kinds/enabled.h"
#include "plan/kinds/kind_plan.h"
#include "plan/object_actions.h"

namespace schemac {
namespace {

ObjectAction classify_rule(const PlanContext& /*context*/, const Compared& compared) {
  return compared.differs(Attribute::definition) ? ObjectAction::replace : ObjectAction::alter;
}

void replace_rule(PlanDraft& draft, const Object& old, const Object& wanted) {
  Action action = replace_action(draft, wanted);
  action.step.lock = Lock::share_row_exclusive;
  const std::string& enabled = body_as<Rule>(wanted)->enabled;
  if (enabled != body_as<Rule>(old)->enabled)
    action.statements.push_back(enabled_statement(wanted.id, "RULE", enabled));
  add_replacement(draft, std::move(action), old, wanted);
}

void alter_rule(PlanDraft& draft, const Object& old, const Object& wanted) {
  const std::string& enabled = body_as<Rule>(wanted)->enabled;
  if (enabled == body_as<Rule>(old)->enabled) return;
  Action action = alter_action(draft, wanted.id, {enabled_statement(wanted.id, "RULE", enabled)});
  action.step.lock = Lock::access_exclusive;
  draft.add(std::move(action));
}

}  // namespace

const KindPlan rule_plan = {
    .classify = classify_rule,
    .choose_parts = has_no_parts,
    .reach_below = reaches_nothing,
    .react = react_by_recreation,
    .create = create_on_relation,
    .replace = replace_rule,
    .alter = alter_rule,
    .drop = drop_plainly,
    .goes_with_owner = goes_alone,
    .owners = owned_by_relation,
};

}  // namespace schemac
