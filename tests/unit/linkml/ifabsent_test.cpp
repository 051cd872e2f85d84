#include "linkml/ifabsent.h"

#include "support/catch.h"

using schemac::linkml::Ifabsent;
using schemac::linkml::parse_ifabsent;

namespace {

struct Expected {
  std::string_view text, function, argument;
  bool quoted = false;
};

}  // namespace

TEST_CASE("ifabsent: functions, quotes round the argument, and the value alone") {
  const Expected all[] = {
      {"int(5)", "int", "5"},
      {"int(\"5\")", "int", "5", true},
      {"date('2020-01-31')", "date", "2020-01-31", true},
      {" date ( \"2020-01-31\" ) ", "date", "2020-01-31", true},
      {"string(as it is)", "string", "as it is"},
      {"string( spaces stay )", "string", " spaces stay "},
      {"string(\" spaces stay \")", "string", " spaces stay ", true},
      {"string(\"\")", "string", "", true},
      {"string(\"\"x\"\")", "string", "\"x\"", true},
      {"string(\"a\" and \"b\")", "string", "a\" and \"b", true},
      {"string('mixed\")", "string", "'mixed\""},
      {"string(\")", "string", "\""},
      {"string(a (b) c)", "string", "a (b) c"},
      {"Kind(\"b\")", "Kind", "b", true},
      {"My Kind('b')", "My Kind", "b", true},
      {"no function (but brackets)", "", "no function (but brackets)"},
      {"\"True\"", "", "True", true},
      {"'string(x)'", "", "string(x)", true},
      {"class_curie", "", "class_curie"},
      {"\"class_curie\"", "", "class_curie", true},
      {"", "", ""},
      {"\"", "", "\""},
      {"(x)", "", "(x)"},
  };
  for (const Expected& each : all) {
    const Ifabsent found = parse_ifabsent(each.text, "My Kind");
    INFO(each.text);
    CHECK(found.function == each.function);
    CHECK(found.argument == each.argument);
    CHECK(found.quoted == each.quoted);
  }
}
