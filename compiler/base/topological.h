// Deterministic topological order.
#pragma once
#include <cstddef>
#include <vector>

namespace schemac {

struct TopologicalOrder {
  std::vector<std::size_t> order;  // every node that is neither in a cycle nor after one, dependencies first
  std::vector<std::size_t>
      cycle;  // one shortest-found cycle, first node repeated at the end; empty if absent
};

// depends_on[i] lists the nodes that must come before i. Of the nodes that are free at a moment the smallest
// index comes first, so the caller decides ties by its numbering. O((n + e) log n).
TopologicalOrder topological_order(const std::vector<std::vector<std::size_t>>& depends_on);

// The same with wishes: wishes[i] lists the nodes that should come before i. Wishes inside a cycle are
// dropped, as few as one pass finds: of the nodes of the cycle whose dependencies are done, the smallest goes
// before the nodes that it wishes for. A wish that is in no cycle always holds. `cycle` never contains a
// wish. O((n + e) log n), however many wishes are dropped.
TopologicalOrder topological_order(const std::vector<std::vector<std::size_t>>& depends_on,
                                   const std::vector<std::vector<std::size_t>>& wishes);

// The strongly connected components of a graph. component[i] is the component of node i; its number is
// greater than those of the components that its edges lead to.
struct Components {
  std::vector<std::size_t> component;
  std::size_t count = 0;
};
Components strong_components(const std::vector<std::vector<std::size_t>>& edges);

}  // namespace schemac
