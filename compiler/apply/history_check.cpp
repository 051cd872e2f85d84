#include "apply/history_check.h"

#include <set>

#include <fmt/format.h>

#include "apply/line_diff.h"

namespace schemac {
namespace {

std::string text_of_parts(const Migration& migration) {
  return "-- up\n" + print_part(migration.up) +
         (migration.has_down ? "-- down\n" + print_part(migration.down) : "");
}

}  // namespace

std::vector<EditedMigration> edited_migrations(Ledger& ledger, const LedgerState& state,
                                               const RevisionGraph& graph) {
  std::vector<EditedMigration> edited;
  for (const AppliedMigration& applied : state.applied) {
    const auto file = graph.migrations.find(applied.revision);
    if (file == graph.migrations.end() || file->second.checksum == applied.checksum) continue;
    const Migration then = ledger.text_of(applied);
    edited.push_back(
        {applied.revision, applied.message, line_diff(text_of_parts(then), text_of_parts(file->second))});
  }
  return edited;
}

std::vector<AppliedMigration> unknown_migrations(const LedgerState& state, const RevisionGraph& graph) {
  std::set<std::string_view> known;
  for (const auto& [revision, migration] : graph.migrations) {
    known.insert(revision);
    known.insert(migration.replaces.begin(), migration.replaces.end());
  }
  std::vector<AppliedMigration> unknown;
  for (const AppliedMigration& applied : state.applied) {
    if (!known.contains(applied.revision)) unknown.push_back(applied);
  }
  return unknown;
}

RevisionGraph graph_as_applied(Ledger& ledger, const LedgerState& state, const RevisionGraph& graph) {
  std::vector<Migration> all;
  for (const AppliedMigration& applied : state.applied) {
    const auto& files = graph.replaced.contains(applied.revision) ? graph.replaced : graph.migrations;
    const auto file = files.find(applied.revision);
    const bool same = file != files.end() && file->second.checksum == applied.checksum;
    all.push_back(same ? file->second : ledger.text_of(applied));
    all.back().replaces.clear();  // each revision on its own
  }
  Diagnostics ignored;  // errors in files were reported when they were read
  return build_revision_graph(std::move(all), ignored);
}

void refuse_edited(Environment& environment, Ledger& ledger, const LedgerState& state,
                   const RevisionGraph& graph) {
  const std::vector<EditedMigration> edited = edited_migrations(ledger, state, graph);
  if (edited.empty()) return;
  std::string names;
  for (const EditedMigration& migration : edited) {
    names += (names.empty() ? "" : ", ") + migration.revision;
    environment.reporter.message(fmt::format("{}  {}: what was applied (-) and the file now (+)\n{}",
                                             migration.revision, migration.message, migration.difference));
  }
  throw UserError(fmt::format("{} {} edited after {} applied", names, edited.size() == 1 ? "was" : "were",
                              edited.size() == 1 ? "it was" : "they were"),
                  "restore the file and put the change into a new migration; or, if the database already has "
                  "the change, "
                  "record the new text with `schemac stamp REVISION`",
                  3);
}

void refuse_several_heads(Environment& environment, const RevisionGraph& graph) {
  const std::vector<std::string> heads = graph.heads();
  std::string list;
  for (const std::string& head : heads) {
    const Migration& migration = graph.migrations.at(head);
    environment.reporter.message(fmt::format("  {}  {}", head, migration.message));
    list += " " + head;
  }
  throw UserError(
      fmt::format("there are {} heads", heads.size()),
      fmt::format("join them: schemac merge -m \"merge\"{}; or apply all of them: schemac upgrade heads",
                  list),
      3);
}

}  // namespace schemac
