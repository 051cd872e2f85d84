// Partitions that the plan does not know, because a job made them in the database alone: what comes to the
// parent reaches them, and what drops the parent stops before them.
#include <algorithm>

#include "pg/introspect.h"
#include "plan/plan.h"
#include "support/catch.h"
#include "support/live_state.h"
#include "support/plan_run.h"
#include "support/witness.h"

using namespace schemac;
using Catch::Contains;

namespace {

const std::string known = R"(
CREATE TABLE place (id integer PRIMARY KEY);
CREATE TABLE event (tenant integer NOT NULL, at date NOT NULL, key text NOT NULL, n integer) PARTITION BY RANGE (at);
CREATE TABLE event_2020 PARTITION OF event FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE event_2021 PARTITION OF event FOR VALUES FROM ('2021-01-01') TO ('2022-01-01') PARTITION BY LIST (tenant);
)";

// One right below, one below a partition that is known, one with partitions of its own, one with an index of
// its own.
const std::string unknown = R"(
SET search_path = public;
CREATE TABLE event_2026 PARTITION OF event FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE event_2021_1 PARTITION OF event_2021 FOR VALUES IN (1);
CREATE TABLE event_2027 PARTITION OF event FOR VALUES FROM ('2027-01-01') TO ('2028-01-01') PARTITION BY LIST (tenant);
CREATE TABLE event_2027_all PARTITION OF event_2027 DEFAULT;
CREATE TABLE event_2028 PARTITION OF event FOR VALUES FROM ('2028-01-01') TO ('2029-01-01');
CREATE UNIQUE INDEX own ON event_2028 (tenant, at, key);
INSERT INTO place VALUES (7);
INSERT INTO event SELECT 1, day::date, 'a', 7 FROM unnest(ARRAY['2020-02-02', '2021-02-02', '2026-02-02', '2027-02-02', '2028-02-02']) AS day;
)";

const std::vector<std::string> days = {"2020-02-02", "2021-02-02", "2026-02-02", "2027-02-02", "2028-02-02"};

Catalog catalog_of(const std::string& sql) { return test::LiveState(sql).catalog; }

std::string one(pg::Session& session, const std::string& query) { return session.query(query).value(); }

std::string state_of(pg::Session& session, const std::string& statement) {
  try {
    session.execute(statement);
    return {};
  } catch (const pg::DatabaseError& error) {
    return error.facts().sqlstate;
  }
}

struct Arrival {
  std::string change;
  std::string before;     // what stands already
  std::string row;        // for VALUES, % is the day; empty: no row is refused
  std::string sql_state;  // of that row
  int since = 13;
};

// What an index, key, check, foreign key or column of the parent does to each partition.
const std::vector<Arrival> arrivals = {
    {"ALTER TABLE event ADD CONSTRAINT event_key UNIQUE (tenant, at, key)", "", "1, '%', 'a', 7", "23505"},
    {"ALTER TABLE event ADD CONSTRAINT event_pk PRIMARY KEY (tenant, at)", "", "1, '%', 'b', 7", "23505"},
    {"CREATE UNIQUE INDEX event_once ON event (tenant, at, key) WHERE n > 0", "", "1, '%', 'a', 8", "23505"},
    {"CREATE INDEX event_lower ON event (lower(key), at)", "", "", ""},
    {"ALTER TABLE event ADD CONSTRAINT event_key UNIQUE (tenant, at)",
     "ALTER TABLE event ADD CONSTRAINT event_key UNIQUE (tenant, at, key)", "1, '%', 'b', 7", "23505"},
    {"CREATE INDEX event_at ON event (at, tenant)", "CREATE INDEX event_at ON event (at)", "", ""},
    {"ALTER TABLE event ADD CONSTRAINT few CHECK (n < 10)", "", "1, '%', 'b', 11", "23514"},
    {"ALTER TABLE event ADD CONSTRAINT there FOREIGN KEY (n) REFERENCES place", "", "1, '%', 'b', 8",
     "23503"},
    {"ALTER TABLE event ALTER n SET NOT NULL", "", "1, '%', 'b', NULL", "23502"},
    {"ALTER TABLE event ADD COLUMN c integer NOT NULL DEFAULT 5 CHECK (c > 4)", "", "1, '%', 'b', 7, 4",
     "23514"},
    {"ALTER TABLE event ADD CONSTRAINT apart EXCLUDE USING btree (tenant WITH =, at WITH =, key WITH =)", "",
     "1, '%', 'a', 7", "23P01", 17},
};

}  // namespace

TEST_CASE("what comes to a partitioned table reaches partitions that the plan does not know",
          "[plan][open]") {
  if (test::server() == nullptr) {
    WARN("skipped: no PostgreSQL server binaries are installed");
    return;
  }
  for (const Arrival& arrival : arrivals) {
    for (const Online online : {Online::automatic, Online::never}) {
      INFO(arrival.change << (online == Online::never ? ", at once" : ", online"));
      const std::string before = known + (arrival.before.empty() ? "" : arrival.before + ";");
      test::LiveState state(before);
      const int major = state.catalog.server_version_num / 10000;
      if (major < arrival.since) continue;
      const Catalog to = catalog_of(known + arrival.change);
      PlanOptions options;
      options.target_server_major = major;
      options.online = online;
      pg::Session& session = state.database.session();
      session.execute(unknown);
      session.execute("RESET search_path");
      const Plan steps = plan(state.catalog, to, options);
      INFO(test::plan_text(steps));
      test::run_plan(*state.database.connect(), steps);
      CHECK(one(session, "SELECT count(*) FROM pg_index WHERE NOT indisvalid") == "0");
      CHECK(one(session, "SELECT count(*) FROM public.event") == "5");
      for (const std::string& day : days) {
        if (arrival.row.empty()) continue;
        std::string row = arrival.row;
        row.replace(row.find('%'), 1, day);
        // From 18 on an exclusion by equality alone is refused as a unique key is.
        const std::string state = state_of(session, "INSERT INTO public.event VALUES (" + row + ")");
        const bool as_unique_key = arrival.sql_state == "23P01" && state == "23505";
        CHECK((as_unique_key || state == arrival.sql_state));
      }
      // Every leaf has as many indexes as the parent, but for the one of its own that served no purpose.
      CHECK(
          one(session,
              "SELECT count(*) FROM pg_partition_tree('public.event') t JOIN pg_index p ON p.indrelid = "
              "'public.event'::regclass WHERE NOT EXISTS (SELECT FROM pg_partition_tree(p.indexrelid) b JOIN "
              "pg_index i ON i.indexrelid = b.relid WHERE i.indrelid = t.relid)") == "0");
      // Nothing is left to do for what the plan knows, and it made nothing that it does not know.
      session.execute("SET search_path = ''");
      state.read();
      for (const Change& change : diff(state.catalog, to)) {
        const std::string& relation = change.id.relation.empty() ? change.id.name : change.id.relation;
        INFO(change.id.text());
        CHECK(unknown.find("TABLE " + relation + " ") != std::string::npos);
      }
    }
  }
}

TEST_CASE("a key that the server makes on each partition comes once, under its name", "[plan][open]") {
  if (test::server() == nullptr) {
    WARN("skipped: no PostgreSQL server binaries are installed");
    return;
  }
  struct Key {
    std::string constraint;
    int since;
  };
  const std::vector<Key> keys = {
      {"EXCLUDE USING btree (k WITH =)", 17},
      {"EXCLUDE USING btree (k WITH =, n WITH =) WHERE (n > 0)", 17},
      {"EXCLUDE USING btree (k WITH =, lower(c) WITH =)", 17},
      {"EXCLUDE USING btree (k WITH =, (n + 1) WITH =) INCLUDE (c) DEFERRABLE INITIALLY DEFERRED", 17},
      {"PRIMARY KEY (k, during WITHOUT OVERLAPS)", 18},
      {"UNIQUE (k, during WITHOUT OVERLAPS)", 18},
  };
  const std::string table =
      "CREATE EXTENSION IF NOT EXISTS btree_gist;"
      "CREATE TABLE t (k integer NOT NULL, n integer, c text, during int4range NOT NULL) PARTITION BY LIST "
      "(k);";
  const std::string parts =
      "CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1);"
      "CREATE TABLE t_2 PARTITION OF t FOR VALUES IN (2) PARTITION BY LIST (k);"
      "CREATE TABLE t_2_a PARTITION OF t_2 FOR VALUES IN (2);";
  const std::string third = "CREATE TABLE t_3 PARTITION OF t FOR VALUES IN (3);";
  const int major = test::LiveState("").catalog.server_version_num / 10000;
  for (const Key& key : keys) {
    if (major < key.since) continue;
    const std::string with = "ALTER TABLE t ADD CONSTRAINT once " + key.constraint + ";";
    const std::string name_of_first =
        "DO $$ BEGIN EXECUTE (SELECT 'ALTER INDEX ' || i.indexrelid::regclass || ' RENAME TO mine' FROM "
        "pg_index i "
        "WHERE i.indrelid = 't_1'::regclass); END $$;";
    const std::string own = "ALTER TABLE t_1 ADD CONSTRAINT mine " + key.constraint + ";";
    const std::vector<std::pair<std::string, std::string>> states = {
        {"", table + parts + with},
        {table, table + with + parts},
        {table + parts, table + parts + with},
        {table + parts, table + parts + with + name_of_first},
        {table + parts + with, table + parts + with + name_of_first},
        {table + parts + with, table + parts + third + with},
        {table + parts + own, table + parts + with + name_of_first},
        {table + "CREATE TABLE t_3 (k integer NOT NULL, n integer, c text, during int4range NOT NULL);" +
             with,
         table + third + with},
    };
    for (const auto& [from, to] : states) {
      for (const bool forth : {true, false}) {
        INFO((forth ? from : to) << "\n-> " << (forth ? to : from));
        test::LiveState state(forth ? from : to);
        const Catalog goal = catalog_of(forth ? to : from);
        CHECK(test::lead(state, {goal, {}}, {}).trouble == "");
      }
    }
  }
}

TEST_CASE("an index or key that not all partitions have is a difference, and the plan mends it",
          "[plan][open]") {
  if (test::server() == nullptr) return;
  const std::vector<std::pair<std::string, std::string>> halves = {
      {"CREATE INDEX event_at ON ONLY event (at)", "CREATE INDEX event_at ON event (at)"},
      {"CREATE UNIQUE INDEX event_u ON ONLY event (at, tenant)",
       "CREATE UNIQUE INDEX event_u ON event (at, tenant)"},
      {"ALTER TABLE ONLY event ADD CONSTRAINT event_key UNIQUE (tenant, at)",
       "ALTER TABLE event ADD CONSTRAINT event_key UNIQUE (tenant, at)"},
      {"ALTER TABLE ONLY event ADD CONSTRAINT event_pk PRIMARY KEY (tenant, at)",
       "ALTER TABLE event ADD CONSTRAINT event_pk PRIMARY KEY (tenant, at)"},
      {"CREATE INDEX event_at ON ONLY event (at); CREATE INDEX event_2020_at_idx ON event_2020 (at); "
       "ALTER INDEX event_at ATTACH PARTITION event_2020_at_idx",
       "CREATE INDEX event_at ON event (at)"},
  };
  for (const auto& [half, whole] : halves) {
    INFO(half);
    const Catalog to = catalog_of(known + whole);
    test::LiveState state(known + half);
    const std::vector<Change> changes = diff(state.catalog, to);
    CHECK(std::any_of(changes.begin(), changes.end(), [](const Change& change) {
      return std::any_of(change.differences.begin(), change.differences.end(),
                         [](const Difference& difference) {
                           return difference.text().starts_with("valid") && difference.to == "yes";
                         });
    }));
    CHECK(test::lead(state, {to, {}}, {}).trouble.empty());
  }
}

TEST_CASE("no plan drops a partition or child table that it does not know", "[plan][open]") {
  if (test::server() == nullptr) return;
  struct Case {
    std::string from, to, more, count, allowed;  // allowed: what the count gives after an allowed run
  };
  const std::string range = "CREATE TABLE t (a integer, b integer, c text) PARTITION BY RANGE (a);";
  const std::string first = "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);";
  const std::string second = "CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (10) TO (20); ";
  const std::string rows = "INSERT INTO t VALUES (1, 2, 'x'), (11, 3, 'y')";
  const std::vector<Case> cases = {
      {range + first, "", second + rows, "SELECT count(*) FROM t", ""},
      {range, "", second + "INSERT INTO t VALUES (11, 3, 'y')", "SELECT count(*) FROM t", ""},
      {range + first,
       "CREATE TABLE t (a bigint, b integer, c text) PARTITION BY RANGE (a);"
       "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (90);",
       second + rows, "SELECT count(*) FROM t", "2"},
      {range + first,
       "CREATE TABLE t (a integer, b integer, c text) PARTITION BY HASH (b);"
       "CREATE TABLE t1 PARTITION OF t FOR VALUES WITH (MODULUS 1, REMAINDER 0);",
       second + rows, "SELECT count(*) FROM t", "2"},
      {range + first, "CREATE TABLE t (a integer, b integer, c text);", second + rows,
       "SELECT count(*) FROM t", "2"},
      {range + "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (90) PARTITION BY LIST (b);",
       range + "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (90) PARTITION BY LIST (c);"
               "CREATE TABLE t11 PARTITION OF t1 DEFAULT;",
       "CREATE TABLE t1_2 PARTITION OF t1 FOR VALUES IN (2); INSERT INTO t VALUES (1, 2, 'x')",
       "SELECT count(*) FROM t", "1"},
      {range + "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (90) PARTITION BY LIST (b);", range,
       "CREATE TABLE t1_2 PARTITION OF t1 FOR VALUES IN (2); INSERT INTO t VALUES (1, 2, 'x')",
       "SELECT count(*) FROM t", "0"},
      {"CREATE TABLE t (a integer); CREATE TABLE u () INHERITS (t);", "",
       "CREATE TABLE w () INHERITS (t); INSERT INTO w VALUES (1)", "SELECT count(*) FROM w", "1"},
      {"CREATE TABLE t (a integer);", "", "CREATE TABLE w () INHERITS (t); INSERT INTO w VALUES (1)",
       "SELECT count(*) FROM w", "1"},
  };
  for (const Case& c : cases) {
    INFO(c.from << " -> " << c.to);
    test::LiveState state(c.from);
    const Catalog to = catalog_of(c.to);
    PlanOptions options;
    options.target_server_major = state.catalog.server_version_num / 10000;
    const Plan steps = plan(state.catalog, to, options);
    INFO(test::plan_text(steps));
    const std::vector<Hazard> hazards = steps.hazards();
    CHECK(std::any_of(hazards.begin(), hazards.end(),
                      [](const Hazard& hazard) { return hazard.code == "data-loss" && hazard.destructive; }));
    pg::Session& session = state.database.session();
    session.execute("SET search_path = public; " + c.more + "; ANALYZE");
    const std::string before = one(session, c.count);
    session.execute("SET search_path = ''");
    state.read();
    const Catalog catalog = state.catalog;
    session.execute("SET search_path = public");
    {
      const auto refused = state.database.connect();
      try {
        test::run_plan(*refused, steps);
        FAIL("it ran");
      } catch (const pg::DatabaseError& error) {
        CHECK(error.facts().sqlstate == "2BP01");
        if (c.from.find("PARTITION") != std::string::npos)
          CHECK_THAT(error.facts().detail, Contains("(about "));
        CHECK_THAT(error.facts().detail, Contains("t2") || Contains("t1_2") || Contains("w"));
      }
    }
    CHECK(one(session, c.count) == before);
    session.execute("SET search_path = ''");
    state.read();
    CHECK(diff(state.catalog, catalog).empty());
    const auto allowed = state.database.connect();
    allowed->execute("SET schemac.allow = 'data-loss'");
    const bool partitioned = c.from.find("PARTITION") != std::string::npos;
    if (!partitioned) {
      CHECK_THROWS_AS(test::run_plan(*allowed, steps), pg::DatabaseError);  // the server keeps child tables
      allowed->execute("ROLLBACK");
    } else {
      test::run_plan(*allowed, steps);
    }
    session.execute("SET search_path = public");
    if (c.allowed.empty())
      CHECK(one(session, "SELECT to_regclass('t') IS NULL") == "t");
    else
      CHECK(one(session, c.count) == c.allowed);
  }
}

TEST_CASE("rows find their new partitions, and nobody sees the table without them", "[plan][repartition]") {
  if (test::server() == nullptr) return;
  const std::string table = "CREATE TABLE t (id integer NOT NULL, a integer, b integer, c text)";
  const std::string rest =
      "; CREATE INDEX t_a ON t (a, b); ALTER TABLE t ADD CONSTRAINT low CHECK (a < 1000);";
  const auto split = [](const std::string& name) {
    return "CREATE TABLE " + name + "_1 PARTITION OF " + name +
           " FOR VALUES FROM (0) TO (50); CREATE TABLE " + name + "_2 PARTITION OF " + name +
           " FOR VALUES FROM (50) TO (100);";
  };
  const std::string halves = split("t");
  const std::string by_a = table + " PARTITION BY RANGE (a);" + halves;
  const std::string nested =
      table + " PARTITION BY LIST (c); CREATE TABLE x PARTITION OF t DEFAULT PARTITION BY ";
  const std::vector<std::pair<std::string, std::string>> states = {
      {by_a + rest, table + " PARTITION BY RANGE (b);" + halves + rest},
      {by_a + rest,
       table + " PARTITION BY RANGE ((a + b));" +
           "CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM (0) TO (50); CREATE TABLE t_3 PARTITION OF t "
           "DEFAULT;" +
           rest},
      {by_a + rest,
       table +
           " PARTITION BY HASH (id); CREATE TABLE t_1 PARTITION OF t FOR VALUES WITH (MODULUS 2, "
           "REMAINDER 0); CREATE TABLE t_2 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 1);" +
           rest},
      {by_a + rest, table + rest},
      {by_a, nested + "RANGE (b);" + split("x")},
      {nested + "RANGE (a);" + split("x") + rest, nested + "RANGE (b);" + split("x") + rest},
      {nested + "RANGE (a);" + split("x"), nested + "LIST (b); CREATE TABLE x_2 PARTITION OF x DEFAULT;"},
      {by_a,
       "CREATE TABLE t (id integer NOT NULL, a bigint, b integer, c text) PARTITION BY RANGE (a);" + halves},
      {by_a + rest,
       "CREATE TABLE t (id integer NOT NULL, a integer, b integer, c text, d integer GENERATED ALWAYS AS "
       "(a + 1) STORED) PARTITION BY RANGE (b);" +
           halves + rest},
  };
  const std::string content =
      "SELECT count(*) || ' ' || md5(string_agg(ROW(id, a, b, c)::text, ',' ORDER BY id)) FROM public.t";
  for (const auto& [from, to] : states) {
    for (const bool forth : {true, false}) {
      INFO((forth ? from : to) << "\n-> " << (forth ? to : from));
      test::LiveState state(forth ? from : to);
      const Catalog goal = catalog_of(forth ? to : from);
      pg::Session& session = state.database.session();
      session.execute(
          "INSERT INTO public.t SELECT n, n % 100, (n * 7) % 100, CASE n % 3 WHEN 0 THEN 'x' END FROM "
          "pg_catalog.generate_series(1, 500) AS n");
      const std::string before = one(session, content);
      const auto reading = state.database.connect();
      test::Witness reader([&](int) {
        const std::string seen = reading->query("SELECT count(*) FROM public.t").value();
        if (seen != "500") throw std::runtime_error("a reader saw " + seen + " rows");
      });
      const test::Outcome outcome = test::lead(state, {goal, {}}, {});
      reader.stop();
      CHECK(outcome.trouble == "");
      CHECK(reader.trouble() == "");
      CHECK(one(session, content) == before);
    }
  }
}

TEST_CASE("a row that belongs nowhere leaves all as it was", "[plan][repartition]") {
  if (test::server() == nullptr) return;
  const std::string table = "CREATE TABLE t (a integer, b integer) PARTITION BY ";
  const auto parts = [](const std::string& end) {
    return "; CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM (0) TO (10); CREATE TABLE t_2 PARTITION OF t "
           "FOR VALUES "
           "FROM (10) TO (" +
           end + "); CREATE INDEX t_b ON t (b);";
  };
  // Another key, another bound.
  for (const std::string& to : {table + "RANGE (b)" + parts("20"), table + "RANGE (a)" + parts("15")}) {
    INFO(to);
    test::LiveState state(table + "RANGE (a)" + parts("20"));
    const Catalog goal = catalog_of(to + "CREATE INDEX t_a ON t (a);");
    pg::Session& session = state.database.session();
    session.execute("INSERT INTO public.t VALUES (1, 1), (17, 99)");
    const Catalog before = state.catalog;
    const Plan steps = plan(state.catalog, goal, {});
    const auto changer = state.database.connect();
    CHECK_THROWS_AS(test::run_plan(*changer, steps), pg::DatabaseError);
    changer->execute("ROLLBACK");
    state.read();
    CHECK(diff(state.catalog, before).empty());
    CHECK(one(session, "SELECT count(*) FROM public.t") == "2");
  }
}
