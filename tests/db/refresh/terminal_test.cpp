// The commands themselves: the live table through a pseudo-terminal, Ctrl-C, and the formats of `views`.
#include <fcntl.h>
#include <pty.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <regex>
#include <sstream>

#include <nlohmann/json.hpp>

#include "base/subprocess.h"
#include "db/refresh/fixture.h"

using namespace schemac;
using test::RefreshFixture;
using Clock = std::chrono::steady_clock;

namespace {

const std::string tool = std::string(SCHEMAC_BINARY_DIR) + "/bin/schemac";

bool has_tool() {
  if (std::filesystem::exists(tool)) return true;
  WARN("skipped: " << tool << " is not built");
  return false;
}

struct Ran {
  int exit_code = -1;
  std::string text;
};

// On a terminal of 100 columns and 12 rows. interrupt_after: what has to be seen before Ctrl-C is typed;
// empty = never.
Ran run_on_terminal(const std::vector<std::string>& arguments, const std::string& interrupt_after = {}) {
  winsize size{12, 100, 0, 0};
  int terminal = -1;
  const pid_t child = ::forkpty(&terminal, nullptr, nullptr, &size);
  REQUIRE(child >= 0);
  if (child == 0) {
    std::vector<char*> argv;
    std::vector<std::string> words = {tool};
    words.insert(words.end(), arguments.begin(), arguments.end());
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }
  Ran ran;
  std::array<char, 4096> buffer{};
  bool interrupted = interrupt_after.empty();
  for (;;) {
    const ssize_t count = ::read(terminal, buffer.data(), buffer.size());
    if (count <= 0) break;  // EIO when the child has closed its side
    ran.text.append(buffer.data(), static_cast<std::size_t>(count));
    if (!interrupted && ran.text.find(interrupt_after) != std::string::npos) {
      interrupted = true;
      REQUIRE(::write(terminal, "\x03", 1) == 1);
    }
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ::close(terminal);
  ran.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return ran;
}

Ran run_tool(std::vector<std::string> arguments) {
  Command command;
  command.argv = {tool};
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  const CommandResult result = run_command(command);
  return {result.exit_code, result.output};
}

}  // namespace

TEST_CASE("the live table shows state, elapsed, expected and rows, in place") {
  NEED_SERVER();
  if (!has_tool()) return;
  RefreshFixture database;
  database.sql(
      "CREATE MATERIALIZED VIEW public.slow AS SELECT pg_sleep(0.5)::text AS x WITH NO DATA;"
      "CREATE MATERIALIZED VIEW public.after AS SELECT count(*) FROM public.slow WITH NO DATA");
  const std::vector<std::string> command = {"refresh", "--database-url", database.database.url(), "--jobs",
                                            "2"};
  const Ran first = run_on_terminal(command);
  CHECK(first.exit_code == 0);
  CHECK(std::regex_search(first.text, std::regex("view +state +elapsed +expected +rows")));
  CHECK(std::regex_search(first.text, std::regex("public.slow +running +[0-9.]+ m?s")));
  CHECK(std::regex_search(first.text, std::regex("public.after +waiting")));
  CHECK(std::regex_search(first.text, std::regex("public.slow +done +[0-9.]+ m?s +1")));
  CHECK(first.text.find("\x1b[3A") !=
        std::string::npos);  // header and two views, drawn again over themselves
  const Ran second = run_on_terminal(command);
  CHECK(std::regex_search(second.text, std::regex("public.slow +running +[0-9.]+ m?s +[0-9.]+ m?s +1")));
  // Not on a terminal: only the results.
  const Ran piped = run_tool(command);
  CHECK(piped.text.find('\x1b') == std::string::npos);
  CHECK(piped.text.find("done      public.after  plain, 1 row") != std::string::npos);
}

TEST_CASE("more views than rows are summed up") {
  NEED_SERVER();
  if (!has_tool()) return;
  RefreshFixture database;
  std::string sql;
  for (int i = 0; i < 30; ++i)
    sql += "CREATE MATERIALIZED VIEW public.m" + std::to_string(i) +
           " AS SELECT pg_sleep(0.02)::text AS x WITH NO DATA;";
  database.sql(sql);
  const Ran ran = run_on_terminal({"refresh", "--database-url", database.database.url()});
  CHECK(ran.exit_code == 0);
  CHECK(std::regex_search(ran.text, std::regex("and [0-9]+ more")));
}

TEST_CASE("Ctrl-C ends the running refresh and leaves the lock free") {
  NEED_SERVER();
  if (!has_tool()) return;
  RefreshFixture database;
  database.sql("CREATE MATERIALIZED VIEW public.slow AS SELECT pg_sleep(60)::text AS x WITH NO DATA");
  const auto begin = Clock::now();
  const Ran ran = run_on_terminal({"refresh", "--database-url", database.database.url()}, "running");
  CHECK(Clock::now() - begin < std::chrono::seconds(20));
  CHECK(ran.exit_code == 130);
  CHECK(ran.text.find("cancelled public.slow") != std::string::npos);
  CHECK(database.value("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == "0");
  CHECK(database.value("SELECT outcome FROM schemac.refresh") == "cancelled");
}

TEST_CASE("views: text, JSON, Prometheus") {
  NEED_SERVER();
  if (!has_tool()) return;
  RefreshFixture database;
  database.sql(
      "CREATE TABLE public.t (n int); INSERT INTO public.t VALUES (1);"
      "CREATE MATERIALIZED VIEW public.\"Odd \"\"one\" AS SELECT n FROM public.t;"
      "CREATE VIEW public.p AS SELECT * FROM public.\"Odd \"\"one\";"
      "CREATE MATERIALIZED VIEW public.over AS SELECT count(*) AS n FROM public.p");
  database.refresh();
  const Ran json = run_tool({"views", "-q", "--database-url", database.database.url(), "--format", "json"});
  database.wait_until_alone();
  REQUIRE(json.exit_code == 0);
  const nlohmann::json views = nlohmann::json::parse(json.text).at("views");
  REQUIRE(views.size() == 3);
  CHECK(views[0]["view"] == "public.\"Odd \"\"one\"");
  CHECK(views[0]["kind"] == "materialized_view");
  CHECK(views[0]["rows"] == 1);
  CHECK(views[0]["stale"] == false);
  CHECK(views[0]["how"] == "plain");
  CHECK(views[0]["populated"] == true);
  CHECK(views[0]["read_by"] == nlohmann::json{"public.p"});
  CHECK(views[2]["view"] == "public.p");
  CHECK(views[2]["kind"] == "view");
  CHECK(views[2]["rows"].is_null());
  CHECK(views[1]["reads"] == nlohmann::json{"public.p"});

  const Ran text = run_tool({"views", "-q", "--database-url", database.database.url()});
  database.wait_until_alone();
  CHECK(text.text.find("public.over  (materialized view)\n    1 row, 8 kB\n    last refresh ") !=
        std::string::npos);
  CHECK(text.text.find("    reads public.p\n") != std::string::npos);
  CHECK(text.text.find("    fresh: nothing that it reads changed since ") != std::string::npos);

  const Ran metrics =
      run_tool({"views", "-q", "--database-url", database.database.url(), "--format", "prometheus"});
  database.wait_until_alone();
  CHECK(metrics.text.find("# TYPE schemac_view_stale gauge\nschemac_view_stale{view=\"public.\\\"Odd "
                          "\\\"\\\"one\\\"\"} 0\n") != std::string::npos);
  CHECK(metrics.text.find("schemac_view_rows{view=\"public.over\"} 1\n") != std::string::npos);
  // Every line is a comment or a sample.
  std::istringstream lines(metrics.text);
  const std::regex form(R"(# (HELP|TYPE) \S+ .+|[a-z_]+\{view="([^"\\\n]|\\.)*"\} [-+0-9.e]+)");
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    CHECK(std::regex_match(line, form));
  }
}

TEST_CASE("--stale-only --explain says why for each; --no-wait leaves") {
  NEED_SERVER();
  if (!has_tool()) return;
  RefreshFixture database;
  database.sql(
      "CREATE TABLE public.t (n int); CREATE MATERIALIZED VIEW public.v AS SELECT n FROM public.t;"
      "CREATE MATERIALIZED VIEW public.w AS SELECT now() AS x");
  database.refresh();
  const Ran ran =
      run_on_terminal({"refresh", "--stale-only", "--explain", "--database-url", database.database.url()});
  CHECK(ran.text.find("explain: public.v is fresh: nothing that it reads changed since") !=
        std::string::npos);
  CHECK(ran.text.find("explain: public.w is stale: it calls now()") != std::string::npos);
  CHECK(ran.text.find("fresh     public.v") != std::string::npos);
  const auto holder = database.database.connect();
  holder->execute("SELECT pg_advisory_lock(32478922351141219)");
  const Ran busy = run_on_terminal({"refresh", "--no-wait", "--database-url", database.database.url()});
  CHECK(busy.exit_code == 1);
  CHECK(busy.text.find("holds the migration lock") != std::string::npos);
}

TEST_CASE("5,000 views take less than a second of the tool's own time", "[speed]") {
  NEED_SERVER();
  if (!has_tool()) return;
  RefreshFixture database;
  for (int part = 0; part < 10; ++part) {
    std::string sql = "SET search_path = public;";
    for (int i = part * 500; i < part * 500 + 500; ++i) {
      const std::string from =
          i % 50 == 0 ? "pg_catalog.generate_series(1, 2) AS n" : "m" + std::to_string(i - 1);
      sql +=
          "CREATE MATERIALIZED VIEW m" + std::to_string(i) + " AS SELECT n FROM " + from + " WITH NO DATA;";
    }
    database.sql(sql);
  }
  Command command;
  command.argv = {
      tool, "refresh", "--dry-run", "--stale-only", "-q", "--database-url", database.database.url()};
  rusage before{};
  ::getrusage(RUSAGE_CHILDREN, &before);
  const CommandResult result = run_command(command);
  rusage after{};
  ::getrusage(RUSAGE_CHILDREN, &after);
  CHECK(result.exit_code == 0);
  const auto seconds = [](const rusage& usage) {
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
  };
  CHECK(std::count(result.output.begin(), result.output.end(), '\n') == 5000);
  CHECK(seconds(after) - seconds(before) < 1.0);
}
