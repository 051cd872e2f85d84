#include "artifact/artifact.h"

#include <cstring>

#include <algorithm>
#include <functional>
#include <numeric>
#include <string_view>
#include <unordered_map>

#include <fmt/format.h>

#include "artifact/order.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "base/text.h"
#include "base/topological.h"
#include "catalog/called_reads.h"
#include "catalog/in_words.h"
#include "catalog/object_index.h"
#include "sqlfile/statement.h"

namespace schemac {

namespace {

// A name in one of the server's namespaces: schema and name, without the kind.
struct NameHash {
  std::size_t operator()(const ObjectId* id) const {
    return std::hash<std::string>()(id->namespace_) * 31 + std::hash<std::string>()(id->name);
  }
};
struct SameName {
  bool operator()(const ObjectId* a, const ObjectId* b) const {
    return a->name == b->name && a->namespace_ == b->namespace_;
  }
};
using NameSpace = std::unordered_map<const ObjectId*, const Artifact*, NameHash, SameName>;

// Checks ids, and other names that the server keeps unique: in pg_class, in pg_type, and of routines.
void check_unique(const ArtifactSet& set, Diagnostics& diagnostics) {
  ObjectIndex<const Artifact*> ids;
  NameSpace relations, types, routines;
  ids.reserve(set.artifacts.size());
  relations.reserve(set.artifacts.size());
  types.reserve(set.artifacts.size() / 2);
  for (const Artifact& artifact : set.artifacts) {
    const ObjectId* const id = &artifact.id;
    const auto [same, fresh] = ids.emplace(id, &artifact);
    const Artifact* taken = fresh ? nullptr : same->second;
    const auto claim = [&](NameSpace& names, bool wanted) {
      if (!wanted || taken != nullptr) return;
      const auto [first, inserted] = names.emplace(id, &artifact);
      if (!inserted) taken = first->second;
    };
    claim(relations, is_relation(id->kind));
    claim(types, has_type(id->kind));
    claim(routines, is_routine(id->kind));
    if (taken != nullptr) {
      const Artifact& other = *taken;
      Diagnostic& diagnostic =
          artifact.id == other.id
              ? diagnostics.error("duplicate-object", artifact.span,
                                  fmt::format("{} is defined twice", in_words(artifact.id)),
                                  "rename one of them, or remove it")
              : diagnostics.error(
                    "duplicate-object", artifact.span,
                    fmt::format("{} has the same name as {}", in_words(artifact.id), in_words(other.id)),
                    "rename one of them: PostgreSQL keeps both in one namespace");
      diagnostic.notes.push_back({other.span, "the other one is here"});
    }
  }
}

// Artifacts with hashes from another project's manifest keep them.
bool is_hashed_elsewhere(const Artifact& artifact) {
  return artifact.external && !artifact.closure_hash.empty();
}

void hash_one(Artifact& artifact, Sha256& hash) {
  hash.add_field(artifact.id.text());
  for (const std::string& statement : artifact.statements)
    hash.add_field(artifact.canonical ? statement : sql::canonical_tokens(statement));
  if (artifact.external)
    for (const ArtifactColumn& column : artifact.columns) hash.add_field(column.name).add_field(column.type);
  artifact.hash = hash.finish();
}

// Hashes artifacts separately, on all cores, while the other work runs.
void hash_all_beside(std::vector<Artifact>& artifacts, const std::vector<std::function<void()>>& rest) {
  const Pieces pieces(artifacts.size(), 256);
  parallel_for(rest.size() + pieces.count(), [&](std::size_t number) {
    if (number < rest.size()) return rest[number]();
    Sha256 hash;
    pieces.each(number - rest.size(), [&](std::size_t i) {
      if (!is_hashed_elsewhere(artifacts[i])) hash_one(artifacts[i], hash);
    });
  });
}

// Indices of the artifacts, ordered by id.
std::vector<std::size_t> by_id(const std::vector<Artifact>& artifacts) {
  std::vector<std::size_t> places(artifacts.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::stable_sort(places.begin(), places.end(),
                   [&](std::size_t a, std::size_t b) { return artifacts[a].id < artifacts[b].id; });
  return places;
}

// Moves artifacts[places[0]] to the first place, artifacts[places[1]] to the second, … in place: a second
// list of artifacts would be large.
void put_in_order(std::vector<Artifact>& artifacts, std::vector<std::size_t> places) {
  for (std::size_t start = 0; start < places.size(); ++start) {
    if (places[start] == start) continue;
    Artifact first = std::move(artifacts[start]);
    std::size_t to = start;
    for (std::size_t from = places[to]; from != start; from = places[to]) {
      artifacts[to] = std::move(artifacts[from]);
      places[to] = to;
      to = from;
    }
    artifacts[to] = std::move(first);
    places[to] = to;
  }
}

using Edges = std::vector<std::vector<std::size_t>>;

// For each rank in the order of ids, the ranks that it depends on.
Edges edges_of(const std::vector<Artifact>& artifacts, const std::vector<std::size_t>& places,
               Diagnostics& diagnostics) {
  ObjectIndex<std::size_t> ranks;
  ranks.reserve(places.size());
  for (std::size_t rank = 0; rank < places.size(); ++rank) ranks.emplace(&artifacts[places[rank]].id, rank);
  Edges edges(places.size());
  for (std::size_t rank = 0; rank < places.size(); ++rank) {
    const Artifact& artifact = artifacts[places[rank]];
    edges[rank].reserve(artifact.depends_on.size());
    for (const ObjectId& id : artifact.depends_on) {
      const auto found = ranks.find(&id);
      if (found != ranks.end()) {
        if (found->second != rank) edges[rank].push_back(found->second);
      } else if (!artifact.external) {
        diagnostics.error(
            "unknown-dependency", artifact.span,
            fmt::format("{} depends on {}, which no source defines", in_words(artifact.id), in_words(id)),
            "define it, or list it in `external:` of the project file");
      }
    }
    std::sort(edges[rank].begin(), edges[rank].end());
  }
  return edges;
}

// Of the ids that are in the set; by rank.
Edges soft_edges_of(const std::vector<Artifact>& artifacts, const std::vector<std::size_t>& places) {
  ObjectIndex<std::size_t> ranks;
  ranks.reserve(places.size());
  for (std::size_t rank = 0; rank < places.size(); ++rank) ranks.emplace(&artifacts[places[rank]].id, rank);
  Edges edges(places.size());
  for (std::size_t rank = 0; rank < places.size(); ++rank) {
    for (const ObjectId& id : artifacts[places[rank]].soft_depends_on)
      if (const auto found = ranks.find(&id); found != ranks.end()) edges[rank].push_back(found->second);
  }
  return edges;
}

// Ranks in order. Groups have smaller numbers than the ranks, so that no group delays a rank that waits for
// it.
TopologicalOrder order_of(const std::vector<Artifact>& artifacts, const std::vector<std::size_t>& places,
                          const Edges& edges) {
  const Edges soft = soft_edges_of(artifacts, places);
  std::vector<CallEdges> calls(places.size());
  for (std::size_t rank = 0; rank < places.size(); ++rank)
    calls[rank] = {edges[rank], soft[rank], runs_when_used(artifacts[places[rank]].id.kind)};
  const ReadGroups groups = read_groups(calls);
  const std::size_t first = groups.groups.size();
  Edges depends_on(first + places.size()), wishes(first + places.size());
  for (std::size_t group = 0; group < first; ++group) {
    for (const std::size_t rank : groups.groups[group].nodes) depends_on[group].push_back(first + rank);
    for (const std::size_t other : groups.groups[group].groups) depends_on[group].push_back(other);
  }
  for (std::size_t rank = 0; rank < places.size(); ++rank) {
    for (const std::size_t other : edges[rank]) depends_on[first + rank].push_back(first + other);
    if (is_made_unread(artifacts[places[rank]].id.kind)) continue;
    for (const auto* list : {&edges[rank], &soft[rank]}) {
      for (const std::size_t other : *list)
        if (groups.of[other] != ReadGroups::none) wishes[first + rank].push_back(groups.of[other]);
    }
    for (const std::size_t other : soft[rank]) wishes[first + rank].push_back(first + other);
  }
  TopologicalOrder order = topological_order(depends_on, wishes);
  for (std::vector<std::size_t>* list : {&order.order, &order.cycle}) {
    std::erase_if(*list, [&](std::size_t node) { return node < first; });
    for (std::size_t& node : *list) node -= first;
  }
  return order;
}

void report_cycle(const std::vector<Artifact>& artifacts, const std::vector<std::size_t>& cycle,
                  Diagnostics& diagnostics) {
  std::string path;
  for (const std::size_t node : cycle) path += (path.empty() ? "" : " -> ") + in_words(artifacts[node].id);
  Diagnostic& diagnostic = diagnostics.error(
      "dependency-cycle", artifacts[cycle.front()].span, "objects depend on each other: " + path,
      "an object can only be created after everything that it refers to: remove one of these references");
  for (std::size_t i = 1; i + 1 < cycle.size(); ++i)
    diagnostic.notes.push_back({artifacts[cycle[i]].span, in_words(artifacts[cycle[i]].id) + " is here"});
}

// edges: by rank; places[rank] is an index into the set; order: indices, dependencies first.
void hash_closures(ArtifactSet& set, const Edges& edges, const std::vector<std::size_t>& places,
                   const std::vector<std::size_t>& order) {
  std::vector<std::size_t> ranks(places.size());
  for (std::size_t rank = 0; rank < places.size(); ++rank) ranks[places[rank]] = rank;
  Sha256 closure;
  for (const std::size_t place : order) {
    Artifact& artifact = set.artifacts[place];
    if (is_hashed_elsewhere(artifact)) continue;
    closure.add_field(artifact.hash);
    for (const std::size_t rank : edges[ranks[place]])
      closure.add_field(set.artifacts[places[rank]].closure_hash);
    artifact.closure_hash = closure.finish();
  }
  Sha256 root;
  for (const std::string& name : set.search_path) root.add_field(name);
  std::vector<std::string_view> closures;
  closures.reserve(set.artifacts.size());
  for (const Artifact& artifact : set.artifacts) closures.push_back(artifact.closure_hash);
  std::sort(closures.begin(), closures.end());
  for (const std::string_view each : closures) root.add_field(each);
  set.root_hash = root.finish();
}

void sort_unique(std::vector<ObjectId>& ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

}  // namespace

void order_and_hash(ArtifactSet& set, Diagnostics& diagnostics) { order_and_hash(set, {}, diagnostics); }

void order_and_hash(ArtifactSet& set, const CycleBreaker& break_cycle, Diagnostics& diagnostics) {
  for (;;) {
    parallel_for_each(Pieces(set.artifacts.size(), 512), [&](std::size_t i) {
      Artifact& artifact = set.artifacts[i];
      sort_unique(artifact.depends_on);
      sort_unique(artifact.soft_depends_on);
      if (!artifact.stated.declared.empty()) sort_unique(artifact.stated.declared.edit());
    });
    Diagnostics of_names, of_edges;
    std::vector<std::size_t> places;
    Edges edges;
    TopologicalOrder order;
    hash_all_beside(set.artifacts, {[&] {
                                      places = by_id(set.artifacts);
                                      edges = edges_of(set.artifacts, places, of_edges);
                                      order = order_of(set.artifacts, places, edges);
                                    },
                                    [&] { check_unique(set, of_names); }});
    // Ranks in the order of ids; from here on indices into the unchanged set.
    for (std::vector<std::size_t>* ranks : {&order.order, &order.cycle})
      for (std::size_t& rank : *ranks) rank = places[rank];
    if (!order.cycle.empty() && break_cycle && break_cycle(set, order.cycle)) continue;
    diagnostics.append(std::move(of_names));
    diagnostics.append(std::move(of_edges));
    if (!order.cycle.empty()) {
      report_cycle(set.artifacts, order.cycle, diagnostics);
      for (Artifact& artifact : set.artifacts)
        if (!is_hashed_elsewhere(artifact)) artifact.hash.clear();
      put_in_order(set.artifacts, places);
      return;
    }
    hash_closures(set, edges, places, order.order);
    put_in_order(set.artifacts, order.order);
    return;
  }
}

std::string schema_script(const ArtifactSet& set) {
  std::size_t size = 0;
  for (const Artifact& artifact : set.artifacts)
    for (const std::string& statement : artifact.statements) size += statement.size() + 100;
  std::string script;
  script.reserve(size);
  script += "-- Written by schemac compile: every object, in dependency order.\n";
  // The settings under which the sources were read (KnownSetting in compile/sql_sources.cpp), whatever the
  // database or role sets.
  script +=
      "SET standard_conforming_strings = on;\nSET array_nulls = on;\nSET transform_null_equals = off;\n"
      "SET default_tablespace = '';\nSET default_table_access_method = heap;\nSET check_function_bodies = "
      "off;\n";
  if (!set.search_path.empty()) {
    script += "SET search_path = ";
    for (std::size_t i = 0; i < set.search_path.size(); ++i)
      script += (i == 0 ? "" : ", ") + quote_identifier(set.search_path[i]);
    script += ";\n";
  }
  for (const Artifact& artifact : set.artifacts) {
    if (artifact.external) continue;
    // A quoted name may contain a line end, which would end the comment.
    script += "\n-- ";
    const std::size_t title = script.size();
    artifact.id.append_text(script);
    std::replace_if(
        script.begin() + static_cast<std::ptrdiff_t>(title), script.end(),
        [](char c) { return c == '\n' || c == '\r'; }, ' ');
    script += '\n';
    // The script may be used as a state or a source itself.
    std::string declared;
    for (const ObjectId& id : artifact.stated.declared)
      declared += (declared.empty() ? "-- schemac: depends_on " : ", ") + one_line(id.text());
    if (!declared.empty()) script += declared + '\n';
    for (const std::string& statement : artifact.statements) append_terminated(script, statement);
  }
  return script;
}

void append_terminated(std::string& out, const std::string& statement) {
  const void* const line = ::memrchr(statement.data(), '\n', statement.size());
  const std::size_t begin =
      line == nullptr ? 0 : static_cast<std::size_t>(static_cast<const char*>(line) - statement.data());
  const bool comment = statement.find("--", begin) != std::string::npos;
  out.append(statement).append(comment ? "\n;\n" : ";\n");
}

std::string terminated(const std::string& statement) {
  std::string text;
  append_terminated(text, statement);
  return text;
}

}  // namespace schemac
