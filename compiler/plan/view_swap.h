// Materialized views that change without an interruption for their readers (ViewStrategy::swap): the new one
// is built beside the old one, with its indexes; then one short transaction changes the plain views that read
// the old one, drops it, and gives the new one its name.
#pragma once
#include <vector>

#include "plan/action.h"
#include "plan/plan_context.h"
#include "sqltext/body_reads.h"

namespace schemac {

// Replaces the drop and create of materialized views, and of plain views that only follow them, in `actions`.
// A view whose readers cannot be changed (functions, policies, tables that depend on it) is still dropped and
// created, and so is a view that reads another of them by name, in the string body of a routine: built
// beside, it would read the old one. new_reads: of the wanted state.
void swap_views(const PlanContext& context, const ChosenActions& chosen, BodyReads& new_reads,
                std::vector<Action>& actions);

}  // namespace schemac
