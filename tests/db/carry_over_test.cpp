// What is made by hand on a target stays when a migration recreates the object, and default privileges of the
// target add nothing. The oracle are queries of the server's catalogs.
#include "apply/apply.h"
#include "revise/autogenerate.h"
#include "support/catch.h"
#include "support/migration_project.h"
#include "support/plan_cases.h"
#include "support/server.h"
#include "workspace/migration_files.h"

using namespace schemac;
using test::MigrationProject;
using test::TestDatabase;

namespace {

std::string sources(const std::string& condition, const std::string& type, const std::string& factor) {
  return "CREATE TABLE public.t (a " + type + ", b int, g int GENERATED ALWAYS AS (b * " + factor +
         ") STORED, c text);"
         "CREATE MATERIALIZED VIEW public.m AS SELECT a, b FROM public.t WHERE " +
         condition +
         ";"
         "CREATE VIEW public.above AS SELECT a FROM public.m;"
         "CREATE FUNCTION public.f(i int) RETURNS " +
         type +
         " LANGUAGE sql AS 'SELECT 1';"
         "CREATE TABLE public.p (k int, v int) PARTITION BY " +
         (factor == "2" ? "RANGE" : "LIST") + " (k);";
}

const char* const by_hand = R"(
GRANT SELECT ON public.m, public.above TO carry_app;
GRANT SELECT ON public.above TO carry_other WITH GRANT OPTION;
SET ROLE carry_other; GRANT SELECT ON public.above TO carry_app; RESET ROLE;
GRANT SELECT (g) ON public.t TO carry_app;
REVOKE EXECUTE ON FUNCTION public.f(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.f(int) TO carry_app;
ALTER VIEW public.above OWNER TO carry_other;
GRANT SELECT ON public.m TO carry_other;
CREATE UNIQUE INDEX m_hand ON public.m (a);
ALTER MATERIALIZED VIEW public.m CLUSTER ON m_hand;
ALTER MATERIALIZED VIEW public.m ALTER a SET STATISTICS 42;
ALTER MATERIALIZED VIEW public.m SET (fillfactor = 60);
COMMENT ON COLUMN public.above.a IS 'by hand';
COMMENT ON COLUMN public.t.g IS 'by hand';
ALTER TABLE public.t ALTER g SET STATISTICS 43;
CREATE INDEX t_hand ON public.t (g);
GRANT INSERT ON public.p TO carry_app;
ALTER TABLE public.p ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.p FORCE ROW LEVEL SECURITY;
CREATE POLICY p_hand ON public.p USING (v > 0);
CREATE INDEX p_hand ON public.p (v);
CREATE PUBLICATION carry_hand FOR TABLE public.p, public.t WITH (publish = 'insert');
ALTER DEFAULT PRIVILEGES GRANT SELECT, DELETE ON TABLES TO carry_noise;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO carry_noise;
)";

const char* const oracle = R"(
SELECT string_agg(line, E'\n' ORDER BY line COLLATE "C") FROM (
  SELECT format('%s %s', c.oid::regclass, a::text) FROM pg_class c
  LEFT JOIN unnest(coalesce(c.relacl, acldefault('r', c.relowner))) a ON true
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
  UNION ALL SELECT format('%s owner %s rls %s %s options %s', c.oid::regclass, c.relowner::regrole, c.relrowsecurity,
                          c.relforcerowsecurity, c.reloptions)
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
  UNION ALL SELECT format('%s.%s %s', t.attrelid::regclass, t.attname, a::text)
  FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid, unnest(t.attacl) a
  WHERE c.relnamespace = 'public'::regnamespace AND NOT t.attisdropped
  UNION ALL SELECT format('%s.%s %s', t.attrelid::regclass, t.attname, coalesce(t.attstattarget, -1))
  FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid
  WHERE c.relnamespace = 'public'::regnamespace AND t.attnum > 0 AND NOT t.attisdropped
  UNION ALL SELECT format('%s %s', p.oid::regprocedure, a::text) FROM pg_proc p, unnest(p.proacl) a
  WHERE p.pronamespace = 'public'::regnamespace
  UNION ALL SELECT format('%s clustered %s', pg_get_indexdef(i.indexrelid), i.indisclustered)
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace = 'public'::regnamespace
  UNION ALL SELECT format('%s %s', polname, polrelid::regclass) FROM pg_policy
  UNION ALL SELECT format('%s: %s', pg_describe_object(classoid, objoid, objsubid), description)
  FROM pg_description WHERE objoid >= 16384 AND classoid = 'pg_class'::regclass AND objsubid > 0
  UNION ALL SELECT format('%s publishes %s', p.pubname, r.prrelid::regclass)
  FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid
) o(line))";

struct SqlProject : MigrationProject {
  explicit SqlProject(const std::string& url) : MigrationProject(url) { environment.project.sql = {"sql"}; }

  Migration revise(const std::string& sql) {
    write("sql/a.sql", sql);
    collected = Diagnostics();
    RevisionOptions options;
    options.autogenerate = true;
    options.online = Online::never;
    const NewRevision made = make_revision(environment, options);
    CHECK(diagnostics() == "");
    REQUIRE(made.migration);
    return *made.migration;
  }
  RevisionGraph graph() {
    collected = Diagnostics();
    return read_migrations(environment);
  }
  void upgrade() { schemac::upgrade(environment, environment.database_url, graph(), "head", {}); }
  void downgrade() { schemac::downgrade(environment, environment.database_url, graph(), "-1", {}); }
};

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

}  // namespace

#define NEED_SERVER()                               \
  if (test::server() == nullptr) {                  \
    WARN("skipped: no PostgreSQL server binaries"); \
    return;                                         \
  }

TEST_CASE("what was made by hand is carried over to what a migration recreates", "[carry_over]") {
  NEED_SERVER();
  for (const std::string role : {"carry_app", "carry_other", "carry_noise"})
    test::make_role(*test::server()->connect(), role);
  TestDatabase database;
  SqlProject project(database.url());
  project.revise(sources("a > 0", "int", "2"));
  project.upgrade();
  pg::Session& session = database.session();
  session.execute("GRANT CREATE, USAGE ON SCHEMA public TO carry_other");
  session.execute(by_hand);
  const auto state = [&] {
    const std::string text = session.query(oracle).value();
    // What the sources change; and an owner may grant what is its own, with a grant option or without.
    return replaced(replaced(replaced(text, "f(integer)", "f"), "bigint", "integer"), "carry_other=ar*w",
                    "carry_other=arw");
  };
  const std::string before = state();
  const Migration second = project.revise(sources("a > 1", "bigint", "3"));
  CHECK(print_part(second.up).find("[recreates: view public.above]") != std::string::npos);
  project.upgrade();
  CHECK(state() == before);
  CHECK(!project.reporter.said("privileges-lost"));
  project.downgrade();
  CHECK(state() == before);
  CHECK(!project.reporter.said("privileges-lost"));
}

TEST_CASE("what cannot be carried over is named", "[carry_over]") {
  NEED_SERVER();
  test::make_role(*test::server()->connect(), "carry_app");
  TestDatabase database;
  SqlProject project(database.url());
  project.revise(
      "CREATE TABLE public.t (a int, b int); CREATE MATERIALIZED VIEW public.m AS SELECT a, b FROM "
      "public.t;");
  project.upgrade();
  database.session().execute("CREATE INDEX m_hand ON public.m (b); GRANT SELECT ON public.m TO carry_app");
  project.revise(
      "CREATE TABLE public.t (a int, b int); CREATE MATERIALIZED VIEW public.m AS SELECT a FROM public.t;");
  project.upgrade();
  CHECK(project.reporter.said("privileges-lost: index public.m.m_hand"));
  CHECK(database.session().query("SELECT has_table_privilege('carry_app', 'public.m', 'SELECT')").value() ==
        "t");
}
