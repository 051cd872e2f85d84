// `schemac diff` between states of every kind, and its script run by psql as it stands.
#include <sstream>

#include <nlohmann/json.hpp>

#include "base/subprocess.h"
#include "pg/introspect.h"
#include "pg/session.h"
#include "support/catch.h"
#include "workspace.h"

using namespace schemac;
using test::Outcome;
using test::Workspace;

namespace {

constexpr const char* before = R"(
CREATE SCHEMA "line
break";
CREATE TYPE public.color AS ENUM ('red', 'green');
CREATE TABLE public.account (id integer PRIMARY KEY, name text, color public.color, old_note text);
CREATE TABLE "line
break"."t; DROP TABLE public.account" (a integer);
CREATE VIEW public.named AS SELECT id, name FROM public.account;
CREATE MATERIALIZED VIEW public.counted AS SELECT name, count(*) AS n FROM public.named GROUP BY name;
CREATE FUNCTION public.total() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM account';
)";

constexpr const char* after = R"(
CREATE SCHEMA "line
break";
CREATE TYPE public.color AS ENUM ('red', 'green', 'blue');
CREATE TABLE public.account (id bigint PRIMARY KEY, name text NOT NULL, color public.color DEFAULT 'blue');
CREATE TABLE public.entry (id bigint PRIMARY KEY, account_id bigint NOT NULL REFERENCES public.account (id));
CREATE INDEX account_name ON public.account (name);
CREATE VIEW public.named AS SELECT id, upper(name) AS name FROM public.account;
CREATE MATERIALIZED VIEW public.counted AS SELECT name, count(*) AS n FROM public.named GROUP BY name;
CREATE UNIQUE INDEX counted_name ON public.counted (name);
CREATE FUNCTION public.total() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM account WHERE id > 0';
CREATE TABLE public."select" ("from" integer, "Größe" integer DEFAULT 1);
)";

struct Place {
  Workspace workspace{"diff"};
  std::string server;
  Place() {
    workspace.write("schemac.yaml", "name: demo\n");
    server = workspace.url();
  }
  std::string database(const std::string& name, const std::string& sql) {
    auto session = pg::connect(server, pg::Settings::catalog);
    session->execute("CREATE DATABASE " + name);
    const std::string url = pg::with_database(server, name);
    pg::connect(url, pg::Settings::catalog)->execute("SET search_path = public; " + sql);
    return url;
  }
  CommandResult psql(const std::string& url, const std::string& script) {
    return workspace.psql(url, script);
  }
};

bool only_comments(const std::string& script) {
  std::istringstream lines(script);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && !line.starts_with("--")) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("diff: a script that psql runs as it stands, there and back", "[diff]") {
  Place place;
  place.workspace.write("before.sql", before);
  place.workspace.write("after/1.sql", after);
  const std::string url = place.database("live", before);
  pg::connect(url, pg::Settings::catalog)
      ->execute("INSERT INTO public.account VALUES (1, 'a', 'red', 'x'), (2, 'b', 'green', NULL)");

  const Outcome refused = place.workspace.schemac({"diff", "--from", url, "--to", "after"});
  INFO(refused.out << refused.err);
  CHECK(refused.exit_code == 3);
  CHECK(refused.out.find("DROP COLUMN old_note") != std::string::npos);
  CHECK(refused.err.find("--allow data-loss") != std::string::npos);

  const Outcome there =
      place.workspace.schemac({"diff", "--from", url, "--to", "after", "--allow", "data-loss"});
  INFO(there.out << there.err);
  REQUIRE(there.exit_code == 0);
  const CommandResult ran = place.psql(url, there.out);
  INFO(ran.output);
  REQUIRE(ran.exit_code == 0);
  CHECK(pg::connect(url, pg::Settings::catalog)->query("SELECT count(*) FROM public.account").value() == "2");

  const Outcome again = place.workspace.schemac({"diff", "--from", url, "--to", "after", "--exit-code"});
  INFO(again.out << again.err);
  CHECK(again.exit_code == 0);
  CHECK(only_comments(again.out));
  CHECK(place.psql(url, again.out).exit_code == 0);

  const Outcome back = place.workspace.schemac(
      {"diff", "--from", url, "--to", "before.sql", "--allow", "all", "--exit-code", "--online", "never"});
  INFO(back.out << back.err);
  CHECK(back.exit_code == 2);
  const CommandResult returned = place.psql(url, back.out);
  INFO(returned.output);
  CHECK(returned.exit_code == 0);
  CHECK(place.workspace.schemac({"diff", "--from", "before.sql", "--to", url, "--exit-code"}).exit_code == 0);
}

TEST_CASE("diff: what pg_dump writes is a state", "[diff]") {
  Place place;
  const std::string url = place.database("dumped", after);
  Command dump;
  dump.argv = {"pg_dump", "--schema-only", "-d", url};
  const CommandResult dumped = run_command(dump);
  REQUIRE(dumped.exit_code == 0);
  place.workspace.write("dump.sql", dumped.output);
  const Outcome same = place.workspace.schemac({"diff", "--from", url, "--to", "dump.sql", "--exit-code"});
  INFO(same.out << same.err);
  CHECK(same.exit_code == 0);
  CHECK(only_comments(same.out));
  const Outcome all = place.workspace.schemac({"diff", "--from", "empty", "--to", "dump.sql"});
  INFO(all.out << all.err);
  REQUIRE(all.exit_code == 0);
  const std::string fresh = place.database("fresh", "");
  const CommandResult ran = place.psql(fresh, all.out);
  INFO(ran.output);
  CHECK(ran.exit_code == 0);
  CHECK(place.workspace.schemac({"diff", "--from", fresh, "--to", url, "--exit-code"}).exit_code == 0);
}

TEST_CASE("diff: text, JSON and the way down", "[diff]") {
  Place place;
  place.workspace.write("before.sql", before);
  place.workspace.write("after.sql", after);
  const std::vector<std::string> words = {"diff",      "--from",  "before.sql", "--to",
                                          "after.sql", "--allow", "all"};
  const auto run = [&](std::vector<std::string> more) {
    std::vector<std::string> all = words;
    all.insert(all.end(), more.begin(), more.end());
    return place.workspace.schemac(all);
  };
  const Outcome text = run({"--format", "text"});
  INFO(text.out << text.err);
  CHECK(text.exit_code == 0);
  CHECK(text.out.find("alter table public.account") != std::string::npos);
  CHECK(text.out.find("rebuilt materialized view public.counted") != std::string::npos);
  const Outcome json = run({"--format", "json", "--down"});
  const nlohmann::json parsed = nlohmann::json::parse(json.out);
  CHECK(parsed["plan"]["steps"].size() > 5);
  CHECK(parsed["down"]["steps"].size() > 5);
  CHECK(parsed["plan"]["refused"] == false);
  const Outcome both = run({"--down"});
  const std::size_t down = both.out.find("\n-- down\n");
  REQUIRE(down != std::string::npos);
  const std::string url = place.database("twice", before);
  // An index cannot be built concurrently twice under one name if a step failed; each half runs by itself.
  const CommandResult up_ran = place.psql(url, both.out.substr(0, down));
  INFO(up_ran.output);
  CHECK(up_ran.exit_code == 0);
  const CommandResult down_ran = place.psql(url, both.out.substr(down));
  INFO(down_ran.output);
  CHECK(down_ran.exit_code == 0);
  CHECK(place.workspace.schemac({"diff", "--from", url, "--to", "before.sql", "--exit-code"}).exit_code == 0);
  CHECK(run({"--format", "toml"}).exit_code == 64);
}

TEST_CASE("diff: declared renames, kinds that are not read, states that are none", "[diff]") {
  Place place;
  const auto state = [&](const std::string& name, const std::string& text) {
    place.workspace.write(name, text);
  };
  state("one.yaml",
        "id: https://example.org/s\nname: s\nclasses:\n  Sample:\n    attributes:\n"
        "      id: {identifier: true}\n      old_name: {}\n");
  state("two.yaml",
        "id: https://example.org/s\nname: s\nclasses:\n  Sample:\n    attributes:\n"
        "      id: {identifier: true}\n      new_name:\n        annotations: {sql_renamed_from: old_name}\n");
  const Outcome renamed = place.workspace.schemac({"diff", "--from", "one.yaml", "--to", "two.yaml"});
  INFO(renamed.out << renamed.err);
  CHECK(renamed.exit_code == 0);
  CHECK(renamed.out.find("RENAME COLUMN old_name TO new_name") != std::string::npos);

  const std::string url =
      place.database("unread", "CREATE ACCESS METHOD mine TYPE TABLE HANDLER heap_tableam_handler");
  const Outcome told = place.workspace.schemac({"diff", "--from", url, "--to", "empty", "--allow", "all"});
  INFO(told.out << told.err);
  CHECK(told.err.find("not compared") != std::string::npos);

  state("broken.sql", "CREATE TABLE t (a integer;\n");
  const Outcome broken = place.workspace.schemac({"diff", "--from", "empty", "--to", "broken.sql"});
  INFO(broken.err);
  CHECK(broken.exit_code == 1);
  CHECK(broken.err.find("broken.sql:1:") != std::string::npos);
}
