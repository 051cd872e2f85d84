// Which views are swapped (see swap.h), in which units, and with what SQL. Memory and time are those of one
// introspection; each unit is built once, empty, in a transaction that is taken back, but for a dry run.
#pragma once
#include <map>
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
  std::map<std::size_t, std::size_t> unit_of() const;  // view -> its unit
  // Views that cannot be swapped, and why: something holds on to them by identity that cannot be pointed
  // over, or they cannot be built beside, or they read by name what would stand beside.
  std::vector<std::pair<std::size_t, std::string>> in_place;
};

// chosen: those of them that cannot be refreshed CONCURRENTLY, with all that read them. Throws DatabaseError.
SwapPlan plan_swaps(pg::Session& session, const ViewGraph& graph, const std::set<std::size_t>& chosen,
                    const RefreshOptions& options);

}  // namespace schemac::run
