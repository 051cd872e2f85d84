#include "base/topological.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <queue>

namespace schemac {
namespace {

// Some cycle among the nodes that could not be ordered: each of them has a predecessor that is unordered too,
// so walking from one to such a predecessor must come back to a node already seen.
std::vector<std::size_t> find_cycle(const std::vector<std::vector<std::size_t>>& depends_on,
                                    const std::vector<bool>& ordered) {
  const auto start = std::find(ordered.begin(), ordered.end(), false);
  if (start == ordered.end()) return {};
  std::vector<std::size_t> path;
  std::vector<std::size_t> position(depends_on.size(), depends_on.size());
  std::size_t node = static_cast<std::size_t>(start - ordered.begin());
  while (position[node] == depends_on.size()) {
    position[node] = path.size();
    path.push_back(node);
    const auto next = std::find_if(depends_on[node].begin(), depends_on[node].end(),
                                   [&](std::size_t other) { return !ordered[other]; });
    if (next == depends_on[node].end()) return {};
    node = *next;
  }
  path.erase(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(position[node]));
  path.push_back(node);
  return path;
}

}  // namespace

TopologicalOrder topological_order(const std::vector<std::vector<std::size_t>>& depends_on) {
  const std::size_t count = depends_on.size();
  // dependents[begin[n]] … dependents[begin[n + 1] - 1] wait for n.
  std::vector<std::size_t> begin(count + 1, 0), waiting(count, 0);
  for (std::size_t node = 0; node < count; ++node) {
    waiting[node] = depends_on[node].size();
    for (const std::size_t other : depends_on[node]) ++begin[other + 1];
  }
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  std::vector<std::size_t> dependents(begin.back()), end(begin.begin(), begin.end() - 1);
  for (std::size_t node = 0; node < count; ++node)
    for (const std::size_t other : depends_on[node]) dependents[end[other]++] = node;
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> free;
  for (std::size_t node = 0; node < count; ++node) {
    if (waiting[node] == 0) free.push(node);
  }
  TopologicalOrder result;
  std::vector<bool> ordered(count, false);
  while (!free.empty()) {
    const std::size_t node = free.top();
    free.pop();
    ordered[node] = true;
    result.order.push_back(node);
    for (std::size_t i = begin[node]; i < begin[node + 1]; ++i)
      if (--waiting[dependents[i]] == 0) free.push(dependents[i]);
  }
  if (result.order.size() < count) result.cycle = find_cycle(depends_on, ordered);
  return result;
}

}  // namespace schemac
