// A few rows for every table of a database, whoever wrote its SQL.
//
// The value of row N is made from N and the column's type alone ("1", 'N', day N of a month, the Nth label),
// so that foreign keys find their rows and a value converts to the types that a column may get. Tables whose
// triggers, checks or partition bounds refuse all of that stay empty.
#pragma once
#include "catalog/catalog.h"
#include "pg/session.h"

namespace schemac::test {

// The number of tables that got rows. Materialized views that are populated are refreshed.
int seed_rows(pg::Session& session, const Catalog& catalog);

}  // namespace schemac::test
