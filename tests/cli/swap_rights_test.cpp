// Behind a swap every role has the rights that it had, whatever the server gives new relations.
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/server.h"
#include "workspace.h"

using namespace schemac;
using test::LiveWorkspace;
using test::Outcome;

namespace {

// Every right on the views and their columns, by whom it was given; an owner's own included.
const char* const rights =
    "SELECT string_agg(concat_ws(' ', c.relname, a.attname, e.grantee, e.grantor, e.privilege_type, "
    "e.is_grantable), '; ' ORDER BY "
    "c.relname, a.attname, e.grantee, e.grantor, e.privilege_type) FROM pg_class c CROSS JOIN LATERAL "
    "(SELECT '' AS attname, "
    "coalesce(c.relacl, acldefault('r', c.relowner)) AS acl UNION ALL SELECT t.attname, t.attacl FROM "
    "pg_attribute t WHERE "
    "t.attrelid = c.oid AND NOT t.attisdropped) AS a CROSS JOIN LATERAL aclexplode(a.acl) AS e "
    "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('m', 'v')";

const std::vector<std::string> defaults = {
    "GRANT SELECT ON TABLES TO swap_guest", "GRANT ALL ON TABLES TO swap_guest WITH GRANT OPTION",
    "GRANT SELECT ON TABLES TO PUBLIC", "REVOKE ALL ON TABLES FROM CURRENT_USER",
    "GRANT SELECT ON TABLES TO swap_owner WITH GRANT OPTION"};

const char* const roles =
    "DROP ROLE IF EXISTS swap_guest, swap_other, swap_owner; CREATE ROLE swap_guest; CREATE ROLE swap_other; "
    "CREATE ROLE swap_owner;"
    "GRANT ALL ON SCHEMA public TO swap_owner, swap_guest, swap_other";

// After the default privileges, which these views have got as well.
const char* const given =
    "REVOKE ALL ON secret, open, part, passed, narrow FROM swap_guest, swap_owner, PUBLIC; GRANT ALL ON "
    "secret, open, part, passed, "
    "narrow TO CURRENT_USER; GRANT SELECT ON open TO swap_guest; GRANT SELECT (x) ON part TO swap_guest WITH "
    "GRANT OPTION;"
    "GRANT SELECT ON passed TO swap_guest WITH GRANT OPTION; REVOKE INSERT, UPDATE ON narrow FROM "
    "CURRENT_USER;"
    "ALTER MATERIALIZED VIEW open OWNER TO swap_owner";
const char* const views =
    "CREATE TABLE t (x int, y int); CREATE MATERIALIZED VIEW secret AS SELECT x, y FROM t; CREATE "
    "MATERIALIZED VIEW open AS "
    "SELECT x, y FROM t; CREATE MATERIALIZED VIEW part AS SELECT x, y FROM t; CREATE MATERIALIZED VIEW "
    "passed AS SELECT x, y FROM t;"
    "CREATE VIEW narrow AS SELECT x, y FROM passed; CREATE MATERIALIZED VIEW above AS SELECT x FROM narrow;"
    "GRANT SELECT ON t TO swap_owner;";

struct Place : LiveWorkspace {
  Place() : LiveWorkspace("swap_rights") {
    write("schemac.yaml", "name: demo\nsql: [sql]\ndatabase: { scratch: target }\n");
    write("sql/a.sql", "-- none\n");
    sql(roles);
  }
  ~Place() {
    sql("DROP OWNED BY swap_guest, swap_other, swap_owner CASCADE; DROP ROLE swap_guest, swap_other, "
        "swap_owner");
  }
  void sql(const std::string& text) const { pg::connect(database.url(), pg::Settings::own)->execute(text); }
};

}  // namespace

TEST_CASE("refresh --views swap gives and takes no right", "[swap_rights]") {
  if (test::server() == nullptr) return;
  for (const std::string& one : defaults) {
    INFO(one);
    const Place place;
    place.sql("ALTER DEFAULT PRIVILEGES " + one);
    place.sql(views);
    place.sql(given);
    const auto session = place.database.connect();
    const std::string before = session->execute(rights).value();
    const std::string oids =
        "SELECT string_agg(oid::text, ' ' ORDER BY relname) FROM pg_class WHERE relkind = 'm'";
    const std::string old = session->execute(oids).value();
    CHECK(place.run({"refresh", "--views", "swap"}).exit_code == 0);
    CHECK(session->execute(oids).value() != old);
    CHECK(session->execute(rights).value() == before);
  }
}

TEST_CASE("a plan's swap gives and takes no right, in psql and in upgrade", "[swap_rights]") {
  if (test::server() == nullptr) return;
  for (const std::string how : {"diff", "script", "upgrade"}) {
    for (const std::string& one : defaults) {
      if (how != "diff" && one != defaults[1]) continue;  // the same statements: once each
      INFO(how << ", " << one);
      Place place;
      place.write("sql/a.sql", views);
      place.write("from.sql", views);
      REQUIRE(place.run({"revision", "--autogenerate", "-m", "one"}).exit_code == 0);
      place.sql("ALTER DEFAULT PRIVILEGES " + one);
      REQUIRE(place.run({"upgrade"}).exit_code == 0);
      place.sql(given);
      place.sql("SET ROLE swap_guest; GRANT SELECT ON passed TO swap_other");
      const auto session = place.database.connect();
      const std::string before = session->execute(rights).value();
      place.replace("sql/a.sql", "VIEW passed AS SELECT x, y FROM t",
                    "VIEW passed AS SELECT x, y FROM t WHERE x > 0");
      place.replace("sql/a.sql", "VIEW open AS SELECT x, y FROM t",
                    "VIEW open AS SELECT x, y FROM t WHERE x > 1");
      place.replace("sql/a.sql", "VIEW part AS SELECT x, y FROM t",
                    "VIEW part AS SELECT x, y FROM t WHERE x > 2");
      place.replace("sql/a.sql", "VIEW secret AS SELECT x, y FROM t",
                    "VIEW secret AS SELECT x, y FROM t WHERE x > 3");
      if (how == "diff") {
        const Outcome plan =
            place.run({"diff", "--from", "from.sql", "--to", "sql", "--views", "swap", "--allow", "all"});
        CHECK(place.psql(place.database.url(), plan.out).exit_code == 0);
      } else {
        REQUIRE(place.run({"revision", "--autogenerate", "-m", "two", "--views", "swap"}).exit_code == 0);
        if (how == "upgrade")
          CHECK(place.run({"upgrade"}).exit_code == 0);
        else
          CHECK(place.psql(place.database.url(), place.run({"upgrade", "--sql"}).out).exit_code == 0);
      }
      CHECK(session->execute("SELECT pg_get_viewdef('public.open'::regclass)").value().find("> 1") !=
            std::string::npos);
      CHECK(session->execute(rights).value() == before);
    }
  }
}
