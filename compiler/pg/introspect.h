// Reads a database into a Catalog: set-based, one query per system catalog, all in one round trip, none per
// object. Runs in a REPEATABLE READ READ ONLY transaction of its own unless one is open. PostgreSQL 13 to 18.
// Objects of extensions, pg_*, information_schema, and schema `schemac` (the ledger) with triggers that call
// it are left out. Throws DatabaseError.
//
// Not read, because no state of a schema says it: the name of an identity column's sequence, the names of NOT
// NULL constraints (PostgreSQL 18; one that is NOT VALID or NO INHERIT is a constraint of its own, and its
// column then not not_null), server-kept column options (pg_attver).
// Kinds that are met and not read, and options that may be secrets, are in Catalog::unread. Edges of an
// object to itself (a generated column to the column it is computed from) are left out.
//
// Cost: 1,000 tables of 10 columns in about the time that psql needs for SELECT * from six catalogs; 5,000
// tables take 70 MiB.
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
// Changes whenever introspection reads more or prints differently; part of every cache key.
inline constexpr int introspection_version = 4;

}  // namespace schemac::pg
