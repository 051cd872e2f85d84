// Values of columns whose type changes: between types that write values differently, and under a type that
// keeps its name and becomes one of another kind. The server's own functions say what a value has to become.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/live_state.h"
#include "support/plan_cases.h"
#include "support/server.h"

using namespace schemac;

namespace {

constexpr int first_with_multiranges = 140000;

struct Retype {
  std::string from, to;  // types of the column
  std::string values;    // VALUES lists of (id, v)
  std::string expected;  // an expression of the former value `v`; empty: values stop the plan, NULL does not
  bool multirange = false;  // from PostgreSQL 14 on
};

const std::string types = R"(
CREATE DOMAIN word AS text;
CREATE DOMAIN tags AS text[];
CREATE DOMAIN document AS jsonb;
CREATE DOMAIN documents AS document;
CREATE DOMAIN small AS int CHECK (VALUE < 100);
CREATE TYPE tone AS ENUM ('low', 'true', '1');
CREATE TYPE pair AS (a int, b text);
CREATE TYPE swapped AS (b text, a int);
CREATE TYPE nested AS (p pair, many int[]);
CREATE TYPE span AS RANGE (subtype = numeric);
CREATE FUNCTION numbers(j jsonb) RETURNS int[] LANGUAGE sql IMMUTABLE
  AS 'SELECT array_agg(e::int ORDER BY o) FROM jsonb_array_elements_text(j) WITH ORDINALITY AS t (e, o)';
)";

const std::vector<Retype> retypes = {
    // Into JSON: to_jsonb keeps every value.
    {"text[]", "jsonb", "(1, '{}'), (2, '{a,\"b c\",NULL,\"{}\"}'), (3, '{{x},{y}}')", "to_jsonb(v)", false},
    {"int[]", "json", "(1, '{}'), (2, '{1,2}')", "to_json(v)", false},
    {"jsonb[]", "jsonb", "(1, '{}'), (2, ARRAY['{\"a\": 1}', 'null', '\"x\"']::jsonb[])", "to_jsonb(v)",
     false},
    {"tags", "jsonb", "(1, '{}'), (2, '{a,b}')", "to_jsonb(v)", false},
    {"tags", "document", "(1, '{}'), (2, '{a,b}')", "to_jsonb(v)", false},
    {"pair", "jsonb", "(1, '(1,\"x y\")'), (2, '(,)')", "to_jsonb(v)", false},
    {"pair[]", "jsonb", "(1, '{}'), (2, '{\"(1,x)\"}')", "to_jsonb(v)", false},
    {"nested", "documents", "(1, '(\"(1,x)\",\"{1,2}\")')", "to_jsonb(v)", false},
    {"numrange", "jsonb", "(1, '[1,5]'), (2, 'empty')", "to_jsonb(v)", false},
    {"span", "json", "(1, '[1,5]')", "to_json(v)", false},
    {"nummultirange", "jsonb", "(1, '{}'), (2, '{[1,5]}')", "to_jsonb(v)", true},
    {"tone", "jsonb", "(1, 'low'), (2, 'true'), (3, '1')", "to_jsonb(v)", false},
    {"date", "jsonb", "(1, '2020-01-31')", "to_jsonb(v)", false},
    {"numeric", "jsonb", "(1, 'NaN'), (2, 1.50)", "to_jsonb(v)", false},
    {"bytea", "json", "(1, '\\x7b7d')", "to_json(v)", false},
    // Text that holds JSON stays a document.
    {"text", "jsonb", "(1, '{\"a\": [1]}')", "v::jsonb", false},
    {"word", "document", "(1, '[1, \"x\"]')", "v::text::jsonb", false},
    {"json", "jsonb", "(1, '{\"a\": 1}')", "v::jsonb", false},
    // And back: the inverse of to_jsonb, or an error.
    {"jsonb", "int[]", "(1, '[]'), (2, '[1, 2]'), (3, 'null')",
     "CASE v WHEN '[]' THEN '{}'::int[] ELSE CASE WHEN v <> 'null' THEN numbers(v) END END", false},
    {"jsonb", "text[]", "(1, '[\"{}\", \"a b\", null]')", "ARRAY['{}', 'a b', NULL]", false},
    {"json", "text[]", "(1, '[\"a,b\"]')", "ARRAY['a,b']", false},
    {"document", "tags", "(1, '[\"a\"]')", "ARRAY['a']", false},
    {"jsonb", "text[]", "(1, '{}')", "", false},
    {"jsonb", "int[]", "(1, '\"{1}\"')", "", false},
    {"jsonb", "pair", "(1, '{\"b\": \"x y\", \"a\": 1}'), (2, 'null')",
     "CASE WHEN v <> 'null' THEN ROW((v ->> 'a')::int, v ->> 'b')::pair END", false},
    {"json", "nested", "(1, '{\"p\": {\"a\": 1}, \"many\": [1, 2]}')", "'(\"(1,)\",\"{1,2}\")'::nested",
     false},
    {"jsonb", "pair", "(1, '[1, \"x\"]')", "", false},
    {"jsonb", "pair[]", "(1, '[{\"a\": 1, \"b\": \"x\"}]')", "ARRAY[ROW(1, 'x')::pair]", false},
    {"jsonb", "numrange", "(1, '\"[1,5]\"'), (2, 'null')", "(v #>> '{}')::numrange", false},
    {"jsonb", "numrange", "(1, '[1, 5]')", "", false},
    {"jsonb", "nummultirange", "(1, '{}')", "", true},
    {"jsonb", "tone", "(1, '\"low\"'), (2, 'true'), (3, 'null')", "(v #>> '{}')::tone", false},
    {"jsonb", "date", "(1, '\"2020-01-31\"')", "(v #>> '{}')::date", false},
    {"jsonb", "numeric", "(1, '1.50'), (2, 'null')", "(v #>> '{}')::numeric", false},
    {"jsonb", "integer", "(1, '1.5')", "", false},
    {"jsonb", "bytea", "(1, '[1]')", "", false},
    // Composites by the names of their fields.
    {"pair", "swapped", "(1, '(1,x)')", "ROW((v).b, (v).a)::swapped", false},
    {"pair[]", "swapped[]", "(1, '{\"(1,x)\",\"(2,y)\"}')",
     "ARRAY[ROW('x', 1)::swapped, ROW('y', 2)::swapped]", false},
    // Elements that are written differently.
    {"numrange[]", "jsonb[]", "(1, '{\"[1,5]\"}')", "ARRAY[to_jsonb(v[1])]", false},
    {"jsonb[]", "text[]", "(1, ARRAY['\"x\"']::jsonb[])", "ARRAY['x']", false},
    {"tone[]", "text[]", "(1, '{low,true}')", "v::text[]", false},
    {"text", "int[]", "(1, '5')", "ARRAY[v::int]", false},
    {"int4range", "int4multirange", "(1, '[1,5)'), (2, 'empty')", "v::int4multirange", true},
    {"int4multirange", "int4range[]", "(1, '{[1,5)}')", "", true},
    // Texts that look alike.
    {"bit(8)", "integer", "(1, B'00000101')", "v::int", false},
    {"integer", "bit(8)", "(1, 10)", "v::bit(8)", false},
    {"bit varying", "integer", "(1, B'101')", "", false},
    {"boolean", "numeric", "(1, true), (2, false)", "v::int::numeric", false},
    {"text[]", "tsvector", "(1, '{a,b}')", "", false},
    {"int[]", "integer", "(1, '{5}')", "", false},
};

std::string table_of(const std::string& type) {
  return types + "CREATE TABLE kept (id int PRIMARY KEY, v " + type + ");";
}

bool warns_of_values(const Plan& plan) {
  const std::vector<Hazard> hazards = plan.hazards();
  return std::any_of(hazards.begin(), hazards.end(), [](const Hazard& hazard) {
    return hazard.code == "failing-cast" || hazard.destructive;
  });
}

using Texts = std::vector<std::string>;

Texts texts(const test::LiveState& state, const std::string& expression) {
  const auto session = state.database.connect();
  session->execute("SET search_path = public");
  Texts found;
  for (const auto& row : session->query("SELECT (" + expression + ")::text FROM kept ORDER BY id").rows)
    found.push_back(row[0].value_or("NULL"));
  return found;
}

std::string shown(const Texts& list) {
  std::string text;
  for (const std::string& each : list) text += each + "\n";
  return text;
}

// Empty if the values are what they should be.
std::string run_retype(const Retype& change) {
  const test::LiveState to(table_of(change.to));
  test::LiveState without(table_of(change.from) + "INSERT INTO kept VALUES (99, NULL);");
  if (const auto outcome = test::lead(without, {to.catalog, {}}, {}); !outcome.trouble.empty())
    return "without values: " + outcome.trouble;
  test::LiveState state(table_of(change.from) + "INSERT INTO kept VALUES " + change.values + ", (99, NULL);");
  const bool fails = change.expected.empty();
  const Texts wanted = fails ? Texts{} : texts(state, change.expected);
  const test::Outcome outcome = test::lead(state, {to.catalog, {}}, {});
  if (fails) {
    if (outcome.trouble.empty()) return "values were carried over: " + shown(texts(state, "v"));
    if (!outcome.sql_state.starts_with("22")) return "another error: " + outcome.trouble;
    return warns_of_values(outcome.plan) ? "" : "no hazard says that values stop the plan";
  }
  if (!outcome.trouble.empty()) return outcome.trouble;
  const Texts found = texts(state, "v");
  if (found == wanted) return {};
  return "values:\n" + shown(found) + "wanted:\n" + shown(wanted) + test::plan_text(outcome.plan);
}

struct TypeKind {
  std::string name, create, value;
};

const std::vector<TypeKind> kinds = {
    {"enum", "CREATE TYPE thing AS ENUM ('low', 'high');", "low"},
    {"domain", "CREATE DOMAIN thing AS text CHECK (VALUE <> 'never');", "low"},
    {"domain over an array", "CREATE DOMAIN thing AS int[];", "{1,2}"},
    {"composite", "CREATE TYPE thing AS (a int, b text);", "(1,x)"},
    {"range", "CREATE TYPE thing AS RANGE (subtype = int4);", "[1,3)"},
};

// Columns, arrays, types and objects that use it.
std::string state_of_kind(const TypeKind& kind) {
  return kind.create + R"(
CREATE DOMAIN over AS thing;
CREATE TYPE holder AS (inside thing, n int);
CREATE TABLE kept (id int PRIMARY KEY, one thing, many thing[], held holder, o over);
CREATE INDEX ON kept (one);
CREATE VIEW seen AS SELECT id, one, many FROM kept;
CREATE FUNCTION takes(x thing) RETURNS int LANGUAGE sql AS 'SELECT 1';
INSERT INTO kept (id) VALUES (99);
)";
}

// One type after the other: without values the plan leads there; with values it does, or it has said that
// values may stop it.
std::string run_kinds(const TypeKind& from, const TypeKind& to) {
  const test::LiveState goal(state_of_kind(to));
  test::LiveState without(state_of_kind(from));
  if (const auto outcome = test::lead(without, {goal.catalog, goal.dump()}, {}); !outcome.trouble.empty())
    return "without values: " + outcome.trouble;
  test::LiveState state(state_of_kind(from) + "INSERT INTO kept (id, one) VALUES (1, '" + from.value + "');");
  const Texts before = texts(state, "one");
  const test::Outcome outcome = test::lead(state, {goal.catalog, {}}, {});
  if (!outcome.trouble.empty()) {
    const bool of_values = outcome.sql_state.starts_with("22") || outcome.sql_state.starts_with("23");
    return of_values && warns_of_values(outcome.plan) ? "" : outcome.trouble;
  }
  return texts(state, "one") == before ? "" : "the value changed\n" + test::plan_text(outcome.plan);
}

void check_all(const std::vector<std::string>& names, const std::vector<std::string>& troubles) {
  for (std::size_t at = 0; at < names.size(); ++at) {
    INFO(names[at] + ": " + troubles[at]);
    CHECK(troubles[at].empty());
  }
}

}  // namespace

TEST_CASE("a column's values become values of its new type, or stop the plan", "[plan][retype]") {
  if (test::server() == nullptr) {
    WARN("skipped: no PostgreSQL server binaries are installed");
    return;
  }
  const int version = test::server()->connect()->server_version_num();
  std::vector<std::string> names(retypes.size()), troubles(retypes.size());
  test::for_each_index(retypes.size(), [&](std::size_t at) {
    names[at] = retypes[at].from + " to " + retypes[at].to + ", " + retypes[at].values;
    if (retypes[at].multirange && version < first_with_multiranges) return;
    try {
      troubles[at] = run_retype(retypes[at]);
    } catch (const std::exception& error) {
      troubles[at] = error.what();
    }
  });
  check_all(names, troubles);
}

TEST_CASE("a type in use becomes one of another kind", "[plan][retype]") {
  if (test::server() == nullptr) {
    WARN("skipped: no PostgreSQL server binaries are installed");
    return;
  }
  const std::size_t count = kinds.size();
  std::vector<std::string> names(count * count), troubles(count * count);
  test::for_each_index(count * count, [&](std::size_t at) {
    const TypeKind& from = kinds[at / count];
    const TypeKind& to = kinds[at % count];
    names[at] = from.name + " to " + to.name;
    if (&from == &to) return;
    try {
      troubles[at] = run_kinds(from, to);
    } catch (const std::exception& error) {
      troubles[at] = error.what();
    }
  });
  check_all(names, troubles);
}

TEST_CASE("fields of a stored composite find each other by name", "[plan][retype]") {
  if (test::server() == nullptr) return;
  const auto state_of = [](const std::string& fields) {
    return "CREATE TYPE thing AS (" + fields + "); CREATE DOMAIN over AS thing; " +
           "CREATE TABLE kept (id int PRIMARY KEY, v thing, many thing[], o over);";
  };
  test::LiveState state(state_of("a int, b int, c text") +
                        "INSERT INTO kept VALUES (1, '(1,2,x)', '{\"(3,4,y)\"}', '(5,6,z)'), (2, NULL);");
  const test::LiveState goal(state_of("b int, a int"));
  const test::Outcome outcome = test::lead(state, {goal.catalog, {}}, {});
  INFO(test::plan_text(outcome.plan));
  CHECK(texts(state, "v") == Texts{"(2,1)", "NULL"});
  CHECK(texts(state, "many") == Texts{"{\"(4,3)\"}", "NULL"});
  CHECK(texts(state, "o") == Texts{"(6,5)", "NULL"});
  CHECK(warns_of_values(outcome.plan));  // c is lost
}
