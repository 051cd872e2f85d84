#include "pipeline/cycles.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/topological.h"
#include "sqlfile/routine_header.h"

namespace schemac {

namespace {

// Numbers of the artifacts that each depends on.
std::vector<std::vector<std::size_t>> edges_of(const ArtifactSet& set) {
  std::map<ObjectId, std::size_t> numbers;
  for (std::size_t i = 0; i < set.artifacts.size(); ++i) numbers.emplace(set.artifacts[i].id, i);
  std::vector<std::vector<std::size_t>> edges(set.artifacts.size());
  for (std::size_t i = 0; i < set.artifacts.size(); ++i)
    for (const ObjectId& on : set.artifacts[i].depends_on)
      if (const auto found = numbers.find(on); found != numbers.end() && found->second != i)
        edges[i].push_back(found->second);
  return edges;
}

std::set<std::size_t> needed_by(std::size_t artifact, const std::vector<std::vector<std::size_t>>& edges) {
  std::set<std::size_t> needed;
  std::vector<std::size_t> open = {artifact};
  while (!open.empty()) {
    const std::size_t at = open.back();
    open.pop_back();
    for (const std::size_t next : edges[at])
      if (needed.insert(next).second) open.push_back(next);
  }
  return needed;
}

// The function's header as an artifact of its own, which the others in the cycle get by with.
Artifact header_of(const Artifact& function, const std::string& text) {
  Artifact header;
  header.id = {Kind::statements, {}, {}, "header of " + function.id.text()};
  header.statements = {text};
  header.span = function.span;
  const std::set<std::string> names = sql::names_in(text);
  for (const ObjectId& on : function.depends_on) {
    const bool surrounds =
        on.kind == Kind::namespace_ || on.kind == Kind::extension || on.kind == Kind::language;
    const std::string name =
        on.name.substr(0, name_is_signature(on.kind) ? on.name.find('(') : std::string::npos);
    if (surrounds || names.contains(name)) header.depends_on.push_back(on);
  }
  return header;
}

}  // namespace

void break_cycles(ArtifactSet& set) {
  std::set<ObjectId> split;
  for (;;) {
    const auto edges = edges_of(set);
    const std::vector<std::size_t> cycle = topological_order(edges).cycle;
    const auto found = std::find_if(cycle.begin(), cycle.end(), [&](std::size_t at) {
      const Artifact& function = set.artifacts[at];
      return !function.external && !function.statements.empty() && !split.contains(function.id) &&
             sql::without_sql_body(function.statements.front());
    });
    if (found == cycle.end()) return;
    Artifact& function = set.artifacts[*found];
    split.insert(function.id);
    Artifact header = header_of(function, *sql::without_sql_body(function.statements.front()));
    // What the whole function needs gets by with its header.
    for (const std::size_t needed : needed_by(*found, edges)) {
      std::vector<ObjectId>& on = set.artifacts[needed].depends_on;
      std::replace(on.begin(), on.end(), function.id, header.id);
      std::sort(on.begin(), on.end());
    }
    function.statements.front() = sql::or_replace(function.statements.front());
    function.canonical = false;
    function.depends_on.push_back(header.id);
    std::sort(function.depends_on.begin(), function.depends_on.end());
    set.artifacts.push_back(std::move(header));
  }
}

}  // namespace schemac
