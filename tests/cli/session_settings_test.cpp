// Which settings statements run under (pg/settings.h): the oracle is a session that states none, as psql is.
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/server.h"
#include "workspace.h"

using namespace schemac;
using test::LiveWorkspace;
using test::Outcome;
using test::Variables;

namespace {

struct Place : LiveWorkspace {
  explicit Place(const std::string& name, const std::string& more = {}) : LiveWorkspace(name) {
    write("schemac.yaml", "name: demo\n" + more + "database: { scratch: target }\n");
    sql("CREATE EXTENSION IF NOT EXISTS plpgsql");
  }
  void sql(const std::string& text) { own()->execute(text); }
  std::unique_ptr<pg::Session> own(const std::string& url = {}) const {
    return pg::connect(url.empty() ? database.url() : url, pg::Settings::own);
  }
  std::string own_value(const std::string& text) const { return own()->execute(text).value(); }
  void set(const std::string& setting) { sql("ALTER DATABASE " + database.name() + " SET " + setting); }
  Outcome run_as(const std::string& url, std::vector<std::string> arguments,
                 const Variables& variables = {}) const {
    arguments.insert(arguments.end(), {"--database-url", url});
    Outcome outcome = schemac(arguments, variables);
    UNSCOPED_INFO(arguments.front() << ": exit " << outcome.exit_code << "\n" << outcome.out << outcome.err);
    return outcome;
  }
};

std::string with_option(const std::string& url, const std::string& option) {
  return url + (url.find('?') == std::string::npos ? "?" : "&") + option;
}

// Values of every type whose print or meaning hangs on a setting.
const char* const prints =
    "CREATE TABLE sale (k int, at timestamptz, day date, took interval, share float8, raw bytea);"
    "INSERT INTO sale VALUES (1, '2026-01-02 02:00Z', '2026-02-03', '-1 day 2 hours', 1/3.0::float8, 'x');"
    "CREATE MATERIALIZED VIEW printed AS SELECT k, at::date AS local_day, concat_ws('|', at, day, took, "
    "share, raw) AS text "
    "FROM sale";

std::string text_of(const pg::Result& result) {
  return result.rows.at(0).at(0).value_or("") + " " + result.rows.at(0).at(1).value_or("");
}

}  // namespace

TEST_CASE("a refresh gives what the server's own REFRESH gives in the same session", "[session]") {
  if (test::server() == nullptr) return;
  Place place("session");
  place.sql(prints);
  const std::string settings =
      "-c timezone=Asia/Kolkata -c datestyle=German -c intervalstyle=sql_standard -c extra_float_digits=0 "
      "-c bytea_output=escape";
  struct Way {
    std::string name, url;
    Variables variables;
  };
  const std::string url = place.database.url();
  const std::vector<Way> ways = {
      {"url",
       with_option(url,
                   "options=-c%20timezone%3DAsia%2FKolkata%20-c%20datestyle%3DGerman%20-c%20"
                   "intervalstyle%3Dsql_standard%20-c%20extra_float_digits%3D0%20-c%20bytea_output%3Descape"),
       {}},
      {"PGOPTIONS", url, {{"PGOPTIONS", settings}}},
      {"database", url, {}}};
  const std::string wanted = [&] {
    const auto session = place.own(ways[0].url);
    session->execute("REFRESH MATERIALIZED VIEW printed");
    return text_of(session->execute("SELECT local_day::text COLLATE \"C\", text FROM printed"));
  }();
  REQUIRE(wanted.find("03.02.2026") != std::string::npos);
  for (const Way& way : ways) {
    for (const std::string how : {"plain", "concurrently", "swap"}) {
      INFO(way.name << ", " << how);
      if (way.name == "database" && how == "plain") {
        for (const char* setting :
             {"timezone = 'Asia/Kolkata'", "datestyle = 'German'", "extra_float_digits = 0",
              "intervalstyle = 'sql_standard'", "bytea_output = 'escape'"})
          place.set(setting);
      }
      {
        const auto session = place.database.connect();  // other contents than those that are wanted
        session->execute("DROP INDEX IF EXISTS public.printed_key; REFRESH MATERIALIZED VIEW public.printed");
        if (how == "concurrently") session->execute("CREATE UNIQUE INDEX printed_key ON public.printed (k)");
      }
      std::vector<std::string> arguments = {"refresh"};
      if (how == "swap") arguments.insert(arguments.end(), {"--views", "swap"});
      const Outcome outcome = place.run_as(way.url, arguments, way.variables);
      CHECK(outcome.exit_code == 0);
      CHECK(outcome.out.find(how) != std::string::npos);
      const auto session = place.own(ways[0].url);
      CHECK(text_of(session->execute("SELECT local_day::text COLLATE \"C\", text FROM printed")) == wanted);
    }
  }
}

TEST_CASE("a refresh finds names by the connection's search_path", "[session]") {
  if (test::server() == nullptr) return;
  Place place("session");
  if (place.database.session().server_version_num() >= 170000) return;  // the server sets a path of its own
  place.sql("CREATE SCHEMA app; CREATE TABLE app.ev (n int); INSERT INTO app.ev VALUES (1), (2)");
  place.set("search_path = app");
  place.sql(
      "CREATE FUNCTION how_many() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT count(*) FROM ev';"
      "CREATE MATERIALIZED VIEW total AS SELECT how_many() AS n; CREATE VIEW shown AS SELECT n FROM total;"
      "CREATE MATERIALIZED VIEW above AS SELECT n FROM total");
  for (const char* how : {"in-place", "swap"}) {
    place.sql("INSERT INTO ev VALUES (0)");
    CHECK(place.run({"refresh", "--views", how}).exit_code == 0);
    CHECK(place.own_value("SELECT (SELECT n FROM shown) = count(*) FROM ev") == "t");
    CHECK(place.own_value("SELECT (SELECT n FROM above) = count(*) FROM ev") == "t");
  }
}

TEST_CASE("a view holds what its owner may see", "[session]") {
  if (test::server() == nullptr) return;
  Place place("session");
  place.sql(
      "DROP ROLE IF EXISTS session_reader; CREATE ROLE session_reader; CREATE TABLE ev (n int);"
      "INSERT INTO ev VALUES (1), (2), (3); ALTER TABLE ev ENABLE ROW LEVEL SECURITY;"
      "CREATE POLICY small ON ev USING (n < 2); GRANT SELECT ON ev TO session_reader; GRANT ALL ON SCHEMA "
      "public TO session_reader;"
      "CREATE MATERIALIZED VIEW seen AS SELECT n FROM ev; ALTER MATERIALIZED VIEW seen OWNER TO "
      "session_reader;"
      "CREATE VIEW through AS SELECT n FROM ev; ALTER VIEW through OWNER TO session_reader;"
      "CREATE MATERIALIZED VIEW by_way AS SELECT n FROM through");
  int visible = 1;
  for (const char* how : {"in-place", "swap", "in-place"}) {
    CHECK(place.run({"refresh", "--views", how}).exit_code == 0);
    CHECK(place.own_value("SELECT count(*) FROM seen") == std::to_string(visible));
    CHECK(place.own_value("SELECT count(*) FROM by_way") == std::to_string(visible));
    ++visible;
    place.sql("DROP POLICY small ON ev; CREATE POLICY small ON ev USING (n < " + std::to_string(visible + 1) +
              ")");
  }
  place.sql(
      "DROP MATERIALIZED VIEW seen, by_way; DROP VIEW through; DROP OWNED BY session_reader; DROP ROLE "
      "session_reader");
}

TEST_CASE("a view is stale when a setting that its values may depend on has changed", "[session]") {
  if (test::server() == nullptr) return;
  Place place("session");
  if (place.database.session().server_version_num() < 150000) return;
  place.write("migrations/one.sql",
              "-- schemac migration one\n-- parents: none\n-- up\n" + std::string(prints) + ";\n");
  REQUIRE(place.run({"upgrade"}).exit_code == 0);
  REQUIRE(place.run({"refresh"}).exit_code == 0);
  for (const char* setting : {"timezone = 'Asia/Tokyo'", "datestyle = 'SQL, DMY'", "row_security = off",
                              "search_path = 'pg_catalog'", "intervalstyle = 'iso_8601'"}) {
    INFO(setting);
    place.set(setting);
    const Outcome outcome = place.run({"refresh", "--stale-only", "--explain"});
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.err.find("and was") != std::string::npos);
  }
}

TEST_CASE("hand-written SQL runs under the session's own settings", "[session]") {
  if (test::server() == nullptr) return;
  Place place("session", "hooks: hooks\n");
  place.set("timezone = 'America/New_York'");
  place.set("search_path = app, public");
  place.set("datestyle = 'SQL, DMY'");
  const std::string note =
      "INSERT INTO note SELECT '{}', '2026-01-02 02:00Z'::timestamptz::date::text, '03/04/2026'::date = "
      "'2026-04-03',"
      "current_setting('row_security'), current_setting('search_path');\n";
  const auto noted = [&](const std::string& who) {
    std::string text = note;
    return text.replace(text.find("{}"), 2, who);
  };
  place.write("migrations/one.sql",
              "-- schemac migration one\n-- parents: none\n-- up\n-- step: a\nCREATE SCHEMA app;\nCREATE "
              "TABLE note (who text, day text, dmy bool, "
              "policies text, path text);\n" +
                  noted("step") + "-- step: b  [no transaction]\n" + noted("alone") + "-- down\n" +
                  noted("down"));
  place.write("hooks/after-upgrade/a.sql", noted("hook"));
  place.write("hooks/after-refresh/a.sql", noted("refreshed"));
  REQUIRE(place.run({"upgrade"}).exit_code == 0);
  CHECK(place.run({"refresh"}).exit_code == 0);
  CHECK(place.own_value("SELECT string_agg(DISTINCT who, ' ') FROM app.note WHERE day = '01/01/2026' AND dmy "
                        "AND policies = 'on' AND path = 'app, public'") == "alone hook refreshed step");
  // The proof finds names where the target does.
  place.write("migrations/two.sql",
              "-- schemac migration two\n-- parents: one\n-- up\nALTER TABLE app.note ADD COLUMN x int;\n");
  CHECK(place.run({"upgrade", "--dry-run"}).exit_code == 0);
  CHECK(place.run({"inspect", "migrations"}).exit_code == 0);
  CHECK(place.run({"downgrade", "base"}).exit_code == 0);
  CHECK(place.own_value("SELECT count(*) FROM app.note WHERE who = 'down' AND dmy") == "1");
}

TEST_CASE("load runs under the session's own settings, and means times in UTC", "[session]") {
  if (test::server() == nullptr) return;
  Place place("session", "linkml: [demo.yaml]\n");
  place.write("demo.yaml",
              "id: https://example.org/demo\nname: demo\nimports: [linkml:types]\nprefixes: {linkml: "
              "https://w3id.org/linkml/}\n"
              "classes:\n  Reading:\n    tree_root: true\n    attributes:\n      id: {range: integer, "
              "identifier: true}\n"
              "      at: {range: datetime}\n      seen: {range: datetime, multivalued: true, annotations: "
              "{sql_multivalued: array}}\n");
  place.set("timezone = 'America/New_York'");
  REQUIRE(place.run({"revision", "--autogenerate", "-m", "one"}).exit_code == 0);
  REQUIRE(place.run({"upgrade"}).exit_code == 0);
  place.sql(
      "CREATE TABLE note (day date, policies text); CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql "
      "AS 'BEGIN INSERT INTO "
      "note VALUES (NEW.at::date, current_setting(''row_security'')); RETURN NEW; END';"
      "CREATE TRIGGER note BEFORE INSERT ON reading FOR EACH ROW EXECUTE FUNCTION note()");
  place.write("data.yaml",
              "- {id: 1, at: \"2026-01-02T02:00:00\"}\n- {id: 2, at: \"2026-01-02T02:00:00+02:00\"}\n"
              "- {id: 3, at: \"2026-01-02\"}\n");
  REQUIRE(place.run({"load", "data.yaml"}).exit_code == 0);
  CHECK(place.value("SELECT string_agg(at::text, ' ' ORDER BY id) FROM public.reading") ==
        "2026-01-02 02:00:00+00 2026-01-02 00:00:00+00 2026-01-02 00:00:00+00");
  CHECK(place.value("SELECT string_agg(day::text || policies, ' ') FROM public.note") ==
        "2026-01-01on 2026-01-01on 2026-01-01on");
  // Policies check what comes in.
  place.sql(
      "DROP ROLE IF EXISTS session_loader; CREATE ROLE session_loader LOGIN; GRANT USAGE ON SCHEMA public TO "
      "session_loader;"
      "GRANT INSERT, SELECT ON ALL TABLES IN SCHEMA public TO session_loader; GRANT ALL ON ALL SEQUENCES IN "
      "SCHEMA public TO session_loader; ALTER TABLE reading ENABLE ROW "
      "LEVEL SECURITY;"
      "CREATE POLICY few ON reading USING (true) WITH CHECK (id < 20)");
  std::string url = place.database.url();
  url.replace(url.find("postgres@"), 8, "session_loader");
  place.write("more.yaml", "- {id: 10, at: \"2026-01-02T02:00:00\"}\n");
  CHECK(place.run_as(url, {"load", "more.yaml"}).exit_code == 0);
  place.write("refused.yaml", "- {id: 11}\n- {id: 20}\n");
  const Outcome refused = place.run_as(url, {"load", "refused.yaml"});
  CHECK(refused.exit_code == 1);
  CHECK(refused.err.find("row-level security") != std::string::npos);
  CHECK(place.value("SELECT count(*) FROM public.reading") == "4");
  place.sql("DROP OWNED BY session_loader; DROP ROLE session_loader");
}

TEST_CASE("what DDL makes is the same whatever the target's settings are", "[session]") {
  if (test::server() == nullptr) return;
  Place place("session", "sql: [sql]\n");
  place.sql("CREATE ACCESS METHOD session_heap TYPE TABLE HANDLER heap_tableam_handler");
  for (const char* setting :
       {"default_table_access_method = 'session_heap'", "standard_conforming_strings = off",
        "array_nulls = off", "transform_null_equals = on", "datestyle = 'German'",
        "intervalstyle = 'sql_standard'", "check_function_bodies = off", "search_path = 'nowhere'"})
    place.set(setting);
  place.write("sql/a.sql",
              "CREATE TABLE public.a (id int PRIMARY KEY, path text DEFAULT 'c:\\new' NOT NULL, day date "
              "DEFAULT '2026-03-04',\n"
              "  took interval DEFAULT '-1 day 02:00:00', list int[] DEFAULT '{NULL}');\n"
              "CREATE MATERIALIZED VIEW public.v AS SELECT id, path = 'x\\y' AS odd FROM public.a;\n"
              "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1';\n");
  REQUIRE(place.run({"revision", "--autogenerate", "-m", "one"}).exit_code == 0);
  const Outcome script = place.run({"upgrade", "--sql"});
  REQUIRE(script.exit_code == 0);
  REQUIRE(place.run({"upgrade"}).exit_code == 0);
  const std::string made =
      "SELECT string_agg(concat_ws(' ', c.relname, m.amname, (SELECT string_agg(pg_get_expr(adbin, adrelid), "
      "' ' ORDER BY adnum) "
      "FROM pg_attrdef WHERE adrelid = c.oid)), '; ' ORDER BY c.relname) FROM pg_class c JOIN pg_am m ON "
      "m.oid = c.relam "
      "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'm')";
  const std::string wanted =
      "a heap 'c:\\new'::text '2026-03-04'::date '-1 days +02:00:00'::interval '{NULL}'::integer[]; v heap";
  CHECK(place.value(made) == wanted);
  CHECK(place.run({"check"}).exit_code == 0);
  CHECK(place.run({"refresh", "--views", "swap"}).exit_code == 0);
  CHECK(place.value(made) == wanted);
  REQUIRE(place.run({"downgrade", "base"}).exit_code == 0);
  place.sql("DROP SCHEMA schemac CASCADE");
  CHECK(place.psql(place.database.url(), script.out).exit_code == 0);
  CHECK(place.value(made) == wanted);
  place.sql("DROP MATERIALIZED VIEW public.v; DROP TABLE public.a; DROP FUNCTION public.f()");
  const Outcome diff = place.run({"diff", "--from", "empty", "--to", "sql", "--allow", "all"});
  CHECK(place.psql(place.database.url(), diff.out).exit_code == 0);
  CHECK(place.value(made) == wanted);
}

TEST_CASE("a policy stops what a plan does with rows, and hides none", "[session]") {
  if (test::server() == nullptr) return;
  struct Change {
    std::string name, from, to;
  };
  const std::string policies =
      "ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;\nALTER TABLE public.t FORCE ROW LEVEL SECURITY;\n"
      "CREATE POLICY own ON public.t USING (id = 1) WITH CHECK (true);\n";
  const auto table = [&](const std::string& k, const std::string& more = {}) {
    return "CREATE TABLE public.t (id integer NOT NULL, k " + k + ", CONSTRAINT t_pkey PRIMARY KEY (id))" +
           more + ";\n" + policies;
  };
  const std::vector<Change> changes = {{"backfill", table("integer"), table("bigint")},
                                       {"recreated", table("integer"),
                                        "CREATE TABLE public.t (id integer NOT NULL, k integer, CONSTRAINT "
                                        "t_pkey PRIMARY KEY (id)) PARTITION BY RANGE (id);\n"
                                        "CREATE TABLE public.t_all PARTITION OF public.t DEFAULT;\n" +
                                            policies}};
  for (const Change& change : changes) {
    for (const std::string how : {"diff", "upgrade", "script"}) {
      if (change.name == "recreated" && how == "upgrade") continue;  // the same text as the script's
      INFO(change.name << " by " << how);
      Place place("session", "sql: [sql]\n");
      place.sql(
          "DROP ROLE IF EXISTS session_app; CREATE ROLE session_app LOGIN; GRANT ALL ON SCHEMA public TO "
          "session_app;"
          "GRANT CREATE ON DATABASE " +
          place.database.name() + " TO session_app; ALTER ROLE session_app CREATEDB");
      std::string url = place.database.url();
      url.replace(url.find("postgres@"), 8, "session_app");
      place.write("sql/t.sql", change.from);
      place.write("from.sql", change.from);
      REQUIRE(place.run_as(url, {"revision", "--autogenerate", "-m", "one"}).exit_code == 0);
      REQUIRE(place.run_as(url, {"upgrade"}).exit_code == 0);
      place.sql("INSERT INTO t VALUES (1, 1), (2, 2), (3, 3)");
      place.write("sql/t.sql", change.to);
      int code = 0;
      if (how == "diff") {
        const Outcome plan = place.run_as(
            url, {"diff", "--from", "from.sql", "--to", "sql", "--allow", "all", "--backfill", "all"});
        code = place.psql(url, plan.out).exit_code;
      } else {
        REQUIRE(
            place.run_as(url, {"revision", "--autogenerate", "-m", "two", "--backfill", "all"}).exit_code ==
            0);
        code = how == "upgrade" ? place.run_as(url, {"upgrade"}).exit_code
                                : place.psql(url, place.run_as(url, {"upgrade", "--sql"}).out).exit_code;
      }
      // The policy stops the step, or every row is kept.
      INFO("exit code " << code);
      CHECK(place.value("SELECT count(*) FROM public.t WHERE k = id") == "3");
      place.sql("DROP OWNED BY session_app CASCADE; DROP ROLE session_app");
    }
  }
}

TEST_CASE("a policy stops a step in batches that a person or 0.1.0 wrote, and hides no rows from it",
          "[session]") {
  if (test::server() == nullptr) return;
  for (const std::string how : {"upgrade", "script"}) {
    INFO(how);
    Place place("session", "sql: [sql]\n");
    place.sql(
        "DROP ROLE IF EXISTS session_app; CREATE ROLE session_app LOGIN; GRANT ALL ON SCHEMA public TO "
        "session_app;"
        "GRANT CREATE ON DATABASE " +
        place.database.name() + " TO session_app");
    std::string url = place.database.url();
    url.replace(url.find("postgres@"), 8, "session_app");
    place.write("sql/none.sql", "");
    place.write(
        "migrations/m1.sql",
        "-- parents: none\n-- up\nCREATE TABLE public.t (id integer PRIMARY KEY, "
        "k "
        "integer);\nALTER TABLE public.t ENABLE ROW LEVEL SECURITY;\nALTER TABLE public.t FORCE ROW LEVEL "
        "SECURITY;\nCREATE POLICY own ON public.t USING (id = 1) WITH CHECK (true);\n");
    REQUIRE(place.run_as(url, {"upgrade"}).exit_code == 0);
    place.sql("INSERT INTO t VALUES (1, 1), (2, 2), (3, 3)");
    place.write("migrations/m2.sql",
                "-- parents: m1\n-- up\n-- step: fill  [batch "
                "2]\nUPDATE public.t SET k "
                "= -id;\n");
    int code = 0;
    std::string err;
    if (how == "upgrade") {
      const Outcome done = place.run_as(url, {"upgrade"});
      code = done.exit_code;
      err = done.err;
    } else {
      const auto done = place.psql(url, place.run_as(url, {"upgrade", "--sql"}).out);
      code = done.exit_code;
      err = done.output;
    }
    CHECK(code != 0);
    CHECK_THAT(err, Catch::Contains("row-level security policy"));
    CHECK(place.value("SELECT count(*) FROM public.t WHERE k = id") == "3");
    place.sql("DROP OWNED BY session_app CASCADE; DROP ROLE session_app");
  }
}
