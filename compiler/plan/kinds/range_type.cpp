// Range types. No ALTER changes one; its users change to the replacement (type.h).
#include "plan/kinds/kind_plan.h"

namespace schemac {

const KindPlan range_type_plan = {
    .classify = always_recreate,
    .choose_parts = has_no_parts,
    .reach_below = reaches_nothing,
    .react = react_by_recreation,
    .create = create_plainly,
    .replace = never_replaced,
    .alter = nothing_to_alter,
    .drop = drop_plainly,
    .goes_with_owner = goes_alone,
    .owners = owned_by_relation,
};

}  // namespace schemac
