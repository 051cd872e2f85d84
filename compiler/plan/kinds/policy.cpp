// Row security policies.
#include <algorithm>

#include "plan/kinds/kind_plan.h"
#include "plan/needs.h"
#include "plan/object_actions.h"

namespace schemac {
namespace {

std::vector<std::string> policy_changes(const Object& from, const Object& to) {
  const auto& old = *body_as<Policy>(from);
  const auto& wanted = *body_as<Policy>(to);
  std::string statement = "ALTER POLICY " + quote_identifier(to.id.name) + " ON " +
                          qualified_name(to.id.namespace_, to.id.relation);
  const std::size_t head = statement.size();
  if (old.roles != wanted.roles) {
    std::string roles;
    for (const std::string& role : wanted.roles) {
      roles += (roles.empty() ? "" : ", ") + (role == "public" ? "PUBLIC" : quote_identifier(role));
    }
    statement += " TO " + (roles.empty() ? "PUBLIC" : roles);
  }
  if (old.using_expression != wanted.using_expression && wanted.using_expression) {
    statement += " USING (" + *wanted.using_expression + ")";
  }
  if (old.check_expression != wanted.check_expression && wanted.check_expression) {
    statement += " WITH CHECK (" + *wanted.check_expression + ")";
  }
  if (statement.size() == head) return {};
  return {statement};
}

ObjectAction classify_policy(const PlanContext& /*context*/, const Compared& compared) {
  const auto& from = *body_as<Policy>(compared.from);
  const auto& to = *body_as<Policy>(compared.to);
  // ALTER POLICY cannot remove an expression.
  const bool loses =
      (from.using_expression && !to.using_expression) || (from.check_expression && !to.check_expression);
  const bool recreates =
      compared.differs(Attribute::command) || compared.differs(Attribute::permissive) || loses;
  return recreates ? ObjectAction::recreate : ObjectAction::alter;
}

void alter_policy(PlanDraft& draft, const Object& old, const Object& wanted) {
  std::vector<std::string> statements = policy_changes(old, wanted);
  if (statements.empty()) return;
  Action action = alter_action(draft, wanted.id, std::move(statements));
  action.step.lock = Lock::access_exclusive;
  draft.add(std::move(action));
}

}  // namespace

const KindPlan policy_plan = {
    .classify = classify_policy,
    .choose_parts = has_no_parts,
    .reach_below = reaches_nothing,
    .react = react_by_recreation,
    .create = create_on_relation,
    .replace = never_replaced,
    .alter = alter_policy,
    .drop = drop_plainly,
    .goes_with_owner = goes_alone,
    .owners = owned_by_relation,
};

}  // namespace schemac
