// Runs one migration, up or down, and records it: in one transaction if every step allows it, else segment by
// segment, so that the same command continues after a crash.
//
// A segment is a run of steps up to a [commit], or one step outside a transaction, or one [batch] step. A
// transactional segment is recorded in its own transaction; a step outside one is recorded as started before
// it runs and as done after. A step found as started is in doubt, and the catalog decides (crash_recovery.h).
//
// lock_timeout is short. The whole transaction is retried, with growing, jittered pauses, if a lock was
// unavailable (55P03) or a deadlock ended it (40P01). Settings that a migration's SQL changes last to the end
// of the segment, so that a resumed migration runs as it would have without the crash.
//
// Errors: MigrationFailed after the diagnostic is in the environment; DatabaseError only for a lost
// connection.
#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "history/migration.h"
#include "history/segment.h"
#include "ledger/ledger.h"
#include "pg/session.h"
#include "workspace/environment.h"

namespace schemac {

enum class InDoubt { ask, done, again };

struct RunOptions {
  std::string lock_timeout = "5s";  // of a transaction; a step's [lock_timeout T] overrides it
  std::string statement_timeout = "0";
  int lock_attempts = 10;
  std::chrono::milliseconds first_pause{200};  // doubled each time, up to 10 s, ± half
  std::vector<std::string> allow;              // hazards that guards in a migration allow
  InDoubt in_doubt = InDoubt::ask;             // the user's decision about a step in doubt
};

// "; SET LOCAL schemac.allow = …", which guards read; empty if nothing is allowed.
std::string allow_setting(const RunOptions& options);

// A migration stopped. The diagnostic has the place in the file; `what()` states how far it came.
class MigrationFailed : public UserError {
 public:
  using UserError::UserError;
};

class MigrationRunner {
 public:
  MigrationRunner(pg::Session& session, Ledger& ledger, Environment& environment, RunOptions options);

  // steps: the ledger's steps of a partly applied migration. Returns the duration.
  std::chrono::milliseconds up(const Migration& migration, const std::vector<RecordedStep>& steps);
  std::chrono::milliseconds down(const Migration& migration, const std::vector<RecordedStep>& steps);

 private:
  struct Progress;
  std::chrono::milliseconds run(const Migration& migration, bool up,
                                const std::vector<RecordedStep>& recorded);
  void run_segment(Progress& progress, const Segment& segment, bool last);
  void run_transaction(Progress& progress, const Segment& segment, bool last);
  void run_alone(Progress& progress, std::size_t number);
  void run_batches(Progress& progress, std::size_t number);
  void run_statements(Progress& progress, std::size_t number);
  void list_dropped_children(const MigrationStep& step, std::string_view statement);
  void run_in_doubt(Progress& progress, std::size_t number, bool was_started);
  void run_unless_done(Progress& progress, std::size_t number, const std::string& statement,
                       bool was_started);
  void finish(Progress& progress);
  bool pause_for_lock(const Progress& progress, const pg::DatabaseError& error, int attempt);
  [[noreturn]] void fail(const Progress& progress, std::size_t number, std::size_t offset,
                         const pg::DatabaseError& error);

  pg::Session& session_;
  Ledger& ledger_;
  Environment& environment_;
  RunOptions options_;
};

}  // namespace schemac
