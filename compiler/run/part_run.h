// The steps of a migration's part without ledger, retries or timeouts: for replays and proofs in a scratch
// database. What shares a transaction in `upgrade` shares one here, with the same settings. It is sent as one
// text, and again statement by statement if it fails, to know where.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "base/source.h"
#include "migrate/migration.h"
#include "pg/session.h"

namespace schemac::run {

// How far a part has come, and where it fails.
struct PartProgress {
  std::size_t segments = 0;   // done for good
  std::size_t step = 0;       // that runs
  std::size_t statement = 0;  // byte of its SQL where the statement that runs begins
};

// Goes on behind the segments that are done. Leaves the session under Settings::script.
// DatabaseError carries on; what it took back is run again by the next call.
void run_part(pg::Session& session, const std::vector<MigrationStep>& steps, PartProgress& progress);

// "step 2, backfill"; number: from 0.
std::string step_name(const MigrationStep& step, std::size_t number);

// The place in the step's file of the error of a statement that begins at the byte of its SQL: that of the
// server, else where the statement begins. Unknown where the step stands in no file.
Span place_of_error(const MigrationStep& step, std::size_t statement, const pg::DatabaseError& error);

}  // namespace schemac::run
