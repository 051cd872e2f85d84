// The parsed text of an `ifabsent` metaslot. The check of schemas and the lowering both use it, so that both
// see the same value.
//
//   int(5)               function "int", argument "5"
//   date("2020-01-31")   function "date", argument "2020-01-31": one pair of quotes around the argument
//                        is not part of it, as in LinkML's own reader
//   "string(x)"          no function, argument "string(x)", quoted: never a function or a computed word
//   as it is             no function, argument "as it is"
#pragma once
#include <string_view>

namespace schemac::linkml {

struct Ifabsent {
  std::string_view function;  // empty: only a value
  std::string_view argument;
  bool quoted = false;
};

// The views are into `text`. range: the name of an enum may contain spaces; no other function name may.
Ifabsent parse_ifabsent(std::string_view text, std::string_view range);

}  // namespace schemac::linkml
