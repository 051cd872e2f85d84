// Schema `schemac` in the target database: what was applied, step by step; what was refreshed. Stable,
// readable with SQL; docs/ledger.md describes it.
//
// Every write is one statement, made to run inside the transaction whose outcome it records, so that a crash
// leaves either both or none. Reading all that a command needs is one round trip. Errors: UserError where the
// reason is known (no privilege, standby, a newer layout), DatabaseError else.
#pragma once
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "catalog/identifier.h"
#include "migrate/migration.h"
#include "pg/session.h"
#include "run/environment.h"
#include "run/ledger_lock.h"

namespace schemac::run {

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
  std::optional<std::string> batch_key;  // JSON array: the key up to which they reach
};

struct LedgerState {
  bool exists = false;
  std::vector<AppliedMigration> applied;  // in order of application
  std::vector<RecordedStep> steps;        // of migrations that are half done; by revision, direction, number

  std::vector<std::string> revisions() const;
  const AppliedMigration* find(const std::string& revision) const;
};

class Ledger {
 public:
  Ledger(pg::Session& session, std::string project);

  LedgerState read();  // one round trip; a ledger that is not there is an empty state
  bool exists() { return read().exists; }
  void create();  // idempotent, in a transaction of its own
  // UserError, before anything is tried, on a standby, in a read-only database and without the privileges.
  void require_writable();
  // The migration as it was applied: parts, creates, drops. Throws UserError if it is not recorded.
  Migration text_of(const AppliedMigration& applied);

  void record_applied(const Migration& migration, std::int64_t duration_ms, std::string_view how = "applied");
  void record_reverted(const std::string& revision);
  void record_step(const RecordedStep& step);
  void forget_step(const RecordedStep& step);
  void forget_steps(const std::string& revision);
  // Where another tool had come when its database was adopted; revision: nullopt if it had none.
  void record_adopted(const std::string& tool, const std::string& relation,
                      const std::optional<std::string>& revision);
  // Materialized views that held something before the upgrade that runs, or before one that was cut off, so
  // that whoever comes next can fill those that are empty now. nullopt: it keeps none, or shows none.
  std::optional<std::set<ObjectId>> populated();
  void record_populated();
  void forget_populated();  // but for those that are empty
  std::vector<std::string> objects();
  // Applied migrations in order, with their drops and, where it changes rows that sources define, their up
  // part (lookup_rows.h). Empty without a ledger, or without the privilege to read it.
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

}  // namespace schemac::run
