// Objects that need each other, as sources and as states: what PostgreSQL can make by making one of them in
// two steps, and what it cannot.
#include "base/subprocess.h"
#include "pg/session.h"
#include "support/catch.h"
#include "workspace.h"

using namespace schemac;
using Catch::Matchers::Contains;
using test::Outcome;
using test::Workspace;

namespace {

struct Cycle {
  std::string what;
  std::string sources;
  std::string proof;  // a query
  std::string value;  // what it gives
};

const std::vector<Cycle> cycles = {
    {"a function returns rows of the view that calls it",
     "CREATE TABLE t (id integer PRIMARY KEY, name text DEFAULT 'a');\n"
     "CREATE VIEW v AS SELECT id, name, (SELECT max(n.name) FROM near(t.id) n) AS beside FROM t;\n"
     "CREATE FUNCTION near(wanted integer) RETURNS SETOF v LANGUAGE plpgsql AS $$\n"
     "  BEGIN RETURN QUERY SELECT wanted, 'near'::text, NULL::text; END $$;\n",
     "INSERT INTO public.t VALUES (1); SELECT beside FROM public.v", "near"},
    {"a function takes rows of the view that calls it, by its SQL body too",
     "CREATE TABLE t (id integer PRIMARY KEY);\n"
     "CREATE VIEW v AS SELECT count_of(NULL) AS n, id FROM t;\n"
     "CREATE FUNCTION count_of(v) RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM t; END;\n",
     "INSERT INTO public.t VALUES (1); SELECT n FROM public.v", "1"},
    {"a function over the domain in whose check and default it is called",
     "CREATE DOMAIN code AS text NOT NULL DEFAULT usual() CHECK (length(VALUE) = 3 OR refuse(VALUE) IS "
     "NULL);\n"
     "CREATE FUNCTION usual() RETURNS code LANGUAGE sql RETURN 'xyz';\n"
     "CREATE FUNCTION refuse(text) RETURNS code LANGUAGE plpgsql AS $$ BEGIN RAISE 'no code: %', $1; END "
     "$$;\n"
     "CREATE TABLE t (id integer, c code);\n",
     "INSERT INTO public.t VALUES (1); SELECT c FROM public.t", "xyz"},
    {"a generated column whose function reads its table",
     "CREATE TABLE t (id integer PRIMARY KEY, rank bigint GENERATED ALWAYS AS (rank_of(id)) STORED, name "
     "text);\n"
     "CREATE FUNCTION rank_of(wanted integer) RETURNS bigint LANGUAGE sql IMMUTABLE\n"
     "  BEGIN ATOMIC SELECT count(*) FROM t WHERE t.id < wanted; END;\n",
     "INSERT INTO public.t VALUES (1); INSERT INTO public.t VALUES (5); SELECT rank FROM public.t WHERE id = "
     "5",
     "1"},
    {"a default, a check and a generated column over the table's rows",
     "CREATE TABLE t (id integer DEFAULT next_of(NULL) CHECK (is_fine(NULL)), note text,\n"
     "  size integer GENERATED ALWAYS AS (size_of(note)) STORED, CHECK (is_fine(t)));\n"
     "CREATE FUNCTION next_of(t) RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RETURN 7; END $$;\n"
     "CREATE FUNCTION is_fine(t) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN true; END $$;\n"
     "CREATE FUNCTION first_of() RETURNS t LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN NULL; END $$;\n"
     "CREATE FUNCTION size_of(text) RETURNS integer LANGUAGE sql IMMUTABLE\n"
     "  BEGIN ATOMIC SELECT length($1) + (first_of()).id; END;\n",
     "INSERT INTO public.t (note) VALUES ('abc'); SELECT id FROM public.t", "7"},
};

void psql(Workspace& place, const std::string& database, const std::string& script) {
  const CommandResult ran = place.psql(pg::with_database(place.url(), database), script);
  INFO(script << ran.output);
  CHECK(ran.exit_code == 0);
}

}  // namespace

TEST_CASE("cycles that PostgreSQL can make are made, as sources and as states", "[cycle]") {
  Workspace place("cycles");
  place.write("schemac.yaml", "name: demo\nsql: [sql]\n");
  place.write("sql/all.sql", "");
  const auto session = pg::connect(place.url(), pg::Settings::catalog);
  int number = 0;
  for (const Cycle& cycle : cycles) {
    INFO(cycle.what);
    const std::string database = "cycle" + std::to_string(++number);
    place.write("sql/all.sql", cycle.sources);
    const Outcome compiled = place.schemac({"compile"});
    INFO(compiled.out << compiled.err);
    REQUIRE(compiled.exit_code == 0);

    // The compiled script is one way to make it, a plan is another.
    for (const std::string way : {"_script", "_plan"}) {
      session->execute("CREATE DATABASE " + database + way);
      const std::string url = pg::with_database(place.url(), database + way);
      if (way == "_script") {
        psql(place, database + way, place.read("build/schemac/schema.sql"));
      } else {
        const Outcome plan = place.schemac({"diff", "--from", "empty", "--to", "project"});
        INFO(plan.err);
        CHECK(plan.exit_code == 0);
        psql(place, database + way, plan.out);
      }
      const Outcome again =
          place.schemac({"--database-url", url, "diff", "--from", "database", "--exit-code"});
      INFO(again.out << again.err);
      CHECK(again.exit_code == 0);
      CHECK(pg::connect(url, pg::Settings::catalog)->execute(cycle.proof).value() == cycle.value);
      const Outcome down =
          place.schemac({"diff", "--from", url, "--to", "empty", "--allow", "all", "--online", "never"});
      CHECK(down.exit_code == 0);
      psql(place, database + way, down.out);
      CHECK(place.schemac({"diff", "--from", url, "--to", "empty", "--exit-code"}).exit_code == 0);
    }
  }
}

TEST_CASE("cycles that PostgreSQL cannot make are told with their path", "[cycle]") {
  Workspace place("no_cycles");
  place.write("schemac.yaml", "name: demo\nsql: [sql]\n");
  place.write("sql/all.sql",
              "CREATE TABLE t (id integer);\n"
              "CREATE MATERIALIZED VIEW m AS SELECT id, near(id) AS n FROM t;\n"
              "CREATE FUNCTION near(integer) RETURNS m LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;\n");
  const Outcome rows = place.schemac({"compile"});
  CHECK(rows.exit_code == 1);
  CHECK_THAT(rows.err,
             Contains("[dependency-cycle]") &&
                 Contains("function public.near(integer) -> materialized view public.m -> function "));

  // Through a function over rows of one of them, too.
  place.write("sql/all.sql",
              "CREATE VIEW a AS SELECT f(NULL) AS x FROM b;\n"
              "CREATE VIEW b AS SELECT x FROM a;\n"
              "CREATE FUNCTION f(a) RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;\n");
  const Outcome views = place.schemac({"compile"});
  CHECK(views.exit_code == 1);
  CHECK_THAT(views.err, Contains("[dependency-cycle]") && Contains("view public.a -> view public.b -> view"));
}
