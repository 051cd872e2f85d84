// Which views are swapped (see swap.h), in which units, and with what SQL. Cost: one introspection; except in
// a dry run, each unit is also built once, without rows, in a transaction that is rolled back.
#pragma once
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "refresh/swap.h"

namespace schemac {

struct SwapPlan {
  std::vector<std::unique_ptr<SwapUnit>> units;
  std::set<std::size_t> views() const;
  std::map<std::size_t, std::size_t> unit_of() const;  // view -> its unit
  // Views that cannot be swapped, and why: an object that cannot be replaced depends on them by identity, or
  // they cannot be built beside the old ones, or they read by name a view of the same unit.
  std::vector<std::pair<std::size_t, std::string>> in_place;
};

// Swaps the chosen views that cannot be refreshed CONCURRENTLY, with all that read them. Throws
// DatabaseError.
SwapPlan plan_swaps(pg::Session& session, const ViewGraph& graph, const std::set<std::size_t>& chosen,
                    const RefreshOptions& options, const SourceSettings& settings);

}  // namespace schemac
