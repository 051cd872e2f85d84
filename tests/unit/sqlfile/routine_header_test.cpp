#include "sqlfile/routine_header.h"

#include "sqlfile/statement.h"
#include "support/catch.h"

using namespace schemac::sql;

TEST_CASE("a routine without its SQL body", "[sqlfile]") {
  CHECK(without_sql_body(
            "CREATE FUNCTION f(a int DEFAULT (1)) RETURNS int LANGUAGE sql STABLE\nRETURN a + 1") ==
        "CREATE FUNCTION f(a int DEFAULT (1)) RETURNS int LANGUAGE sql STABLE\nAS ''");
  CHECK(without_sql_body("CREATE PROCEDURE p() BEGIN ATOMIC SELECT 1; END") ==
        "CREATE PROCEDURE p() LANGUAGE sql AS ''");
  CHECK_FALSE(without_sql_body("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'"));
  CHECK(or_replace("CREATE FUNCTION f()") == "CREATE OR REPLACE FUNCTION f()");
  CHECK(or_replace("CREATE OR REPLACE FUNCTION f()") == "CREATE OR REPLACE FUNCTION f()");
  CHECK(names_in("f(a s.\"T\")") == std::set<std::string>{"f", "a", "s", "T"});
}

TEST_CASE("grants on everything in a schema", "[sqlfile]") {
  const ParsedSql parsed = parse(
      "GRANT SELECT ON ALL TABLES IN SCHEMA a, \"B\" TO r; REVOKE ALL ON ALL ROUTINES IN SCHEMA c FROM r");
  REQUIRE(parsed.statements.size() == 2);
  const auto& everything = parsed.statements[0].everything;
  REQUIRE(everything);
  CHECK(everything->what == "tables");
  CHECK(everything->namespaces == std::vector<std::string>{"a", "B"});
  CHECK(parsed.statements[0].text.substr(everything->offset, everything->length) ==
        "ALL TABLES IN SCHEMA a, \"B\"");
  REQUIRE(parsed.statements[1].everything);
  CHECK(parsed.statements[1].everything->what == "routines");
}
