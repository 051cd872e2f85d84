#include "sqlfile/divided_definition.h"

#include "support/catch.h"

using namespace schemac::sql;

namespace {

using Statements = std::vector<std::string>;

// The first half, then what follows it; empty if there is nothing to divide.
Statements parts(std::string_view create, const std::set<std::string>& names) {
  const auto divided = divide_definition(create, names);
  if (!divided) return {};
  Statements out = {divided->first};
  out.insert(out.end(), divided->rest.begin(), divided->rest.end());
  return out;
}

}  // namespace

TEST_CASE("a routine is divided at its SQL body", "[sqlfile]") {
  CHECK(parts("CREATE FUNCTION f() RETURNS int RETURN 1", {}) ==
        Statements{"CREATE FUNCTION f() RETURNS int LANGUAGE sql AS ''",
                   "CREATE OR REPLACE FUNCTION f() RETURNS int RETURN 1"});
  CHECK(parts("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", {"f"}).empty());
}

TEST_CASE("a view is divided before the first column that names what is to come", "[sqlfile]") {
  CHECK(parts("CREATE VIEW s.v AS SELECT a IS DISTINCT FROM b AS d, c, s.f(a), e FROM s.t WHERE c > 0",
              {"f"}) ==
        Statements{"CREATE VIEW s.v AS SELECT a IS DISTINCT FROM b AS d, c FROM s.t WHERE c > 0",
                   "CREATE OR REPLACE VIEW s.v AS SELECT a IS DISTINCT FROM b AS d, c, s.f(a), e FROM s.t "
                   "WHERE c > 0"});
  // CREATE OR REPLACE takes a view without columns, but none whose first column goes.
  for (const std::string query : {"SELECT f(a), b FROM t", "SELECT a, b FROM f(1)", "SELECT f(1)",
                                  "SELECT a, b FROM t UNION SELECT a, f(b) FROM t"}) {
    CHECK(parts("CREATE VIEW v AS " + query, {"f"}) ==
          Statements{"CREATE VIEW v AS SELECT", "CREATE OR REPLACE VIEW v AS " + query});
  }
  CHECK(parts("CREATE VIEW v (x, y) AS SELECT a, f(b) FROM t", {"f"}).front() == "CREATE VIEW v AS SELECT");
  CHECK(parts("CREATE MATERIALIZED VIEW v AS SELECT a, f(b) FROM t", {"f"}).empty());
}

TEST_CASE("a domain is divided from its checks and default", "[sqlfile]") {
  CHECK(
      parts("CREATE DOMAIN d AS text CONSTRAINT \"C\" CHECK (f(VALUE)) COLLATE \"C\" NOT NULL DEFAULT f('a') "
            "CHECK (VALUE <> '')",
            {"f"}) == Statements{"CREATE DOMAIN d AS text COLLATE \"C\" NOT NULL CHECK (VALUE <> '')",
                                 "ALTER DOMAIN d ADD CONSTRAINT \"C\" CHECK ( f ( VALUE ) )",
                                 "ALTER DOMAIN d SET DEFAULT f ( 'a' )"});
  CHECK(parts("CREATE DOMAIN d AS text CHECK (VALUE <> 'f')", {"f"}).empty());
}

TEST_CASE("a table is divided from the parts that name what is to come", "[sqlfile]") {
  CHECK(parts("CREATE TABLE s.t (a int DEFAULT f(1) NOT NULL, g int GENERATED ALWAYS AS (f(a)) STORED, "
              "b int CHECK (f(b) > 0) DEFAULT 2, UNIQUE (a, g), CHECK (f(a) > b), CHECK (a > b))",
              {"f"}) == Statements{"CREATE TABLE s.t (a int NOT NULL, b int DEFAULT 2, CHECK (a > b))",
                                   "ALTER TABLE s.t ADD COLUMN g int GENERATED ALWAYS AS ( f ( a ) ) STORED",
                                   "ALTER TABLE s.t ALTER COLUMN a SET DEFAULT f ( 1 )",
                                   "ALTER TABLE s.t ADD CHECK ( f ( b ) > 0 )",
                                   "ALTER TABLE s.t ADD UNIQUE ( a , g )",
                                   "ALTER TABLE s.t ADD CHECK ( f ( a ) > b )"});
  // The first elements of a list, commas and all.
  CHECK(parts("CREATE TABLE t (CHECK (f(1)), CHECK (f(2)), a int)", {"f"}).front() ==
        "CREATE TABLE t (  a int)");
  CHECK(parts("CREATE TABLE t (a int, g int GENERATED ALWAYS AS (a + 1) STORED)", {"f"}).empty());
}
