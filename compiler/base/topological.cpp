#include "base/topological.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <queue>

namespace schemac {
namespace {

// Some cycle among the nodes that could not be ordered: each of them has an unordered predecessor, so a walk
// from one to such a predecessor must come back to a visited node.
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

constexpr std::size_t unplaced = static_cast<std::size_t>(-1);
using Adjacency = std::vector<std::vector<std::size_t>>;
using SmallestFirst = std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>>;

struct Waits {
  Adjacency awaited_by;             // of each node
  std::vector<std::size_t> number;  // how many nodes each waits for
};

// An edge from a node to itself is an open wait if it counts.
Waits waits_in_components(const Adjacency& edges, const Components& components, bool own_count) {
  Waits waits{Adjacency(edges.size()), std::vector<std::size_t>(edges.size(), 0)};
  for (std::size_t node = 0; node < edges.size(); ++node) {
    for (const std::size_t other : edges[node]) {
      if (components.component[node] != components.component[other] || (other == node && !own_count))
        continue;
      waits.awaited_by[other].push_back(node);
      ++waits.number[node];
    }
  }
  return waits;
}

// The place of each node in an order of its component that keeps every dependency, and wishes where possible;
// unplaced for nodes in a cycle of dependencies, or after one.
std::vector<std::size_t> places_in_components(const Adjacency& depends_on, const Adjacency& wishes,
                                              const Components& components) {
  const std::size_t count = depends_on.size();
  auto [needed_by, needs] = waits_in_components(depends_on, components, true);
  auto [wished_by, wanted] = waits_in_components(wishes, components, false);
  SmallestFirst free, held;  // held: only wishes are open
  const auto offer = [&, &needs = needs, &wanted = wanted](std::size_t node) {
    if (needs[node] == 0) (wanted[node] == 0 ? free : held).push(node);
  };
  for (std::size_t node = 0; node < count; ++node) offer(node);
  std::vector<std::size_t> place(count, unplaced);
  std::size_t next = 0;
  while (!free.empty() || !held.empty()) {
    // Components do not wait for each other, so the component of a held node has no free node here.
    SmallestFirst& from = free.empty() ? held : free;
    const std::size_t node = from.top();
    from.pop();
    if (place[node] != unplaced) continue;
    place[node] = next++;
    for (const std::size_t other : needed_by[node]) {
      if (--needs[other] == 0) offer(other);
    }
    for (const std::size_t other : wished_by[node]) {
      if (--wanted[other] == 0 && place[other] == unplaced) offer(other);
    }
  }
  return place;
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

TopologicalOrder topological_order(const Adjacency& depends_on, const Adjacency& wishes) {
  Adjacency all = depends_on;
  for (std::size_t node = 0; node < all.size(); ++node)
    all[node].insert(all[node].end(), wishes[node].begin(), wishes[node].end());
  const Components components = strong_components(all);
  const std::vector<std::size_t> place = places_in_components(depends_on, wishes, components);
  for (std::size_t node = 0; node < all.size(); ++node) {
    all[node].resize(depends_on[node].size());
    for (const std::size_t other : wishes[node]) {
      if (other == node) continue;
      const bool apart = components.component[node] != components.component[other];
      if (apart || (place[node] != unplaced && place[other] < place[node])) all[node].push_back(other);
    }
  }
  return topological_order(all);
}

// Tarjan's algorithm with an explicit stack: graphs are as deep as the user's sources.
Components strong_components(const Adjacency& edges) {
  const std::size_t count = edges.size();
  struct Visit {
    std::size_t node, next;
  };
  Components result{std::vector<std::size_t>(count, unplaced), 0};
  std::vector<std::size_t> number(count, unplaced), lowest(count, 0), open;
  std::vector<Visit> visits;
  std::size_t numbered = 0;
  for (std::size_t start = 0; start < count; ++start) {
    if (number[start] != unplaced) continue;
    visits.push_back({start, 0});
    while (!visits.empty()) {
      const std::size_t node = visits.back().node;
      if (visits.back().next == 0) {
        number[node] = lowest[node] = numbered++;
        open.push_back(node);
      }
      bool descends = false;
      while (!descends && visits.back().next < edges[node].size()) {
        const std::size_t other = edges[node][visits.back().next++];
        if (number[other] == unplaced) {
          visits.push_back({other, 0});
          descends = true;
        } else if (result.component[other] == unplaced) {
          lowest[node] = std::min(lowest[node], number[other]);
        }
      }
      if (descends) continue;
      if (lowest[node] == number[node]) {
        while (result.component[node] == unplaced) {
          result.component[open.back()] = result.count;
          open.pop_back();
        }
        ++result.count;
      }
      visits.pop_back();
      if (!visits.empty()) {
        const std::size_t above = visits.back().node;
        lowest[above] = std::min(lowest[above], lowest[node]);
      }
    }
  }
  return result;
}

}  // namespace schemac
