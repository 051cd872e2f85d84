// Actions -> running order.
#pragma once
#include <set>
#include <vector>

#include "plan/action.h"
#include "sqltext/body_reads.h"

namespace schemac {

struct ActionOrder {
  std::vector<std::size_t> order;
  std::vector<std::size_t> cycle;  // of needs that nothing here can break; order is then incomplete
};

// Topological, ties by phase, kind (dependents first for drops) and name. Wishes and yields are dropped in a
// cycle, and so are reads through routines: old_reads and new_reads are those of the two states. O((n + e)
// log n).
ActionOrder order_actions(const std::vector<Action>& actions, BodyReads& old_reads, BodyReads& new_reads);

}  // namespace schemac
