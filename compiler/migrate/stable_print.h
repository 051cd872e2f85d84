// The server's prints of expressions, made such that running them gives the same print again.
//
// `numeric = ANY (ARRAY[1, 2])`, or `c IN ('a', 'b')` of a varchar, holds the array with an implicit cast,
// which is printed as an explicit one, `ANY ((ARRAY[…])::text[])`; and an explicit cast of an ARRAY
// constructor is moved into its elements when it is parsed. Both mean the same, but the second print is
// another. Without the cast the server adds the implicit one again. Catalogs are equal either way (DESIGN:
// fixed point); this keeps pg_dump equal, too.
#pragma once
#include <string>

namespace schemac {

// Of a whole statement.
std::string stable_print(std::string sql);

}  // namespace schemac
