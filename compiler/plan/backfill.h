// Type changes through a second column (PlanOptions::backfill), where ALTER COLUMN … TYPE would rewrite the
// table under ACCESS EXCLUSIVE:
//
//   1. create a column c__new of the new type, and a trigger that fills it at every write
//   2. fill the existing rows, in batches
//   3. NOT NULL as a validated check; the column's indexes and keys on c__new, concurrently
//   4. one short transaction: drop the readers of c, drop c, rename c__new to c with its keys and indexes,
//      recreate the readers (foreign keys and checks NOT VALID, validated afterwards)
//
// Values are converted as by ALTER … TYPE. Writers of c notice nothing before 4; triggers of the table fire
// for the rows of 2.
#pragma once
#include <string>
#include <vector>

#include "plan/plan_context.h"

namespace schemac {

// Names derived from the column, for everything that a backfill creates.
struct BesideNames {
  std::string column;    // c__new
  std::string function;  // qualified
  std::string trigger;   // quoted
  std::string check;     // quoted
};
BesideNames beside_names(const ObjectId& table, const std::string& column);

// Approximate number of rows that one batch of a plan changes.
inline constexpr std::int64_t backfill_batch = 10000;

bool asks_backfill(const PlanOptions& options, const ObjectId& table, const std::string& column);
// Why a backfill of the column is not possible; empty if it is. Only for columns whose type differs.
std::string backfill_obstacle(const PlanContext& context, const Object& old, const Object& wanted,
                              const Column& column);
// The result of each request.
std::vector<std::string> backfill_notes(const PlanContext& context, const ChosenActions& chosen);

// The definition of an index or key with one column replaced by another.
std::string with_column(const std::string& definition, const std::string& column, const std::string& other);

// The UPDATE of a batched step as a loop over the table's blocks that commits after each range: for psql,
// which would otherwise run it as one statement.
std::string block_loop(const Step& step);

}  // namespace schemac
