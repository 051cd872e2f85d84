// refresh and views as a person or a build runs them: after an upgrade, without project or ledger, with wrong
// words.
#include <regex>
#include <set>
#include <sstream>
#include <utility>

#include <nlohmann/json.hpp>

#include "support/catch.h"
#include "support/server.h"
#include "workspace.h"

using namespace schemac;
using nlohmann::json;
using test::Outcome;
using test::TestDatabase;
using test::Workspace;

namespace {

struct Project {
  Project() : place("refresh") { place.write("schemac.yaml", "name: demo\ndatabase: { scratch: target }\n"); }
  void migration(const std::string& revision, const std::string& parents, const std::string& up) {
    place.write("migrations/" + revision + ".sql",
                "-- schemac migration " + revision + "\n-- parents: " + parents + "\n-- up\n" + up + "\n");
  }
  Outcome schemac(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--database-url", database.url()});
    Outcome outcome = place.schemac(arguments);
    UNSCOPED_INFO(arguments.front() << ": exit " << outcome.exit_code << "\n" << outcome.out << outcome.err);
    return outcome;
  }
  std::string value(const std::string& sql) { return database.session().query(sql).value(); }

  Workspace place;
  TestDatabase database;
};

const char* const first =
    "CREATE TABLE public.t (n integer); INSERT INTO public.t VALUES (1);\n"
    "CREATE MATERIALIZED VIEW public.a AS SELECT n FROM public.t;\n"
    "CREATE MATERIALIZED VIEW public.b AS SELECT n FROM public.a;\n"
    "CREATE MATERIALIZED VIEW public.other AS SELECT n FROM public.t;\n"
    "CREATE MATERIALIZED VIEW public.meant_empty AS SELECT n FROM public.t WITH NO DATA;";

}  // namespace

TEST_CASE("upgrade refreshes exactly the views that it recreated empty", "[refresh]") {
  if (test::server() == nullptr) return;
  Project project;
  project.migration("one", "none", first);
  const Outcome made = project.schemac({"upgrade"});
  REQUIRE(made.exit_code == 0);
  CHECK(project.value("SELECT count(*) FROM schemac.refresh") == "0");
  project.migration("two", "one",
                    "DROP MATERIALIZED VIEW public.b;\nDROP MATERIALIZED VIEW public.a;\n"
                    "CREATE MATERIALIZED VIEW public.a AS SELECT n + 1 AS n FROM public.t WITH NO DATA;\n"
                    "CREATE MATERIALIZED VIEW public.b AS SELECT n + 1 AS n FROM public.a WITH NO DATA;");
  const Outcome upgraded = project.schemac({"upgrade"});
  CHECK(upgraded.exit_code == 0);
  CHECK(upgraded.err.find("done      public.a  plain, 1 row") != std::string::npos);
  CHECK(project.value("SELECT string_agg(view || ' ' || outcome, ',' ORDER BY id) FROM schemac.refresh") ==
        "public.a done,public.b done");
  CHECK(project.value("SELECT n FROM public.b") == "3");
  CHECK(project.value("SELECT relispopulated FROM pg_class WHERE relname = 'meant_empty'") == "f");

  // One that cannot be filled fails the command, after the migration; the next refresh goes on with it.
  project.migration(
      "three", "two",
      "DROP MATERIALIZED VIEW public.other;\n"
      "CREATE MATERIALIZED VIEW public.other AS SELECT 1 / (n - 1) AS n FROM public.t WITH NO DATA;");
  const Outcome failed = project.schemac({"upgrade"});
  CHECK(failed.exit_code == 1);
  CHECK(failed.err.find("failed    public.other: division by zero") != std::string::npos);
  CHECK(project.schemac({"current"}).out.find("three") != std::string::npos);
  project.database.session().execute("UPDATE public.t SET n = 2");
  const Outcome again = project.schemac({"refresh"});
  CHECK(again.exit_code == 0);
  CHECK(again.out.find("done      public.other  plain, 1 row") != std::string::npos);
}

TEST_CASE("views that an upgrade emptied and did not come to fill are filled by the next one", "[refresh]") {
  if (test::server() == nullptr) return;
  Project project;
  project.migration("one", "none", first);
  REQUIRE(project.schemac({"upgrade"}).exit_code == 0);
  // The ledger of an older schemac notes nothing.
  project.database.session().execute("DROP TABLE schemac.populated_view");
  CHECK(project.schemac({"upgrade"}).exit_code == 0);
  project.migration("two", "one",
                    "DROP MATERIALIZED VIEW public.other;\n"
                    "CREATE MATERIALIZED VIEW public.other AS SELECT n FROM public.t WITH NO DATA;");
  project.place.write("hooks/after-upgrade/stop.sql", "SELECT 1 / 0;\n");
  CHECK(project.schemac({"upgrade"}).exit_code == 1);
  const auto populated = [&](const std::string& view) {
    return project.value("SELECT relispopulated FROM pg_class WHERE relname = '" + view + "'");
  };
  CHECK(project.schemac({"current"}).out.find("two") != std::string::npos);
  CHECK(populated("other") == "f");
  project.place.write("hooks/after-upgrade/stop.sql", "SELECT 1;\n");
  const Outcome again = project.schemac({"upgrade"});
  CHECK(again.exit_code == 0);
  CHECK(again.err.find("done      public.other  plain, 1 row") != std::string::npos);
  CHECK(populated("other") == "t");
  CHECK(populated("meant_empty") == "f");
  CHECK(project.value("SELECT count(*) FROM schemac.populated_view") == "0");
  // Once is enough, and what somebody empties afterwards stays so.
  project.database.session().execute("REFRESH MATERIALIZED VIEW public.other WITH NO DATA");
  CHECK(project.schemac({"upgrade"}).exit_code == 0);
  CHECK(populated("other") == "f");
}

TEST_CASE("upgrade of many databases fills what it emptied in each", "[refresh]") {
  if (test::server() == nullptr) return;
  Project project;
  TestDatabase other;
  project.migration(
      "one", "none",
      "CREATE TABLE public.t (n integer); CREATE MATERIALIZED VIEW public.v AS SELECT n FROM public.t;");
  project.place.write("targets", project.database.url() + "\n" + other.url() + "\n");
  REQUIRE(project.schemac({"upgrade", "--targets", "targets"}).exit_code == 0);
  other.session().execute("INSERT INTO public.t VALUES (1)");
  project.migration(
      "two", "one",
      "DROP MATERIALIZED VIEW public.v;\n"
      "CREATE MATERIALIZED VIEW public.v AS SELECT 1 / (n - 1) AS n FROM public.t WITH NO DATA;");
  const Outcome upgraded = project.schemac({"upgrade", "--targets", "targets", "--keep-going"});
  CHECK(upgraded.exit_code == 1);
  CHECK(upgraded.out.find("public.v was not refreshed: division by zero") != std::string::npos);
  CHECK(project.value("SELECT relispopulated FROM pg_class WHERE relname = 'v'") == "t");
  other.session().execute("DELETE FROM public.t");
  CHECK(project.place.schemac({"refresh", "--database-url", other.url()}).exit_code == 0);
}

TEST_CASE("one database and one of many are refreshed alike after an upgrade", "[refresh]") {
  if (test::server() == nullptr) return;
  const auto table = [](const std::string& name) {
    return "  " + name + ":\n    attributes:\n      n: {range: integer, identifier: true}\n";
  };
  const auto view = [](const std::string& name, const std::string& query, const std::string& settings) {
    return "  " + name + ":\n    attributes:\n      n: {range: integer}\n    annotations:\n" +
           "      materialized: true\n      sql_definition: " + query + "\n" + settings;
  };
  const std::string on_upgrade = "      sql_refresh: {on: upgrade}\n";
  Project project;
  project.place.write("schemac.yaml", "name: demo\nlinkml: [m.yaml]\ndatabase: { scratch: target }\n");
  project.place.write("m.yaml",
                      "id: https://example.org/m\nname: m\nprefixes: {linkml: https://w3id.org/linkml/}\n"
                      "default_prefix: https://example.org/m/\nimports: [linkml:types]\nclasses:\n" +
                          table("S") + table("T") + view("Always", "SELECT n FROM s", on_upgrade) +
                          view("Divides", "SELECT 1 / (n - 1) AS n FROM t", on_upgrade) +
                          view("Plain", "SELECT n FROM t", ""));
  TestDatabase other;  // which `upgrade` alone upgrades
  project.place.write("targets", project.database.url() + "\n");
  struct Result {
    int exit_code = 0;
    bool named = false;  // the problem is named
    std::string views, refreshes;
    bool operator==(const Result&) const = default;
  };
  const auto result_of = [](TestDatabase& database, const Outcome& outcome) {
    const std::string said = outcome.out + outcome.err;
    Result result;
    result.exit_code = outcome.exit_code;
    result.named = said.find("public.divides was not refreshed: division by zero") != std::string::npos;
    result.views = database.session()
                       .query(
                           "SELECT string_agg(relname || ' ' || relispopulated, ',' ORDER BY relname) "
                           "FROM pg_class WHERE relkind = 'm'")
                       .value();
    result.refreshes =
        database.session()
            .query(
                "SELECT string_agg(view || ' ' || outcome, ',' ORDER BY view, id) || '; ' || "
                "coalesce((SELECT string_agg(view, ',') FROM schemac.populated_view), 'all filled') "
                "FROM schemac.refresh")
            .value();
    return result;
  };
  std::string parent = "none";
  const auto migrate = [&](const std::string& revision, const std::string& up) {
    project.migration(revision, std::exchange(parent, revision), up);
    const Outcome alone = project.place.schemac({"upgrade", "--database-url", other.url()});
    const Outcome many = project.place.schemac({"upgrade", "--targets", "targets"});
    INFO(alone.out << alone.err << many.out << many.err);
    const Result result = result_of(other, alone);
    CHECK((result_of(project.database, many) == result));
    CHECK(result.named == (result.exit_code != 0));
    return result;
  };
  const auto in_both = [&](const std::string& sql) {
    other.session().execute(sql);
    project.database.session().execute(sql);
  };
  const Result made = migrate(
      "one",
      "CREATE TABLE public.s (n integer PRIMARY KEY); CREATE TABLE public.t (n integer PRIMARY KEY);\n"
      "INSERT INTO public.t VALUES (2);\n"
      "CREATE MATERIALIZED VIEW public.always AS SELECT n FROM public.s;\n"
      "CREATE MATERIALIZED VIEW public.divides AS SELECT 1 / (n - 1) AS n FROM public.t;\n"
      "CREATE MATERIALIZED VIEW public.plain AS SELECT n FROM public.t;");
  CHECK(made.exit_code == 0);
  CHECK(made.refreshes == "public.always done,public.divides done; all filled");
  in_both("INSERT INTO public.t VALUES (1)");
  const Result failed =
      migrate("two",
              "DROP MATERIALIZED VIEW public.plain;\n"
              "CREATE MATERIALIZED VIEW public.plain AS SELECT n + 1 AS n FROM public.t WITH NO DATA;");
  CHECK(failed.exit_code == 1);
  CHECK(failed.views == "always true,divides true,plain true");
  // It continues the refresh that was not finished.
  in_both("DELETE FROM public.t WHERE n = 1");
  const Result continued = migrate("three", "CREATE TABLE public.u (n integer);");
  CHECK(continued.exit_code == 0);
}

TEST_CASE("without project and ledger: refreshed in order, with no history", "[refresh]") {
  if (test::server() == nullptr) return;
  Project project;
  project.database.session().execute(first);
  Workspace elsewhere("refresh_nowhere");
  const std::vector<std::string> database = {"--database-url", project.database.url()};
  const auto run = [&](std::vector<std::string> words) {
    words.insert(words.end(), database.begin(), database.end());
    return elsewhere.schemac(words);
  };
  const Outcome refreshed = run({"refresh", "--jobs", "2"});
  CHECK(refreshed.exit_code == 0);
  CHECK(refreshed.out.find("public.a") < refreshed.out.find("public.b"));
  CHECK(project.value("SELECT to_regnamespace('schemac') IS NULL") == "t");
  const Outcome views = run({"views"});
  CHECK(views.exit_code == 0);
  CHECK(views.out.find("stale: there is no refresh history") != std::string::npos);
  CHECK(views.out.find("public.a  (materialized view)\n    rows unknown, 8 kB") != std::string::npos);
  const json swapped = json::parse(run({"refresh", "--views", "swap", "--format", "json"}).out);
  REQUIRE(swapped.at("views").size() == 4);
  for (const json& view : swapped.at("views")) {
    CHECK(view.at("outcome") == "done");
    CHECK(view.at("how") == "swap");
  }
  CHECK(elsewhere.files(".").empty());
}

TEST_CASE("wrong names and words", "[refresh]") {
  if (test::server() == nullptr) return;
  Project project;
  project.database.session().execute(first);
  project.database.session().execute("CREATE VIEW public.plain AS SELECT n FROM public.a");
  const auto refused = [&](const std::vector<std::string>& words, int code, const std::string& part) {
    const Outcome outcome = project.schemac(words);
    CHECK(outcome.exit_code == code);
    CAPTURE(part);
    CHECK(outcome.err.find(part) != std::string::npos);
  };
  refused({"refresh", "othr"}, 1, "no view othr");
  refused({"refresh", "othr"}, 1, "other");
  refused({"refresh", "plain"}, 1, "plain is a plain view: it has nothing to refresh");
  refused({"refresh", "--jobs", "many"}, 64, "--jobs");
  refused({"refresh", "--jobs", "-1"}, 64, "--jobs");
  refused({"refresh", "--views", "swop"}, 64, "--views");
  refused({"refresh", "--concurrently", "maybe"}, 64, "--concurrently");
  refused({"refresh", "--wait", "--no-wait"}, 64, "--no-wait");
  refused({"refresh", "--lock-timeout", "soon"}, 1, "lock_timeout");
  refused({"views", "--format", "yaml"}, 64, "views has no format yaml");
  refused({"refresh", "--format", "prometheus"}, 64, "refresh has no format prometheus");
  CHECK(project.value("SELECT to_regnamespace('schemac') IS NULL") == "t");
}

TEST_CASE("a role without rights on the ledger or on a view refreshes what it may, and is told",
          "[refresh]") {
  if (test::server() == nullptr) return;
  Project project;
  project.migration("one", "none", first);
  REQUIRE(project.schemac({"upgrade"}).exit_code == 0);
  const std::string role = "refresher_" + project.database.name();
  project.database.session().execute("CREATE ROLE " + role + " LOGIN; GRANT ALL ON SCHEMA public TO " + role +
                                     "; GRANT SELECT ON public.t, public.a TO " + role +
                                     "; ALTER MATERIALIZED VIEW public.b OWNER TO " + role);
  const std::string url = project.database.url() + "&options=-crole%3D" + role;
  const auto as_role = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--database-url", url});
    Outcome outcome = project.place.schemac(words);
    UNSCOPED_INFO(words.front() << ": exit " << outcome.exit_code << "\n" << outcome.out << outcome.err);
    return outcome;
  };
  const std::string unrecorded = "refreshes are not recorded: no privilege";
  for (const char* granted :
       {"SELECT 1", "GRANT USAGE ON SCHEMA schemac TO %; GRANT SELECT ON schemac.refresh TO %"}) {
    std::string grant = granted;
    for (std::size_t at = grant.find('%'); at != std::string::npos; at = grant.find('%'))
      grant.replace(at, 1, role);
    project.database.session().execute(grant);
    const Outcome own = as_role({"refresh", "b"});
    CHECK(own.exit_code == 0);
    CHECK(own.err.find(unrecorded) != std::string::npos);
    const Outcome all = as_role({"refresh", "--keep-going", "--jobs", "1"});
    CHECK(all.exit_code == 1);
    CHECK(all.err.find(unrecorded) != std::string::npos);
    CHECK(std::regex_search(all.out, std::regex("failed    public\\.a: .* \\(it belongs to ")));
    CHECK(all.out.find("skipped   public.b") != std::string::npos);
    CHECK(all.out.find("done      public.other") == std::string::npos);
    CHECK(as_role({"views"}).exit_code == 0);
  }
  CHECK(project.value("SELECT count(*) FROM schemac.refresh") == "0");
  project.database.session().execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
}

TEST_CASE("a cycle that only functions make", "[refresh]") {
  if (test::server() == nullptr) return;
  Project project;
  project.database.session().execute(first);
  project.database.session().execute(
      "SET search_path = public;"
      "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT 1; END;"
      "CREATE MATERIALIZED VIEW v1 AS SELECT f() AS n; CREATE MATERIALIZED VIEW v2 AS SELECT n FROM v1;"
      "CREATE OR REPLACE FUNCTION f() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT count(*) FROM "
      "v2; END");
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"refresh"}, {"refresh", "v2"}, {"refresh", "--dry-run"}}) {
    const Outcome outcome = project.schemac(words);
    CHECK(outcome.exit_code == 1);
    const std::string cycle =
        words.back() == "v2" ? "public.v2 -> public.v1 -> public.v2" : "public.v1 -> public.v2 -> public.v1";
    CHECK(outcome.err.find("the views depend on each other: " + cycle) != std::string::npos);
  }
  CHECK(project.schemac({"refresh", "other"}).exit_code == 0);
  CHECK(project.schemac({"views"}).exit_code == 0);
}

TEST_CASE("views: who reads whom, how and when, in every format", "[refresh]") {
  if (test::server() == nullptr) return;
  Project project;
  project.migration("one", "none", first);
  REQUIRE(project.schemac({"upgrade"}).exit_code == 0);
  project.database.session().execute(
      "CREATE VIEW public.\"p \"\" back\" AS SELECT n FROM public.a;"
      "CREATE MATERIALIZED VIEW public.\"odd \\ one\" AS SELECT n FROM public.t");
  REQUIRE(project.schemac({"refresh", "a", "b"}).exit_code == 0);
  const Outcome text = project.schemac({"views"});
  CHECK(std::regex_search(
      text.out, std::regex("public\\.a  \\(materialized view\\)\n    1 row, [0-9.]+ kB\n    last refresh "
                           "[-0-9]+ [0-9:.]+\\+00 in [0-9.]+ m?s, plain\n")));
  CHECK(text.out.find("    read by public.b") != std::string::npos);
  CHECK(
      text.out.find(
          "public.meant_empty  (materialized view)\n    not populated\n    stale: it has not been filled") !=
      std::string::npos);
  const json views = json::parse(project.schemac({"views", "--format", "json"}).out).at("views");
  REQUIRE(views.size() == 6);
  for (const json& view : views) {
    for (const char* field : {"view", "kind", "populated", "rows", "bytes", "last_refresh", "duration_ms",
                              "how", "last_outcome", "stale", "reason", "reads", "read_by"}) {
      CAPTURE(field);
      CHECK(view.contains(field));
    }
  }
  CHECK(views[0].at("view") == "public.a");
  CHECK(views[0].at("how") == "plain");
  CHECK(views[0].at("last_outcome") == "done");
  CHECK(views[0].at("read_by").size() == 2);
  CHECK(views[1].at("reads") == json{"public.a"});

  // The text format: HELP and TYPE once before the samples of a metric, none twice, values that parse.
  const Outcome metrics = project.schemac({"views", "--format", "prometheus"});
  std::set<std::string> described;
  std::set<std::string> samples;
  std::string metric;
  std::istringstream lines(metrics.out);
  const std::regex head(R"(# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+))");
  const std::regex sample(
      R"re(([a-zA-Z_:][a-zA-Z0-9_:]*)(\{view="(?:[^"\\\n]|\\[\\"n])*"\}) (-?[0-9.]+(?:e[-+]?[0-9]+)?))re");
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    std::smatch parts;
    if (std::regex_match(line, parts, head)) {
      if (parts[1] == "HELP") {
        CHECK(described.insert(parts[2]).second);
        metric = parts[2];
      } else {
        CHECK(parts[2] == metric);
        CHECK((parts[3] == "gauge" || parts[3] == "counter"));
      }
      continue;
    }
    REQUIRE(std::regex_match(line, parts, sample));
    CHECK(parts[1] == metric);
    CHECK(samples.insert(parts[1].str() + parts[2].str()).second);
  }
  CHECK(metrics.out.back() == '\n');
  CHECK(described.contains("schemac_view_last_refresh_timestamp_seconds"));
  CHECK(samples.contains("schemac_view_stale{view=\"public.\\\"odd \\\\ one\\\"\"}"));
  CHECK(samples.contains("schemac_view_refresh_duration_seconds{view=\"public.a\"}"));
  CHECK_FALSE(samples.contains("schemac_view_refresh_duration_seconds{view=\"public.other\"}"));
}
