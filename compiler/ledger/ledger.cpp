#include "ledger/ledger.h"

#include <algorithm>
#include <sstream>
#include <tuple>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "ledger/queries.h"

namespace schemac {
namespace {

constexpr int layout_version = 1;
constexpr std::size_t ledger_table_count = 4;  // of ledger_tables.sql

std::string_view state_name(StepState state) {
  switch (state) {
    case StepState::started:
      return "started";
    case StepState::done:
      return "done";
    case StepState::in_doubt:
      return "in doubt";
  }
  return "started";
}

StepState state_of_name(std::string_view name) {
  return name == "done" ? StepState::done : name == "in doubt" ? StepState::in_doubt : StepState::started;
}

std::string direction(bool up) { return up ? "up" : "down"; }

std::vector<std::string> split_commas(const std::string& text) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, ',');) parts.push_back(part);
  return parts;
}

constexpr std::string_view privilege_hint =
    "the first upgrade needs CREATE on the database (GRANT CREATE ON DATABASE … TO …); later ones need to "
    "own "
    "schema schemac, or be granted all on it and its tables";

[[noreturn]] void refuse_write(pg::Session& session, const pg::DatabaseError& error) {
  if (error.is("42501")) {
    throw UserError(fmt::format("no privilege for the ledger, schema schemac, in {}: {}", session.describe(),
                                error.facts().message),
                    std::string(privilege_hint));
  }
  throw error;
}

void check_may_write(pg::Session& session) {
  const pg::Result result = session.query(queries::ledger_may_write);
  const auto& row = result.rows.at(0);
  if (row[0] == "t") {
    throw UserError(fmt::format("{} is a standby: nothing can be written there", session.describe()),
                    "give the URL of the primary");
  }
  if (row[1] == "t") {
    throw UserError(fmt::format("{} is read-only (default_transaction_read_only is on)", session.describe()),
                    "connect as a role, or to a database, that allows writing");
  }
  if (row[2] == "f") {
    throw UserError(
        fmt::format("no privilege to write the ledger, schema schemac, in {}", session.describe()),
        std::string(privilege_hint));
  }
}

using Row = std::vector<std::optional<std::string>>;

std::string text_at(const Row& row, std::size_t column) { return row[column].value_or(""); }
std::int64_t number_at(const Row& row, std::size_t column) { return std::stoll(row[column].value_or("0")); }

// Rows of ledger_state.sql; the first two columns give their kind and position.
AppliedMigration migration_of(const Row& row) {
  return {text_at(row, 2),           split_commas(text_at(row, 3)),
          text_at(row, 4),           text_at(row, 5),
          text_at(row, 6),           text_at(row, 7),
          text_at(row, 8),           number_at(row, 9),
          text_at(row, 10) == "true"};
}

RecordedStep step_of(const Row& row) {
  RecordedStep step;
  step.revision = text_at(row, 2);
  step.up = row[3] == "up";
  step.number = static_cast<int>(number_at(row, 1));
  step.state = state_of_name(text_at(row, 4));
  step.checksum = text_at(row, 5);
  step.batches = number_at(row, 6);
  step.batch_key = row[7];
  step.title = text_at(row, 8);
  return step;
}

}  // namespace

std::string array_literal(const std::vector<std::string>& items) {
  std::string out = "{";
  for (const std::string& item : items) {
    if (out.size() > 1) out += ',';
    out += '"';
    for (const char c : item) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += '"';
  }
  return out + "}";
}

std::vector<std::string> LedgerState::revisions() const {
  std::vector<std::string> list;
  for (const AppliedMigration& migration : applied) list.push_back(migration.revision);
  return list;
}

const AppliedMigration* LedgerState::find(const std::string& revision) const {
  const auto found = std::find_if(applied.begin(), applied.end(),
                                  [&](const AppliedMigration& m) { return m.revision == revision; });
  return found == applied.end() ? nullptr : &*found;
}

Ledger::Ledger(pg::Session& session, std::string project) : session_(session), project_(std::move(project)) {}

void Ledger::check_layout(const std::optional<std::string>& version) const {
  if (!version) {
    throw UserError(fmt::format("the ledger in {} is damaged: schemac.layout is empty", session_.describe()),
                    "if nothing else was changed, run INSERT INTO schemac.layout VALUES (1)");
  }
  if (std::stoi(*version) > layout_version) {
    throw UserError(
        fmt::format("the ledger in {} was written by a newer schemac (layout {}, this one knows {})",
                    session_.describe(), *version, layout_version),
        "use the newer schemac");
  }
}

LedgerState Ledger::read() {
  LedgerState state;
  pg::Result result;
  for (bool again = false;; again = true) {
    try {
      result = session_.query(queries::ledger_state, {project_});
      break;
    } catch (const pg::DatabaseError& error) {
      const bool no_table = error.is("42P01") || error.is("3F000");  // no such table or schema
      if (no_table) {
        const std::size_t tables = session_.query(queries::ledger_tables).rows.size();
        if (tables == 0) return state;
        // All tables exist now: another run created the ledger meanwhile.
        if (tables == ledger_table_count && !again) continue;
      }
      if (no_table || error.is("42703")) {
        throw UserError(
            fmt::format("the ledger in {} is damaged: {}", session_.describe(), error.facts().message),
            "the tables of schema schemac were changed; restore them");
      }
      refuse_write(session_, error);
    }
  }
  check_layout(result.rows.at(0)[2]);
  state.exists = true;
  for (const auto& row : result.rows) {
    if (row[0] == "migration") state.applied.push_back(migration_of(row));
    if (row[0] == "step") state.steps.push_back(step_of(row));
  }
  std::stable_sort(state.steps.begin(), state.steps.end(), [](const RecordedStep& a, const RecordedStep& b) {
    return std::tie(a.revision, a.up) < std::tie(b.revision, b.up);
  });
  return state;
}

void Ledger::require_writable() { check_may_write(session_); }

void Ledger::create() {
  require_writable();
  try {
    pg::Transaction transaction(session_);
    session_.execute(queries::ledger_create);
    transaction.commit();
  } catch (const pg::DatabaseError& error) {
    refuse_write(session_, error);
  }
}

Migration Ledger::text_of(const AppliedMigration& applied) {
  const pg::Result result = session_.query(queries::ledger_texts, {project_, applied.revision});
  if (result.rows.empty()) {
    throw UserError(fmt::format("the ledger has no migration {}", applied.revision));
  }
  const auto& row = result.rows[0];
  Migration migration;
  migration.revision = applied.revision;
  migration.parents = applied.parents;
  migration.message = applied.message;
  migration.checksum = applied.checksum;
  migration.up = parse_part(row[0].value_or(""));
  migration.down = parse_part(row[1].value_or(""));
  migration.has_down = applied.has_down;
  migration.creates = nlohmann::json::parse(row[2].value_or("[]")).get<std::vector<std::string>>();
  migration.drops = nlohmann::json::parse(row[3].value_or("[]")).get<std::vector<std::string>>();
  return migration;
}

void Ledger::record_applied(const Migration& migration, std::int64_t duration_ms, std::string_view how) {
  session_.query(queries::ledger_record_applied,
                 {project_, migration.revision, array_literal(migration.parents), migration.message,
                  migration.checksum, print_part(migration.up), print_part(migration.down),
                  migration.has_down ? "t" : "f", std::to_string(duration_ms),
                  array_literal(migration.creates), array_literal(migration.drops), std::string(how)});
}

void Ledger::record_reverted(const std::string& revision) {
  session_.query(queries::ledger_record_reverted, {project_, revision});
}

void Ledger::record_step(const RecordedStep& step) {
  session_.query(
      queries::ledger_record_step,
      {project_, step.revision, direction(step.up), std::to_string(step.number), step.title, step.checksum,
       std::string(state_name(step.state)), std::to_string(step.batches), step.batch_key});
}

void Ledger::forget_step(const RecordedStep& step) {
  session_.query(queries::ledger_forget_step,
                 {project_, step.revision, direction(step.up), std::to_string(step.number)});
}

void Ledger::forget_steps(const std::string& revision) {
  session_.query(queries::ledger_forget_steps, {project_, revision});
}

void Ledger::record_adopted(const std::string& tool, const std::string& relation,
                            const std::optional<std::string>& revision) {
  session_.query(queries::ledger_record_adopted, {project_, tool, relation, revision});
}

std::optional<std::set<ObjectId>> Ledger::populated() {
  std::set<ObjectId> views;
  try {
    for (const auto& row : session_.query(queries::ledger_populated, {project_}).rows)
      views.insert({Kind::materialized_view, text_at(row, 0), {}, text_at(row, 1)});
  } catch (const pg::DatabaseError& error) {
    if (error.is("42P01") || error.is("42501")) return std::nullopt;  // no table, no privilege
    throw;
  }
  return views;
}

void Ledger::record_populated() { session_.query(queries::ledger_record_populated, {project_}); }

void Ledger::forget_populated() { session_.query(queries::ledger_forget_populated, {project_}); }

std::vector<std::string> Ledger::objects() {
  std::vector<std::string> ids;
  for (auto& row : session_.query(queries::ledger_objects, {project_}).rows)
    ids.push_back(row[0].value_or(""));
  return ids;
}

std::vector<Migration> Ledger::row_changes() {
  std::vector<Migration> migrations;
  try {
    for (const auto& row : session_.query(queries::ledger_lookup_rows, {project_}).rows) {
      Migration& migration = migrations.emplace_back();
      migration.revision = text_at(row, 0);
      migration.up = parse_part(text_at(row, 1));
      migration.drops = nlohmann::json::parse(row[2].value_or("[]")).get<std::vector<std::string>>();
    }
  } catch (const pg::DatabaseError& error) {
    const bool absent = error.is("42P01") || error.is("3F000") || error.is("42703") || error.is("42501");
    if (!absent) throw;
    migrations.clear();
  }
  return migrations;
}

std::vector<std::string> Ledger::managed_elsewhere(const std::vector<std::string>& object_ids) {
  std::vector<std::string> found;
  if (object_ids.empty()) return found;
  const pg::Result result =
      session_.query(queries::ledger_foreign_objects, {project_, array_literal(object_ids)});
  for (const auto& row : result.rows) found.push_back(fmt::format("{} ({})", *row[1], *row[0]));
  return found;
}

}  // namespace schemac
