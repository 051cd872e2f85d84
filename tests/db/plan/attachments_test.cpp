// Every kind of thing that hangs on an object or a column × every reason for which that one is recreated. The
// oracle is a query of the server's own catalogs, before and after, and pg_dump.
#include <algorithm>
#include <sstream>

#include "support/catch.h"
#include "support/live_state.h"
#include "support/plan_cases.h"
#include "support/server.h"

using namespace schemac;

namespace {

// One line for each thing, its privileges with grantors and those of the owner.
const char* const oracle = R"(
SELECT line FROM (
  SELECT format('%s %s %s', c.relkind, c.oid::regclass, a::text) FROM pg_class c,
    unnest(coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner))) a
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
  UNION ALL SELECT format('%s owner %s rls %s %s identity %s options %s', c.oid::regclass, c.relowner::regrole, c.relrowsecurity,
                          c.relforcerowsecurity, c.relreplident, c.reloptions)
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
  UNION ALL SELECT format('%s.%s %s', t.attrelid::regclass, t.attname, a::text)
  FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid, unnest(t.attacl) a
  WHERE c.relnamespace = 'public'::regnamespace AND NOT t.attisdropped
  UNION ALL SELECT format('%s.%s statistics %s storage %s options %s', t.attrelid::regclass, t.attname,
                          coalesce(t.attstattarget, -1), t.attstorage,
                          (SELECT array_agg(o) FROM unnest(t.attoptions) o WHERE o NOT LIKE 'pg_attver=%%'))
  FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid
  WHERE c.relnamespace = 'public'::regnamespace AND t.attnum > 0 AND NOT t.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm')
  UNION ALL SELECT format('comment on %s: %s', pg_describe_object(d.classoid, d.objoid, d.objsubid), d.description)
  FROM pg_description d WHERE d.objoid >= 16384
  UNION ALL SELECT format('trigger %s %s', t.tgenabled, pg_get_triggerdef(t.oid)) FROM pg_trigger t WHERE NOT t.tgisinternal
  UNION ALL SELECT format('rule %s %s', r.ev_enabled, pg_get_ruledef(r.oid)) FROM pg_rewrite r
  WHERE r.rulename <> '_RETURN' AND r.oid >= 16384
  UNION ALL SELECT format('policy %s %s %s', p.polrelid::regclass, p.polname, pg_get_expr(p.polqual, p.polrelid)) FROM pg_policy p
  UNION ALL SELECT format('statistics %s %s', pg_get_statisticsobjdef(s.oid), coalesce(s.stxstattarget, -1)) FROM pg_statistic_ext s
  UNION ALL SELECT format('index %s clustered %s identity %s %s', pg_get_indexdef(i.indexrelid), i.indisclustered, i.indisreplident,
                          (SELECT c.reloptions FROM pg_class c WHERE c.oid = i.indexrelid))
  FROM pg_index i WHERE i.indexrelid >= 16384 AND i.indrelid::regclass::text !~ 'pg_toast'
  UNION ALL SELECT format('published %s %s', p.pubname, pg_catalog.pg_describe_object('pg_publication_rel'::regclass, r.oid, 0)
                          || (to_jsonb(r) - 'oid' - 'prpubid' - 'prrelid' - 'prqual' - 'prattrs')::text)
  FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid
  UNION ALL SELECT format('owned %s by %s', d.objid::regclass, pg_describe_object(d.refclassid, d.refobjid, d.refobjsubid))
  FROM pg_depend d JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'S'
  WHERE d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
  UNION ALL SELECT format('routine %s owner %s %s', p.oid::regprocedure, p.proowner::regrole, a::text)
  FROM pg_proc p LEFT JOIN unnest(p.proacl) a ON true WHERE p.pronamespace = 'public'::regnamespace
  UNION ALL SELECT format('type %s owner %s %s', t.oid::regtype, t.typowner::regrole, a::text)
  FROM pg_type t, unnest(t.typacl) a WHERE t.typnamespace = 'public'::regnamespace
) o(line) ORDER BY line COLLATE "C")";

std::string lines(pg::Session& session, const std::string& sql) {
  std::string text;
  for (const auto& row : session.query(sql).rows) text += row[0].value_or("NULL") + "\n";
  return text;
}

// What one text has and the other lacks.
std::string difference(const std::string& have, const std::string& want) {
  const auto missing = [](const std::string& from, const std::string& in, const std::string& sign) {
    std::string out;
    std::istringstream text(from);
    for (std::string line; std::getline(text, line);) {
      if (in.find(line + "\n") == std::string::npos) out += sign + line + "\n";
    }
    return out;
  };
  return missing(want, have, "lacks ") + missing(have, want, "has ");
}

struct Reason {
  std::string name, from, to;  // both make table thing (a, b, c), or what `on` says
  std::string attachments;     // SQL; the same in both states
  int first = 13;              // server
  std::string backfill{};
  ViewStrategy views = ViewStrategy::recreate;
};

// What may hang on any table or partitioned table, its columns a, b and c.
const std::string on_table = R"(
CREATE SEQUENCE thing_n OWNED BY thing.c;
ALTER TABLE thing OWNER TO hang_owner;
GRANT SELECT, INSERT ON thing TO hang_alice WITH GRANT OPTION;
GRANT SELECT (b), UPDATE (b, c) ON thing TO hang_bob WITH GRANT OPTION;
SET ROLE hang_alice; GRANT SELECT ON thing TO hang_bob, PUBLIC; RESET ROLE;
SET ROLE hang_bob; GRANT UPDATE (b) ON thing TO hang_carol; RESET ROLE;
REVOKE UPDATE, TRUNCATE ON thing FROM hang_owner;
GRANT UPDATE (c) ON thing TO hang_owner;
COMMENT ON TABLE thing IS 'a thing';
COMMENT ON COLUMN thing.b IS 'its b';
ALTER TABLE thing ALTER b SET STATISTICS 77, ALTER c SET STORAGE external;
ALTER TABLE thing ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON thing FOR SELECT USING (b > 0);
COMMENT ON POLICY seen ON thing IS 'a policy';
CREATE TRIGGER watched AFTER UPDATE ON thing FOR EACH ROW EXECUTE FUNCTION watch();
COMMENT ON TRIGGER watched ON thing IS 'a trigger';
CREATE RULE noted AS ON INSERT TO thing DO ALSO SELECT 1;
ALTER TABLE thing DISABLE RULE noted;
CREATE INDEX thing_b ON thing (b) WITH (fillfactor = 60);
COMMENT ON INDEX thing_b IS 'an index';
CREATE INDEX thing_sum ON thing ((a + 1)); ALTER INDEX thing_sum ALTER COLUMN 1 SET STATISTICS 99;
CREATE STATISTICS thing_bc ON a, b FROM thing;
ALTER STATISTICS thing_bc SET STATISTICS 55;
COMMENT ON STATISTICS thing_bc IS 'statistics';
ALTER TABLE thing ADD CONSTRAINT small CHECK (b < 1000);
COMMENT ON CONSTRAINT small ON thing IS 'a check';
GRANT USAGE ON SEQUENCE thing_n TO hang_bob;
CREATE PUBLICATION plain_pub FOR TABLE thing WITH (publish = 'insert', publish_via_partition_root = true);
COMMENT ON PUBLICATION plain_pub IS 'a publication';
)";
const std::string on_table_15 =
    "CREATE PUBLICATION some_pub FOR TABLE thing (a, c) WHERE (a > 5) WITH (publish = 'insert', "
    "publish_via_partition_root = true);";
// A generated column is in no column list before PostgreSQL 18.
const std::string on_plain_b_15 =
    "CREATE PUBLICATION other_pub FOR TABLE thing (a, b) WHERE (b > 5) WITH (publish = 'insert', "
    "publish_via_partition_root = true);";
// Not on a partitioned table.
const std::string on_plain = R"(
ALTER TABLE thing DISABLE TRIGGER watched;
ALTER TABLE thing CLUSTER ON thing_b;
ALTER TABLE thing SET (fillfactor = 70);
ALTER TABLE thing REPLICA IDENTITY FULL;
ALTER TABLE thing ALTER b SET (n_distinct = 5);
)";
const std::string watch =
    "CREATE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;"
    "GRANT CREATE, USAGE ON SCHEMA public TO hang_owner;";

std::string generated(const std::string& expression) {
  return watch + "CREATE TABLE thing (a int PRIMARY KEY, b int GENERATED ALWAYS AS (" + expression +
         ") STORED, c text); INSERT INTO thing (a, c) VALUES (1, 'x');";
}

std::vector<Reason> table_reasons() {
  const std::string columns = "(a int PRIMARY KEY, b int, c text)";
  const std::string rows = "INSERT INTO thing VALUES (1, 2, 'x');";
  const std::string plain = watch + "CREATE TABLE thing " + columns + ";" + rows;
  const std::string by_range = watch + "CREATE TABLE thing " + columns + " PARTITION BY RANGE (a);" +
                               "CREATE TABLE thing_1 PARTITION OF thing FOR VALUES FROM (0) TO (10);" + rows;
  const std::string by_list = watch + "CREATE TABLE thing " + columns + " PARTITION BY LIST (a);" +
                              "CREATE TABLE thing_1 PARTITION OF thing FOR VALUES IN (1);" + rows;
  return {
      {"a plain table becomes partitioned", plain, by_range, on_table},
      {"another partition key", by_range, by_list, on_table},
      {"a column becomes generated", plain, generated("a * 2"), on_table + on_plain},
      {"another generation expression", generated("a * 2"), generated("a * 3"), on_table + on_plain},
      {"a stored column becomes virtual", generated("a * 2"),
       watch + "CREATE TABLE thing (a int PRIMARY KEY, b int GENERATED ALWAYS AS (a * 2) VIRTUAL, c text);",
       on_table, 18},
      {"another type, in place", plain,
       watch + "CREATE TABLE thing (a bigint PRIMARY KEY, b bigint, c varchar(30));" + rows,
       on_table + on_plain},
      {"another type, in partitions", by_range,
       watch + "CREATE TABLE thing (a int PRIMARY KEY, b bigint, c varchar(30)) PARTITION BY RANGE (a);" +
           "CREATE TABLE thing_1 PARTITION OF thing FOR VALUES FROM (0) TO (10);" + rows,
       on_table + "CREATE STATISTICS below ON b, c FROM thing_1; ALTER STATISTICS below SET STATISTICS 66;"},
      {"a column is filled beside", plain,
       watch + "CREATE TABLE thing (a int PRIMARY KEY, b bigint, c text);" + rows, on_table + on_plain, 13,
       "public.thing.b"},
  };
}

const std::string on_view = R"(
ALTER VIEW seen OWNER TO hang_owner;
GRANT SELECT ON seen TO hang_alice WITH GRANT OPTION;
GRANT UPDATE (a) ON seen TO hang_bob;
SET ROLE hang_alice; GRANT SELECT ON seen TO hang_bob; RESET ROLE;
REVOKE DELETE ON seen FROM hang_owner;
COMMENT ON VIEW seen IS 'a view'; COMMENT ON COLUMN seen.a IS 'its a';
ALTER VIEW seen ALTER a SET DEFAULT 5;
ALTER VIEW seen SET (security_barrier = true);
CREATE TRIGGER watched INSTEAD OF UPDATE ON seen FOR EACH ROW EXECUTE FUNCTION watch();
COMMENT ON TRIGGER watched ON seen IS 'a trigger';
CREATE RULE noted AS ON INSERT TO seen DO INSTEAD NOTHING;
)";
const std::string on_materialized = R"(
ALTER MATERIALIZED VIEW filled OWNER TO hang_owner;
GRANT SELECT ON filled TO hang_alice WITH GRANT OPTION;
GRANT SELECT (a) ON filled TO hang_carol;
SET ROLE hang_alice; GRANT SELECT ON filled TO hang_bob; RESET ROLE;
COMMENT ON MATERIALIZED VIEW filled IS 'a view'; COMMENT ON COLUMN filled.a IS 'its a';
CREATE UNIQUE INDEX filled_a ON filled (a) WITH (fillfactor = 50);
CREATE INDEX filled_twice ON filled ((a * 2)); ALTER INDEX filled_twice ALTER COLUMN 1 SET STATISTICS 99;
COMMENT ON INDEX filled_a IS 'an index';
ALTER MATERIALIZED VIEW filled CLUSTER ON filled_a;
ALTER MATERIALIZED VIEW filled ALTER a SET STATISTICS 44;
ALTER MATERIALIZED VIEW filled SET (autovacuum_enabled = false);
)";
const std::string on_materialized_too = "CREATE STATISTICS filled_s ON a, b FROM filled;";

std::vector<Reason> other_reasons() {
  const auto view = [](const std::string& type) {
    return watch + "CREATE TABLE t (a " + type + ", b int); INSERT INTO t VALUES (1, 2);" +
           "GRANT SELECT ON t TO hang_owner; CREATE VIEW seen AS SELECT a, b FROM t;" +
           "CREATE MATERIALIZED VIEW filled AS SELECT a, b FROM seen;";
  };
  const auto query = [](const std::string& condition) {
    return "CREATE TABLE t (a int, b int); INSERT INTO t VALUES (1, 2);"
           "CREATE MATERIALIZED VIEW filled AS SELECT a, b FROM t WHERE " +
           condition + ";";
  };
  const auto routine = [](const std::string& type, const std::string& step) {
    return "CREATE FUNCTION f(i int) RETURNS " + type +
           " LANGUAGE sql AS 'SELECT 1';"
           "ALTER FUNCTION f(int) OWNER TO hang_owner; COMMENT ON FUNCTION f(int) IS 'a function';"
           "REVOKE EXECUTE ON FUNCTION f(int) FROM PUBLIC, hang_owner;"
           "GRANT EXECUTE ON FUNCTION f(int) TO hang_alice WITH GRANT OPTION;"
           "SET ROLE hang_alice; GRANT EXECUTE ON FUNCTION f(int) TO hang_bob; RESET ROLE;"
           "CREATE AGGREGATE total(int) (SFUNC = " +
           step +
           ", STYPE = int); REVOKE EXECUTE ON FUNCTION total(int) FROM PUBLIC;"
           "COMMENT ON AGGREGATE total(int) IS 'a sum';";
  };
  const auto type = [](const std::string& labels, const std::string& base) {
    return "CREATE TYPE color AS ENUM (" + labels + "); CREATE DOMAIN small AS " + base +
           " CONSTRAINT positive CHECK (VALUE > 0); CREATE TABLE t (a color, b small); INSERT INTO t VALUES "
           "('red', 1);"
           "ALTER TYPE color OWNER TO hang_owner; REVOKE USAGE ON TYPE color FROM PUBLIC, hang_owner;"
           "GRANT USAGE ON TYPE color TO hang_alice WITH GRANT OPTION;"
           "SET ROLE hang_alice; GRANT USAGE ON TYPE color TO hang_bob; RESET ROLE;"
           "COMMENT ON TYPE color IS 'a type'; COMMENT ON DOMAIN small IS 'a domain';"
           "COMMENT ON CONSTRAINT positive ON DOMAIN small IS 'a check'; GRANT USAGE ON DOMAIN small TO "
           "hang_carol;";
  };
  return {
      {"a view reads a column of another type", view("int"), view("bigint"),
       on_view + on_materialized + on_materialized_too},
      {"another query", query("a > 0"), query("b > 0"), on_materialized + on_materialized_too},
      {"another query, swapped in",
       query("a > 0"),
       query("b > 0"),
       on_materialized,
       13,
       {},
       ViewStrategy::swap},
      {"another result type", routine("int", "int4pl"), routine("bigint", "int4larger"), ""},
      {"a type loses a label", type("'red', 'blue'", "int"), type("'red'", "bigint"), ""},
  };
}

std::string run(const Reason& reason, bool from_15, bool defaults) {
  std::string attachments = reason.attachments;
  if (reason.to.find("VIRTUAL") != std::string::npos) {  // no index and no statistics read such a column
    for (std::size_t at = 0; at < attachments.size();) {
      const std::size_t end = attachments.find('\n', at) + 1;
      const std::string line = attachments.substr(at, end - at);
      const bool refused =
          line.find("thing_b ") != std::string::npos || line.find("thing_bc") != std::string::npos;
      if (refused) attachments.erase(at, end - at);
      if (!refused) at = end;
    }
    const std::string own = "ALTER b SET STATISTICS 77, ";
    attachments.erase(attachments.find(own), own.size());
  }
  if (from_15 && attachments.find("TABLE thing ") != std::string::npos) {
    attachments += on_table_15;
    if ((reason.from + reason.to).find("GENERATED") == std::string::npos) attachments += on_plain_b_15;
  }
  // Default privileges of the database act on what the plan creates.
  const std::string noise = defaults ? R"(
ALTER DEFAULT PRIVILEGES GRANT SELECT, DELETE ON TABLES TO hang_carol WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT INSERT ON TABLES TO PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT ALL ON SEQUENCES TO hang_carol;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO hang_carol;
ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE TRIGGER ON TABLES FROM CURRENT_USER;
)"
                                     : "";
  test::LiveState from(reason.from + attachments + noise);
  test::LiveState to(reason.to + attachments + noise);
  const std::string old_lines = lines(from.database.session(), oracle);
  const std::string new_lines = lines(to.database.session(), oracle);
  const Catalog old = from.catalog;
  PlanOptions options;
  options.online = Online::never;
  options.views = reason.views;
  if (!reason.backfill.empty()) options.backfill = {reason.backfill};
  std::string trouble;
  const test::Outcome up = test::lead(from, {to.catalog, to.dump()}, options);
  if (!up.trouble.empty()) trouble += "up: " + up.trouble;
  trouble += difference(lines(from.database.session(), oracle), new_lines);
  const test::Outcome down = test::lead(to, {old, std::nullopt}, options);
  if (!down.trouble.empty()) trouble += "down: " + down.trouble;
  trouble += difference(lines(to.database.session(), oracle), old_lines);
  return trouble;
}

}  // namespace

TEST_CASE("what hangs on an object comes back with it, for every reason of recreation",
          "[plan][attachments]") {
  if (test::server() == nullptr) {
    WARN("skipped: no PostgreSQL server binaries are installed");
    return;
  }
  for (const std::string role : {"hang_owner", "hang_alice", "hang_bob", "hang_carol"})
    test::make_role(*test::server()->connect(), role);
  const int major = test::server()->connect()->server_version_num() / 10000;
  std::vector<Reason> reasons = table_reasons();
  const std::vector<Reason> others = other_reasons();
  reasons.insert(reasons.end(), others.begin(), others.end());
  std::erase_if(reasons, [&](const Reason& reason) { return major < reason.first; });
  std::vector<std::string> troubles(reasons.size() * 2);
  test::for_each_index(troubles.size(), [&](std::size_t at) {
    try {
      troubles[at] = run(reasons[at / 2], major >= 15, at % 2 == 1);
    } catch (const pg::DatabaseError& error) {
      troubles[at] = error.facts().message + " in: " + error.facts().statement;
    }
  });
  for (std::size_t at = 0; at < troubles.size(); ++at) {
    INFO(reasons[at / 2].name << (at % 2 == 1 ? ", with default privileges" : ""));
    INFO(troubles[at]);
    CHECK(troubles[at].empty());
  }
}
