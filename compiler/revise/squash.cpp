#include "revise/squash.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "revise/migration_text.h"
#include "revise/planned_migration.h"
#include "scratch/elaborate.h"
#include "sqlfile/statement.h"
#include "workspace/migration_files.h"
#include "workspace/source_facts.h"

namespace schemac {
namespace {

std::string one_revision(const RevisionGraph& graph, const std::string& word) {
  const ResolvedRevisions resolved = resolve_revision(graph, word, {});
  if (!resolved.error.empty()) throw UserError(resolved.error, "`schemac history` lists the revisions");
  if (resolved.revisions.size() != 1)
    throw UserError(fmt::format("'{}' must name exactly one revision", word));
  return resolved.revisions[0];
}

// The revisions on any path from the first to the last, in order.
std::vector<std::string> between(const RevisionGraph& graph, const std::string& first,
                                 const std::string& last) {
  std::set<std::string> reached = {first};
  std::vector<std::string> found;
  for (const std::string& revision : graph.closure({last})) {
    const std::vector<std::string>& parents = graph.migrations.at(revision).parents;
    if (std::any_of(parents.begin(), parents.end(), [&](const auto& p) { return reached.contains(p); }))
      reached.insert(revision);
    if (reached.contains(revision)) found.push_back(revision);
  }
  return found;
}

// Refuses a range that other branches enter or leave in the middle. Returns the parents of its first
// revision.
std::vector<std::string> parents_of_range(const RevisionGraph& graph, const std::vector<std::string>& range) {
  const std::set<std::string> inside(range.begin(), range.end());
  std::vector<std::string> parents = graph.migrations.at(range.front()).parents;
  for (const std::string& revision : range) {
    for (const std::string& parent : graph.migrations.at(revision).parents) {
      if (revision == range.front() || inside.contains(parent)) continue;
      throw UserError(
          fmt::format("{} merges a branch that starts outside the range, at {}", revision, parent),
          "start the range before the fork");
    }
    const auto children = graph.children.find(revision);
    if (revision == range.back() || children == graph.children.end()) continue;
    for (const std::string& child : children->second) {
      if (inside.contains(child)) continue;
      throw UserError(fmt::format("{} follows {}, which lies inside the range", child, revision),
                      "end the range there, or after the merge of the two");
    }
  }
  return parents;
}

// True if a difference of catalogs would lose changes of rows; also if a statement cannot be read.
bool changes_rows(const Migration& migration) {
  static const std::set<std::string_view> nodes = {
      "",       "InsertStmt", "UpdateStmt", "DeleteStmt",   "MergeStmt",         "SelectStmt",
      "DoStmt", "CallStmt",   "CopyStmt",   "TruncateStmt", "CreateTableAsStmt", "ExecuteStmt"};
  for (const MigrationStep& step : migration.up) {
    if (step.batch) return true;
    const sql::ParsedSql parsed = sql::parse(step.sql);
    if (!parsed.errors.empty()) return true;
    for (const sql::Statement& statement : parsed.statements) {
      const bool view = statement.id && statement.id->kind == Kind::materialized_view;
      if (!view && nodes.contains(statement.node)) return true;
    }
  }
  return false;
}

// A step's settings end with its segment, so each migration must end its last segment.
void append(std::vector<MigrationStep>& steps, std::vector<MigrationStep> more) {
  if (!steps.empty() && !more.empty() && !steps.back().batch && steps.back().transactional)
    steps.back().commit_after = true;
  steps.insert(steps.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

void string_together(const RevisionGraph& graph, const std::vector<std::string>& range,
                     Migration& migration) {
  migration.has_down = true;
  for (const std::string& revision : range) append(migration.up, graph.migrations.at(revision).up);
  for (auto it = range.rbegin(); it != range.rend(); ++it) {
    const Migration& original = graph.migrations.at(*it);
    migration.has_down = migration.has_down && original.has_down;
    append(migration.down, original.down);
  }
  if (!migration.has_down) migration.down.clear();
}

}  // namespace

Squashed squash(Environment& environment, const std::string& range, const std::string& message) {
  const std::size_t dots = range.find("..");
  if (dots == std::string::npos || dots == 0 || dots + 2 == range.size())
    throw UserError(fmt::format("'{}' is not a range", range), "write REVISION..REVISION", 64);
  const RevisionGraph graph = read_migrations(environment);
  if (environment.diagnostics.has_errors()) return {};
  const std::string first = one_revision(graph, range.substr(0, dots));
  const std::string last = one_revision(graph, range.substr(dots + 2));
  Squashed result;
  result.replaced = between(graph, first, last);
  if (result.replaced.empty() || result.replaced.front() != first)
    throw UserError(fmt::format("{} does not come before {}", first, last),
                    "`schemac history` shows the order");
  if (result.replaced.size() < 2)
    throw UserError("the range has only one migration: there is nothing to squash");

  Migration& migration = result.migration;
  migration.parents = parents_of_range(graph, result.replaced);
  const std::vector<std::string> before = graph.closure(migration.parents);
  std::vector<std::string> after = before;
  after.insert(after.end(), result.replaced.begin(), result.replaced.end());
  const Catalog from = replay(environment, graph, before);
  Catalog to = replay(environment, graph, after);
  if (environment.diagnostics.has_errors()) return result;
  add_declared_reads(to, known_reads(environment, graph));

  for (const std::string& revision : result.replaced) {
    const Migration& original = graph.migrations.at(revision);
    result.strung_together = result.strung_together || changes_rows(original);
    if (original.replaces.empty()) {
      migration.replaces.push_back(revision);
    } else {
      throw UserError(
          fmt::format("{} is itself a squash", revision),
          "remove the files that it replaces and its \"replaces\" line once every database is past "
          "it");
    }
  }
  if (result.strung_together) string_together(graph, result.replaced, migration);
  plan_and_prove(environment, graph, before, from, to, migration);
  migration.revision = random_revision();
  // The squash takes the place of the replaced files in the order of the folder.
  migration.created =
      graph.migrations.at(last).created.empty() ? utc_now() : graph.migrations.at(last).created;
  migration.message = message.empty() ? fmt::format("squash {}", range) : message;
  result.path = write_migration(environment, migration);
  return result;
}

}  // namespace schemac
