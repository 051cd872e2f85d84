// Actions -> running order.
#pragma once
#include <set>
#include <vector>

#include "migrate/action.h"

namespace schemac {

struct ActionOrder {
  std::vector<std::size_t> order;
  std::vector<std::size_t> cycle;  // of needs that nothing here can break; order is then incomplete
};

// Topological, ties by phase, kind (dependents first where something is dropped) and name. Wishes give way.
ActionOrder order_actions(const std::vector<Action>& actions);

}  // namespace schemac
