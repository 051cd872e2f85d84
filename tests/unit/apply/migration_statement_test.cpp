// The parts of running migrations that need no server.
#include "apply/batch.h"
#include "apply/crash_recovery.h"
#include "apply/line_diff.h"
#include "apply/migration_runner.h"
#include "ledger/ledger.h"
#include "support/catch.h"
#include "workspace/source_position.h"

using namespace schemac;

TEST_CASE("differences of lines are shown with three lines around") {
  CHECK(line_diff("a\nb\nc\n", "a\nb\nc\n") == "");
  CHECK(line_diff("a\nb\nc\n", "a\nx\nc\n") == " a\n-b\n+x\n c\n");
  CHECK(line_diff("", "a\n") == "+a\n");
  CHECK(line_diff("1\n2\n3\n4\n5\n6\n7\n8\n9\nz\n", "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n") ==
        "+0\n 1\n 2\n 3\n…\n 7\n 8\n 9\n-z\n");
}

TEST_CASE("a batched statement is taken apart at its condition") {
  std::string reason;
  const auto whole = [&](const std::string& sql) {
    const auto parts = take_apart(sql, reason);
    REQUIRE(parts);
    return parts->alias + " | " + parts->before + parts->after + "R" + parts->returning;
  };
  CHECK(whole("UPDATE t SET a = 1") == "t | UPDATE t SET a = 1 WHERE R");
  CHECK(whole("UPDATE ONLY s.t AS x SET a = (SELECT 1 WHERE true) WHERE b OR c RETURNING a") ==
        "x | UPDATE ONLY s.t AS x SET a = (SELECT 1 WHERE true) WHERE ( b OR c \n) AND R RETURNING a");
  CHECK(whole("DELETE FROM t USING u WHERE t.i = u.i") ==
        "t | DELETE FROM t USING u WHERE ( t.i = u.i\n) AND R");
  CHECK_FALSE(take_apart("INSERT INTO t VALUES (1)", reason));
  CHECK(reason == "it is neither UPDATE nor DELETE");
}

TEST_CASE("index definitions are compared by what they define") {
  CHECK(same_index_definition("CREATE INDEX i ON public.t USING btree (a, lower(b))",
                              "create index concurrently if not exists i on t (a, LOWER(b))"));
  CHECK_FALSE(same_index_definition("CREATE INDEX i ON t (a)", "CREATE UNIQUE INDEX i ON t (a)"));
  CHECK_FALSE(same_index_definition("CREATE INDEX i ON t (a)", "CREATE INDEX i ON t (a) WHERE a > 0"));
  CHECK_FALSE(same_index_definition("CREATE INDEX i ON t (a)", "CREATE INDEX i ON t USING gin (a)"));
  CHECK(is_concurrent("DROP INDEX CONCURRENTLY i"));
  CHECK_FALSE(is_concurrent("SELECT 'CONCURRENTLY'"));
}

TEST_CASE("server positions count characters, files count bytes") {
  CHECK(byte_offset("aüb", 1) == 0);
  CHECK(byte_offset("aüb", 2) == 1);
  CHECK(byte_offset("aüb", 3) == 3);
  CHECK(byte_offset("aüb", 99) == 4);
}

TEST_CASE("arrays are written so that the server reads the same") {
  CHECK(array_literal({}) == "{}");
  CHECK(array_literal({"a", "b \"c\"", "d\\e", ""}) == R"({"a","b \"c\"","d\\e",""})");
}
