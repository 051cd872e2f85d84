// Runs the steps of a migration's part without ledger, retries or timeouts, for replays and proofs in a
// scratch database. Transactions and settings are those of `upgrade`. A transaction is sent as one text, and
// again statement by statement if it fails, to find the place.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "base/source.h"
#include "history/migration.h"
#include "pg/session.h"

namespace schemac {

// The progress of a part, and the place of its failure.
struct StepProgress {
  std::size_t segments = 0;   // done and committed
  std::size_t step = 0;       // the running step
  std::size_t statement = 0;  // byte of its SQL where the running statement begins
};

// Continues after the segments that are done. Leaves the session under Settings::script. DatabaseError is
// passed on; the next call runs again what was rolled back.
void run_steps(pg::Session& session, const std::vector<MigrationStep>& steps, StepProgress& progress);

// "step 2, backfill"; number: from 0.
std::string step_name(const MigrationStep& step, std::size_t number);

// The place of an error in the step's file; the failed statement begins at byte `statement` of its SQL. The
// server's position, else the start of the statement. Unknown if the step is in no file.
Span place_of_error(const MigrationStep& step, std::size_t statement, const pg::DatabaseError& error);

}  // namespace schemac
