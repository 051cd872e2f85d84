// The ledger, schema `schemac` in the target database: applied migrations and their steps, and refreshes.
// Stable and readable with SQL; docs/ledger.md describes it.
//
// Every write is one statement and runs inside the transaction that it records, so that a crash leaves both
// or none. Reading the state is one round trip. Errors: UserError for known reasons (no privilege, standby, a
// newer layout), else DatabaseError.
#pragma once
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "catalog/identifier.h"
#include "history/migration.h"
#include "ledger/ledger_lock.h"
#include "pg/session.h"
#include "workspace/environment.h"

namespace schemac {

struct AppliedMigration {
  std::string revision;
  std::vector<std::string> parents;
  std::string message;
  std::string checksum;
  std::string how;  // applied, stamped, adopted, squashed
  std::string applied_at, applied_by;
  std::int64_t duration_ms = 0;
  bool has_down = false;
};

enum class StepState { started, done, in_doubt };
struct RecordedStep {
  std::string revision;
  bool up = true;
  int number = 0;  // from 0
  std::string title;
  std::string checksum;  // step_checksum
  StepState state = StepState::started;
  std::int64_t batches = 0;              // batches done
  std::optional<std::string> batch_key;  // JSON array: the last key of the last batch
};

struct LedgerState {
  bool exists = false;
  std::vector<AppliedMigration> applied;  // in order of application
  std::vector<RecordedStep> steps;        // of partly applied migrations; by revision, direction, number

  std::vector<std::string> revisions() const;
  const AppliedMigration* find(const std::string& revision) const;
};

class Ledger {
 public:
  Ledger(pg::Session& session, std::string project);

  LedgerState read();  // one round trip; a missing ledger is an empty state
  bool exists() { return read().exists; }
  void create();  // idempotent, in its own transaction
  // UserError, before anything is written, on a standby, in a read-only database or without the privileges.
  void require_writable();
  // The migration as it was applied: parts, creates, drops. Throws UserError if it is not recorded.
  Migration text_of(const AppliedMigration& applied);

  void record_applied(const Migration& migration, std::int64_t duration_ms, std::string_view how = "applied");
  void record_reverted(const std::string& revision);
  void record_step(const RecordedStep& step);
  void forget_step(const RecordedStep& step);
  void forget_steps(const std::string& revision);
  // The last revision of another tool when its database was adopted; nullopt if it had none.
  void record_adopted(const std::string& tool, const std::string& relation,
                      const std::optional<std::string>& revision);
  // Materialized views that were populated before the running upgrade, or before an interrupted one, so that
  // the next command can fill those that are empty now. nullopt: the table is missing or not readable.
  std::optional<std::set<ObjectId>> populated();
  void record_populated();
  void forget_populated();  // except those that are still empty
  std::vector<std::string> objects();
  // Applied migrations in order, with their drops and, if it changes lookup rows, their up part
  // (lookup_rows.h). Empty without a ledger, or without the privilege to read it.
  std::vector<Migration> row_changes();
  // Those of the ids that another project manages, as "id (project)".
  std::vector<std::string> managed_elsewhere(const std::vector<std::string>& object_ids);

 private:
  void check_layout(const std::optional<std::string>& version) const;

  pg::Session& session_;
  std::string project_;
};

// {a,"b c"} as a parameter of type text[].
std::string array_literal(const std::vector<std::string>& items);

}  // namespace schemac
