#include "base/text.h"

#include "support/catch.h"

using namespace schemac;

TEST_CASE("text: white space around goes, within it stays") {
  CHECK(trim(" \t a b\r\n") == "a b");
  CHECK(trim("a") == "a");
  CHECK(trim(" \r\n").empty());
  CHECK(trim("").empty());
}

TEST_CASE("text: nothing that ends a comment of SQL is left in one line") {
  CHECK(one_line("a\nDROP TABLE t; --") == "a DROP TABLE t; --");
  CHECK(one_line("a\rDROP TABLE t; --") == "a DROP TABLE t; --");
}

TEST_CASE("text: lower case is that of ASCII") { CHECK(lower_case("ÄBC_d") == "Äbc_d"); }
