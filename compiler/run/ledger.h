// Schema `schemac` in the target database: what was applied, step by step; what was refreshed. Stable,
// readable with SQL.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "migrate/migration.h"
#include "pg/session.h"
#include "run/environment.h"

namespace schemac::run {

struct AppliedMigration {
  std::string revision;
  std::vector<std::string> parents;
  std::string message;
  std::string checksum;
  std::string up, down;  // whole text of the parts, so that a branch switch can go down without the file
  std::string applied_at, applied_by;
  std::int64_t duration_ms = 0;
};

enum class StepState { started, done, in_doubt };
struct RecordedStep {
  std::string revision;
  bool up = true;
  int number = 0;  // from 0
  StepState state = StepState::started;
  std::int64_t batch_done = 0;
  std::string batch_key;
};

class Ledger {
 public:
  Ledger(pg::Session& session, std::string project);
  bool exists();
  void create();  // idempotent; upgrades an older layout; a newer one is a UserError
  std::vector<AppliedMigration> applied();  // order of application; one query
  std::vector<RecordedStep> steps();
  // Called inside the migration's transaction.
  void record_applied(const Migration& migration, std::int64_t duration_ms);
  void record_reverted(const std::string& revision);
  void record_step(const RecordedStep& step);
  void forget_steps(const std::string& revision);
  void set_objects(const std::vector<std::string>& object_ids);
  std::vector<std::string> objects();

 private:
  pg::Session& session_;
  std::string project_;
};

// One advisory lock a database, polled with pg_try_advisory_lock and no open transaction. Checks that the
// backend stays the same (a pooler in transaction mode is refused) and that the unlock returns true.
class LedgerLock {
 public:
  LedgerLock(pg::Session& session, Environment& environment);
  ~LedgerLock();
  LedgerLock(const LedgerLock&) = delete;
  LedgerLock& operator=(const LedgerLock&) = delete;

 private:
  pg::Session& session_;
};

}  // namespace schemac::run
