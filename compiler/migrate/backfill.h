// Column types that change beside the column (PlanOptions::backfill), where ALTER COLUMN … TYPE would rewrite
// the table under ACCESS EXCLUSIVE:
//
//   1. a column c__new of the new type, and a trigger that fills it at every write
//   2. the rows that are there, in batches
//   3. NOT NULL as a validated check; the column's indexes and keys on c__new, concurrently
//   4. one short transaction: what reads c goes, c goes, c__new takes its name, its keys and indexes; what
//   read c
//      comes back (foreign keys and checks NOT VALID, validated after)
//
// Values move by the same conversion as ALTER … TYPE takes. Writers of c notice nothing before 4; triggers of
// the table fire for the rows of 2.
#pragma once
#include <string>
#include <vector>

#include "migrate/situation.h"

namespace schemac {

// All that a backfilled column is made with is named after it.
struct BesideNames {
  std::string column;    // c__new
  std::string function;  // qualified
  std::string trigger;   // quoted
  std::string check;     // quoted
};
BesideNames beside_names(const ObjectId& table, const std::string& column);

// Rows that one batch of a plan changes, about.
inline constexpr std::int64_t backfill_batch = 10000;

bool asks_backfill(const PlanOptions& options, const ObjectId& table, const std::string& column);
// Why the column cannot change so; empty if it can. Only asked for columns whose type differs.
std::string backfill_obstacle(const Situation& situation, const Object& old, const Object& wanted,
                              const Column& column);
// What became of each wish.
std::vector<std::string> backfill_notes(const Situation& situation, const Decisions& decisions);

// The definition of an index or key with one column in place of another.
std::string with_column(const std::string& definition, const std::string& column, const std::string& other);

// The UPDATE of a batched step as a loop over the table's blocks that commits after each range: for psql,
// which would run it whole.
std::string block_loop(const Step& step);

}  // namespace schemac
