// Text -> pieces, one a statement, by tokens. Private to sqlfile.
#pragma once
#include <string>
#include <vector>

#include "sqlfile/parser.h"

namespace schemac::sql {

struct Pieces {
  std::vector<Piece> pieces;
  std::vector<std::vector<std::string>> directives;  // per piece: "-- schemac: …" lines right before it
  std::optional<ParseError> error;                   // of the scanner, or a psql meta-command
};

Pieces split_text(std::string_view text);

}  // namespace schemac::sql
