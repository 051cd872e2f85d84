// Parse tree -> what a statement does, and to which object. Private to sqlfile.
#pragma once
#include "sqlfile/parser.h"

namespace schemac::sql {

// Fills verb, id, owned_by, id_offset, columns, setting and what stands beside them. An object whose kind the
// statement leaves open has the plainest one: COMMENT ON TYPE says base_type, ALTER TABLE on a view table.
void identify(const std::string& node_name, const Json& node, const std::vector<Token>& tokens,
              Statement& statement);

}  // namespace schemac::sql
