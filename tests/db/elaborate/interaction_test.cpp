// Objects that show in the prints of others without being referred to: the state before gives nothing wrong.
#include <unistd.h>

#include <fstream>
#include <string>
#include <vector>

#include <sys/wait.h>

#include "elaboration_place.h"
#include "scratch/elaboration_cache.h"
#include "support/catch.h"
#include "support/server.h"

using namespace schemac;
using test::ElaborationPlace;

namespace {

struct Step {
  std::string what;
  std::string from, to;
  enum { partial, whole, either } how = partial;  // either: what it gives up on depends on the direction
};

const std::string other = "CREATE TABLE other (x int); CREATE VIEW on_other AS SELECT x FROM other;\n";

std::vector<Step> steps() {
  const std::string partitioned =
      "CREATE TABLE p (a int, b int) PARTITION BY LIST (a);"
      "CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE INDEX on_b ON p (b);"
      "CREATE TABLE r (x int); CREATE VIEW on_r AS SELECT x FROM r;";
  const std::string columns = "CREATE TABLE t (a int NOT NULL, b int NOT NULL);";
  return {
      {"a view changes", columns + "CREATE VIEW v AS SELECT a FROM t;",
       columns + "CREATE VIEW v AS SELECT b FROM t;"},
      {"an object goes", columns + "CREATE VIEW v AS SELECT a FROM t;", columns},
      {"a partition comes", partitioned, partitioned + "CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2);"},
      {"an index of all partitions comes", partitioned, partitioned + "CREATE INDEX on_a ON p (a);"},
      {"a key of a partitioned table is referred to",
       "CREATE TABLE p (a int PRIMARY KEY) PARTITION BY LIST (a);"
       "CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE r (x int REFERENCES p);",
       "CREATE TABLE p (a int PRIMARY KEY) PARTITION BY LIST (a);"
       "CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE r (x int REFERENCES p);"
       "CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2);"},
      {"a column is inherited", "CREATE TABLE p (a int); CREATE TABLE c (b int) INHERITS (p);",
       "CREATE TABLE p (a int, n int); CREATE TABLE c (b int) INHERITS (p);"},
      {"a name that the server chose becomes free",
       "CREATE TABLE a_b (c int CHECK (c > 0)); CREATE TABLE a (b_c int CHECK (b_c > 0));",
       "CREATE TABLE a (b_c int CHECK (b_c > 0));", Step::either},
      {"a name that the server chose is taken", "CREATE TABLE b (c serial);",
       "CREATE TABLE b (c serial); CREATE SEQUENCE a_c_seq; CREATE TABLE a (c serial);"},
      {"one of two indexes to cluster on",
       columns + "CREATE INDEX i ON t (a); CREATE INDEX j ON t (b); ALTER TABLE t CLUSTER ON i;"
                 "ALTER TABLE t CLUSTER ON j;",
       columns + "CREATE INDEX i ON t (a); CREATE INDEX j ON t (b); ALTER TABLE t CLUSTER ON i;",
       Step::either},
      {"a replica identity goes with its index",
       columns + "CREATE UNIQUE INDEX i ON t (a); ALTER TABLE t REPLICA IDENTITY USING INDEX i;"
                 "CREATE VIEW v AS SELECT a FROM t;",
       columns + "CREATE VIEW v AS SELECT a FROM t;", Step::either},
      {"another overload",
       "CREATE FUNCTION f(a bigint) RETURNS int LANGUAGE sql AS 'SELECT 1';" + columns +
           "CREATE VIEW v AS SELECT f(a) FROM t;",
       "CREATE FUNCTION f(a bigint) RETURNS int LANGUAGE sql AS 'SELECT 1';"
       "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 2';" +
           columns + "CREATE VIEW v AS SELECT f(a) FROM t;"},
      {"an owned sequence", "CREATE SEQUENCE s; CREATE TABLE t (a int);",
       "CREATE SEQUENCE s; CREATE TABLE t (a int); ALTER SEQUENCE s OWNED BY t.a;", Step::either},
      {"an enum's value", "CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (e e DEFAULT 'a');",
       "CREATE TYPE e AS ENUM ('b', 'a'); CREATE TABLE t (e e DEFAULT 'a');"},
      {"a cast comes",
       "CREATE TYPE e AS ENUM ('a'); CREATE FUNCTION f(e) RETURNS int LANGUAGE sql AS 'SELECT 1';",
       "CREATE TYPE e AS ENUM ('a'); CREATE FUNCTION f(e) RETURNS int LANGUAGE sql AS 'SELECT 1';"
       "CREATE CAST (e AS int) WITH FUNCTION f(e);",
       Step::whole},
      {"default privileges come", columns,
       columns + "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;", Step::whole},
  };
}

}  // namespace

TEST_CASE("objects that show in others are elaborated with them", "[elaborate]") {
  if (test::server() == nullptr) return;
  for (const Step& step : steps()) {
    DYNAMIC_SECTION(step.what) {
      const ArtifactSet from = test::compiled_sql(other + step.from);
      const ArtifactSet to = test::compiled_sql(other + step.to);
      for (const auto& [first, second] : {std::pair(&from, &to), std::pair(&to, &from)}) {
        ElaborationPlace place(test::server()->url);
        place.elaborated(*first);
        CHECK(place.elaborated(*second) == place.elaborated_afresh(*second));
        if (step.how != Step::either) CHECK(place.was_partial() == (step.how == Step::partial));
      }
    }
  }
}

TEST_CASE("an object that only goes needs no server", "[elaborate]") {
  if (test::server() == nullptr) return;
  ElaborationPlace place(test::server()->url);
  place.elaborated(test::compiled_sql(other + "CREATE SCHEMA s;"));
  const ArtifactSet rest = test::compiled_sql(other);
  place.environment.scratch->url = "host=/nowhere";
  CHECK(place.elaborated(rest).find("on_other") != std::string::npos);
}

TEST_CASE("a mistake is told as afresh, and what was known before serves the next run", "[elaborate]") {
  if (test::server() == nullptr) return;
  ElaborationPlace place(test::server()->url);
  place.elaborated(test::compiled_sql(other));
  const ArtifactSet wrong = test::compiled_sql(other + "CREATE VIEW v AS SELECT y FROM other;");
  const std::string told = place.elaborated(wrong);
  CHECK(told.find("column \"y\" does not exist") != std::string::npos);
  CHECK(told == place.elaborated_afresh(wrong));
  const ArtifactSet right = test::compiled_sql(other + "CREATE VIEW v AS SELECT x FROM other;");
  CHECK(place.elaborated(right) == place.elaborated_afresh(right));
  CHECK(place.was_partial());
}

TEST_CASE("a cache that is damaged, full or used by many is a cache", "[elaborate]") {
  if (test::server() == nullptr) return;
  namespace fs = std::filesystem;
  ElaborationPlace place(test::server()->url);
  const ArtifactSet set = test::compiled_sql(other);
  const std::string right = place.elaborated(set);
  const auto entries = [&] { return place.files.list(place.cache(), ".json"); };
  REQUIRE(entries().size() == 1);

  SECTION("cut, empty, or of other content") {
    const fs::path entry = entries().front();
    const std::string text = place.files.read(entry);
    const std::string flipped = [&] {
      std::string copy = text;
      copy[copy.find("on_other") + 1] = 'N';
      return copy;
    }();
    for (const std::string& damaged : {text.substr(0, text.size() / 2), std::string(), flipped}) {
      std::ofstream(entry) << damaged;
      CHECK(place.elaborated(set) == right);
      CHECK(place.files.read(entry) == text);
    }
  }
  SECTION("bounded, the entry used last stays") {
    ElaborationCache cache(place.environment, "test");
    for (std::size_t i = 0; i < ElaborationCache::capacity + 5; ++i) {
      cache.store(std::to_string(i), {});
      CHECK(cache.find("0"));  // used each time
    }
    CHECK(entries().size() == ElaborationCache::capacity);
    CHECK_FALSE(cache.find("1"));
  }
  SECTION("what a killed writer left goes after a while") {
    const fs::path left = place.cache() / "0-0.json.abcdef";
    std::ofstream(left) << "{";
    ElaborationCache cache(place.environment, "test");
    cache.store("a", {});
    CHECK(fs::exists(left));
    fs::last_write_time(left, fs::file_time_type::clock::now() - std::chrono::hours(2));
    cache.store("b", {});
    CHECK_FALSE(fs::exists(left));
  }
  SECTION("two processes at once") {
    const pid_t child = ::fork();
    const auto use = [&] {
      bool well = true;
      ElaborationCache cache(place.environment, "test");
      for (std::size_t i = 0; i < 300; ++i) {
        cache.store(std::to_string(i % (ElaborationCache::capacity + 9)), {});
        const auto latest = cache.latest();
        well = well && (!latest || latest->catalog.objects.empty());
      }
      return well;
    };
    if (child == 0) ::_exit(use() ? 0 : 1);
    CHECK(use());
    int status = 1;
    ::waitpid(child, &status, 0);
    CHECK(status == 0);
  }
}
