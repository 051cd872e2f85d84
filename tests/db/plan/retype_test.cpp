// Values of columns whose type changes: between types that write values differently, and under a type that
// keeps its name and becomes one of another kind. The server's own functions say what a value has to become.
#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/live_state.h"
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
    {"jsonb", "int[]", "(1, '\"{1}\"')", "ARRAY[1]", false},
    {"jsonb", "int[]", "(1, '1')", "", false},
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
    {"jsonb[]", "text[]", "(1, ARRAY['\"x\"']::jsonb[])", "ARRAY[v[1]::text]", false},
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

std::string numbered(const std::string& name, std::size_t at) { return name + std::to_string(at); }

// One table for each; where values are wanted, with them.
std::string state_of(const std::vector<Retype>& changes, std::string Retype::*type, bool with_values) {
  std::string sql = types;
  for (std::size_t at = 0; at < changes.size(); ++at) {
    const std::string table = numbered("kept", at);
    sql += "CREATE TABLE " + table + " (id int PRIMARY KEY, v " + changes[at].*type + "); INSERT INTO " +
           table + " VALUES " + (with_values ? changes[at].values + ", " : "") + "(99, NULL);\n";
  }
  return sql;
}

using Texts = std::vector<std::string>;

Texts texts(const test::LiveState& state, const std::string& expression, const std::string& table) {
  const auto session = state.database.connect();
  session->execute("SET search_path = public");
  Texts found;
  for (const auto& row :
       session->query("SELECT (" + expression + ")::text FROM " + table + " ORDER BY id").rows)
    found.push_back(row[0].value_or("NULL"));
  return found;
}

std::string shown(const Texts& list) {
  std::string text;
  for (const std::string& each : list) text += each + "\n";
  return text;
}

struct Failure {
  std::string sql_state, text;
  bool said_before = false;  // by a hazard of the step
};

// Every step by itself; what failed, by the object of the step.
std::map<std::string, Failure> run_each_step(const test::LiveState& state, const Plan& plan) {
  std::map<std::string, Failure> failures;
  const auto session = state.database.connect();
  for (const Step& step : plan.steps) {
    try {
      session->execute(step.sql);
    } catch (const pg::DatabaseError& error) {
      const bool said = std::any_of(step.hazards.begin(), step.hazards.end(), [](const Hazard& hazard) {
        return hazard.code == "failing-cast" || hazard.destructive;
      });
      failures.emplace(step.object.name,
                       Failure{error.facts().sqlstate, error.facts().message + "\n" + step.sql, said});
    }
  }
  return failures;
}

PlanOptions options_for(const test::LiveState& state) {
  PlanOptions options;
  options.target_server_major = state.catalog.server_version_num / 10000;
  return options;
}

struct TypeKind {
  std::string create, value;  // $ stands for the name
};

const std::vector<TypeKind> kinds = {
    {"CREATE TYPE $ AS ENUM ('low', 'high');", "low"},
    {"CREATE DOMAIN $ AS text CHECK (VALUE <> 'never');", "low"},
    {"CREATE DOMAIN $ AS int[];", "{1,2}"},
    {"CREATE TYPE $ AS (a int, b text);", "(1,x)"},
    {"CREATE TYPE $ AS RANGE (subtype = int4);", "[1,3)"},
};

std::string with_number(std::string text, std::size_t at) {
  for (std::size_t place = text.find('$'); place != std::string::npos; place = text.find('$'))
    text.replace(place, 1, numbered("thing", at));
  return text;
}

// For every pair of kinds a type with columns, arrays, types and objects that use it.
std::string state_of_kinds(bool after, bool with_values) {
  std::string sql;
  for (std::size_t at = 0; at < kinds.size() * kinds.size(); ++at) {
    const TypeKind& kind = after ? kinds[at % kinds.size()] : kinds[at / kinds.size()];
    sql += with_number(kind.create + R"(
CREATE DOMAIN over_$ AS $;
CREATE TYPE holder_$ AS (inside $, n int);
CREATE TABLE kept_$ (id int PRIMARY KEY, one $, many $[], held holder_$, o over_$);
CREATE INDEX ON kept_$ (one);
CREATE VIEW seen_$ AS SELECT id, one, many FROM kept_$;
CREATE FUNCTION takes_$(x $) RETURNS int LANGUAGE sql AS 'SELECT 1';
INSERT INTO kept_$ (id) VALUES (99);
)",
                       at);
    if (with_values)
      sql += with_number("INSERT INTO kept_$ (id, one) VALUES (1, '" + kind.value + "');\n", at);
  }
  return sql;
}

}  // namespace

TEST_CASE("a column's values become values of its new type, or stop the plan", "[plan][retype]") {
  if (test::server() == nullptr) {
    WARN("skipped: no PostgreSQL server binaries are installed");
    return;
  }
  const int version = test::server()->connect()->server_version_num();
  std::vector<Retype> changes;
  std::copy_if(retypes.begin(), retypes.end(), std::back_inserter(changes),
               [&](const Retype& change) { return !change.multirange || version >= first_with_multiranges; });
  const test::LiveState goal(state_of(changes, &Retype::to, false));
  test::LiveState without(state_of(changes, &Retype::from, false));
  CHECK(test::lead(without, {goal.catalog, {}}, {}).trouble == "");

  const test::LiveState state(state_of(changes, &Retype::from, true));
  std::vector<Texts> wanted(changes.size());
  for (std::size_t at = 0; at < changes.size(); ++at) {
    if (!changes[at].expected.empty())
      wanted[at] =
          texts(state, "CASE WHEN id <> 99 THEN " + changes[at].expected + " END", numbered("kept", at));
  }
  const auto failures = run_each_step(state, plan(state.catalog, goal.catalog, options_for(state)));
  for (std::size_t at = 0; at < changes.size(); ++at) {
    const auto failure = failures.find(numbered("kept", at));
    INFO(changes[at].from << " to " << changes[at].to << ", " << changes[at].values);
    INFO(shown(texts(state, "v", numbered("kept", at))));
    if (failure != failures.end()) INFO(failure->second.sql_state << " " << failure->second.text);
    if (!changes[at].expected.empty()) {
      CHECK(failure == failures.end());
      CHECK(texts(state, "v", numbered("kept", at)) == wanted[at]);
    } else if (failure == failures.end()) {
      FAIL_CHECK("values were carried over");
    } else {
      CHECK(failure->second.sql_state.substr(0, 2) == "22");
      CHECK(failure->second.said_before);
    }
  }
}

TEST_CASE("a type in use becomes one of another kind", "[plan][retype]") {
  if (test::server() == nullptr) {
    WARN("skipped: no PostgreSQL server binaries are installed");
    return;
  }
  const test::LiveState goal(state_of_kinds(true, false));
  test::LiveState without(state_of_kinds(false, false));
  CHECK(test::lead(without, {goal.catalog, goal.dump()}, {}).trouble == "");

  const test::LiveState state(state_of_kinds(false, true));
  std::map<std::size_t, Texts> before;
  for (std::size_t at = 0; at < kinds.size() * kinds.size(); ++at)
    before[at] = texts(state, "one", with_number("kept_$", at));
  const auto failures = run_each_step(state, plan(state.catalog, goal.catalog, options_for(state)));
  for (std::size_t at = 0; at < kinds.size() * kinds.size(); ++at) {
    const std::string table = with_number("kept_$", at);
    INFO(kinds[at / kinds.size()].create << " " << kinds[at % kinds.size()].create);
    const auto failure = failures.find(table);
    if (failure == failures.end()) {
      CHECK(texts(state, "one", table) == before[at]);
      continue;
    }
    INFO(failure->second.sql_state << " " << failure->second.text);
    CHECK(failure->second.sql_state.substr(0, 2) == "22");
    CHECK(failure->second.said_before);
  }
}

TEST_CASE("fields of a stored composite find each other by name", "[plan][retype]") {
  if (test::server() == nullptr) return;
  const auto state_of_fields = [](const std::string& fields) {
    return "CREATE TYPE thing AS (" + fields + "); CREATE DOMAIN over AS thing; " +
           "CREATE TABLE kept (id int PRIMARY KEY, v thing, many thing[], o over);";
  };
  test::LiveState state(
      state_of_fields("a int, b int, c text") +
      "INSERT INTO kept VALUES (1, '(1,2,x)', '{\"(3,4,y)\"}', '(5,6,z)'), (2, NULL, NULL, NULL);");
  const test::LiveState goal(state_of_fields("b int, a int"));
  const Plan change = plan(state.catalog, goal.catalog, options_for(state));
  INFO(test::plan_text(change));
  CHECK(run_each_step(state, change).empty());
  CHECK(texts(state, "v", "kept") == Texts{"(2,1)", "NULL"});
  CHECK(texts(state, "many", "kept") == Texts{"{\"(4,3)\"}", "NULL"});
  CHECK(texts(state, "o", "kept") == Texts{"(6,5)", "NULL"});
  const std::vector<Hazard> hazards = change.hazards();
  CHECK(
      std::any_of(hazards.begin(), hazards.end(), [](const Hazard& h) { return h.destructive; }));  // c goes
}
