// A database that is down, closed, absent or busy: one clear line, exit 1, and no password anywhere.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "pg/embedded.h"
#include "pg/session.h"
#include "support/catch.h"
#include "support/server.h"
#include "workspace.h"

using namespace schemac;
using test::Outcome;
using test::TestDatabase;
using test::Workspace;
namespace fs = std::filesystem;

namespace {

constexpr const char* password = "s3cret-pa55word";

void write_project(Workspace& place) {
  place.write("schemac.yaml", "name: demo\nsql: [model.sql]\ndatabase: { scratch: target }\n");
  place.write("model.sql", "CREATE TABLE t (a int);\n");
  place.write("migrations/20260101T000000_first.sql",
              "-- schemac migration first\n-- parents: none\n-- up\nCREATE TABLE public.t (a integer);\n"
              "-- down\nDROP TABLE public.t;\n");
}

// The message, and nothing but a hint below it.
void check_one_line(const Outcome& outcome, const std::string& part) {
  INFO(outcome.err);
  CHECK(outcome.exit_code == 1);
  CHECK(outcome.out.empty());
  CHECK(outcome.err.starts_with("schemac: error: "));
  CHECK(outcome.err.find(part) != std::string::npos);
  const std::string rest = outcome.err.substr(std::min(outcome.err.find('\n') + 1, outcome.err.size()));
  CHECK((rest.empty() || rest.starts_with("  hint: ")));
  CHECK(std::count(rest.begin(), rest.end(), '\n') <= 1);
  CHECK(outcome.err.find(password) == std::string::npos);
}

// A server that asks everybody but its owner for a password.
struct ClosedServer {
  ClosedServer() : access(fs::temp_directory_path() / ("schemac-cli-hba-" + std::to_string(::getpid()))) {
    std::ofstream(access) << "local all postgres trust\nlocal all all scram-sha-256\n";
    fs::permissions(access, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read |
                                fs::perms::others_read);
    pg::EmbeddedOptions options;
    options.key = "schemac cli test, closed server";
    options.settings = {"hba_file=" + access.string()};
    server = std::make_unique<pg::EmbeddedServer>(options, files);
    server->destroy();
    url = server->start();
    const auto session = pg::connect(url, pg::Settings::catalog);
    session->execute(std::string("CREATE ROLE limited LOGIN PASSWORD '") + password + "'");
    session->execute(
        "REVOKE ALL ON DATABASE schemac FROM PUBLIC; GRANT CONNECT ON DATABASE schemac TO limited");
  }
  ~ClosedServer() {
    server->destroy();
    fs::remove(access);
  }
  std::string as(const std::string& user, const std::string& word,
                 const std::string& database = "schemac") const {
    const std::string socket = server->status().socket_folder.string();
    return "postgresql://" + user + ":" + word + "@/" + database + "?host=" + socket + "&port=5432";
  }

  fs::path access;
  Files files;
  std::unique_ptr<pg::EmbeddedServer> server;
  std::string url;
};

}  // namespace

TEST_CASE("a database that cannot be used is one clear line", "[database]") {
  if (!pg::find_binaries()) {
    WARN("skipped: no PostgreSQL server binaries are installed");
    return;
  }
  Workspace place("database");
  write_project(place);
  const ClosedServer server;
  const auto upgrade = [&](const std::string& url) {
    return place.schemac({"-q", "upgrade"}, {{"DATABASE_URL", url}});
  };
  check_one_line(upgrade("postgresql://x:" + std::string(password) + "@/db?host=/nowhere/at/all"),
                 "/nowhere/at/all");
  check_one_line(upgrade("postgresql://x:" + std::string(password) + "@127.0.0.1:1/db"), "127.0.0.1");
  check_one_line(upgrade("postgresql+psycopg2://x:" + std::string(password) + "@127.0.0.1:1/db"),
                 "127.0.0.1");
  check_one_line(upgrade(server.as("limited", std::string("not-") + password)),
                 "password authentication failed");
  check_one_line(upgrade(server.as("limited", password, "absent")), "database \"absent\" does not exist");
  check_one_line(upgrade(server.as("limited", password)), "permission denied");
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"check"}, {"current"}, {"views"}, {"refresh"}, {"inspect", "database"}, {"downgrade", "base"}}) {
    std::vector<std::string> arguments{"-q"};
    arguments.insert(arguments.end(), words.begin(), words.end());
    check_one_line(
        place.schemac(arguments, {{"DATABASE_URL", server.as("limited", std::string("not-") + password)}}),
        "password authentication failed");
  }

  // Nor in JSON, in what is said on the way, in what is written, or in the server's list of sessions.
  const std::string owner = "postgresql://postgres:" + std::string(password) +
                            "@/schemac?port=5432&host=" + server.server->status().socket_folder.string();
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"upgrade", "-v", "--explain"},
                                             {"check", "-v", "--format", "json"},
                                             {"current", "--format", "json"},
                                             {"db", "url"},
                                             {"history", "-v"},
                                             {"inspect", "database"},
                                             {"downgrade", "base", "-v"}}) {
    for (const std::string& url : {owner, server.as("limited", password)}) {
      const Outcome outcome = place.schemac(words, {{"DATABASE_URL", url}});
      CHECK(outcome.out.find(password) == std::string::npos);
      CHECK(outcome.err.find(password) == std::string::npos);
    }
  }
  for (const std::string& name : place.files(".")) {
    CHECK(place.read(name).find(password) == std::string::npos);
  }
  // Nor in the process list: neither of the tool, which was given it as an argument, nor of psql.
  const Outcome processes =
      place.schemac({"-q", "db", "psql", "--database-url", owner, "--", "-X", "-At", "-c",
                     "SELECT string_agg(application_name || query, '') FROM pg_stat_activity", "-c",
                     "\\! for p in /proc/[0-9]*; do tr '\\0' ' ' 2>/dev/null < $p/cmdline; done"});
  CHECK(processes.exit_code == 0);
  CHECK(processes.out.find("--database-url postgresql://postgres@/schemac") != std::string::npos);
  CHECK(processes.out.find(password) == std::string::npos);
}

TEST_CASE("a required variable that is not set is an error", "[database]") {
  Workspace place("required");
  write_project(place);
  place.write("schemac.yaml",
              "name: demo\nsql: [model.sql]\ndatabase: { url_env: DEMO_DATABASE, url_required: true }\n");
  for (const test::Variables& variables : {test::Variables{}, test::Variables{{"DEMO_DATABASE", ""}}}) {
    const Outcome outcome = place.schemac({"-q", "upgrade"}, variables);
    CHECK(outcome.exit_code == 1);
    CHECK(outcome.err.find("DEMO_DATABASE") != std::string::npos);
    CHECK(outcome.err.find("hint") != std::string::npos);
  }
}

TEST_CASE("a second upgrade waits and finds nothing to do", "[database]") {
  if (test::server() == nullptr) return;
  Workspace place("waiting");
  write_project(place);
  place.replace("migrations/20260101T000000_first.sql", "CREATE TABLE public.t (a integer);",
                "CREATE TABLE public.t (a integer);\nSELECT pg_sleep(1.5);");
  const TestDatabase database;
  const std::vector<std::string> upgrade{"upgrade", "--database-url", database.url()};
  Outcome first;
  std::thread running([&] { first = place.schemac(upgrade); });
  const auto session = database.connect();
  for (int i = 0; i < 500; ++i) {
    if (session
            ->execute("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(1.5)%' AND state = "
                      "'active' "
                      "AND pid <> pg_backend_pid()")
            .value() != "0") {
      break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  const Outcome second = place.schemac(upgrade);
  running.join();
  INFO(first.err << second.err);
  CHECK(first.exit_code == 0);
  CHECK(second.exit_code == 0);
  CHECK(session->execute("SELECT count(*) FROM schemac.migration").value() == "1");
}
