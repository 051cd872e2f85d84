// .sql files as states, and as sources: what a person who made a mistake in one sees.
#include <nlohmann/json.hpp>

#include "pg/session.h"
#include "support/catch.h"
#include "workspace.h"

using namespace schemac;
using test::Outcome;
using test::Workspace;

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

Workspace& demo(Workspace& place) {
  place.write("schemac.yaml", "name: demo\n");
  return place;
}

}  // namespace

TEST_CASE("a .sql state: psql's commands are errors with their places, before anything runs", "[diff]") {
  Workspace place("sql_state");
  demo(place).write("a.sql",
                    "CREATE TABLE t (a int);\n\\i other's.sql\n\\connect elsewhere\nSELECT 1 \\gexec\n");
  const Outcome outcome = place.schemac({"diff", "--from", "empty", "--to", "a.sql"});
  INFO(outcome.out << outcome.err);
  CHECK(outcome.exit_code == 1);
  CHECK(outcome.out.empty());
  CHECK(has(outcome.err, "a.sql:2:1: error: '\\i' is a command of psql, not SQL [psql-command]"));
  CHECK(has(outcome.err, "\\i other's.sql\n  ^"));
  CHECK(has(outcome.err, "a.sql:3:1: error: '\\connect'"));
  CHECK(has(outcome.err, "a.sql:4:10: error: '\\gexec'"));
  CHECK(has(outcome.err, "hint: a state is plain SQL"));
}

TEST_CASE("a folder of .sql as a state: each error has its own file, line and column", "[diff]") {
  Workspace place("sql_state");
  demo(place).write("state/1_tables.sql", "CREATE TABLE t (a int);\n\nCREATE TABLE u (b nothing);\n");
  place.write("state/2/views.sql",
              "SET search_path = t_only;\nRESET search_path;\n\nCREATE VIEW v AS\n  SELECT c\n  FROM t;\n");
  place.write("state/3.sql", "CREATE ROLE somebody;\n");
  const Outcome refused = place.schemac({"diff", "--from", "empty", "--to", "state"});
  INFO(refused.err);
  CHECK(refused.exit_code == 1);
  CHECK(has(refused.err,
            "state/3.sql:1:1: error: this statement has effects outside the database [forbidden-statement]"));
  CHECK(has(refused.err, "roles belong to the server"));

  place.write("state/3.sql", "CREATE TABLE w (a int);\n");
  const Outcome outcome = place.schemac({"diff", "--from", "empty", "--to", "state"});
  INFO(outcome.out << outcome.err);
  CHECK(outcome.exit_code == 1);
  CHECK(has(outcome.err, "state/1_tables.sql:3:19: error: type \"nothing\" does not exist [server-rejects]"));
  CHECK(has(outcome.err, "CREATE TABLE u (b nothing);\n                    ^~~~~~~"));
  CHECK(has(outcome.err, "state/2/views.sql:5:10: error: column \"c\" does not exist"));

  // Each file begins with the session's own settings.
  place.write("state/1_tables.sql", "CREATE SCHEMA s;\nSET search_path = s;\nCREATE TABLE t (c int);\n");
  place.write("state/2/views.sql", "CREATE VIEW v AS SELECT c FROM s.t;\n");
  const Outcome well = place.schemac({"diff", "--from", "empty", "--to", "state"});
  INFO(well.out << well.err);
  CHECK(well.exit_code == 0);
  CHECK(has(well.out, "CREATE TABLE s.t ("));
  CHECK(has(well.out, "CREATE VIEW public.v"));
}

TEST_CASE("a dump with rows, restrictions and a subscription is a state", "[diff]") {
  Workspace place("sql_state");
  demo(place).write(
      "dump.sql",
      "\\restrict Xyz\n\nSET statement_timeout = 0;\nSET client_encoding = 'UTF8';\n"
      "SELECT pg_catalog.set_config('search_path', '', false);\nSET default_table_access_method = heap;\n"
      "CREATE TABLE public.t (a text);\nCOPY public.t (a) FROM stdin;\nit's; \\i no command\n\\.\n"
      "INSERT INTO public.t VALUES ('x');\nSELECT pg_catalog.setval('public.s', 1, false);\n\\unrestrict "
      "Xyz\n");
  place.write("plain.sql", "CREATE TABLE t (a text);\nCREATE SEQUENCE s;\n");
  place.replace("dump.sql", "COPY", "CREATE SEQUENCE public.s;\nCOPY");
  const Outcome outcome = place.schemac({"diff", "--from", "plain.sql", "--to", "dump.sql", "--exit-code"});
  INFO(outcome.out << outcome.err);
  CHECK(outcome.exit_code == 0);
  CHECK(has(outcome.err,
            "dump.sql:9:1: warning: statements that change rows are skipped: 2 [not-a-definition]"));
  CHECK(has(outcome.err, "`schemac load` or a migration"));
}

TEST_CASE("renames that .sql declares, of tables and of columns", "[diff]") {
  Workspace place("sql_state");
  demo(place).write("old.sql", "CREATE TABLE person (id int PRIMARY KEY, nam text, town text);\n");
  place.write(
      "new.sql",
      "-- schemac: renamed_from person\nCREATE TABLE customer (\n  id int PRIMARY KEY,\n"
      "  -- schemac: renamed_from nam\n  name text,\n  city text  -- schemac: renamed_from town\n);\n");
  const auto check = [&](const std::vector<std::string>& words) {
    const Outcome outcome = place.schemac(words);
    INFO(outcome.out << outcome.err);
    CHECK(outcome.exit_code == 0);
    CHECK(has(outcome.out, "ALTER TABLE public.person RENAME TO customer"));
    CHECK(has(outcome.out, "RENAME COLUMN nam TO name"));
    CHECK(has(outcome.out, "RENAME COLUMN town TO city"));
    CHECK_FALSE(has(outcome.out, "DROP COLUMN"));
  };
  check({"diff", "--from", "old.sql", "--to", "new.sql"});
  place.write("schemac.yaml", "name: demo\nsql: [new.sql]\n");
  check({"diff", "--from", "old.sql", "--to", "project"});

  place.write("silent.sql", "CREATE TABLE person (id int PRIMARY KEY, name text, town text);\n");
  const Outcome told = place.schemac({"diff", "--from", "old.sql", "--to", "silent.sql", "--allow", "all"});
  INFO(told.out);
  CHECK(has(told.out, "DROP COLUMN nam"));
  CHECK(has(told.out, "column public.person.nam is dropped and column public.person.name is created"));
  CHECK(has(told.out, "`-- schemac: renamed_from nam`"));
}

TEST_CASE("statements that no source may have say where they belong", "[bad_input]") {
  Workspace place("sql_state");
  place.write("schemac.yaml", "name: demo\nsql: [sql]\n");
  place.write("sql/a.sql",
              "CREATE TABLE t (a int);\n"                 // 1
              "INSERT INTO t VALUES (1);\n"               // 2
              "CREATE ROLE r;\n"                          // 3
              "DO $$ BEGIN END $$;\n"                     // 4
              "DROP TABLE t;\n"                           // 5
              "ALTER SYSTEM SET work_mem = '1GB';\n"      // 6
              "\\connect other\n"                         // 7
              "CREATE TABLE t (b int);\n"                 // 8
              "CREATE VIEW v AS SELECT a FROM absent;\n"  // 9
              "REFRESH MATERIALIZED VIEW m;\n"            // 10
              "CREATE TABLE \"a;b\" (a int,);\n"          // 11
              "COMMENT ON TABLE tt IS 'x';\n");           // 12
  const Outcome outcome = place.schemac({"compile"});
  INFO(outcome.err);
  CHECK(outcome.exit_code == 1);
  CHECK(has(outcome.err, "sql/a.sql:2:1: error: this statement defines nothing [not-a-definition]"));
  CHECK(has(outcome.err, "use `schemac load` or a migration"));
  CHECK(has(outcome.err, "sql/a.sql:3:1: error: this statement cannot be a source [forbidden-statement]"));
  CHECK(has(outcome.err, "sql/a.sql:4:1: "));
  CHECK(has(outcome.err, "sql/a.sql:5:1: "));
  CHECK(has(outcome.err, "put changes and drops into a migration"));
  CHECK(has(outcome.err, "sql/a.sql:6:1: "));
  CHECK(has(outcome.err, "sql/a.sql:7:1: error: '\\connect' is a command of psql, not SQL [psql-command]"));
  CHECK(has(outcome.err, "sql/a.sql:8:14: error: table public.t is defined twice [duplicate-object]"));
  CHECK(has(outcome.err, "sql/a.sql:1:14: note: the other one is here"));
  CHECK(has(outcome.err, "sql/a.sql:9:32: error: "));
  CHECK(has(outcome.err, "[unknown-relation]"));
  CHECK(has(outcome.err, "refresh views with `schemac refresh`"));
  CHECK(has(outcome.err, "sql/a.sql:11:27: error: syntax error"));
  CHECK(has(outcome.err, "sql/a.sql:12:18: error: no source defines table tt [unknown-object]"));
  CHECK(has(outcome.err, "did you mean 'public.t'"));
}

TEST_CASE("grants on all objects of a schema reach what the sources define there", "[diff]") {
  Workspace place("sql_state");
  place.write("schemac.yaml", "name: demo\nsql: [sql]\n");
  const std::string objects =
      "CREATE TABLE t (id int);\nCREATE SEQUENCE s;\nCREATE VIEW v AS SELECT id FROM t;\n"
      "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';\n";
  place.write("sql/1.sql",
              "GRANT SELECT, UPDATE ON ALL TABLES IN SCHEMA public TO reader;\n"
              "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO reader WITH GRANT OPTION;\n"
              "REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;\n");
  place.write("sql/2.sql", objects);
  place.write("want.sql", objects +
                              "GRANT SELECT, UPDATE ON t, v TO reader;\n"
                              "GRANT USAGE ON SEQUENCE s TO reader WITH GRANT OPTION;\n"
                              "REVOKE EXECUTE ON FUNCTION f(int) FROM PUBLIC;\n");
  const Outcome same = place.schemac({"diff", "--from", "project", "--to", "want.sql", "--exit-code"});
  INFO(same.out << same.err);
  CHECK(same.exit_code == 0);
}

TEST_CASE("cycles through a function's SQL body compile, and run", "[diff]") {
  Workspace place("sql_state");
  place.write("schemac.yaml", "name: demo\nsql: [sql]\n");
  place.write("sql/a.sql",
              "CREATE TABLE t (id int DEFAULT next_id(), b int);\n"
              "CREATE FUNCTION next_id() RETURNS int LANGUAGE sql\n"
              "BEGIN ATOMIC SELECT coalesce(max(id), 0) + 1 FROM t; END;\n"
              "CREATE VIEW v AS SELECT id, above(id) AS n FROM t;\n"
              "CREATE FUNCTION above(x int) RETURNS bigint STABLE\n"
              "BEGIN ATOMIC SELECT count(*) FROM v WHERE id > x AND id < 0; END;\n");
  const Outcome outcome = place.schemac({"diff", "--from", "empty", "--to", "project"});
  INFO(outcome.out << outcome.err);
  REQUIRE(outcome.exit_code == 0);
  CHECK(has(outcome.out, "SET DEFAULT public.next_id()"));
  place.write("sql/a.sql", "CREATE VIEW v AS SELECT * FROM w;\nCREATE VIEW w AS SELECT * FROM v;\n");
  const Outcome cycle = place.schemac({"compile"});
  INFO(cycle.err);
  CHECK(cycle.exit_code == 1);
  CHECK(has(cycle.err, "[dependency-cycle]"));
  CHECK(has(cycle.err, "view public.v -> view public.w -> view public.v"));
}

TEST_CASE("what is not read is named, whatever its kind", "[diff]") {
  Workspace place("sql_state");
  demo(place).write(
      "unread.sql",
      "CREATE TYPE shell;\n"
      "CREATE FUNCTION b_in(cstring) RETURNS b LANGUAGE internal AS 'textin' IMMUTABLE STRICT;\n"
      "CREATE FUNCTION b_out(b) RETURNS cstring LANGUAGE internal AS 'textout' IMMUTABLE STRICT;\n"
      "CREATE TYPE b (INPUT = b_in, OUTPUT = b_out, LIKE = text);\n"
      "CREATE CONVERSION c FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;\n"
      "CREATE FUNCTION from_sql(internal) RETURNS internal LANGUAGE internal IMMUTABLE AS 'jsonb_send';\n"
      "CREATE TRANSFORM FOR jsonb LANGUAGE sql (FROM SQL WITH FUNCTION from_sql(internal));\n"
      "CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;\n"
      "SELECT lo_create(4711);\n"
      "CREATE EXTENSION plpgsql_check;\n"
      "REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) FROM PUBLIC;\n"
      "CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false);\n");
  place.replace("unread.sql", "CREATE EXTENSION plpgsql_check;\n",
                "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';\n"
                "ALTER FUNCTION f() DEPENDS ON EXTENSION plpgsql;\n");
  const Outcome outcome =
      place.schemac({"diff", "--from", "unread.sql", "--to", "unread.sql", "--exit-code"});
  INFO(outcome.out << outcome.err);
  CHECK(outcome.exit_code == 0);
  CHECK(has(outcome.out, "no difference between unread.sql and unread.sql in what is compared"));
  for (const char* kind :
       {"shell type public.shell", "base type public.b", "transform for jsonb language sql",
        "access method heap2", "large objects, 1", "dependence of function public.f() on extension plpgsql",
        "privileges of system objects: pg_sleep(double precision)", "subscriptions"}) {
    INFO(kind);
    CHECK(has(outcome.err, std::string("unread.sql: not compared: ") + kind));
  }
}
