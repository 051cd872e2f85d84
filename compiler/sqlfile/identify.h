// Parse tree -> the effect of a statement, and its object. Private to sqlfile.
#pragma once
#include "sqlfile/parser.h"

namespace schemac::sql {

// Fills verb, id, owned_by, id_offset, columns, setting and the related fields. If the statement leaves the
// object's kind open, the plainest one is used: COMMENT ON TYPE gives base_type, ALTER TABLE on a view gives
// table.
void identify(const std::string& node_name, const Json& node, const std::vector<Token>& tokens,
              Statement& statement);

}  // namespace schemac::sql
