// Schemas of the database.
#include "plan/kinds/kind_plan.h"

namespace schemac {

const KindPlan namespace_plan = {
    .classify = always_alter,
    .choose_parts = has_no_parts,
    .reach_below = reaches_nothing,
    .react = stays_as_it_is,
    .create = create_plainly,
    .replace = never_replaced,
    .alter = nothing_to_alter,
    .drop = drop_plainly,
    .goes_with_owner = goes_alone,
    .owners = owned_by_relation,
};

}  // namespace schemac
