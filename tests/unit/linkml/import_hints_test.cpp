#include "linkml/import_hints.h"

#include "support/catch.h"

namespace schemac::linkml {
namespace {

using Hints = std::vector<std::string_view>;

TEST_CASE("imports that a text most likely has", "[linkml][imports]") {
  CHECK(import_hints("").empty());
  CHECK(import_hints("id: x\nname: y\n").empty());
  CHECK(import_hints("imports:\n- a\n- b\nname: y\n- c\n") == Hints{"a", "b"});
  CHECK(import_hints("id: x\nimports:   # all of them\n  - linkml:types\n\n  # more\n  - 'sub/b' # why\n  - "
                     "\"c\"\r\n") == Hints{"linkml:types", "sub/b", "c"});
  CHECK(import_hints("id: x\nimports:\n  - a#b\nclasses:\n  - z\n") == Hints{"a#b"});
  CHECK(import_hints("id: x\nimports: [a, b]\nclasses:\n").empty());
  CHECK(import_hints("id: x\n  imports:\n  - nested\n").empty());
}

}  // namespace
}  // namespace schemac::linkml
