// Whether a statement outside a transaction took effect before a crash.
//
// A step outside a transaction can be interrupted between its effect and its ledger row. Then the catalog
// decides: an index counts only if it is valid and its definition matches; an invalid one is left by a failed
// CONCURRENTLY build, and is dropped and built again. If the catalog does not show whether the statement ran,
// and it must not run twice, the user decides.
#pragma once
#include <string>
#include <string_view>

#include "pg/session.h"

namespace schemac {

enum class Outcome {
  missing,     // it did not run: run it
  happened,    // it took effect: do not run it
  repeatable,  // safe to run again (SET, ANALYZE, VACUUM, REFRESH, … IF EXISTS)
  unknown,
};

struct StatementOutcome {
  Outcome outcome = Outcome::unknown;
  std::string run_first;    // removes what a failed attempt left: DROP INDEX CONCURRENTLY …
  std::string run_instead;  // finishes an interrupted statement: ALTER TABLE … DETACH PARTITION … FINALIZE
  std::string explanation;  // one line for people, may be empty
};

// A few catalog queries; names are resolved by the session's search_path.
StatementOutcome statement_outcome(pg::Session& session, std::string_view statement);

// True for statements that wait for other transactions' snapshots (… CONCURRENTLY): lock_timeout must not end
// that wait.
bool is_concurrent(std::string_view statement);

// True if two CREATE INDEX statements define the same index. Ignores CONCURRENTLY, IF NOT EXISTS, USING
// btree, the schema of the table, and spelling.
bool same_index_definition(std::string_view a, std::string_view b);

}  // namespace schemac
