// Deterministic topological order.
#pragma once
#include <cstddef>
#include <vector>

namespace schemac {

struct TopologicalOrder {
  std::vector<std::size_t> order;  // every node that is in no cycle and behind none, dependencies first
  std::vector<std::size_t>
      cycle;  // one shortest-found cycle, first node repeated at the end; empty if there is none
};

// depends_on[i] lists the nodes that must come before i. Among the nodes that are free at a moment the
// smallest index comes first, so the caller decides ties by how it numbers the nodes. O((n + e) log n).
TopologicalOrder topological_order(const std::vector<std::vector<std::size_t>>& depends_on);

}  // namespace schemac
