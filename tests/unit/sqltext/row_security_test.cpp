#include "sqltext/row_security.h"

#include "support/catch.h"

using namespace schemac;

TEST_CASE("statements that read or write rows are known by their text", "[migrate]") {
  for (const char* sql :
       {"INSERT INTO t SELECT 1", "update only t set a = 1", "DELETE FROM t", "MERGE INTO t USING s ON true",
        "COPY t FROM STDIN", "WITH gone AS (DELETE FROM t RETURNING a) SELECT 1",
        "CREATE UNLOGGED TABLE s AS SELECT * FROM t", "CREATE TABLE s AS TABLE t",
        "create temp table s as values (1)", "CREATE TABLE s AS (SELECT 1)", "DO $$BEGIN END$$", "CALL p()",
        "SELECT setval('s', (SELECT max(a) FROM t))", "CREATE MATERIALIZED VIEW v AS SELECT 1",
        "/* first */ ALTER TABLE t ADD a int; -- then\nUPDATE t SET a = 1"})
    CHECK(touches_rows(sql));
  for (const char* sql :
       {"", "ALTER TABLE t ADD COLUMN a int", "CREATE TABLE t (a int)",
        "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) STORED)", "CREATE VIEW v AS SELECT 1",
        "CREATE MATERIALIZED VIEW v AS SELECT 1 WITH NO DATA", "COMMENT ON TABLE t IS 'UPDATE t'",
        "SET search_path = ''", "SELECT pg_catalog.setval('s', nextval('s'), false)",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$SELECT 1 FROM t$$",
        "CREATE RULE r AS ON INSERT TO t DO INSTEAD NOTHING", "CREATE INDEX CONCURRENTLY i ON t (a)",
        "ALTER TABLE t VALIDATE CONSTRAINT c"})
    CHECK_FALSE(touches_rows(sql));
}

TEST_CASE("a scratch database runs a step without its row_security", "[migrate]") {
  const std::string sql = "SET LOCAL row_security = off;\nUPDATE t SET a = 1;\nreset row_security;";
  CHECK(without_row_security(sql) ==
        std::string(28, ' ') + ";\nUPDATE t SET a = 1;\n" + std::string(18, ' ') + ";");
  const std::string other = "SET search_path = ''; SELECT 'SET row_security = off'";
  CHECK(without_row_security(other) == other);
}

TEST_CASE("row_security is off for rows, and the session's own for all else", "[migrate]") {
  RowSecurity inside;
  CHECK(inside.before("ALTER TABLE t ADD a int", true).empty());
  CHECK(inside.before("UPDATE t SET a = 1", true) == "SET LOCAL row_security = off;\n");
  CHECK(inside.before("UPDATE t SET a = 2", true).empty());
  CHECK(inside.before("ALTER TABLE t DROP a", true) == "SET LOCAL row_security TO DEFAULT;\n");
  CHECK(inside.before("DELETE FROM t", true) == "SET LOCAL row_security = off;\n");
  inside.begin_transaction();
  CHECK(inside.before("DELETE FROM t", false) == "SET row_security = off;\n");
  CHECK(inside.before({}, false) == "RESET row_security;\n");
}
