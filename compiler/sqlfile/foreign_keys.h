// ALTER TABLE and GRANT statements that do several things -> one statement each. Private to sqlfile.
#pragma once
#include "sqlfile/parser.h"

namespace schemac::sql {

// "<table>_<columns>_fkey", cut to 63 bytes as the server does it.
std::string foreign_key_name(std::string_view table, const std::vector<std::string>& columns);

// One ALTER TABLE for each of its commands, a foreign key without a name given the server's; GRANT and REVOKE
// one for each object. The text itself where there is nothing to take apart.
std::vector<std::string> take_apart(std::string_view text, const std::string& node_name, const Json& node,
                                    const std::vector<Token>& tokens);

}  // namespace schemac::sql
