#include "apply/apply.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "apply/history_check.h"
#include "apply/hooks.h"
#include "apply/squashed_ranges.h"

namespace schemac {
namespace {

std::unique_ptr<pg::Session> connect_to_run(Environment& environment, const std::string& url) {
  std::unique_ptr<pg::Session> session = pg::connect(url, pg::Settings::script);
  session->on_notice(
      [&reporter = environment.reporter](const std::string& severity, const std::string& message) {
        if (severity == "WARNING") reporter.message("warning: " + message);
      });
  return session;
}

ResolvedRevisions resolve(Environment& environment, const RevisionGraph& graph, const LedgerState& state,
                          const std::string& word) {
  ResolvedRevisions resolved = resolve_revision(graph, word, state.revisions());
  if (resolved.several_heads) refuse_several_heads(environment, graph);
  if (!resolved.error.empty()) throw UserError(resolved.error, "`schemac history` lists the revisions");
  return resolved;
}

void refuse_unknown(const LedgerState& state, const RevisionGraph& graph) {
  const std::vector<AppliedMigration> unknown = unknown_migrations(state, graph);
  if (unknown.empty()) return;
  std::string list;
  for (const AppliedMigration& migration : unknown) {
    list += fmt::format("{}{} ({})", list.empty() ? "" : ", ", migration.revision, migration.message);
  }
  throw UserError(
      fmt::format("the database has migrations that are not in the folder: {}", list),
      "they may be on another branch: merge it, or revert them with `schemac downgrade`, which needs "
      "no files",
      3);
}

// Refuses if a migration is partly done in the other direction, or partly done and not included in the
// target.
void refuse_half_done(const LedgerState& state, const std::vector<std::string>& todo, bool up) {
  for (const RecordedStep& step : state.steps) {
    const bool included = std::find(todo.begin(), todo.end(), step.revision) != todo.end();
    if (included && step.up == up) continue;
    throw UserError(fmt::format("{} is partly {} and must be finished first", step.revision,
                                step.up ? "applied" : "reverted"),
                    step.up ? fmt::format("run `schemac upgrade {}`", step.revision)
                            : fmt::format("run `schemac downgrade {}-1`", step.revision));
  }
}

void refuse_foreign_objects(Ledger& ledger, const Migration& migration) {
  const std::vector<std::string> foreign = ledger.managed_elsewhere(migration.creates);
  if (foreign.empty()) return;
  throw UserError(fmt::format("{} creates objects that another project manages here: {}", migration.revision,
                              fmt::join(foreign, ", ")),
                  "rename the object, or list it under external: in the project file");
}

std::set<std::string> descendants(const RevisionGraph& graph, std::vector<std::string> open) {
  std::set<std::string> found;
  while (!open.empty()) {
    const std::string revision = open.back();
    open.pop_back();
    const auto children = graph.children.find(revision);
    if (children == graph.children.end()) continue;
    for (const std::string& child : children->second) {
      if (found.insert(child).second) open.push_back(child);
    }
  }
  return found;
}

// The applied revisions that follow the target; siblings of the target are not reverted. "REV-N" reverts the
// revisions between and their descendants, but not REV's siblings.
std::vector<std::string> to_take_back(const RevisionGraph& graph, const LedgerState& state,
                                      const std::string& word, const ResolvedRevisions& target) {
  const std::vector<std::string> applied = state.revisions();
  std::set<std::string> chosen = target.base ? std::set<std::string>(applied.begin(), applied.end())
                                             : descendants(graph, target.revisions);
  if (const std::size_t sign = word.rfind('-'); sign != std::string::npos) {
    const std::vector<std::string> start =
        sign == 0 ? graph.heads_of(applied)
                  : resolve_revision(graph, word.substr(0, sign), applied).revisions;
    std::set<std::string> line = descendants(graph, start);
    for (const std::string& revision : graph.closure(start)) line.insert(revision);
    std::erase_if(chosen, [&](const std::string& revision) { return !line.contains(revision); });
  }
  std::vector<std::string> todo;
  for (auto it = graph.order.rbegin(); it != graph.order.rend(); ++it) {
    const bool is_applied = std::find(applied.begin(), applied.end(), *it) != applied.end();
    if (is_applied && chosen.contains(*it)) todo.push_back(*it);
  }
  return todo;
}

// Creates the ledger, or the tables that a ledger of an older schemac lacks.
void prepare(Ledger& ledger, const LedgerState& state) {
  ledger.require_writable();
  if (!state.exists || !ledger.populated()) ledger.create();
}

std::string line(const AppliedReport& report) {
  return fmt::format("{} {}  {}  {} ms", report.up ? "up  " : "down", report.revision, report.message,
                     report.duration_ms);
}

}  // namespace

RunOptions run_options(const Environment& environment) {
  RunOptions options;
  options.lock_timeout = environment.project.database.lock_timeout;
  options.statement_timeout = environment.project.database.statement_timeout;
  return options;
}

RevisionGraph with_applied(const RevisionGraph& graph, const LedgerState& state) {
  std::vector<Migration> more;
  for (const AppliedMigration& applied : unknown_migrations(state, graph)) {
    Migration migration;
    migration.revision = applied.revision;
    migration.parents = applied.parents;
    migration.message = applied.message;
    migration.created = applied.applied_at;
    migration.checksum = applied.checksum;
    migration.has_down = applied.has_down;
    more.push_back(std::move(migration));
  }
  for (const AppliedMigration& applied : state.applied) {
    if (const auto replaced = graph.replaced.find(applied.revision); replaced != graph.replaced.end())
      more.push_back(replaced->second);
  }
  if (more.empty()) return graph;
  for (const auto& [revision, migration] : graph.migrations) more.push_back(migration);
  for (Migration& migration : more) migration.replaces.clear();  // each revision on its own
  Diagnostics ignored;  // about parents that only deleted files state
  return build_revision_graph(std::move(more), ignored);
}

std::vector<std::string> pending_revisions(Environment& environment, const RevisionGraph& graph,
                                           const LedgerState& state, const std::string& word) {
  refuse_unknown(state, graph);
  const ResolvedRevisions target = resolve(environment, graph, state, word);
  const std::vector<std::string> applied = state.revisions();
  const std::set<std::string_view> is_applied(applied.begin(), applied.end());
  std::vector<std::string> pending;
  for (const std::string& revision : graph.closure(target.revisions)) {
    if (!is_applied.contains(revision)) pending.push_back(revision);
  }
  return pending;
}

ApplyReport upgrade(Environment& environment, const std::string& url, const RevisionGraph& graph,
                    const std::string& word, const RunOptions& options) {
  const std::unique_ptr<pg::Session> session = connect_to_run(environment, url);
  Ledger ledger(*session, environment.project.name);
  ApplyReport report;
  report.database = session->describe();

  bool inside_squash = false;
  const auto read_pending = [&](LedgerState& state) {
    state = ledger.read();
    refuse_edited(environment, ledger, state, graph);
    inside_squash = is_inside_squash(graph, state);
    if (inside_squash) return std::vector<std::string>();  // the squash is recorded first, under the lock
    std::vector<std::string> pending = pending_revisions(environment, graph, state, word);
    refuse_half_done(state, pending, true);
    return pending;
  };
  LedgerState state;
  std::vector<std::string> pending = read_pending(state);
  const bool hooks = has_hooks(environment, "before-upgrade") || has_hooks(environment, "after-upgrade");
  if (!pending.empty() || hooks || inside_squash) {
    LedgerLock lock(*session, environment, url);
    MigrationRunner runner(*session, ledger, environment, options);
    pending = read_pending(state);
    const bool changes = !pending.empty() || inside_squash;
    if (changes) prepare(ledger, state);
    for (const std::string& revision : pending) refuse_foreign_objects(ledger, graph.migrations.at(revision));
    if (changes) ledger.record_populated();
    run_hooks(environment, *session, "before-upgrade");
    if (inside_squash) {
      for (const std::string& revision : settle_squashes(environment, *session, ledger, graph, state, runner))
        report.migrations.push_back({revision, graph.replaced.at(revision).message, true, 0});
      pending = read_pending(state);
    }
    for (const std::string& revision : pending) {
      const Migration& migration = graph.migrations.at(revision);
      const auto duration = runner.up(migration, state.steps);
      lock.verify();
      report.migrations.push_back({revision, migration.message, true, duration.count()});
      environment.reporter.message(line(report.migrations.back()));
    }
    run_hooks(environment, *session, "after-upgrade");
    lock.release();
  }
  if (state.exists || !report.migrations.empty())
    report.populated_before = ledger.populated().value_or(std::set<ObjectId>());
  std::vector<std::string> applied = state.revisions();
  applied.insert(applied.end(), pending.begin(), pending.end());
  report.current = graph.heads_of(applied);
  return report;
}

ApplyReport downgrade(Environment& environment, const std::string& url, const RevisionGraph& graph,
                      const std::string& word, const RunOptions& options) {
  const std::unique_ptr<pg::Session> session = connect_to_run(environment, url);
  Ledger ledger(*session, environment.project.name);
  ApplyReport report;
  report.database = session->describe();
  LedgerState state = ledger.read();
  if (!state.exists)
    throw UserError(fmt::format("{} has no ledger: nothing was applied there", report.database));

  LedgerLock lock(*session, environment, url);
  MigrationRunner runner(*session, ledger, environment, options);
  state = ledger.read();
  refuse_edited(environment, ledger, state, graph);
  if (is_inside_squash(graph, state)) {
    prepare(ledger, state);
    ledger.record_populated();
    settle_squashes(environment, *session, ledger, graph, state, runner);
    state = ledger.read();
  }
  const RevisionGraph all = with_applied(graph, state);
  const ResolvedRevisions target = resolve(environment, all, state, word);
  const std::vector<std::string> todo = to_take_back(all, state, word, target);
  refuse_half_done(state, todo, false);
  if (!todo.empty()) prepare(ledger, state);
  for (const std::string& revision : todo) {
    if (all.migrations.at(revision).has_down) continue;
    throw UserError(fmt::format("{} has no down part and cannot be reverted", revision),
                    todo.front() == revision ? "" : "name this revision or a later one as the target");
  }
  if (!todo.empty()) ledger.record_populated();
  for (const std::string& revision : todo) {
    const auto file = graph.migrations.find(revision);
    const Migration migration =
        file != graph.migrations.end() ? file->second : ledger.text_of(*state.find(revision));
    const auto duration = runner.down(migration, state.steps);
    lock.verify();
    report.migrations.push_back({revision, migration.message, false, duration.count()});
    environment.reporter.message(line(report.migrations.back()));
  }
  lock.release();
  report.populated_before = ledger.populated().value_or(std::set<ObjectId>());
  std::vector<std::string> applied = state.revisions();
  std::erase_if(applied,
                [&](const std::string& r) { return std::find(todo.begin(), todo.end(), r) != todo.end(); });
  report.current = all.heads_of(applied);
  return report;
}

}  // namespace schemac
