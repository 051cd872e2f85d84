#include "history/revision_graph.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/topological.h"

namespace schemac {
namespace {

Span header_of(const Migration& migration) { return {migration.file, 0, migration.file == 0 ? 0U : 1U}; }

void check_parents(RevisionGraph& graph, Diagnostics& diagnostics) {
  std::vector<std::string> known;
  for (const auto& [revision, migration] : graph.migrations) known.push_back(revision);
  // A replaced revision named as parent means its squash.
  std::map<std::string, std::string> replaced_by;
  for (const auto& [revision, migration] : graph.migrations) {
    for (const std::string& replaced : migration.replaces) replaced_by[replaced] = revision;
  }
  for (auto& [revision, migration] : graph.migrations) {
    std::vector<std::string> parents;
    const auto add = [&](const std::string& parent) {
      if (std::find(parents.begin(), parents.end(), parent) == parents.end()) parents.push_back(parent);
    };
    for (const std::string& parent : migration.parents) {
      if (graph.migrations.contains(parent)) {
        add(parent);
      } else if (const auto squash = replaced_by.find(parent); squash != replaced_by.end()) {
        add(squash->second);
      } else {
        const std::string near = nearest_name(parent, known);
        diagnostics.error(
            "missing-parent", header_of(migration),
            fmt::format("migration {} follows {}, which does not exist", revision, parent),
            near.empty() ? "restore the missing file, or merge the branch that has it" : did_you_mean(near));
      }
    }
    migration.parents = std::move(parents);
  }
}

// Removes the replaced revisions from the graph. A squash that is itself replaced has no effect.
void set_replaced_aside(RevisionGraph& graph, Diagnostics& diagnostics) {
  std::map<std::string, std::string> by;
  for (const auto& [revision, migration] : graph.migrations) {
    for (const std::string& replaced : migration.replaces) {
      const auto [other, first] = by.try_emplace(replaced, revision);
      if (first) continue;
      // A squash of a squash also names the revisions that the latter replaced.
      const std::vector<std::string>& outer = migration.replaces;
      if (std::find(outer.begin(), outer.end(), other->second) != outer.end()) {
        other->second = revision;
        continue;
      }
      const std::vector<std::string>& others = graph.migrations.at(other->second).replaces;
      if (std::find(others.begin(), others.end(), revision) != others.end()) continue;
      diagnostics.error("replaced-twice", header_of(migration),
                        fmt::format("{} and {} both replace {}", other->second, revision, replaced),
                        "remove one of the two squashes");
    }
  }
  for (const auto& [replaced, squash] : by) {
    if (auto node = graph.migrations.extract(replaced); !node.empty()) graph.replaced.insert(std::move(node));
  }
}

}  // namespace

RevisionGraph build_revision_graph(std::vector<Migration>&& migrations, Diagnostics& diagnostics) {
  RevisionGraph graph;
  for (Migration& migration : migrations) {
    const std::string revision = migration.revision;
    const Span span = header_of(migration);
    const auto [there, added] = graph.migrations.try_emplace(revision, std::move(migration));
    if (!added) {
      Diagnostic& error =
          diagnostics.error("duplicate-revision", span, fmt::format("revision {} is used twice", revision),
                            "change the id in one of the files");
      error.notes.push_back({header_of(there->second), "the other one is here"});
    }
  }
  set_replaced_aside(graph, diagnostics);
  check_parents(graph, diagnostics);

  // Numbered by time, so that topological_order breaks ties by time.
  std::vector<const Migration*> nodes;
  for (const auto& [revision, migration] : graph.migrations) nodes.push_back(&migration);
  std::sort(nodes.begin(), nodes.end(), [](const Migration* a, const Migration* b) {
    return std::tie(a->created, a->revision) < std::tie(b->created, b->revision);
  });
  std::map<std::string_view, std::size_t> number;
  for (std::size_t i = 0; i < nodes.size(); ++i) number[nodes[i]->revision] = i;
  std::vector<std::vector<std::size_t>> depends_on(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    for (const std::string& parent : nodes[i]->parents) {
      depends_on[i].push_back(number.at(parent));
      graph.children[parent].push_back(nodes[i]->revision);
    }
  }
  const TopologicalOrder order = topological_order(depends_on);
  for (const std::size_t i : order.order) graph.order.push_back(nodes[i]->revision);
  if (!order.cycle.empty()) {
    std::vector<std::string> path;
    for (const std::size_t i : order.cycle) path.push_back(nodes[i]->revision);
    diagnostics.error("revision-cycle", header_of(*nodes[order.cycle[0]]),
                      fmt::format("migrations follow each other in a cycle: {}", fmt::join(path, " -> ")),
                      "correct one of their \"parents\" lines");
  }
  return graph;
}

std::vector<std::string> RevisionGraph::heads() const {
  std::vector<std::string> found;
  for (const std::string& revision : order) {
    if (!children.contains(revision)) found.push_back(revision);
  }
  return found;
}

std::vector<std::string> RevisionGraph::roots() const {
  std::vector<std::string> found;
  for (const std::string& revision : order) {
    if (migrations.at(revision).parents.empty()) found.push_back(revision);
  }
  return found;
}

std::vector<std::string> RevisionGraph::closure(const std::vector<std::string>& revisions) const {
  std::set<std::string_view> wanted;
  std::vector<std::string_view> open(revisions.begin(), revisions.end());
  while (!open.empty()) {
    const std::string_view revision = open.back();
    open.pop_back();
    const auto found = migrations.find(std::string(revision));
    if (found == migrations.end() || !wanted.insert(found->first).second) continue;
    open.insert(open.end(), found->second.parents.begin(), found->second.parents.end());
  }
  std::vector<std::string> ordered;
  for (const std::string& revision : order) {
    if (wanted.contains(revision)) ordered.push_back(revision);
  }
  return ordered;
}

std::vector<std::string> RevisionGraph::heads_of(const std::vector<std::string>& revisions) const {
  const std::set<std::string_view> set(revisions.begin(), revisions.end());
  std::vector<std::string> found;
  for (const std::string& revision : order) {
    if (!set.contains(revision)) continue;
    const auto next = children.find(revision);
    const bool is_head =
        next == children.end() || std::none_of(next->second.begin(), next->second.end(),
                                               [&](const std::string& child) { return set.contains(child); });
    if (is_head) found.push_back(revision);
  }
  return found;
}

}  // namespace schemac
