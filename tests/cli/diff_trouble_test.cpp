// What stands in the way of `diff` although the states themselves are fine: a server that goes away, a role
// that may not do what is needed, and what the tool does not read.
#include <algorithm>
#include <chrono>
#include <future>
#include <thread>

#include "pg/connection_url.h"
#include "pg/session.h"
#include "support/catch.h"
#include "workspace.h"

using namespace schemac;
using Catch::Matchers::Contains;
using test::Outcome;
using test::Workspace;

namespace {

// Of the embedded server that a Workspace has.
std::string database_url(const Workspace& place, const std::string& name, const std::string& role = {}) {
  std::string url = pg::with_database(place.url(), name);
  if (!role.empty()) url += (url.find('?') == std::string::npos ? "?user=" : "&user=") + role;
  return url;
}

std::string scratch_databases(pg::Session& session) {
  return session.query("SELECT count(*) FROM pg_database WHERE datname LIKE 'schemac\\_scratch\\_%'").value();
}

std::ptrdiff_t lines(const std::string& text) { return std::count(text.begin(), text.end(), '\n'); }

}  // namespace

TEST_CASE("diff makes its scratch databases elsewhere where the target's role may not", "[diff]") {
  Workspace place("diff_scratch");
  Workspace target("diff_scratch_target");
  target.write("schemac.yaml", "name: target\n");
  const auto session = pg::connect(target.url(), pg::Settings::catalog);
  session->execute("CREATE ROLE reader LOGIN");
  session->execute("CREATE DATABASE shop");
  const std::string url = database_url(target, "shop", "reader");
  place.write("wanted.sql", "CREATE TABLE wanted (id integer);\n");
  for (const std::string setting : {"target", "auto"}) {
    place.write("schemac.yaml", "name: demo\ndatabase: {scratch: " + setting + "}\n");
    const Outcome diff =
        place.schemac({"--database-url", url, "diff", "--from", "database", "--to", "wanted.sql"});
    INFO(setting << diff.out << diff.err);
    CHECK(diff.exit_code == 0);
    CHECK_THAT(diff.out, Contains("CREATE TABLE public.wanted"));
    // `auto` takes the embedded one anyway, where it is like the target.
    if (setting == "target") {
      CHECK_THAT(diff.err,
                 Contains("scratch databases are created in the embedded server: role reader may not "
                          "create scratch databases in "));
    }
  }
  CHECK(scratch_databases(*session) == "0");

  SECTION("where the setting names a server, that one is meant") {
    place.write("schemac.yaml", "name: demo\ndatabase: {scratch: \"" + url + "\"}\n");
    const Outcome diff = place.schemac({"diff", "--from", "empty", "--to", "wanted.sql"});
    INFO(diff.out << diff.err);
    CHECK(diff.exit_code == 1);
    CHECK_THAT(diff.err, Contains("role reader may not create scratch databases") &&
                             Contains("ALTER ROLE reader CREATEDB"));
  }
  SECTION("a role that may, on a server that does not let it") {
    session->execute("ALTER ROLE reader CREATEDB");
    session->execute("UPDATE pg_catalog.pg_database SET datistemplate = false WHERE datname = 'template0'");
    place.write("schemac.yaml", "name: demo\nsql: [wanted.sql]\ndatabase: {scratch: target}\n");
    const Outcome diff =
        place.schemac({"--database-url", url, "diff", "--from", "database", "--to", "project"});
    INFO(diff.out << diff.err);
    CHECK(diff.exit_code == 0);
    CHECK_THAT(diff.err,
               Contains("scratch databases are created in the embedded server: permission denied to "
                        "copy database \"template0\""));
    CHECK_THAT(diff.out, Contains("CREATE TABLE public.wanted"));
  }
}

TEST_CASE("diff whose connection is lost says so in one line, and the next one cleans up", "[diff]") {
  Workspace place("diff_lost");
  place.write("schemac.yaml", "name: demo\n");
  const auto session = pg::connect(place.url(), pg::Settings::catalog);
  session->execute("CREATE TABLE public.t (id integer); CREATE VIEW public.v AS SELECT id FROM public.t");

  SECTION("while a database is read") {
    // The server locks what a view reads in order to print it.
    const auto holder = pg::connect(place.url(), pg::Settings::catalog);
    holder->execute("BEGIN; LOCK TABLE public.t IN ACCESS EXCLUSIVE MODE");
    std::future<Outcome> running = std::async(std::launch::async, [&] {
      return place.schemac({"diff", "--from", place.url(), "--to", "empty"});
    });
    std::string killed = "0";
    while (killed == "0" && running.wait_for(std::chrono::milliseconds(20)) != std::future_status::ready) {
      killed = session
                   ->query(
                       "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                       "WHERE wait_event_type = 'Lock'")
                   .value();
    }
    const Outcome diff = running.get();
    INFO(diff.out << diff.err);
    CHECK(diff.exit_code == 1);
    CHECK(diff.out.empty());
    CHECK_THAT(diff.err, Contains("terminating connection due to administrator command"));
    CHECK(lines(diff.err) <= 2);
  }
  SECTION("while a state is made, with all others") {
    place.write("fatal.sql",
                "CREATE TABLE a (id integer);\n"
                "CREATE TABLE killed AS SELECT pg_terminate_backend(pid) FROM pg_stat_activity\n"
                "  WHERE pid <> pg_backend_pid() AND backend_type = 'client backend';\n"
                "CREATE TABLE last AS SELECT pg_terminate_backend(pg_backend_pid());\n");
    const std::string url = place.url();
    const Outcome diff = place.schemac({"diff", "--from", "empty", "--to", "fatal.sql"});
    INFO(diff.out << diff.err);
    CHECK(diff.exit_code == 1);
    CHECK(diff.out.empty());
    CHECK_THAT(diff.err, Contains("terminating connection due to administrator command"));
    const auto after = pg::connect(url, pg::Settings::catalog);
    CHECK(scratch_databases(*after) == "1");
    place.write("fine.sql", "CREATE TABLE a (id integer);\n");
    CHECK(place.schemac({"diff", "--from", "empty", "--to", "fine.sql"}).exit_code == 0);
    CHECK(scratch_databases(*after) == "0");
  }
}

TEST_CASE("diff names what a role may not do", "[diff]") {
  Workspace place("diff_rights");
  place.write("schemac.yaml", "name: demo\n");
  const auto session = pg::connect(place.url(), pg::Settings::catalog);
  session->execute("CREATE ROLE reader LOGIN");
  session->execute("CREATE DATABASE closed");
  session->execute("REVOKE CONNECT ON DATABASE closed FROM PUBLIC");
  const Outcome closed =
      place.schemac({"diff", "--from", database_url(place, "closed", "reader"), "--to", "empty"});
  INFO(closed.out << closed.err);
  CHECK(closed.exit_code == 1);
  CHECK_THAT(closed.err,
             Contains("permission denied for database \"closed\"") && Contains("CONNECT privilege"));

  // Reading catalogs takes no privilege; the ledger is a table.
  session->execute("CREATE DATABASE open");
  const auto owner = pg::connect(database_url(place, "open"), pg::Settings::catalog);
  owner->execute("CREATE TABLE public.t (id integer); CREATE SCHEMA schemac");
  const auto as_reader = [&] {
    return place.schemac(
        {"diff", "--from", database_url(place, "open", "reader"), "--to", "empty", "--allow", "all"});
  };
  const Outcome ledger = as_reader();
  INFO(ledger.err);
  CHECK(ledger.exit_code == 1);
  CHECK_THAT(ledger.err, Contains("permission denied for schema schemac"));
  owner->execute("DROP SCHEMA schemac");
  const Outcome open = as_reader();
  INFO(open.err);
  CHECK(open.exit_code == 0);
  CHECK_THAT(open.out, Contains("DROP TABLE public.t"));
}

TEST_CASE("diff says that it does not compare security labels", "[diff]") {
  Workspace place("diff_labels");
  place.write("schemac.yaml", "name: demo\n");
  const auto session = pg::connect(place.url(), pg::Settings::catalog);
  // No provider is loaded that would let SECURITY LABEL through.
  session->execute(
      "CREATE TABLE public.t (id integer); SET allow_system_table_mods = on; "
      "INSERT INTO pg_seclabel VALUES ('public.t'::regclass, 'pg_class'::regclass, 0, 'guard', 'secret')");
  const Outcome diff = place.schemac({"diff", "--from", place.url(), "--to", place.url(), "--exit-code"});
  INFO(diff.out << diff.err);
  CHECK(diff.exit_code == 0);
  CHECK_THAT(diff.err, Contains("not compared: security labels of provider guard"));
  CHECK_THAT(diff.out, Contains("no difference") && Contains("in what is compared"));
}
