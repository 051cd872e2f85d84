// A key's type changed beside it, from the project to the database and back: revision --backfill, upgrade
// with its batches, check, downgrade; and as a script of diff that psql runs.
#include "base/subprocess.h"
#include "pg/session.h"
#include "support/catch.h"
#include "workspace.h"

using namespace schemac;
using test::Outcome;
using test::Workspace;

namespace {

const std::string source =
    "CREATE TABLE account (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL,\n"
    "  CONSTRAINT account_name UNIQUE (name, id));\n"
    "CREATE TABLE entry (id int PRIMARY KEY, account_id int CONSTRAINT entry_account REFERENCES account "
    "(id));\n"
    "CREATE VIEW v AS SELECT id, name FROM account;\n";

const std::string rows =
    "INSERT INTO account (name) SELECT 'n' || n FROM generate_series(1, 25000) n; "
    "INSERT INTO entry SELECT id, id FROM account";

std::string type_of_id(pg::Session& session) {
  return session
      .query(
          "SELECT format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = 'public.account'::regclass "
          "AND "
          "attname = 'id'")
      .value();
}

}  // namespace

TEST_CASE("a key's type changes beside it, by a migration and by a script", "[diff]") {
  Workspace place("backfill");
  place.write("schemac.yaml", "name: demo\nsql: [sql]\n");
  place.write("sql/a.sql", source);
  const auto run = [&](const std::vector<std::string>& words) {
    const Outcome outcome = place.schemac(words);
    INFO(outcome.out << outcome.err);
    CHECK(outcome.exit_code == 0);
    return outcome;
  };
  run({"revision", "--autogenerate"});
  run({"upgrade"});
  const auto session = pg::connect(place.url(), pg::Settings::catalog);
  session->execute("SET search_path = public; " + rows);

  place.replace("sql/a.sql", "account (id int", "account (id bigint");
  const Outcome advised = run({"revision", "--autogenerate", "--dry-run"});
  CHECK(advised.err.find("--backfill public.account.id") != std::string::npos);
  CHECK(advised.err.find("dependents of table public.account:") != std::string::npos);
  CHECK(advised.err.find("rebuilt view public.v") != std::string::npos);
  const Outcome made = run({"revision", "--autogenerate", "--backfill", "public.account.id"});
  const std::string migration = place.read(made.out.substr(0, made.out.find('\n')));
  CHECK(migration.find("[batch 10000]") != std::string::npos);
  CHECK(migration.find("proved: up, down") != std::string::npos);
  const Outcome upgraded = run({"upgrade", "-v"});
  CHECK(upgraded.err.find("3 batches, 25000 rows") != std::string::npos);
  CHECK(type_of_id(*session) == "bigint");
  CHECK(session->query("SELECT count(*) FROM public.account WHERE name = 'n' || id").value() == "25000");
  CHECK(session->query("INSERT INTO public.account (name) VALUES ('last') RETURNING id").value() == "25001");
  run({"check"});
  run({"downgrade", "-1"});
  CHECK(type_of_id(*session) == "integer");
  CHECK(session->query("SELECT count(*) FROM public.v").value() == "25001");

  const Outcome script = run({"diff", "--from", place.url(), "--to", "sql/a.sql", "--backfill",
                              "public.account.id", "--allow", "all"});
  const CommandResult ran = place.psql(place.url(), script.out);
  INFO(script.out << ran.output);
  CHECK(ran.exit_code == 0);
  CHECK(type_of_id(*session) == "bigint");
  CHECK(session->query("SELECT count(*) FROM public.account WHERE name = 'n' || id").value() == "25000");
}
