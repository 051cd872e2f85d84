#include "catalog/called_reads.h"

#include <algorithm>

#include "base/topological.h"

namespace schemac {

bool runs_when_used(Kind kind) { return traits_of(kind).runs; }

bool is_made_unread(Kind kind) { return runs_when_used(kind) && kind != Kind::view && kind != Kind::domain; }

namespace {

// Of each node that runs: the nodes that run, too, and that it uses or reads.
std::vector<std::vector<std::size_t>> calls_among(const std::vector<CallEdges>& nodes) {
  std::vector<std::vector<std::size_t>> calls(nodes.size());
  for (std::size_t node = 0; node < nodes.size(); ++node) {
    if (!nodes[node].runs) continue;
    for (const auto* list : {&nodes[node].uses, &nodes[node].reads}) {
      for (const std::size_t other : *list)
        if (nodes[other].runs) calls[node].push_back(other);
    }
  }
  return calls;
}

}  // namespace

ReadGroups read_groups(const std::vector<CallEdges>& nodes) {
  const std::vector<std::vector<std::size_t>> calls = calls_among(nodes);
  const Components components = strong_components(calls);
  std::vector<std::vector<std::size_t>> members(components.count);
  for (std::size_t node = 0; node < nodes.size(); ++node)
    if (nodes[node].runs) members[components.component[node]].push_back(node);

  ReadGroups result;
  result.of.assign(nodes.size(), ReadGroups::none);
  // The components that a component calls have smaller numbers.
  for (const std::vector<std::size_t>& together : members) {
    ReadGroup group;
    bool reads = false;
    for (const std::size_t node : together) {
      reads = reads || !nodes[node].reads.empty();
      group.nodes.push_back(node);
      group.nodes.insert(group.nodes.end(), nodes[node].reads.begin(), nodes[node].reads.end());
      for (const std::size_t other : calls[node])
        if (result.of[other] != ReadGroups::none) group.groups.push_back(result.of[other]);
    }
    if (!reads && group.groups.empty()) continue;
    for (auto* list : {&group.nodes, &group.groups}) {
      std::sort(list->begin(), list->end());
      list->erase(std::unique(list->begin(), list->end()), list->end());
    }
    for (const std::size_t node : together) result.of[node] = result.groups.size();
    result.groups.push_back(std::move(group));
  }
  return result;
}

}  // namespace schemac
