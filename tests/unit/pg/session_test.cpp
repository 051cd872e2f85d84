#include "pg/session.h"

#include <chrono>
#include <thread>
#include <utility>

#include "support/catch.h"
#include "support/server.h"

using namespace schemac;
using pg::DatabaseError;

namespace {

DatabaseError::Facts failure_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const DatabaseError& error) {
    return error.facts();
  }
  FAIL("no DatabaseError");
  return {};
}

}  // namespace

TEST_CASE("a fresh session prints like every other", "[pg]") {
  const test::TestDatabase database;
  // The database's own settings must not show through.
  test::server()->connect()->execute(
      "ALTER DATABASE " + database.name() + " SET timezone = 'Asia/Tokyo'; ALTER DATABASE " +
      database.name() + " SET datestyle = 'German'; ALTER DATABASE " + database.name() +
      " SET statement_timeout = '1s'; ALTER DATABASE " + database.name() + " SET quote_all_identifiers = on");
  const auto session = database.connect();
  CHECK(session->execute("SHOW timezone").value() == "UTC");
  CHECK(session->execute("SHOW datestyle").value() == "ISO, MDY");
  CHECK(session->execute("SHOW intervalstyle").value() == "postgres");
  CHECK(session->execute("SHOW extra_float_digits").value() == "3");
  CHECK(session->execute("SHOW search_path").value() == "\"\"");
  CHECK(session->execute("SHOW check_function_bodies").value() == "off");
  CHECK(session->execute("SHOW row_security").value() == "off");
  CHECK(session->execute("SHOW statement_timeout").value() == "0");
  CHECK(session->execute("SHOW quote_all_identifiers").value() == "off");
  CHECK(session->execute("SHOW client_encoding").value() == "UTF8");
  CHECK(session->database() == database.name());
  CHECK(session->describe().find("postgresql://postgres@/") == 0);
}

TEST_CASE("parameters, nulls and several statements", "[pg]") {
  test::TestDatabase database;
  pg::Session& session = database.session();
  const pg::Result result =
      session.query("SELECT $1::text AS a, $2::int AS b", {std::string("it's"), std::nullopt});
  REQUIRE(result.rows.size() == 1);
  CHECK(result.columns == std::vector<std::string>{"a", "b"});
  CHECK(result.rows[0][result.column("a")] == "it's");
  CHECK_FALSE(result.rows[0][result.column("b")].has_value());
  CHECK_THROWS_AS(result.value(), std::logic_error);
  CHECK_THROWS_AS(result.column("c"), std::logic_error);
  CHECK(
      session.execute("CREATE TABLE public.t (a int); INSERT INTO public.t VALUES (1), (2), (3)").affected ==
      3);
  CHECK(session.execute("").rows.empty());
}

TEST_CASE("an error carries what a caller needs", "[pg]") {
  test::TestDatabase database;
  pg::Session& session = database.session();
  const auto facts = failure_of([&] { session.execute("SELECT 1; SELECT nothing FROM nowhere"); });
  CHECK(facts.sqlstate == "42P01");
  CHECK(facts.position == 31);
  CHECK(facts.statement == "SELECT 1; SELECT nothing FROM nowhere");
  session.execute("CREATE TABLE public.t (a int CONSTRAINT a_key UNIQUE)");
  session.execute("INSERT INTO public.t VALUES (1)");
  const auto twice =
      failure_of([&] { session.query("INSERT INTO public.t VALUES ($1)", {std::string("1")}); });
  CHECK(twice.sqlstate == "23505");
  CHECK(twice.object == "public.t.a_key");
  CHECK(twice.detail == "Key (a)=(1) already exists.");
  CHECK(session.execute("SELECT 1").value() == "1");
  // A COPY that nobody serves does not hang the session.
  CHECK(failure_of([&] { session.execute("COPY public.t FROM STDIN"); }).sqlstate == "57014");
  session.execute("COPY public.t TO STDOUT");
  CHECK(session.execute("SELECT 2").value() == "2");
}

TEST_CASE("query_all gives all results in order and survives an error", "[pg]") {
  test::TestDatabase database;
  pg::Session& session = database.session();
  std::vector<std::string> statements;
  for (int i = 0; i < 50; ++i) {
    statements.push_back("SELECT " + std::to_string(i) + ", repeat('x', 100000)");
  }
  const std::vector<pg::Result> results = session.query_all(statements);
  REQUIRE(results.size() == 50);
  for (std::size_t i = 0; i < 50; ++i) CHECK(results[i].rows.at(0).at(0) == std::to_string(i));
  const auto facts = failure_of([&] {
    session.query_all({"SELECT 1", "SELECT * FROM nowhere", "SELECT 3"});
  });
  CHECK(facts.sqlstate == "42P01");
  CHECK(facts.statement == "SELECT * FROM nowhere");
  CHECK(session.query_all({"SELECT 4", "SELECT 5"}).at(1).value() == "5");
  CHECK(session.query_all({}).empty());
  CHECK_FALSE(session.in_transaction());
}

TEST_CASE("copy_in streams, and a failing source leaves nothing", "[pg]") {
  test::TestDatabase database;
  pg::Session& session = database.session();
  session.execute("CREATE TABLE public.t (a int)");
  int left = 3;
  CHECK(session.copy_in("COPY public.t FROM STDIN", [&]() -> std::string_view {
    return left-- > 0 ? "1\n2\n" : std::string_view();
  }) == 6);
  CHECK_THROWS_WITH(session.copy_in("COPY public.t FROM STDIN",
                                    []() -> std::string_view { throw std::runtime_error("disk"); }),
                    "disk");
  CHECK(failure_of([&] {
          bool first = true;
          session.copy_in("COPY public.t FROM STDIN", [&]() -> std::string_view {
            return std::exchange(first, false) ? "x\n" : std::string_view();
          });
        }).sqlstate == "22P02");
  CHECK(session.execute("SELECT count(*) FROM public.t").value() == "6");
}

TEST_CASE("cancel from another thread ends the statement", "[pg]") {
  test::TestDatabase database;
  pg::Session& session = database.session();
  std::thread canceller([&] {
    const auto other = database.connect();
    while (other->query("SELECT count(*) FROM pg_catalog.pg_stat_activity WHERE wait_event = 'PgSleep'")
               .value() != "1")
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    session.cancel();
  });
  const auto facts = failure_of([&] { session.execute("SELECT pg_catalog.pg_sleep(30)"); });
  canceller.join();
  CHECK(facts.sqlstate == "57014");
}

TEST_CASE("notices arrive after the statement", "[pg]") {
  test::TestDatabase database;
  std::vector<std::string> seen;
  database.session().on_notice([&](const std::string& severity, const std::string& message) {
    seen.push_back(severity + ": " + message);
  });
  database.session().execute("DO $$ BEGIN RAISE WARNING 'mind the gap'; RAISE NOTICE 'hidden'; END $$");
  CHECK(seen == std::vector<std::string>{"WARNING: mind the gap"});
}

TEST_CASE("a lost connection is known as one", "[pg]") {
  test::TestDatabase database;
  pg::Session& session = database.session();
  test::server()->connect()->query("SELECT pg_catalog.pg_terminate_backend($1)",
                                   {std::to_string(session.backend_pid())});
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  for (int i = 0; i < 2; ++i) {
    try {
      session.execute("SELECT 1");
      FAIL("the connection is gone");
    } catch (const DatabaseError& error) {
      CHECK(error.connection_lost());
      CHECK(std::string(error.what()).find('\n') == std::string::npos);
    }
  }
}

TEST_CASE("a transaction rolls back unless committed, and a failed one cannot commit", "[pg]") {
  test::TestDatabase database;
  pg::Session& session = database.session();
  session.execute("CREATE TABLE public.t (a int)");
  {
    pg::Transaction transaction(session);
    CHECK(session.in_transaction());
    session.execute("INSERT INTO public.t VALUES (1)");
  }
  CHECK(session.execute("SELECT count(*) FROM public.t").value() == "0");
  pg::Transaction failed(session);
  CHECK_THROWS_AS(session.execute("SELECT * FROM nowhere"), DatabaseError);
  CHECK(failure_of([&] { failed.commit(); }).sqlstate == "25P02");
  CHECK_FALSE(session.in_transaction());
}

TEST_CASE("connection errors are one clear line without the password", "[pg]") {
  test::TestDatabase database;
  const auto problem = [](const std::string& url) {
    const auto facts = failure_of([&] { pg::connect(url, pg::Settings::catalog); });
    CHECK(facts.message.find("hunter2") == std::string::npos);
    CHECK(facts.message.find('\n') == std::string::npos);
    CHECK(facts.sqlstate.empty());
    return facts.message;
  };
  CHECK(
      problem("postgresql://u:hunter2@127.0.0.1:1/d") ==
      "cannot connect to postgresql://u@127.0.0.1:1/d: connection to server at \"127.0.0.1\", port 1 failed: "
      "Connection refused");
  const std::string missing = problem(pg::with_database(database.url(), "not there"));
  CHECK(missing.find("FATAL: database \"not there\" does not exist") != std::string::npos);
  database.session().execute("CREATE ROLE nobody_special LOGIN");
  database.session().execute("REVOKE CONNECT ON DATABASE " + database.name() + " FROM PUBLIC");
  std::string other = database.url();
  other.replace(other.find("postgres@"), 8, "nobody_special");
  CHECK(problem(other).find("permission denied for database") != std::string::npos);
  database.session().execute("DROP ROLE nobody_special");
  for (const char* url : {"postgresql://u:hunter2@localhost:port/d", "postgresql://u:hunt@er2@localhost/d",
                          "postgresql://u:hunt/er2@localhost/d", "mysql://u:hunter2@localhost/d", "hunter2",
                          "host=localhost pasword=hunter2", "postgresql://u:%zzhunter2@localhost/d",
                          "postgresql://u:hunter2@localhost/d?sslmod=require"}) {
    const std::string said = problem(url);
    INFO(said);
    CHECK(said.starts_with("cannot read the database URL: "));
    CHECK(said.find("hunt") == std::string::npos);
    CHECK(said.find("er2") == std::string::npos);
  }
  CHECK(problem("postgresql://u:hunt@er2@localhost/d").find("percent-encoded") != std::string::npos);
  CHECK(problem("mysql://u:hunter2@localhost/d").find("not a PostgreSQL URL") != std::string::npos);
  CHECK(problem("hunter2").find("neither a URL") != std::string::npos);
  CHECK(problem("host=localhost pasword=hunter2").find("'password'") != std::string::npos);
}

TEST_CASE("a server that is too old is refused in one line", "[pg]") {
  const test::TestDatabase database;
  const auto facts = failure_of(
      [&] { pg::connect(database.url(), pg::Settings::catalog, {.minimum_server_version = 990000}); });
  CHECK(facts.message.find("99 or newer is needed") != std::string::npos);
}
