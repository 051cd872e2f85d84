#include "lower/naming.h"

#include "support/catch.h"

namespace schemac {
namespace {

TEST_CASE("a name taken twice shows both places", "[lower][naming]") {
  Diagnostics diagnostics;
  Names names(diagnostics);
  CHECK(names.claim_relation("public", "t", {1, 0, 1}, "the table of class 'T'"));
  CHECK(names.claim_relation("other", "t", {1, 2, 3}, "the table of class 'U'"));
  CHECK(diagnostics.items().empty());
  CHECK_FALSE(names.claim_relation("public", "t", {1, 4, 5}, "enum 't'"));
  REQUIRE(diagnostics.items().size() == 1);
  CHECK(diagnostics.items()[0].code == "name-collision");
  REQUIRE(diagnostics.items()[0].notes.size() == 1);
  CHECK(diagnostics.items()[0].notes[0].span == Span{1, 0, 1});
}

TEST_CASE("claims made beside each other are judged in the order in which they are joined",
          "[lower][naming]") {
  Diagnostics diagnostics;
  Names whole(diagnostics), first(diagnostics, true), second(diagnostics, true);
  CHECK(second.claim_relation("public", "t", {1, 4, 5}, "enum 't'"));
  CHECK(first.claim_relation("public", "t", {1, 0, 1}, "the table of class 'T'"));
  whole.join(std::move(first));
  CHECK(diagnostics.items().empty());
  whole.join(std::move(second));
  REQUIRE(diagnostics.items().size() == 1);
  CHECK(diagnostics.items()[0].span == Span{1, 4, 5});
  CHECK(diagnostics.items()[0].message == "enum 't' has the same name 't' as the table of class 'T'");
}

TEST_CASE("what a name is for is spelled out", "[lower][naming]") {
  CHECK(What{"the type column", {}, {}}.text() == "the type column");
  CHECK(What{"class '{}'", "A", {}}.text() == "class 'A'");
  CHECK(What{"slot '{}' of class '{}'", "s", "A"}.text() == "slot 's' of class 'A'");
}

}  // namespace
}  // namespace schemac
