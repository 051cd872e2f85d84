// check: compares the database with the migrations (head, drift), and the migrations with the sources.
//
// One run reports the differences of every kind. Cost: a compile, the two cached catalogs, and one
// introspection of the target.
#pragma once
#include <string>
#include <vector>

#include "workspace/environment.h"

namespace schemac {

struct CheckDifference {
  // pending-migration, half-applied, unknown-migration, edited-migration, several-heads, drift, not-migrated
  std::string kind;
  std::string revision;   // of a migration
  std::string object;     // ObjectId text
  std::string attribute;  // empty: the whole object
  std::string expected;   // by the migrations (drift), by the sources (not-migrated); empty = absent
  std::string found;
  std::string message;  // one sentence
};

struct CheckReport {
  std::string database;
  std::vector<CheckDifference> differences;
  std::vector<std::string> unmanaged;  // objects that no migration created; not differences
};

// Mistakes in sources and migrations go to diagnostics; the report then has what could be compared.
CheckReport check(Environment& environment);

}  // namespace schemac
