// What the compiler knows of reading and no server records (declared dependencies, string bodies of
// functions, a call of one) orders elaboration, plans and refreshes. As a user does it: files, then commands.
#include <regex>

#include <nlohmann/json.hpp>

#include "support/catch.h"
#include "support/server.h"
#include "workspace.h"

using namespace schemac;
using Catch::Matchers::Contains;
using nlohmann::json;
using test::LiveWorkspace;
using test::Outcome;

namespace {

const std::string marker = "@@";  // where an object's own directive goes

std::string with(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

// How a function total#() reads the view zz, which stands last in every order of names.
struct Way {
  std::string name;
  std::string functions;
  bool on_each = false;  // each object declares it
};

const std::string dynamic =
    "CREATE FUNCTION total#() RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS $$ DECLARE r bigint; BEGIN\n"
    "  EXECUTE 'SELECT sum(' || 'x) FROM public.' || 'zz' INTO r; RETURN r; END $$;\n";

const std::vector<Way> ways = {
    {"a string body in SQL",
     "CREATE FUNCTION total#() RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT sum(x) FROM public.zz';\n"},
    {"a string body in PL/pgSQL",
     "CREATE FUNCTION total#() RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS\n"
     "  'BEGIN RETURN (SELECT sum(x) FROM ONLY public.zz); END';\n"},
    {"dynamic SQL, declared on the function", "-- schemac: depends_on public.zz\n" + dynamic},
    {"a function that calls a function",
     "CREATE FUNCTION total#() RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT public.zz_part#(1, NULL)';\n"
     "CREATE FUNCTION zz_part#(integer, text) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS\n"
     "  'BEGIN RETURN (SELECT sum(x) FROM public.zz); END';\n"},
    {"dynamic SQL, declared on each object", dynamic, true},
};

// An object that calls total#(): its statement, how a migration makes it and how one drops it.
struct Caller {
  std::string statement, made, dropped;
};

const std::vector<Caller> callers = {
    {"@@CREATE MATERIALIZED VIEW aa#_filled AS SELECT public.total#() AS s;",
     "MATERIALIZED VIEW public.aa#_filled AS", "DROP MATERIALIZED VIEW public.aa#_filled"},
    {"@@CREATE VIEW aa#_plain AS SELECT public.total#() AS s;", "VIEW public.aa#_plain AS",
     "DROP VIEW public.aa#_plain"},
    {"CREATE MATERIALIZED VIEW aa#_over AS SELECT s FROM aa#_plain;", "MATERIALIZED VIEW public.aa#_over AS",
     "DROP MATERIALIZED VIEW public.aa#_over"},
    {"@@CREATE TABLE aa#_default (n bigint DEFAULT public.total#());", "CREATE TABLE public.aa#_default",
     "DROP TABLE public.aa#_default"},
    {"@@CREATE TABLE aa#_generated (n bigint, s bigint GENERATED ALWAYS AS (n + public.total#()) STORED);",
     "CREATE TABLE public.aa#_generated", "DROP TABLE public.aa#_generated"},
    {"CREATE TABLE aa#_checked (n bigint);\n"
     "@@ALTER TABLE aa#_checked ADD CONSTRAINT aa#_check CHECK (n <= public.total#());",
     "ADD CONSTRAINT aa#_check", "DROP TABLE public.aa#_checked"},
    {"CREATE TABLE aa#_indexed (n bigint);\n@@CREATE INDEX aa#_index ON aa#_indexed ((n + public.total#()));",
     "CREATE INDEX aa#_index", "DROP TABLE public.aa#_indexed"},
    {"CREATE TABLE aa#_secured (n bigint);\n@@CREATE POLICY aa#_policy ON aa#_secured USING (n < "
     "public.total#());",
     "CREATE POLICY aa#_policy", "DROP TABLE public.aa#_secured"},
    {"CREATE TABLE aa#_watched (n bigint);\n"
     "CREATE FUNCTION watch#() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.n := public.total#(); RETURN "
     "NEW; END';\n"
     "@@CREATE TRIGGER aa#_trigger BEFORE INSERT ON aa#_watched FOR EACH ROW EXECUTE FUNCTION watch#();",
     "CREATE TRIGGER aa#_trigger", "DROP TABLE public.aa#_watched"},
    {"CREATE TABLE aa#_ruled (n bigint);\n"
     "@@CREATE RULE aa#_rule AS ON INSERT TO aa#_ruled WHERE NEW.n > public.total#() DO INSTEAD NOTHING;",
     "CREATE RULE aa#_rule", "DROP TABLE public.aa#_ruled"},
    {"@@CREATE DOMAIN aa#_domain AS bigint CHECK (VALUE <= public.total#());",
     "CREATE DOMAIN public.aa#_domain", "DROP DOMAIN public.aa#_domain"},
    {"CREATE MATERIALIZED VIEW aa#_cast AS SELECT max(x)::bigint::aa#_domain AS s FROM base;",
     "MATERIALIZED VIEW public.aa#_cast AS", "DROP MATERIALIZED VIEW public.aa#_cast"},
    {"CREATE FUNCTION step#(bigint, bigint) RETURNS bigint LANGUAGE plpgsql AS\n"
     "  'BEGIN RETURN coalesce($1, 0) + public.total#(); END';\n"
     "CREATE AGGREGATE gather#(bigint) (SFUNC = step#, STYPE = bigint);\n"
     "@@CREATE MATERIALIZED VIEW aa#_gathered AS SELECT gather#(v.x) AS s FROM (VALUES (1::bigint)) AS v(x);",
     "MATERIALIZED VIEW public.aa#_gathered AS", "DROP MATERIALIZED VIEW public.aa#_gathered"},
    {"CREATE OPERATOR @#= (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = step#);\n"
     "@@CREATE MATERIALIZED VIEW aa#_operated AS SELECT 1::bigint OPERATOR(public.@#=) 2::bigint AS s;",
     "MATERIALIZED VIEW public.aa#_operated AS", "DROP MATERIALIZED VIEW public.aa#_operated"},
};

std::string numbered(const std::string& text, std::size_t way) {
  return with(with(text, "@#=", "@" + std::string(way + 1, '=')), "#", std::to_string(way));
}

std::string objects(std::size_t way) {
  std::string text = ways[way].functions;
  for (const Caller& caller : callers)
    text +=
        with(caller.statement, marker, ways[way].on_each ? "-- schemac: depends_on public.zz\n" : "") + "\n";
  return numbered(text, way);
}

struct Project : LiveWorkspace {
  explicit Project(const std::string& name, const std::string& sources = "sql: [sql]\n")
      : LiveWorkspace(name) {
    write("schemac.yaml", "name: reads\n" + sources + "database: { scratch: target }\n");
  }
  // The text of the migration that was written last.
  std::string migrate(const std::string& message) {
    const Outcome made = run({"revision", "--autogenerate", "-m", message});
    REQUIRE(made.exit_code == 0);
    for (const std::string& name : files("migrations"))
      if (name.find("_" + message + ".sql") != std::string::npos) return read("migrations/" + name);
    FAIL("no migration " << message);
    return {};
  }
  void sql(const std::string& statements) { database.session().execute(statements); }
  void upgrade() { REQUIRE(run({"upgrade"}).exit_code == 0); }
  std::string rows(const std::string& view) {
    return value("SELECT coalesce(max(s)::text, '-') FROM public." + view);
  }
};

// The materialized views that read zz, in the order of their names.
const std::vector<std::string> readers = {"aa#_cast", "aa#_filled", "aa#_gathered", "aa#_operated",
                                          "aa#_over"};

std::string contents(Project& project) {
  std::string text;
  for (std::size_t way = 0; way < ways.size(); ++way) {
    for (const std::string& reader : readers) {
      const std::string name = numbered(reader, way);
      text += name + " " + project.rows(name) + "\n";
    }
  }
  return text;
}

// By psql's own REFRESH, zz first.
std::string refreshed_by_hand(Project& project) {
  // Another session each time: one keeps what it found out about a domain's check.
  const auto session = project.database.connect();
  session->execute("REFRESH MATERIALIZED VIEW public.zz");
  for (std::size_t way = 0; way < ways.size(); ++way)
    for (const std::string& reader : readers)
      session->execute("REFRESH MATERIALIZED VIEW public." + numbered(reader, way));
  return contents(project);
}

}  // namespace

TEST_CASE("what is read by way of functions orders plans and refreshes, for every kind of caller",
          "[reads]") {
  if (test::server() == nullptr) return;
  Project project("reads");
  const std::string zz = "CREATE MATERIALIZED VIEW zz AS SELECT x FROM base;\n";
  project.write("sql/a.sql", "CREATE TABLE base (x integer);\n" + zz);
  for (std::size_t way = 0; way < ways.size(); ++way)
    project.write("sql/way" + std::to_string(way) + ".sql", objects(way));

  const std::string first = project.migrate("first");
  CHECK_THAT(first, Contains("-- proved: up, down\n"));
  const std::size_t down_at = first.find("-- down\n");
  REQUIRE(down_at != std::string::npos);
  const std::size_t zz_made = first.find("CREATE MATERIALIZED VIEW public.zz ");
  const std::size_t zz_dropped = first.find("DROP MATERIALIZED VIEW public.zz", down_at);
  REQUIRE(zz_made < down_at);
  REQUIRE(zz_dropped != std::string::npos);
  for (std::size_t way = 0; way < ways.size(); ++way) {
    for (const Caller& caller : callers) {
      INFO(ways[way].name << ": " << numbered(caller.statement, way));
      const std::size_t made = first.find(numbered(caller.made, way));
      CHECK(made < down_at);
      CHECK(made > zz_made);
      const std::size_t dropped = first.find(numbered(caller.dropped, way), down_at);
      CHECK(dropped != std::string::npos);
      CHECK(dropped < zz_dropped);
    }
  }
  project.upgrade();
  CHECK(project.run({"check"}).exit_code == 0);

  project.sql("INSERT INTO public.base VALUES (1), (10)");
  REQUIRE(project.run({"refresh", "-j", "1"}).exit_code == 0);
  const std::string once = contents(project);
  CHECK(project.rows("aa0_filled") == "11");
  CHECK(once == refreshed_by_hand(project));
  // The check of the domain holds for the new rows of zz alone.
  project.sql("INSERT INTO public.base VALUES (100)");
  REQUIRE(project.run({"refresh", "-j", "2"}).exit_code == 0);
  const std::string twice = contents(project);
  CHECK(project.rows("aa2_cast") == "100");
  CHECK(twice == refreshed_by_hand(project));
  CHECK(twice != once);
  // Swapped in one by one: what reads zz by its name waits until the new one has it.
  project.sql("INSERT INTO public.base VALUES (1000)");
  REQUIRE(project.run({"refresh", "--views", "swap", "--concurrently", "never", "-j", "2"}).exit_code == 0);
  const std::string swapped = contents(project);
  CHECK(project.rows("aa4_filled") == "1111");
  CHECK(swapped == refreshed_by_hand(project));

  // A change: zz has another column, the functions read it, and new views call them.
  project.write(
      "sql/a.sql",
      "CREATE TABLE base (x integer);\nCREATE MATERIALIZED VIEW zz AS SELECT x, x * 2 AS y FROM base;\n");
  for (std::size_t way = 0; way < ways.size(); ++way) {
    const std::string more = with("@@CREATE MATERIALIZED VIEW aa#_more AS SELECT public.total#() AS s;\n",
                                  marker, ways[way].on_each ? "-- schemac: depends_on public.zz\n" : "");
    project.write(
        "sql/way" + std::to_string(way) + ".sql",
        with(with(objects(way), "sum(x)", "sum(y)"), "'SELECT sum(' || 'x)", "'SELECT sum(' || 'y)") +
            numbered(more, way));
  }
  const Outcome dry_run_of_nothing = project.run({"upgrade", "--dry-run"});
  CHECK(dry_run_of_nothing.exit_code == 0);
  CHECK_THAT(project.migrate("change"), Contains("-- proved: up, down\n"));
  // The scratch database of a dry run is made of the target's catalog, where nothing is recorded.
  CHECK(project.run({"upgrade", "--dry-run"}).exit_code == 0);
  project.upgrade();
  REQUIRE(project.run({"refresh", "-j", "1"}).exit_code == 0);
  CHECK(contents(project) == refreshed_by_hand(project));
  CHECK(project.rows("aa3_more") == "2222");

  // All of it goes; the way back makes it again from what the migrations say alone.
  project.write("sql/a.sql", "CREATE TABLE base (x integer);\n");
  for (std::size_t way = 0; way < ways.size(); ++way)
    project.write("sql/way" + std::to_string(way) + ".sql", "");
  CHECK_THAT(project.migrate("gone"), Contains("-- proved: up, down\n"));
  project.upgrade();
  CHECK(project.run({"downgrade", "-1"}).exit_code == 0);
}

TEST_CASE("a squash and an adopted database keep the order of what is read by way of functions", "[reads]") {
  if (test::server() == nullptr) return;
  Project project("reads_squash");
  project.write("sql/a.sql",
                "CREATE TABLE base (x integer);\nCREATE MATERIALIZED VIEW zz AS SELECT x FROM base;\n");
  for (const std::size_t way : {0, 4}) {
    std::string text =
        ways[way].functions + with(callers[0].statement, marker, "-- schemac: depends_on public.zz\n");
    project.write("sql/way" + std::to_string(way) + ".sql", numbered(text, way));
  }
  project.migrate("first");
  project.write("sql/b.sql", "CREATE TABLE other (y integer);\n");
  project.migrate("second");
  project.upgrade();
  const Outcome heads = project.run({"history", "--offline", "--format", "json"});
  const json migrations = json::parse(heads.out).at("migrations");
  REQUIRE(migrations.size() == 2);
  const Outcome squashed = project.run({"squash", migrations[1].at("revision").get<std::string>() + ".." +
                                                      migrations[0].at("revision").get<std::string>()});
  CHECK(squashed.exit_code == 0);

  Project other("reads_adopt", "");
  other.sql(
      "CREATE TABLE public.base (x integer);"
      "CREATE MATERIALIZED VIEW public.zz AS SELECT x FROM public.base;"
      "CREATE FUNCTION public.total() RETURNS bigint LANGUAGE sql AS 'SELECT sum(x) FROM public.zz';"
      "CREATE MATERIALIZED VIEW public.aa AS SELECT public.total() AS s");
  CHECK(other.run({"adopt"}).exit_code == 0);
}

TEST_CASE("states of SQL and databases are planned in the order of what functions read", "[reads]") {
  if (test::server() == nullptr) return;
  Project project("reads_states", "");
  std::string text = "CREATE TABLE base (x integer);\nCREATE MATERIALIZED VIEW zz AS SELECT x FROM base;\n";
  for (const std::size_t way : {1, 4})
    text += numbered(
        ways[way].functions + with(callers[0].statement, marker, "-- schemac: depends_on public.zz\n") + "\n",
        way);
  project.write("state.sql", text);
  const Outcome plan = project.run({"diff", "--from", "empty", "--to", "state.sql"});
  REQUIRE(plan.exit_code == 0);
  const CommandResult ran = project.psql(project.database.url(), plan.out);
  INFO(ran.output);
  CHECK(ran.exit_code == 0);
  CHECK(project.value("SELECT count(*) FROM pg_matviews") == "3");
}

namespace {

const char* const daily =
    "id: https://example.org/m\nname: m\nprefixes: {linkml: https://w3id.org/linkml/}\n"
    "default_prefix: https://example.org/m/\nimports: [linkml:types]\n"
    "classes:\n"
    "  Sale:\n    attributes:\n      id: {range: integer, identifier: true}\n"
    "  Daily:\n    attributes:\n      n: {range: integer}\n    annotations:\n      materialized: true\n"
    "      sql_definition: SELECT count(*)::int AS n FROM sale\n";

std::string tracked(Project& project, const std::string& table) {
  return project.value(
      "SELECT count(*) > 0 FROM pg_trigger WHERE tgname = 'schemac_note_change' AND tgrelid = 'public." +
      table + "'::regclass");
}

}  // namespace

TEST_CASE("what sources say of refreshing holds without a compile, and after an old one", "[reads]") {
  if (test::server() == nullptr) return;
  Project project("reads_wishes", "linkml: [m.yaml]\n");
  project.write("m.yaml", daily);
  project.migrate("first");
  project.upgrade();
  // The manifest of this compile knows of no wishes; the sources do, later.
  REQUIRE(project.run({"compile"}).exit_code == 0);
  project.write("m.yaml", std::string(daily) + "      sql_refresh: {on: upgrade, track_changes: true}\n");
  project.sql("INSERT INTO public.sale VALUES (1), (2)");
  SECTION("an old build output") {}
  SECTION("no build output") { std::filesystem::remove_all(project.folder() / "build"); }
  REQUIRE(project.run({"revision", "-m", "empty"}).exit_code == 0);
  project.upgrade();
  CHECK(project.value("SELECT n FROM public.daily") == "2");
  CHECK(project.run({"refresh"}).exit_code == 0);
  CHECK(tracked(project, "sale") == "t");
  // A wish that the sources take back ends, whatever an old manifest says.
  REQUIRE(project.run({"compile"}).exit_code == 0);
  project.write("m.yaml", daily);
  CHECK(project.run({"refresh"}).exit_code == 0);
  CHECK(tracked(project, "sale") == "f");
}

TEST_CASE("sources that do not compile are said, and the last manifest stands in", "[reads]") {
  if (test::server() == nullptr) return;
  Project project("reads_broken", "linkml: [m.yaml]\n");
  project.write("m.yaml", std::string(daily) + "      sql_refresh: {track_changes: true}\n");
  project.migrate("first");
  project.upgrade();
  REQUIRE(project.run({"compile"}).exit_code == 0);
  CHECK(project.run({"refresh"}).exit_code == 0);
  CHECK(tracked(project, "sale") == "t");
  project.write("m.yaml", std::string(daily) + "      sql_no_such_thing: 1\n");
  const Outcome stands_in = project.run({"refresh"});
  CHECK(stands_in.exit_code == 0);
  CHECK_THAT(stands_in.err, Contains("m.yaml:16:") && Contains("manifest of the last compile"));
  CHECK(tracked(project, "sale") == "t");
  std::filesystem::remove_all(project.folder() / "build");
  const Outcome unknown = project.run({"refresh"});
  CHECK(unknown.exit_code == 0);
  CHECK_THAT(unknown.err, Contains("are not known"));
  CHECK(tracked(project, "sale") == "t");  // nobody said that it is not wanted
  CHECK_THAT(project.run({"views"}).err, Contains("do not compile"));
}

TEST_CASE("a manifest that is older than the sources is said where it is a state", "[reads]") {
  if (test::server() == nullptr) return;
  Project project("reads_manifest", "linkml: [m.yaml]\n");
  project.write("m.yaml", daily);
  CHECK(project.run({"diff", "--from", "empty", "--to", "manifest"}).exit_code == 1);
  REQUIRE(project.run({"compile"}).exit_code == 0);
  const Outcome same = project.run({"diff", "--from", "empty", "--to", "manifest"});
  CHECK(same.exit_code == 0);
  CHECK(same.err.find("older") == std::string::npos);
  project.write("m.yaml", std::string(daily) + "      sql_with_data: false\n");
  CHECK_THAT(project.run({"diff", "--from", "empty", "--to", "manifest"}).err,
             Contains("older than the sources"));
}

TEST_CASE("a table that a view is declared to read is tracked and shown, and orders nothing twice",
          "[reads]") {
  if (test::server() == nullptr) return;
  Project project("reads_tables", "linkml: [m.yaml]\nsql: [sql]\n");
  project.write(
      "sql/a.sql",
      "CREATE TABLE base (x integer);\n"
      "CREATE TABLE called (x integer);\n"
      "CREATE FUNCTION sum_of(text) RETURNS bigint LANGUAGE plpgsql STABLE AS $$ DECLARE r bigint; BEGIN\n"
      "  EXECUTE format('SELECT sum(x) FROM public.%I', $1) INTO r; RETURN r; END $$;\n"
      "CREATE FUNCTION sum_called() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT sum(x) FROM "
      "public.called';\n");
  project.write(
      "m.yaml",
      std::string(daily) +
          "      sql_refresh: {track_changes: true}\n"
          "  Total:\n    attributes:\n      s: {range: integer}\n    annotations:\n      materialized: true\n"
          "      sql_definition: SELECT public.sum_of('base') + public.sum_called() AS s\n"
          "      sql_depends_on: [public.base, public.daily]\n"
          "      sql_refresh: {track_changes: true}\n");
  project.migrate("first");
  project.upgrade();
  CHECK(project.run({"refresh"}).exit_code == 0);
  CHECK(tracked(project, "base") == "t");
  CHECK(tracked(project, "called") == "t");
  const json views = json::parse(project.run({"views", "--format", "json"}).out).at("views");
  CHECK(views.at(1).at("reads") == json::array({"public.daily"}));
}

TEST_CASE("views that call functions over each other are refreshed, and the open order is said", "[reads]") {
  if (test::server() == nullptr) return;
  Project project("reads_cycle");
  project.write(
      "sql/a.sql",
      "CREATE TABLE base (x integer);\n"
      "CREATE FUNCTION of_b() RETURNS bigint LANGUAGE plpgsql STABLE AS $$ BEGIN\n"
      "  IF to_regclass('public.b') IS NULL THEN RETURN 0; END IF; RETURN (SELECT max(s) FROM public.b);\n"
      "END $$;\n"
      "CREATE FUNCTION of_a() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT max(s) FROM public.a';\n"
      "CREATE MATERIALIZED VIEW a AS SELECT coalesce(public.of_b(), 0) + 1 AS s FROM base;\n"
      "CREATE MATERIALIZED VIEW b AS SELECT public.of_a() + 1 AS s FROM base;\n"
      "CREATE MATERIALIZED VIEW c AS SELECT public.of_a() + public.of_b() AS s FROM base;\n");
  project.migrate("first");
  project.upgrade();
  project.sql("INSERT INTO public.base VALUES (1)");
  const Outcome refreshed = project.run({"refresh", "-j", "1"});
  CHECK(refreshed.exit_code == 0);
  CHECK_THAT(refreshed.err,
             Contains("public.a is refreshed before public.b, which it reads through a function"));
  CHECK(project.rows("b") == "2");
  CHECK(project.rows("c") == "3");
}
