// Which views are swapped (see refresh_swap.h), in which units, and with what SQL. Pure but for one look at
// the database's catalog: memory and time are those of one introspection.
#pragma once
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "run/refresh/swap.h"

namespace schemac::run {

struct SwapPlan {
  std::vector<std::unique_ptr<SwapUnit>> units;
  std::set<std::size_t> views() const;
  // Views that cannot be swapped, and why: something holds on to them by identity that cannot be pointed
  // over.
  std::vector<std::pair<std::size_t, std::string>> in_place;
};

// chosen: those of them that cannot be refreshed CONCURRENTLY, with all that read them. Throws DatabaseError.
SwapPlan plan_swaps(pg::Session& session, const ViewGraph& graph, const std::set<std::size_t>& chosen,
                    const RefreshOptions& options);

}  // namespace schemac::run
