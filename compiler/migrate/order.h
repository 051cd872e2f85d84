// Actions -> running order.
#pragma once
#include <set>
#include <vector>

#include "migrate/action.h"
#include "migrate/body_reads.h"

namespace schemac {

struct ActionOrder {
  std::vector<std::size_t> order;
  std::vector<std::size_t> cycle;  // of needs that nothing here can break; order is then incomplete
};

// Topological, ties by phase, kind (dependents first where something is dropped) and name. Wishes and yields
// give way, and so does what is read by way of routines: old_reads and new_reads are those of both states.
// O((n + e) log n).
ActionOrder order_actions(const std::vector<Action>& actions, BodyReads& old_reads, BodyReads& new_reads);

}  // namespace schemac
