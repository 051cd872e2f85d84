// lint: the hazards of migrations for users of the database and for its data.
//
// Judges the text alone, so it works in a review without a database. Objects created by the same migration
// have no users yet and raise no hazard, for example an index on a new table. The codes are those of
// hazard.h, and a few that occur only in hand-written SQL. A comment in the step accepts a hazard:  -- lint:
// allow CODE, CODE  (or: allow all). Pure.
#pragma once
#include <string>
#include <vector>

#include "history/migration.h"
#include "plan/plan.h"

namespace schemac {

struct LintFinding {
  Hazard hazard;
  std::string revision;
  std::string step;  // title; may be empty
  Span span;         // of the statement
};

struct LintOptions {
  std::string lock_timeout = "5s";  // of the project
};

// Up parts only, since a down part is for emergencies. In the order of the text.
std::vector<LintFinding> lint(const Migration& migration, const LintOptions& options);

}  // namespace schemac
