// One text means one thing: sources of a project give the privileges that running their text gives.
#include "apply/apply.h"
#include "compile/compile.h"
#include "pg/introspect.h"
#include "revise/autogenerate.h"
#include "scratch/elaborate.h"
#include "support/catch.h"
#include "support/migration_project.h"
#include "support/plan_cases.h"
#include "support/server.h"
#include "workspace/migration_files.h"

using namespace schemac;

namespace {

// Privileges of every object, with grantors and owners.
const char* const oracle = R"(
SELECT string_agg(line, E'\n' ORDER BY line COLLATE "C") FROM (
  SELECT format('%s %s', c.oid::regclass,
                coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner)))
  FROM pg_class c WHERE c.relnamespace::regnamespace::text IN ('public', 'api') AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
  UNION ALL SELECT format('%s %s', p.oid::regprocedure, coalesce(p.proacl, acldefault('f', p.proowner))) FROM pg_proc p
  WHERE p.pronamespace::regnamespace::text IN ('public', 'api')
  UNION ALL SELECT format('%s %s', t.oid::regtype, coalesce(t.typacl, acldefault('T', t.typowner))) FROM pg_type t
  WHERE t.typnamespace::regnamespace::text IN ('public', 'api') AND t.typtype IN ('e', 'd')
  UNION ALL SELECT format('%s %s', nspname, coalesce(nspacl, acldefault('n', nspowner))) FROM pg_namespace WHERE nspname = 'api'
  UNION ALL SELECT format('%s %s %s', defaclobjtype, defaclnamespace::regnamespace, defaclacl) FROM pg_default_acl
) o(line))";

const std::string objects = R"(
CREATE TABLE api.t (id serial, a int);
CREATE VIEW api.v AS SELECT a FROM api.t;
CREATE MATERIALIZED VIEW public.m AS SELECT a FROM api.t;
CREATE SEQUENCE api.s;
CREATE FUNCTION api.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE public.p() LANGUAGE sql AS 'SELECT 1';
CREATE TYPE api.e AS ENUM ('x');
CREATE DOMAIN public.d AS int;
)";
const std::string earlier = R"(
CREATE SCHEMA api;
CREATE TABLE api.early_t (a int);
CREATE FUNCTION api.early_f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TYPE api.early_e AS ENUM ('x');
)";

std::vector<std::string> texts() {
  return {
      earlier + "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;" + objects,
      earlier +
          "ALTER DEFAULT PRIVILEGES IN SCHEMA api GRANT SELECT, INSERT ON TABLES TO dp_app WITH GRANT OPTION;"
          "ALTER DEFAULT PRIVILEGES IN SCHEMA api GRANT USAGE ON SEQUENCES TO dp_app;" +
          objects,
      earlier +
          "ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC;"
          "ALTER DEFAULT PRIVILEGES GRANT USAGE ON TYPES TO dp_app;" +
          objects,
      earlier + "ALTER DEFAULT PRIVILEGES REVOKE DELETE, TRUNCATE ON TABLES FROM CURRENT_USER;" + objects,
      "ALTER DEFAULT PRIVILEGES GRANT ALL ON SCHEMAS TO dp_app;" + earlier + objects,
      earlier + "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO dp_app;" + objects +
          "ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM dp_app; GRANT UPDATE ON api.t TO dp_app;"
          "CREATE TABLE api.last (a int);",
  };
}

struct SqlProject : test::MigrationProject {
  explicit SqlProject(const std::string& url) : MigrationProject(url) { environment.project.sql = {"sql"}; }
};

}  // namespace

TEST_CASE("default privileges of sources give what running the text gives", "[default_privileges]") {
  if (test::server() == nullptr) {
    WARN("skipped: no PostgreSQL server binaries");
    return;
  }
  test::make_role(*test::server()->connect(), "dp_app");
  for (const std::string& text : texts()) {
    INFO(text);
    test::TestDatabase by_text;
    by_text.session().execute("SET search_path = public; " + text + "; SET search_path = ''");
    test::TestDatabase target;
    SqlProject project(target.url());
    project.write("sql/a.sql", text);
    RevisionOptions options;
    options.autogenerate = true;
    const NewRevision made = make_revision(project.environment, options);
    CHECK(project.diagnostics() == "");
    REQUIRE(made.migration);
    project.collected = Diagnostics();
    upgrade(project.environment, target.url(), read_migrations(project.environment), "head", {});
    CHECK(target.session().query(oracle).value() == by_text.session().query(oracle).value());
  }
}
