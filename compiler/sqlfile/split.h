// Text -> pieces, one per statement, by tokens. Private to sqlfile.
#pragma once
#include <string>
#include <vector>

#include "sqlfile/parser.h"

namespace schemac::sql {

struct Pieces {
  std::vector<Piece> pieces;
  std::vector<std::vector<std::string>> directives;  // per piece: "-- schemac: …" lines directly before it
  std::vector<ParseError> errors;                    // of the scanner, or psql commands
};

Pieces split_text(std::string_view text);

// "-- schemac: renamed_from x" -> "renamed_from x"; nullopt for other comments.
std::optional<std::string> directive_of(std::string_view comment);

}  // namespace schemac::sql
