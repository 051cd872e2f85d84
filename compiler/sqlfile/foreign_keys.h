// ALTER TABLE and GRANT statements with several actions -> one statement each. Private to sqlfile.
#pragma once
#include "sqlfile/parser.h"

namespace schemac::sql {

// "<table>_<columns>_fkey", shortened to 63 bytes as by the server.
std::string foreign_key_name(std::string_view table, const std::vector<std::string>& columns);

// One ALTER TABLE for each of its commands, a foreign key without a name with the server's name; one GRANT or
// REVOKE for each object. The text itself if there is nothing to split.
std::vector<std::string> take_apart(std::string_view text, const std::string& node_name, const Json& node,
                                    const std::vector<Token>& tokens);

}  // namespace schemac::sql
