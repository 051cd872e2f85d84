// Reads a database into a Catalog: set-based, one query per system catalog, all in one round trip, none per
// object. Runs in a REPEATABLE READ READ ONLY transaction of its own unless one is open. PostgreSQL 13 to 18.
// Objects of extensions, pg_*, information_schema, and schema `schemac` (the ledger) with triggers that call
// it are left out. Throws DatabaseError.
#pragma once
#include <string>
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
inline constexpr int introspection_version = 1;

}  // namespace schemac::pg
