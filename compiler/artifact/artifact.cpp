#include "artifact/artifact.h"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "base/hash.h"
#include "base/parallel.h"
#include "base/topological.h"
#include "sqlfile/statement.h"

namespace schemac {

namespace {

// What the server keeps unique, next to the id itself: names in pg_class, and in pg_type.
std::vector<std::string> name_spaces(const ObjectId& id) {
  const std::string name = id.namespace_ + '\0' + id.name;
  std::vector<std::string> keys = {id.text()};
  if (is_relation(id.kind)) keys.push_back("relation " + name);
  switch (id.kind) {
    case Kind::table:
    case Kind::foreign_table:
    case Kind::view:
    case Kind::materialized_view:
    case Kind::composite_type:
    case Kind::enum_:
    case Kind::domain:
    case Kind::range_type:
    case Kind::base_type:
      keys.push_back("type " + name);
      break;
    case Kind::function:
    case Kind::procedure:
    case Kind::aggregate:
      keys.push_back("routine " + name);
      break;
    default:
      break;
  }
  return keys;
}

void check_unique(const ArtifactSet& set, Diagnostics& diagnostics) {
  std::unordered_map<std::string, const Artifact*> seen;
  for (const Artifact& artifact : set.artifacts) {
    for (const std::string& key : name_spaces(artifact.id)) {
      const auto [first, inserted] = seen.emplace(key, &artifact);
      if (inserted || first->second == &artifact) continue;
      const Artifact& other = *first->second;
      Diagnostic& diagnostic =
          artifact.id == other.id
              ? diagnostics.error("duplicate-object", artifact.span,
                                  fmt::format("{} is defined twice", artifact.id.text()),
                                  "rename one of them, or remove it")
              : diagnostics.error("duplicate-object", artifact.span,
                                  fmt::format("{} has the name of {}", artifact.id.text(), other.id.text()),
                                  "PostgreSQL keeps them in one name space: rename one of them");
      diagnostic.notes.push_back({other.span, "the other one is here"});
      break;
    }
  }
}

// What came with hashes from another project's manifest keeps them.
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

// Each artifact by itself, so on all cores.
void hash_all(std::vector<Artifact>& artifacts) {
  constexpr std::size_t chunk = 256;
  parallel_for((artifacts.size() + chunk - 1) / chunk, [&](std::size_t number) {
    Sha256 hash;
    for (std::size_t i = number * chunk; i < std::min(artifacts.size(), (number + 1) * chunk); ++i)
      if (!is_hashed_elsewhere(artifacts[i])) hash_one(artifacts[i], hash);
  });
}

void report_cycle(const ArtifactSet& set, const std::vector<std::size_t>& cycle, Diagnostics& diagnostics) {
  std::string path;
  for (const std::size_t node : cycle) path += (path.empty() ? "" : " -> ") + set.artifacts[node].id.text();
  Diagnostic& diagnostic = diagnostics.error(
      "dependency-cycle", set.artifacts[cycle.front()].span, "objects need each other: " + path,
      "an object can only be created after all that it refers to: break the circle at one of these places");
  for (std::size_t i = 1; i + 1 < cycle.size(); ++i)
    diagnostic.notes.push_back(
        {set.artifacts[cycle[i]].span, set.artifacts[cycle[i]].id.text() + " is here"});
}

}  // namespace

void order_and_hash(ArtifactSet& set, Diagnostics& diagnostics) {
  check_unique(set, diagnostics);
  std::stable_sort(set.artifacts.begin(), set.artifacts.end(),
                   [](const Artifact& a, const Artifact& b) { return a.id < b.id; });
  std::unordered_map<std::string, std::size_t> index;
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < set.artifacts.size(); ++i) index.emplace(set.artifacts[i].id.text(), i);
  std::vector<std::vector<std::size_t>> edges(set.artifacts.size());
  for (std::size_t i = 0; i < set.artifacts.size(); ++i) {
    Artifact& artifact = set.artifacts[i];
    for (auto* list : {&artifact.depends_on, &artifact.soft_depends_on}) {
      std::sort(list->begin(), list->end());
      list->erase(std::unique(list->begin(), list->end()), list->end());
    }
    for (const ObjectId& id : artifact.depends_on) {
      const auto found = index.find(id.text());
      if (found != index.end()) {
        if (found->second != i) edges[i].push_back(found->second);
      } else if (!artifact.external) {
        diagnostics.error(
            "unknown-dependency", artifact.span,
            fmt::format("{} depends on {}, which no source defines", artifact.id.text(), id.text()),
            "define it, or list it in `external:` of the project file");
      }
    }
  }
  const TopologicalOrder order = topological_order(edges);
  if (!order.cycle.empty()) {
    report_cycle(set, order.cycle, diagnostics);
    return;
  }
  hash_all(set.artifacts);
  Sha256 closure;
  for (const std::size_t node : order.order) {
    Artifact& artifact = set.artifacts[node];
    if (is_hashed_elsewhere(artifact)) continue;
    closure.add_field(artifact.hash);
    std::sort(edges[node].begin(), edges[node].end());
    for (const std::size_t other : edges[node]) closure.add_field(set.artifacts[other].closure_hash);
    artifact.closure_hash = closure.finish();
  }
  std::vector<Artifact> ordered;
  ordered.reserve(set.artifacts.size());
  for (const std::size_t node : order.order) ordered.push_back(std::move(set.artifacts[node]));
  set.artifacts = std::move(ordered);
  Sha256 root;
  for (const std::string& name : set.search_path) root.add_field(name);
  std::vector<std::string> closures;
  for (const Artifact& artifact : set.artifacts) closures.push_back(artifact.closure_hash);
  std::sort(closures.begin(), closures.end());
  for (const std::string& closure : closures) root.add_field(closure);
  set.root_hash = root.finish();
}

std::string schema_script(const ArtifactSet& set) {
  std::string script = "-- Written by schemac compile: every object, in dependency order.\n";
  script += "SET check_function_bodies = off;\n";
  if (!set.search_path.empty()) {
    script += "SET search_path = ";
    for (std::size_t i = 0; i < set.search_path.size(); ++i)
      script += (i == 0 ? "" : ", ") + quote_identifier(set.search_path[i]);
    script += ";\n";
  }
  for (const Artifact& artifact : set.artifacts) {
    if (artifact.external) continue;
    // A quoted name may hold a line end, which would end the comment.
    std::string title = artifact.id.text();
    std::replace_if(
        title.begin(), title.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    script += "\n-- " + title + "\n";
    for (const std::string& statement : artifact.statements) script += terminated(statement);
  }
  return script;
}

std::string terminated(const std::string& statement) {
  const std::size_t line = statement.rfind('\n');
  const bool comment = statement.find("--", line == std::string::npos ? 0 : line) != std::string::npos;
  return statement + (comment ? "\n;\n" : ";\n");
}

}  // namespace schemac
