// Refreshing views without their readers noticing (`--views swap`), for those that cannot be refreshed
// CONCURRENTLY: each is built anew beside the old one, with its indexes, owner, privileges and comments; then
// one short transaction points the plain views over, drops the old ones and gives the new ones their names.
// The steps are those of a migration that changes the views (migrate/view_swap.h). A materialized view that
// reads a swapped one holds on to it by identity, so it is swapped too.
//
// One session, one view after the other. What was built is dropped again if a later step fails or is
// cancelled; the old views are then untouched. Memory and time: one introspection of the database.
#pragma once
#include <atomic>
#include <set>
#include <vector>

#include "run/refresh.h"

namespace schemac::run {

// The chosen views that are to be swapped, and all that read them.
std::set<std::size_t> to_be_swapped(const ViewGraph& graph, const std::set<std::size_t>& chosen,
                                    const RefreshOptions& options);

// group: closed under "reads it".
std::vector<ViewResult> swap_in(Environment& environment, const std::string& url,
                                const RefreshOptions& options, const std::set<std::size_t>& group,
                                const std::atomic<bool>& cancel);

}  // namespace schemac::run
