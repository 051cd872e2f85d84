// Runs a plan on a database and tells whether two databases are the same for pg_dump and for their rows.
#pragma once
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "pg/session.h"
#include "plan/plan.h"

namespace schemac::test {

// Step by step: one transaction up to a step that ends it, steps outside a transaction and batches by
// themselves.
void run_plan(pg::Session& session, const Plan& plan);

// pg_dump --schema-only as a sorted list of statements with the lines of each sorted: neither the order of
// statements nor that of a table's columns counts. Empty where the installed pg_dump is older than the
// server.
std::string normal_dump(const std::string& url);
std::string text_difference(const std::string& have, const std::string& want);

// The rows of a table that stands in both states, seen through the columns that keep name and type.
struct RowsOf {
  std::string table;                 // qualified, as in the later state
  std::vector<std::string> columns;  // quoted, as in the later state
  bool tree = false;                 // with those of its partitions
};
std::vector<std::pair<RowsOf, std::string>> row_digests(pg::Session& session, const Catalog& from,
                                                        const Catalog& to, const DiffOptions& options);
// Whether a populated materialized view holds what its query gives now.
bool holds_its_query(pg::Session& session, const Object& view);
std::string row_digest(pg::Session& session, const RowsOf& rows);

}  // namespace schemac::test
