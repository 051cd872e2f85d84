// Extended statistics.
#include "plan/kinds/kind_plan.h"
#include "plan/object_actions.h"

namespace schemac {
namespace {

ObjectAction classify_statistics(const PlanContext& /*context*/, const Compared& compared) {
  return compared.differs(Attribute::definition) ? ObjectAction::recreate : ObjectAction::alter;
}

void alter_statistics(PlanDraft& draft, const Object& old, const Object& wanted) {
  const int target = body_as<Statistics>(wanted)->target;
  if (body_as<Statistics>(old)->target == target) return;
  Action action = alter_action(
      draft, wanted.id,
      {"ALTER STATISTICS " + qualified_name(wanted.id) + " SET STATISTICS " + std::to_string(target)});
  action.step.lock = Lock::share_update_exclusive;
  draft.add(std::move(action));
}

}  // namespace

const KindPlan statistics_plan = {
    .classify = classify_statistics,
    .choose_parts = has_no_parts,
    .reach_below = reaches_nothing,
    .react = react_unless_retyped,
    .create = create_plainly,
    .replace = never_replaced,
    .alter = alter_statistics,
    .drop = drop_plainly,
    .goes_with_owner = goes_alone,
    .owners = owned_by_relation,
};

}  // namespace schemac
