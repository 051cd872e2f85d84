// Canonical forms of the server's prints of expressions: running them gives the same print again.
//
// In `numeric = ANY (ARRAY[1, 2])`, or `c IN ('a', 'b')` of a varchar, the array has an implicit cast, which
// is printed as an explicit one, `ANY ((ARRAY[…])::text[])`; and the parser moves an explicit cast of an
// ARRAY constructor into its elements. Both mean the same, but the second print differs. Without the cast the
// server adds the implicit one again. Catalogs are equal either way (DESIGN: fixed point); this keeps pg_dump
// equal, too.
#pragma once
#include <string>

namespace schemac {

// Of a whole statement.
std::string stable_print(std::string sql);

}  // namespace schemac
