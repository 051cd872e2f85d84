// What a person who made a mistake sees: file, line and column, the source line with a caret, a code and a
// hint; exit 1; nothing written.
#include <chrono>
#include <filesystem>
#include <map>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "support/catch.h"
#include "workspace.h"

using namespace schemac;
using test::Outcome;
using test::Workspace;

namespace {

const std::string head =
    "id: https://example.org/demo\n"
    "name: demo\n"
    "prefixes: { linkml: https://w3id.org/linkml/ }\n"
    "imports: [linkml:types]\n"
    "default_range: string\n";  // five lines

struct Mistake {
  std::string what;
  std::string model;  // demo.yaml
  std::string place;  // "demo.yaml:8:5"
  std::string code;
  std::string hint;        // a part of it
  std::string caret = {};  // the source line and the caret below it, where they say more
  std::map<std::string, std::string> files = {};  // others
};

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

std::string alias_bomb() {
  std::string text = head + "annotations:\n  a: &a [x, x, x, x, x, x, x, x, x]\n";
  for (char c = 'b'; c < 'l'; ++c) {
    const std::string before(1, static_cast<char>(c - 1));
    text += fmt::format("  {0}: &{0} [{1}]\n", c, repeated("*" + before + ", ", 8) + "*" + before);
  }
  return text;
}

std::vector<Mistake> mistakes() {
  return {
      {"YAML syntax", head + "classes:\n  A:\n    attributes: {id: {identifier: true}\n  B:\n",
       "demo.yaml:9:3", "yaml-syntax", "bracket"},
      {"unknown key", head + "classes:\n  A:\n    atributes:\n      id: {identifier: true}\n",
       "demo.yaml:8:5", "unknown-key", "did you mean 'attributes'?", "    atributes:\n      ^~~~~~~~~\n"},
      {"missing import",
       head + "classes: {}\nsettings: {}\n",
       "demo.yaml:4:25",
       "missing-module",
       "relative",
       {},
       {{"demo.yaml",
         "id: https://example.org/demo\nname: demo\nprefixes: { linkml: https://w3id.org/linkml/ }\n"
         "imports: [linkml:types, places]\n"}}},
      {"class cycle", head + "classes:\n  A: {is_a: B}\n  B: {is_a: C}\n  C: {is_a: A}\n", "demo.yaml:7:3",
       "inheritance-cycle", "remove one"},
      {"undefined range",
       head +
           "classes:\n  Place:\n    attributes:\n      id: {identifier: true}\n      next: {range: Plase}\n",
       "demo.yaml:10:21", "unknown-range", "did you mean 'Place'?"},
      {"one slot, two definitions",
       head + "classes:\n  A: {slots: [name]}\nslots:\n  name: {range: integer}\n",
       "other.yaml:3:10",
       "slot-defined-differently",
       "slot_scope: module",
       {},
       {{"other.yaml", "id: https://example.org/other\nname: other\nslots: { name: { range: string } }\n"},
        {"schemac.yaml", "name: demo\nlinkml: [demo.yaml, other.yaml]\n"}}},
      {"two objects of one name",
       head + "classes:\n  FieldSample:\n    attributes: {id: {identifier: true}}\n  field_sample:\n    "
              "attributes: {id: "
              "{identifier: true}}\n",
       "demo.yaml:9:3", "name-collision", "sql_name"},
      {"a view that does not parse, in a literal block",
       head + "classes:\n  V:\n    annotations:\n      sql_definition: |\n        SELECT 1 AS id\n        "
              "FORM nowhere\n"
              "    attributes: {id: {}}\n",
       "demo.yaml:11:9", "sql-syntax", "one query", "        FORM nowhere\n          ^\n"},
      {"a view that does not parse, in a folded block",
       head + "classes:\n  V:\n    annotations:\n      sql_definition: >\n        SELECT 1 AS id,\n        2 "
              "AS b\n        "
              "FROM (SELECT 3) AS\n        x WERE 1\n    attributes: {id: {}, b: {}}\n",
       "demo.yaml:13:11", "sql-syntax", "one query", "        x WERE 1\n            ^\n"},
      {"a view of a relation that nobody defines",
       head + "classes:\n  Place:\n    attributes: {id: {identifier: true}}\n  V:\n    annotations:\n      "
              "sql_definition: >\n        SELECT id\n        FROM plase p\n    attributes: {id: {}}\n",
       "demo.yaml:13:14", "unknown-relation", "public.place", "        FROM plase p\n               ^~~~~\n"},
      {"a circle of views",
       head + "classes:\n  V:\n    annotations:\n      sql_definition: SELECT id FROM w\n    attributes: "
              "{id: {}}\n"
              "  W:\n    annotations:\n      sql_definition: SELECT id FROM v\n    attributes: {id: {}}\n",
       "demo.yaml:7:3", "dependency-cycle", "remove one of these references"},
      {"a long sql_name",
       head + "classes:\n  A:\n    annotations: {sql_name: " + std::string(64, 'n') +
           "}\n    attributes: {id: {identifier: true}}\n",
       "demo.yaml:8:29", "name-too-long", "shorten"},
      {"a long name in SQL",
       head,
       "sql/long.sql:1:14",
       "name-too-long",
       "shorten",
       {},
       {{"sql/long.sql", "CREATE TABLE " + std::string(64, 't') + " (a int);\n"}}},
      {"a key twice",
       head + "classes:\n  A:\n    attributes: {id: {identifier: true}}\n  A:\n    attributes: {id: "
              "{identifier: "
              "true}}\n",
       "demo.yaml:9:3", "duplicate-key", "remove one"},
      {"an alias bomb", alias_bomb(), "demo.yaml:", "alias-expansion", "anchors"},
      {"deep nesting",
       head + "annotations:\n  a: " + std::string(10000, '[') + std::string(10000, ']') + "\n",
       "demo.yaml:7:502", "nested-too-deep", "depth"},
      {"SQL syntax",
       head,
       "sql/bad.sql:3:8",
       "sql-syntax",
       "newer",
       "CREATE TABEL u (a int);\n         ^\n",
       {{"sql/bad.sql", "CREATE TABLE t (a int);\n\nCREATE TABEL u (a int);\n"}}},
      {"SQL that would be executed",
       head,
       "sql/do.sql:1:1",
       "forbidden-statement",
       "must not execute",
       {},
       {{"sql/do.sql", "DO $$ BEGIN PERFORM 1; END $$;\n"}}},
      {"unknown key of the project",
       head,
       "schemac.yaml:3:1",
       "unknown-key",
       "did you mean 'migrations'?",
       {},
       {{"schemac.yaml", "name: demo\nlinkml: [demo.yaml]\nmigratoins: m\n"}}},
  };
}

void lay_out(Workspace& place, const Mistake& mistake) {
  place.write("schemac.yaml", "name: demo\nlinkml: [demo.yaml]\n");
  place.write("demo.yaml", mistake.model);
  for (const auto& [path, text] : mistake.files) {
    place.write(path, text);
    if (path.starts_with("sql/"))
      place.write("schemac.yaml", "name: demo\nlinkml: [demo.yaml]\nsql: [sql]\n");
  }
}

}  // namespace

TEST_CASE("each mistake is shown where it is, with a code and a hint", "[bad_input]") {
  for (const Mistake& mistake : mistakes()) {
    DYNAMIC_SECTION(mistake.what) {
      Workspace place("bad_input");
      lay_out(place, mistake);
      const auto begin = std::chrono::steady_clock::now();
      const Outcome outcome = place.schemac({"compile"});
      const auto took = std::chrono::steady_clock::now() - begin;
      INFO(outcome.out << outcome.err);
      CHECK(outcome.exit_code == 1);
      CHECK(outcome.out.empty());
      CHECK(outcome.err.find(mistake.place) == 0);
      CHECK(outcome.err.find(": error: ") != std::string::npos);
      CHECK(outcome.err.find("[" + mistake.code + "]\n") != std::string::npos);
      CHECK(outcome.err.find(mistake.caret) != std::string::npos);
      CHECK(outcome.err.find(" ^") != std::string::npos);
      const std::size_t hint = outcome.err.find("\n  hint: ");
      REQUIRE(hint != std::string::npos);
      CHECK(outcome.err.find(mistake.hint, hint) != std::string::npos);
      CHECK(place.files("build/schemac/objects").empty());
      CHECK_FALSE(std::filesystem::exists(place.folder() / "build/schemac/manifest.json"));
      CHECK(took < std::chrono::seconds(30));  // refused, not worked through

      const Outcome json = place.schemac({"compile", "--format", "json"});
      CHECK(json.exit_code == 1);
      const auto diagnostics = nlohmann::json::parse(json.out).at("diagnostics");
      REQUIRE_FALSE(diagnostics.empty());
      const auto& first = diagnostics.at(0);
      CHECK(first.at("code") == mistake.code);
      CHECK(first.at("severity") == "error");
      const std::string place_of = first.at("path").get<std::string>() + ":" +
                                   std::to_string(first.at("line").get<int>()) + ":" +
                                   std::to_string(first.at("column").get<int>());
      CHECK(place_of.starts_with(mistake.place));
      CHECK(first.at("hint").get<std::string>().find(mistake.hint) != std::string::npos);
      CHECK(first.contains("message"));
      CHECK(first.contains("notes"));
    }
  }
}

TEST_CASE("all mistakes of one run are shown together, and what was compiled before stays", "[bad_input]") {
  Workspace place("bad_input");
  place.write("schemac.yaml", "name: demo\nlinkml: [demo.yaml]\nsql: [sql]\n");
  const std::string good =
      head + "classes:\n  A:\n    attributes:\n      id: {identifier: true}\n      n: {range: integer}\n";
  place.write("demo.yaml", good);
  place.write("sql/f.sql", "CREATE TABLE u (a int);\n");
  REQUIRE(place.schemac({"-q", "compile"}).exit_code == 0);
  const std::string manifest = place.read("build/schemac/manifest.json");
  const std::vector<std::string> objects = place.files("build/schemac/objects");

  place.write("demo.yaml",
              good +
                  "  B:\n    atributes: {}\n  C:\n    attributes:\n      a: {range: Nowhere}\n  V:\n    "
                  "annotations:\n"
                  "      sql_definition: SELEC 1\n    attributes: {id: {}}\n  W:\n    annotations:\n"
                  "      sql_definition: SELECT * FROM nobody\n    attributes: {id: {}}\n");
  place.write("sql/f.sql", "CREATE TABEL u (a int);\nCREATE VIEW x AS SELECT * FROM nothing;\n");
  const Outcome outcome = place.schemac({"compile"});
  INFO(outcome.err);
  CHECK(outcome.exit_code == 1);
  for (const char* code : {"[unknown-key]", "[unknown-range]", "[sql-syntax]", "[unknown-relation]"}) {
    CHECK(outcome.err.find(code) != std::string::npos);
  }
  CHECK(outcome.err.find("sql/f.sql:1:") != std::string::npos);
  CHECK(outcome.err.find("nobody") != std::string::npos);
  CHECK(outcome.err.find("nothing") != std::string::npos);
  CHECK(place.read("build/schemac/manifest.json") == manifest);
  CHECK(place.files("build/schemac/objects") == objects);
}

TEST_CASE("modules that import each other are no mistake", "[bad_input]") {
  Workspace place("bad_input");
  place.write("schemac.yaml", "name: demo\nlinkml: [a.yaml]\n");
  place.write("a.yaml",
              "id: https://example.org/a\nname: a\nprefixes: { linkml: https://w3id.org/linkml/ }\n"
              "imports: [linkml:types, b]\nclasses: { A: { attributes: { id: { identifier: true } } } }\n");
  place.write("b.yaml",
              "id: https://example.org/b\nname: b\nprefixes: { linkml: https://w3id.org/linkml/ }\n"
              "imports: [linkml:types, a]\nclasses: { B: { attributes: { id: { identifier: true }, a: { "
              "range: A } } } }\n");
  CHECK(place.schemac({"compile"}).exit_code == 0);
}
