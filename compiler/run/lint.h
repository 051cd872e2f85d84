// lint: what migrations can do to the people who use the database meanwhile, and to its data.
//
// From the text alone, so it works in a review before any database has seen the migration. What a migration
// makes itself is nobody's yet: an index on a table that the same migration creates is no hazard. Codes are
// those of hazard.h where the planner knows the same hazard, and a few that only hand-written SQL can have.
// A finding that was looked at and accepted is left out by a comment in its step:  -- lint: allow CODE, CODE
// (or: allow all). Pure.
#pragma once
#include <string>
#include <vector>

#include "migrate/migration.h"
#include "migrate/plan.h"

namespace schemac::run {

struct LintFinding {
  Hazard hazard;
  std::string revision;
  std::string step;  // title; may be empty
  Span span;         // of the statement
};

struct LintOptions {
  std::string lock_timeout = "5s";  // of the project
};

// Up parts only: a down part is what one does in trouble. In order of the text.
std::vector<LintFinding> lint(const Migration& migration, const LintOptions& options);

}  // namespace schemac::run
