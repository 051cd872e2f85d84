// Reads a database into a Catalog: set-based, one query per system catalog, all in one round trip, none per
// object. Runs in its own REPEATABLE READ READ ONLY transaction unless one is open. PostgreSQL 13 to 18.
// Objects of extensions, pg_*, information_schema, and schema `schemac` (the ledger) with triggers that call
// it are excluded. Throws DatabaseError.
//
// Not read, because a schema does not state it: the name of an identity column's sequence, the names of NOT
// NULL constraints (PostgreSQL 18; one that is NOT VALID or NO INHERIT is a separate constraint, and its
// column is then not not_null), column options kept by the server (pg_attver). Unsupported kinds, and options
// that may be secrets, are listed in Catalog::unread. Edges of an object to itself (a generated column to the
// column that it is computed from) are excluded.
//
// Cost: 1,000 tables of 10 columns take about the time that psql needs for SELECT * from six catalogs; 5,000
// tables need 70 MiB.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"
#include "pg/session.h"

namespace schemac::pg {

struct IntrospectOptions {
  // Only objects in these namespaces (and namespaceless ones: extensions, casts …); empty = all.
  std::vector<std::string> namespaces;
  // Report owner and privileges even if they are the session role's defaults (explicit --from: every
  // attribute).
  bool all_attributes = false;
};

Catalog introspect(Session& session, const IntrospectOptions& options = {});
// Increase it when introspection reads more or prints differently; part of every cache key.
inline constexpr int introspection_version = 5;

}  // namespace schemac::pg
