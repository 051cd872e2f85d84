#include "run/squash.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "run/autogenerate.h"
#include "run/elaborate.h"
#include "run/migration_files.h"
#include "run/proved_migration.h"
#include "run/source_facts.h"
#include "sqlfile/statement.h"

namespace schemac::run {
namespace {

std::string one_revision(const RevisionGraph& graph, const std::string& word) {
  const ResolvedRevisions resolved = resolve_revision(graph, word, {});
  if (!resolved.error.empty()) throw UserError(resolved.error, "`schemac history` lists the revisions");
  if (resolved.revisions.size() != 1) throw UserError(fmt::format("'{}' is not one revision", word));
  return resolved.revisions[0];
}

// What lies on a way from the first to the last, in order.
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

// Before the range stands one set of revisions, after it only what follows its last one.
std::vector<std::string> parents_of_range(const RevisionGraph& graph, const std::vector<std::string>& range) {
  const std::set<std::string> inside(range.begin(), range.end());
  std::vector<std::string> parents = graph.migrations.at(range.front()).parents;
  for (const std::string& revision : range) {
    for (const std::string& parent : graph.migrations.at(revision).parents) {
      if (revision == range.front() || inside.contains(parent)) continue;
      throw UserError(
          fmt::format("{} joins a branch that begins outside of the range, at {}", revision, parent),
          "begin the range before the fork");
    }
    const auto children = graph.children.find(revision);
    if (revision == range.back() || children == graph.children.end()) continue;
    for (const std::string& child : children->second) {
      if (inside.contains(child)) continue;
      throw UserError(fmt::format("{} follows {}, which lies inside the range", child, revision),
                      "end the range there, or behind the merge of the two");
    }
  }
  return parents;
}

// What a difference of catalogs would lose; also what is not understood.
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

// A step's settings end with its segment; so does each migration's, where the next one begins.
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

// Of the revisions that a squash replaces: those that are there to be run or applied.
std::vector<std::string> missing(const Migration& squash, const LedgerState& state) {
  std::vector<std::string> open;
  for (const std::string& revision : squash.replaces) {
    if (state.find(revision) == nullptr) open.push_back(revision);
  }
  return open;
}

bool is_begun(const RevisionGraph& graph, const std::string& revision, const LedgerState& state) {
  const Migration& squash = graph.migrations.at(revision);
  return !squash.replaces.empty() && state.find(revision) == nullptr &&
         missing(squash, state).size() < squash.replaces.size();
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
  if (result.replaced.size() < 2) throw UserError("a range of one migration: there is nothing to squash");

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
          fmt::format("{} is a squash itself", revision),
          "remove the files that it replaces and its \"replaces\" line once every database is past "
          "it");
    }
  }
  if (result.strung_together) string_together(graph, result.replaced, migration);
  fill_and_prove(environment, graph, before, from, to, migration);
  migration.revision = random_revision();
  // Its place in the folder is the place of what it replaces.
  migration.created =
      graph.migrations.at(last).created.empty() ? utc_now() : graph.migrations.at(last).created;
  migration.message = message.empty() ? fmt::format("squash {}", range) : message;
  result.path = write_migration(environment, migration);
  return result;
}

bool is_inside_squash(const RevisionGraph& graph, const LedgerState& state) {
  return std::any_of(graph.order.begin(), graph.order.end(),
                     [&](const std::string& revision) { return is_begun(graph, revision, state); });
}

void refuse_inside_squash(const RevisionGraph& graph, const LedgerState& state) {
  if (!is_inside_squash(graph, state)) return;
  throw UserError("this database is inside a range that a squash replaces",
                  "`schemac upgrade` leads it through the rest of the range");
}

LedgerState with_squashes(const RevisionGraph& graph, LedgerState state) {
  for (const auto& [revision, migration] : graph.migrations) {
    if (!is_begun(graph, revision, state) || !missing(migration, state).empty()) continue;
    AppliedMigration as_applied = *state.find(migration.replaces.back());
    as_applied.revision = revision;
    as_applied.parents = migration.parents;
    as_applied.message = migration.message;
    as_applied.checksum = migration.checksum;
    as_applied.how = "squashed";
    as_applied.has_down = migration.has_down;
    std::erase_if(state.applied, [&replaced = migration.replaces](const AppliedMigration& applied) {
      return std::find(replaced.begin(), replaced.end(), applied.revision) != replaced.end();
    });
    state.applied.push_back(std::move(as_applied));
  }
  return state;
}

std::vector<std::string> settle_squashes(Environment& environment, pg::Session& session, Ledger& ledger,
                                         const RevisionGraph& graph, const LedgerState& state,
                                         MigrationRunner& runner) {
  std::vector<std::string> run;
  for (const std::string& revision : graph.order) {
    if (!is_begun(graph, revision, state)) continue;
    const Migration& squash = graph.migrations.at(revision);
    const std::vector<std::string> open = missing(squash, state);
    for (const std::string& original : open) {
      if (graph.replaced.contains(original)) continue;
      throw UserError(
          fmt::format("this database is inside the range that {} replaces, and needs {}, whose file is "
                      "gone",
                      revision, original),
          "restore that file until every database is past it", 3);
    }
    for (const std::string& original : open) {
      runner.up(graph.replaced.at(original), state.steps);
      environment.reporter.message(fmt::format("up   {}  {}  (replaced by {})", original,
                                               graph.replaced.at(original).message, revision));
      run.push_back(original);
    }
    pg::Transaction transaction(session, session.statements_of(pg::Settings::script) + "; BEGIN");
    for (const std::string& original : squash.replaces) ledger.record_reverted(original);
    ledger.record_applied(squash, 0, "squashed");
    transaction.commit();
    environment.reporter.message(
        fmt::format("{} takes the place of {} migrations", revision, squash.replaces.size()));
  }
  return run;
}

}  // namespace schemac::run
