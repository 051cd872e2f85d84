// Statements outside a transaction: did it happen?
//
// A step outside a transaction can be cut off between its effect and its ledger row. Then the catalog says
// whether it happened: an index is there only if it is valid and its definition matches; an invalid one is
// what a failed CONCURRENTLY build leaves behind, and is dropped and built again. For a statement that the
// catalog can't tell about, and that doesn't bear running twice, a person must decide.
#pragma once
#include <string>
#include <string_view>

#include "pg/session.h"

namespace schemac::run {

enum class Outcome {
  missing,     // it has not happened: run it
  happened,    // it is done: don't run it
  repeatable,  // running it again does no harm (SET, ANALYZE, VACUUM, REFRESH, … IF EXISTS)
  unknown,
};

struct StatementOutcome {
  Outcome outcome = Outcome::unknown;
  std::string run_first;    // clears away what a failed attempt left: DROP INDEX CONCURRENTLY …
  std::string run_instead;  // finishes what is half done: ALTER TABLE … DETACH PARTITION … FINALIZE
  std::string explanation;  // one line for people, may be empty
};

// A few reads of the catalog, by the name as the session's search_path resolves it.
StatementOutcome find_outcome(pg::Session& session, std::string_view statement);

// True for statements that wait for other transactions' snapshots (… CONCURRENTLY): lock_timeout must not cut
// that.
bool is_concurrent(std::string_view statement);

// Two CREATE INDEX statements define the same index: CONCURRENTLY, IF NOT EXISTS, USING btree, the schema of
// the index's table and outer spelling aside.
bool same_index_definition(std::string_view a, std::string_view b);

}  // namespace schemac::run
