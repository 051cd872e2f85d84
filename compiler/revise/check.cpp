#include "revise/check.h"

#include <fmt/format.h>

#include "apply/apply.h"
#include "apply/history_check.h"
#include "apply/squashed_ranges.h"
#include "compile/compile.h"
#include "pg/introspect.h"
#include "revise/drift.h"
#include "scratch/elaborate.h"
#include "scratch/lookup_rows.h"
#include "workspace/migration_files.h"

namespace schemac {
namespace {

void add_history(Ledger& ledger, const LedgerState& state, const RevisionGraph& graph, CheckReport& report) {
  for (const EditedMigration& edited : edited_migrations(ledger, state, graph)) {
    report.differences.push_back(
        {"edited-migration",
         edited.revision,
         {},
         {},
         {},
         {},
         fmt::format("{} was edited after it was applied\n{}", edited.revision, edited.difference)});
  }
  for (const AppliedMigration& unknown : unknown_migrations(state, graph)) {
    report.differences.push_back(
        {"unknown-migration",
         unknown.revision,
         {},
         {},
         {},
         {},
         fmt::format("{} ({}) is applied, but its file is missing", unknown.revision, unknown.message)});
  }
  const std::vector<std::string> heads = graph.heads();
  if (heads.size() > 1) {
    report.differences.push_back(
        {"several-heads",
         {},
         {},
         {},
         {},
         {},
         fmt::format("there are {} heads: {}", heads.size(), fmt::join(heads, ", "))});
  }
  for (const std::string& revision : graph.order) {
    if (state.find(revision) != nullptr) continue;
    report.differences.push_back(
        {"pending-migration",
         revision,
         {},
         {},
         {},
         {},
         fmt::format("{} {} is not applied", revision, graph.migrations.at(revision).message)});
  }
  std::string half_done;
  for (const RecordedStep& step : state.steps) {
    if (step.revision == half_done) continue;
    half_done = step.revision;
    report.differences.push_back({"half-applied",
                                  half_done,
                                  {},
                                  {},
                                  {},
                                  {},
                                  fmt::format("{} is partly {}; run the same command again to continue",
                                              half_done, step.up ? "applied" : "reverted")});
  }
}

// changes: from the found state to the expected one.
void add_changes(const std::vector<Change>& changes, const std::string& kind, std::string_view found_in,
                 std::string_view expected_by, CheckReport& report) {
  for (const Change& change : changes) {
    const std::string object = change.id.text();
    if (change.action == Change::Action::create) {
      report.differences.push_back(
          {kind, {}, object, {}, "present", {}, fmt::format("{} is missing in {}", object, found_in)});
    } else if (change.action == Change::Action::drop) {
      report.differences.push_back({kind,
                                    {},
                                    object,
                                    {},
                                    {},
                                    "present",
                                    fmt::format("{} is in {} and not in {}", object, found_in, expected_by)});
    } else {
      for (const Difference& difference : change.differences) {
        const auto shown = [](const std::string& value) {
          return value.empty() ? std::string("(none)") : value;
        };
        report.differences.push_back(
            {kind,
             {},
             object,
             difference.text(),
             difference.to,
             difference.from,
             fmt::format("{}: {} is {} in {}, but {} in {}", object, difference.text(),
                         shown(difference.from), found_in, shown(difference.to), expected_by)});
      }
    }
  }
}

}  // namespace

CheckReport check(Environment& environment) {
  CheckReport report;
  const RevisionGraph graph = read_migrations(environment);
  const Compiled compiled =
      compile(environment.project, environment.files, environment.sources, environment.diagnostics);
  if (environment.diagnostics.has_errors()) return report;
  const std::unique_ptr<pg::Session> session = pg::connect(target_url(environment), pg::Settings::catalog);
  report.database = session->describe();
  Ledger ledger(*session, environment.project.name);
  const LedgerState state = with_squashes(graph, ledger.read());
  add_history(ledger, state, graph, report);

  const Catalog desired = elaborate(environment, compiled.artifacts);
  if (environment.diagnostics.has_errors()) return report;
  const Catalog at_head = replay(environment, graph, graph.closure(graph.heads()));
  // If the migrations no longer run, what was applied can still be compared.
  if (!environment.diagnostics.has_errors()) {
    DiffOptions options;
    options.all_attributes = false;
    add_changes(diff(at_head, desired, options), "not-migrated", "the migrations", "the sources", report);
  }

  const std::size_t errors = environment.diagnostics.error_count();
  const RevisionGraph as_applied = graph_as_applied(ledger, state, graph);
  const Catalog applied = replay(environment, as_applied, as_applied.closure(state.revisions()));
  if (environment.diagnostics.error_count() > errors) return report;
  pg::IntrospectOptions introspection;
  introspection.namespaces = managed_namespaces(environment.project.namespaces, {&applied, &desired});
  Catalog database = pg::introspect(*session, introspection);
  for (const std::string& unread : read_lookup_rows(*session, database, lookup_rows_in(applied)))
    environment.reporter.message("not compared: " + unread);
  const Drift drift = find_drift(applied, database);
  add_changes(drift.changes, "drift", "the database", "its migrations", report);
  for (const ObjectId& id : drift.unmanaged) report.unmanaged.push_back(id.text());
  return report;
}

}  // namespace schemac
