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

// The same with wishes: wishes[i] lists the nodes that should come before i. Wishes inside a cycle give way,
// as few as one pass finds: among the nodes of the cycle whose dependencies are done, the smallest one goes
// before those that it wishes for. A wish that is in no cycle always holds. `cycle` never holds a wish.
// O((n + e) log n), however many wishes give way.
TopologicalOrder topological_order(const std::vector<std::vector<std::size_t>>& depends_on,
                                   const std::vector<std::vector<std::size_t>>& wishes);

// The strongly connected components of a graph. component[i] is the number of i's; a component has a greater
// number than those that edges lead to from it.
struct Components {
  std::vector<std::size_t> component;
  std::size_t count = 0;
};
Components strong_components(const std::vector<std::vector<std::size_t>>& edges);

}  // namespace schemac
