// Materialized views that change without their readers noticing (ViewStrategy::swap): the new one is built
// beside the old, with its indexes; then one short transaction points the plain views that read the old one
// over, drops it, and gives the new one its name.
#pragma once
#include <vector>

#include "migrate/action.h"
#include "migrate/body_reads.h"
#include "migrate/situation.h"

namespace schemac {

// Replaces the drop and create of materialized views, and of plain views that only follow them, in `actions`.
// A view whose readers cannot be pointed over (functions, policies, tables that depend on it) is left to be
// dropped and created, and so is one that reads another of them by name, in the string body of a routine:
// built beside, it would read the old one. new_reads: of the wanted state.
void swap_views(const Situation& situation, const Decisions& decisions, BodyReads& new_reads,
                std::vector<Action>& actions);

}  // namespace schemac
