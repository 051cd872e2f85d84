// What nests deeply: chains and nestings of SQL in every place where SQL stands, LinkML, data, patterns. With
// a stack of 256 KiB, which a process may well be given, nothing ends the executable but an exit code: what a
// server could take compiles, and what no one reads is an error with its place.
#include <sys/resource.h>

#include <filesystem>
#include <set>

#include "support/catch.h"
#include "workspace.h"

using namespace schemac;
using test::Outcome;
using test::Workspace;

namespace {

std::string times(std::size_t n, const std::string& text) {
  std::string out;
  out.reserve(n * text.size());
  for (std::size_t i = 0; i < n; ++i) out += text;
  return out;
}

// What processes that are started meanwhile get.
class SmallStack {
 public:
  SmallStack() {
    getrlimit(RLIMIT_STACK, &before_);
    rlimit small = before_;
    small.rlim_cur = 256 << 10;
    setrlimit(RLIMIT_STACK, &small);
  }
  ~SmallStack() { setrlimit(RLIMIT_STACK, &before_); }
  SmallStack(const SmallStack&) = delete;
  SmallStack& operator=(const SmallStack&) = delete;

 private:
  rlimit before_{};
};

struct Nesting {
  std::string name, before, open, inner, close, after;
  std::size_t most;  // levels that PostgreSQL's grammar takes, where its own stack is what ends it; 0: any
  std::string text(std::size_t n) const { return before + times(n, open) + inner + times(n, close) + after; }
};

// Expressions of type integer or boolean: name, opening, innermost, closing.
std::vector<Nesting> expressions() {
  return {{"plus", "", "1 + ", "1", "", "", 0},
          {"minus", "1", " - 1", "", "", "", 0},
          {"text", "length('a'", " || 'a'", "", "", ")", 0},
          {"and", "true", " AND true", "", "", "", 0},
          {"and-or", "true", " AND true OR false", "", "", "", 0},
          {"not", "", "NOT ", "true", "", "", 9000},
          {"sign", "", "- ", "1", "", "", 9000},
          {"parentheses", "", "(", "1", ")", "", 9000},
          {"cast", "1", "::integer", "", "", "", 0},
          {"cast-name", "1", "::regclass", "", "", "::oid::bigint", 0},
          {"cast-call", "", "CAST(", "1", " AS integer)", "", 4000},
          {"case", "", "CASE WHEN true THEN 1 ELSE ", "1", " END", "", 2000},
          {"call", "", "abs(", "1", ")", "", 4000},
          {"row", "", "ROW(", "1", ")", " IS NULL", 4000},
          {"array", "ARRAY", "[", "1", "]", " IS NULL", 4000},
          {"subscripts", "('{}'::integer[])", "[1]", "", "", "", 0},
          {"collate", "length('a'", " COLLATE \"C\"", "", "", ")", 0},
          {"coalesce", "", "COALESCE(NULL, ", "1", ")", "", 2000}};
}

std::vector<Nesting> queries() {
  std::vector<Nesting> all = {{"subquery", "SELECT ", "(SELECT ", "1", ")", " AS x", 3000},
                              {"exists", "SELECT ", "EXISTS (SELECT ", "1", ")", " AS x", 2000},
                              {"union", "SELECT 1 AS x", " UNION ALL SELECT 1", "", "", "", 0},
                              {"intersect", "SELECT 1 AS x", " INTERSECT SELECT 1", "", "", "", 0},
                              {"values", "SELECT 1 AS x FROM (VALUES (1)", ", (1)", "", "", ") v", 0},
                              {"with", "", "WITH a AS (", "SELECT 1 AS x", ") SELECT x FROM a", "", 1000},
                              {"join", "SELECT 1 AS x FROM t", " CROSS JOIN t", "", "", "", 0},
                              {"from", "SELECT x FROM ", "(SELECT x FROM ", "t", ") a", "", 1500},
                              {"comments", "SELECT 1 AS x ", "/*", " ", "*/", "", 0},
                              {"comments-apart", "SELECT 1 AS x ", "/* ", "", " */", "", 0},
                              {"comments-beside", "SELECT 1 AS x ", "/**/", "", "", "", 0}};
  for (Nesting each : expressions()) {
    each.before = "SELECT " + each.before;
    each.after += " AS x";
    all.push_back(std::move(each));
  }
  return all;
}

bool crashed(const Outcome& outcome) { return outcome.exit_code < 0 || outcome.exit_code > 2; }

}  // namespace

TEST_CASE("SQL nested as deeply as a server could take compiles", "[depth]") {
  Workspace place("depth-taken");
  place.write("schemac.yaml", "name: deep\nsql: [sql]\n");
  place.write("sql/t.sql", "CREATE TABLE t (x integer);\n");
  for (const Nesting& each : queries()) {
    const std::size_t n = each.most == 0 ? 4000 : std::min<std::size_t>(each.most, 4000);
    // A thousand tables in one FROM, and more, is what a planner never ends with.
    place.write("sql/" + each.name + ".sql",
                "CREATE VIEW \"" + each.name + "\" AS " + each.text(each.name == "join" ? 1000 : n) + ";\n");
  }
  const SmallStack small;
  const Outcome outcome = place.schemac({"compile"});
  INFO(outcome.out << outcome.err);
  CHECK(outcome.exit_code == 0);
}

TEST_CASE("SQL nested deeper than is read is an error at its place", "[depth]") {
  Workspace place("depth-refused");
  place.write("schemac.yaml", "name: deep\nsql: [sql]\n");
  place.write("sql/t.sql", "CREATE TABLE t (x integer);\n");
  std::vector<std::string> refused;
  for (const Nesting& each : queries()) {
    // Of those that PostgreSQL's grammar takes at any depth some are flat.
    static const std::set<std::string> flat = {"and",      "values",         "subscripts",     "and-or",
                                               "comments", "comments-apart", "comments-beside"};
    static const std::set<std::string> slow = {"text", "minus", "intersect", "collate", "cast-name"};
    if (slow.contains(each.name)) continue;
    place.write("sql/" + each.name + ".sql",
                "CREATE VIEW \"" + each.name + "\" AS\n" + each.text(100'001) + ";\n");
    if (!flat.contains(each.name)) refused.push_back(each.name);
  }
  const SmallStack small;
  const Outcome outcome = place.schemac({"compile"});
  INFO(outcome.err.substr(0, 20'000));
  CHECK(outcome.exit_code == 1);
  for (const std::string& name : refused) {
    INFO(name);
    const std::size_t at = outcome.err.find("sql/" + name + ".sql:2:");
    REQUIRE(at != std::string::npos);
    CHECK(outcome.err.substr(at, 200).find("[nested-too-deep]") != std::string::npos);
  }
  CHECK(outcome.err.find("sql/comments") == std::string::npos);
  CHECK(outcome.err.size() < 100'000);
}

TEST_CASE("deep SQL in every place where SQL stands", "[depth]") {
  const std::vector<std::pair<std::string, std::string>> places = {
      {"default", "CREATE TABLE a (x integer DEFAULT {});"},
      {"check", "CREATE TABLE a (x integer, CHECK (({}) > 0));"},
      {"generated", "CREATE TABLE a (x integer, y integer GENERATED ALWAYS AS ({}) STORED);"},
      {"policy", "CREATE TABLE a (x integer); CREATE POLICY p ON a USING (({}) > 0);"},
      {"index", "CREATE TABLE a (x integer); CREATE INDEX i ON a (({}));"},
      {"partial index", "CREATE TABLE a (x integer); CREATE INDEX i ON a (x) WHERE ({}) > 0;"},
      {"domain", "CREATE DOMAIN a AS integer CHECK (({}) > 0);"},
      {"trigger",
       "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TABLE a (x "
       "integer); CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW WHEN (({}) > 0) EXECUTE FUNCTION f();"},
      {"rule",
       "CREATE TABLE a (x integer); CREATE RULE r AS ON INSERT TO a WHERE ({}) > 0 DO INSTEAD NOTHING;"},
      {"argument", "CREATE FUNCTION f(a integer DEFAULT {}) RETURNS integer LANGUAGE sql AS 'SELECT 1';"},
      {"body", "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS $$ SELECT {} $$;"},
      {"body of plpgsql",
       "CREATE FUNCTION f() RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RETURN {}; END $$;"},
      {"body as SQL", "CREATE FUNCTION f() RETURNS integer LANGUAGE sql RETURN {};"},
      {"body in a block", "CREATE FUNCTION f() RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT {}; END;"},
      {"materialized view", "CREATE MATERIALIZED VIEW a AS SELECT {} AS x;"}};
  Workspace place("depth-places");
  place.write("schemac.yaml", "name: deep\nsql: [a.sql]\n");
  const SmallStack small;
  for (const auto& [name, statement] : places) {
    for (const Nesting& each : expressions()) {
      // A chain that compiles, one beyond the limit, and what PostgreSQL's grammar ends.
      if (each.name != "plus" && each.name != "parentheses") continue;
      std::string text = statement;
      const std::size_t n = each.name == "plus" ? 12'000 : 20'000;
      text.replace(text.find("{}"), 2, each.text(n));
      INFO(name << ", " << each.name);
      place.write("a.sql", text);
      const Outcome outcome = place.schemac({"compile"});
      INFO(outcome.err.substr(0, 2000));
      // Bodies in strings are the server's to refuse.
      const bool compiles = each.name == "plus" || name == "body" || name == "body of plpgsql";
      CHECK(outcome.exit_code == (compiles ? 0 : 1));
      if (!compiles) CHECK(outcome.err.find("a.sql:1:") != std::string::npos);
    }
  }
}

TEST_CASE("deep SQL in annotations, states and migrations", "[depth]") {
  Workspace place("depth-annotations");
  place.write("schemac.yaml", "name: deep\nlinkml: [m.yaml]\n");
  const std::string deep = expressions()[0].text(12'000), deeper = expressions()[0].text(120'000);
  const auto model = [](const std::string& expression) {
    return R"(id: https://example.org/deep
name: deep
prefixes: {linkml: "https://w3id.org/linkml/", d: "https://example.org/deep/"}
default_prefix: d
imports: [linkml:types]
classes:
  Thing:
    annotations:
      sql_check: "()" +
           expression + R"() > 0"
    attributes:
      id: {identifier: true}
      a: {range: integer, annotations: {sql_default: ")" +
           expression + R"("}}
      b: {range: integer, annotations: {sql_generated: ")" +
           expression + R"("}}
  Seen:
    annotations:
      sql_definition: "SELECT )" +
           expression + R"( AS x"
    attributes:
      x: {range: integer}
)";
  };
  const SmallStack small;
  place.write("m.yaml", model(deep));
  const Outcome taken = place.schemac({"compile"});
  INFO(taken.out.substr(0, 2000) << taken.err.substr(0, 2000));
  CHECK(taken.exit_code == 0);
  place.write("m.yaml", model(deeper));
  const Outcome refused = place.schemac({"compile"});
  INFO(refused.err.substr(0, 4000));
  CHECK(refused.exit_code == 1);
  CHECK(refused.err.find("[nested-too-deep]") != std::string::npos);

  place.write("m.yaml", model("1"));
  place.write("migrations/0001_deep.sql",
              "-- schemac migration\n-- revision: 0a1b2c3d4e5f\n-- parent: none\n\n-- up\n"
              "CREATE VIEW v AS SELECT " +
                  deeper + " AS x;\n\n-- down\nDROP VIEW v;\n");
  CHECK_FALSE(crashed(place.schemac({"lint"})));
}

TEST_CASE("deep LinkML", "[depth]") {
  Workspace place("depth-linkml");
  place.write("schemac.yaml", "name: deep\nlinkml: [m.yaml]\n");
  const auto model = [](const std::string& slot) {
    return R"(id: https://example.org/deep
name: deep
prefixes: {linkml: "https://w3id.org/linkml/", d: "https://example.org/deep/"}
default_prefix: d
imports: [linkml:types]
classes:
  Thing:
    attributes:
      id: {identifier: true}
      a: {range: integer}
      b:
        range: integer
)" + slot;
  };
  const SmallStack small;
  const auto compile = [&](const std::string& text) {
    place.write("m.yaml", text);
    return place.schemac({"compile", "--explain"});
  };
  const auto expression = [&](const std::string& text) {
    return compile(model("        equals_expression: \"" + text + "\"\n"));
  };
  const Outcome chain = expression("{a}" + times(3000, " + {a}"));
  INFO(chain.out.substr(0, 2000) << chain.err.substr(0, 2000));
  CHECK(chain.exit_code == 0);
  std::string written;
  for (const std::string& file : place.files("build"))
    if (file.ends_with(".sql")) written += place.read("build/" + file);
  // One level for the server: no parentheses around each pair.
  CHECK(written.find(" + a + a + a") != std::string::npos);
  CHECK(written.find("((((") == std::string::npos);
  for (const std::string& text :
       {times(400, "(") + "{a}" + times(400, ")"), times(100'000, "(") + "{a}" + times(100'000, ")"),
        times(100'000, "-") + "{a}", times(100'000, "not ") + "True",
        "{a}" + times(100'000, " if True else {a}"), times(100'000, "abs(") + "{a}" + times(100'000, ")"),
        "{a}" + times(20'000, " * {a}"), times(100'000, "case((True, ") + "{a}", times(100'000, "{"),
        times(100'000, "[")}) {
    INFO(text.substr(0, 40));
    const Outcome outcome = expression(text);
    CHECK_FALSE(crashed(outcome));
    CHECK(outcome.err.size() < 20'000 + 2 * text.size());
  }

  const auto nested = [&](std::size_t n) {
    return model("        any_of: " + times(n, "[{any_of: ") + "[{minimum_value: 1}]" + times(n, "}]") +
                 "\n");
  };
  CHECK(compile(nested(200)).exit_code == 0);
  const Outcome too_deep = compile(nested(100'000));
  CHECK(too_deep.exit_code == 1);
  CHECK(too_deep.err.find("m.yaml:13:") != std::string::npos);
  CHECK(too_deep.err.find("[nested-too-deep]") != std::string::npos);

  // Aliases nest what no line does.
  std::string aliases = "annotations:\n  a0: &a0 " + times(300, "[") + "1" + times(300, "]") + "\n";
  for (int i = 1; i < 10; ++i)
    aliases += "  a" + std::to_string(i) + ": &a" + std::to_string(i) + " " + times(300, "[") + "*a" +
               std::to_string(i - 1) + times(300, "]") + "\n";
  const Outcome through_aliases = compile(model("") + aliases);
  CHECK(through_aliases.exit_code == 1);
  CHECK(through_aliases.err.find("[nested-too-deep]") != std::string::npos);

  for (const std::string& pattern :
       {times(100'000, "(") + "a" + times(100'000, ")"), times(100'000, "(?:") + "a" + times(100'000, ")"),
        times(60, "(?:") + "a" + times(60, "{300})"), times(100'000, "[[:"), times(100'000, "{"),
        "a" + times(100'000, "|a")}) {
    INFO(pattern.substr(0, 40));
    CHECK_FALSE(crashed(compile(model("        range: string\n        pattern: '" + pattern + "'\n"))));
  }
  std::string enums = "enums:\n  E0: {permissible_values: {x: {}}}\n";
  for (int i = 1; i < 3000; ++i)
    enums += "  E" + std::to_string(i) + ": {inherits: [E" + std::to_string(i - 1) + "]}\n";
  CHECK_FALSE(crashed(compile(model("") + enums)));
}

TEST_CASE("deep manifests and psql commands", "[depth]") {
  Workspace place("depth-files");
  place.write("schemac.yaml", "name: deep\nsql: [a.sql]\n");
  place.write("a.sql", "CREATE TABLE a (x integer);\n");
  place.write("m.json", times(100'000, "[") + times(100'000, "]"));
  place.write("n.json", "{\"artifacts\": " + times(100'000, "{\"a\": ") + "1" + times(100'000, "}") + "}");
  const SmallStack small;
  CHECK_FALSE(crashed(place.schemac({"--manifest", "m.json", "compile"})));
  CHECK_FALSE(crashed(place.schemac({"--manifest", "n.json", "compile"})));
  place.write("a.sql", "CREATE TABLE a (x integer);\n" + times(3000, "\\d 'x\n"));
  const Outcome commands = place.schemac({"compile"});
  CHECK(commands.exit_code == 1);
  CHECK(commands.err.find("a.sql:3001:1: error: '\\d' is a command of psql") != std::string::npos);
}

TEST_CASE("the time of a compile grows with the number of its files", "[depth]") {
  Workspace place("depth-files-many");
  place.write("schemac.yaml", "name: many\nsql: [sql]\n");
  int written = 0;
  const auto seconds = [&](int files) {
    for (; written < files; ++written)
      place.write(
          "sql/v" + std::to_string(written) + ".sql",
          "CREATE VIEW v" + std::to_string(written) + " AS SELECT " + std::to_string(written) + " AS x;\n");
    rusage before{}, after{};
    getrusage(RUSAGE_CHILDREN, &before);
    CHECK(place.schemac({"compile"}).exit_code == 0);
    getrusage(RUSAGE_CHILDREN, &after);
    const auto of = [](const timeval& t) { return double(t.tv_sec) + double(t.tv_usec) / 1e6; };
    return of(after.ru_utime) - of(before.ru_utime);
  };
  seconds(50);
  const double small = seconds(1500), large = seconds(6000);
  INFO(small << " s, " << large << " s");
  CHECK(large < 4 * small * 2);
}
