#include <nlohmann/json.hpp>

#include "artifact/manifest.h"
#include "support/catch.h"

using namespace schemac;

namespace {

ObjectId table(const std::string& name) { return {Kind::table, "public", {}, name}; }
ObjectId view(const std::string& name) { return {Kind::view, "public", {}, name}; }

Artifact make(ObjectId id, std::string statement, std::vector<ObjectId> depends_on = {}) {
  Artifact artifact;
  artifact.id = std::move(id);
  artifact.statements = {std::move(statement)};
  artifact.depends_on = std::move(depends_on);
  return artifact;
}

ArtifactSet sample() {
  ArtifactSet set;
  set.project = "sample";
  set.search_path = {"public"};
  set.artifacts = {make(view("a"), "CREATE VIEW public.a AS SELECT * FROM public.z", {table("z")}),
                   make(table("z"), "CREATE TABLE public.z (x integer)"),
                   make(view("b"), "CREATE VIEW public.b AS SELECT * FROM public.a", {view("a")})};
  set.artifacts[1].columns = {{"x", "integer"}};
  return set;
}

const Artifact& find(const ArtifactSet& set, const ObjectId& id) {
  for (const Artifact& artifact : set.artifacts)
    if (artifact.id == id) return artifact;
  FAIL("no " << id.text());
  return set.artifacts.front();
}

ArtifactSet ordered(ArtifactSet set) {
  Diagnostics diagnostics;
  order_and_hash(set, diagnostics);
  REQUIRE(diagnostics.items().empty());
  return set;
}

}  // namespace

TEST_CASE("dependency order, whatever the order of the sources", "[artifact]") {
  ArtifactSet set = sample();
  const ArtifactSet first = ordered(set);
  CHECK(first.artifacts[0].id == table("z"));
  CHECK(first.artifacts[1].id == view("a"));
  std::reverse(set.artifacts.begin(), set.artifacts.end());
  const ArtifactSet second = ordered(set);
  CHECK(first.root_hash == second.root_hash);
  CHECK(manifest_text(first) == manifest_text(second));
}

TEST_CASE("what a hash covers", "[artifact]") {
  const ArtifactSet before = ordered(sample());
  ArtifactSet changed = sample();
  changed.artifacts[1].statements[0] = "create  table public.z (x integer -- a comment\n)";
  CHECK(ordered(changed).root_hash == before.root_hash);
  changed.artifacts[1].statements[0] = "CREATE TABLE public.z (x bigint)";
  const ArtifactSet after = ordered(changed);
  CHECK(find(after, view("b")).hash == find(before, view("b")).hash);
  CHECK(find(after, view("b")).closure_hash != find(before, view("b")).closure_hash);
  CHECK(after.root_hash != before.root_hash);
}

TEST_CASE("a cycle prints its path", "[artifact]") {
  ArtifactSet set;
  set.artifacts = {make(view("a"), "", {view("b")}), make(view("b"), "", {view("c")}),
                   make(view("c"), "", {view("a")})};
  Diagnostics diagnostics;
  order_and_hash(set, diagnostics);
  REQUIRE(diagnostics.error_count() == 1);
  CHECK(diagnostics.items()[0].code == "dependency-cycle");
  CHECK(diagnostics.items()[0].message ==
        "objects depend on each other: view public.a -> view public.b -> view public.c -> view public.a");
}

TEST_CASE("names that the server keeps in one name space", "[artifact]") {
  Diagnostics diagnostics;
  ArtifactSet set;
  set.artifacts = {make(table("x"), ""),
                   make(view("x"), ""),
                   make(table("y"), ""),
                   make(table("y"), ""),
                   make({Kind::index, "public", "y", "i"}, "", {table("y")}),
                   make({Kind::constraint, "public", "y", "x"}, "", {table("y")}),
                   make({Kind::sequence, "public", {}, "i"}, "")};
  order_and_hash(set, diagnostics);
  CHECK(diagnostics.error_count() == 3);
  for (const Diagnostic& diagnostic : diagnostics.items()) {
    CHECK(diagnostic.code == "duplicate-object");
    CHECK(diagnostic.notes.size() == 1);
  }
}

TEST_CASE("a dependency on nothing is an error", "[artifact]") {
  Diagnostics diagnostics;
  ArtifactSet set;
  set.artifacts = {make(view("a"), "", {table("gone")})};
  order_and_hash(set, diagnostics);
  REQUIRE(diagnostics.error_count() == 1);
  CHECK(diagnostics.items()[0].code == "unknown-dependency");
}

TEST_CASE("a manifest is read back as it was", "[artifact]") {
  ArtifactSet set = sample();
  Stated& stated = set.artifacts[0].stated;
  stated.attributes = {.owner = true, .grants = false, .tablespace = true, .options = false};
  stated.strict_columns = true;
  stated.refresh = {Concurrently::never, RefreshOn::upgrade, true};
  stated.renamed_from = "old";
  stated.columns_renamed_from.edit() = {{"new", "old"}};
  stated.declared = {table("z")};
  set.artifacts[1].stated.refresh.concurrently = Concurrently::always;
  set.artifacts[2].stated.attributes = {.owner = false, .grants = true, .tablespace = false, .options = true};
  set.artifacts[0].soft_depends_on = {table("z")};
  set = ordered(set);
  std::map<std::string, std::string> texts;
  const ObjectFiles held(set);
  for (const ObjectFiles::File& file : held.files()) texts[file.path] = file.text();
  Diagnostics diagnostics;
  const ArtifactSet read = read_manifest(manifest_text(set), texts, diagnostics);
  CHECK(diagnostics.items().empty());
  CHECK(manifest_text(read) == manifest_text(set));
  REQUIRE(read.artifacts.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(read.artifacts[i].statements == set.artifacts[i].statements);
    CHECK(read.artifacts[i].stated == set.artifacts[i].stated);
  }
}

TEST_CASE("a manifest of an earlier version", "[artifact]") {
  Diagnostics diagnostics;
  const ArtifactSet read = read_manifest(
      R"({"manifest_version": 1, "artifacts": [
        {"id": "view public.v", "depends_on": ["table public.t"]},
        {"id": "view public.w", "depends_on": ["table public.t"], "declared": ["table public.t"],
         "sets": ["owner", "options"], "strict_columns": true, "refresh": {"on": "manual", "track_changes": "true"},
         "renamed_from": "s.old", "columns_renamed_from": {"a": "b"}}]})",
      {}, diagnostics);
  CHECK(diagnostics.items().empty());
  REQUIRE(read.artifacts.size() == 2);
  CHECK(read.artifacts[0].stated == Stated{});
  Stated wanted;
  wanted.attributes = {.owner = true, .grants = false, .tablespace = false, .options = true};
  wanted.strict_columns = true;
  wanted.refresh.track_changes = true;
  wanted.renamed_from = "s.old";
  wanted.columns_renamed_from.edit() = {{"a", "b"}};
  wanted.declared = {table("t")};
  CHECK(read.artifacts[1].stated == wanted);
}

TEST_CASE("an unknown value in a manifest is an error, never a default", "[artifact]") {
  for (const char* members : {R"("sets": ["colour"])",
                              R"("sets": "owner")",
                              R"("sets": [1])",
                              R"("strict_columns": "yes")",
                              R"("refresh": {"concurrently": "sometimes"})",
                              R"("refresh": {"on": "downgrade"})",
                              R"("refresh": {"track_changes": "maybe"})",
                              R"("refresh": {"track_changes": true})",
                              R"("refresh": {"nightly": "true"})",
                              R"("refresh": [])",
                              R"("renamed_from": 1)",
                              R"("columns_renamed_from": {"a": 1})",
                              R"("columns_renamed_from": "a")",
                              R"("declared": ["nonsense"])",
                              R"("declared": {})",
                              R"("depends_on": ["nonsense"])",
                              R"("depends_on": {})",
                              R"("depends_on": [1])",
                              R"("columns": "a")",
                              R"("columns": [{"type": "int"}])",
                              R"("soft_depends_on": ["nonsense"])"}) {
    Diagnostics diagnostics;
    read_manifest(
        std::string(R"({"manifest_version": 1, "artifacts": [{"id": "view public.v", )") + members + "}]}",
        {}, diagnostics);
    INFO(members);
    REQUIRE(diagnostics.items().size() == 1);
    CHECK(diagnostics.items()[0].code == "damaged-manifest");
    CHECK(diagnostics.items()[0].severity == Severity::error);
    CHECK(diagnostics.items()[0].message.find("view public.v has the unknown value") != std::string::npos);
  }
}

TEST_CASE("damaged and newer manifests", "[artifact]") {
  for (const char* text : {"", "[]", "{}", "{\"manifest_version\": 99}",
                           "{\"manifest_version\": 1, \"artifacts\": [{\"id\": \"nonsense\"}]}"}) {
    Diagnostics diagnostics;
    read_manifest(text, {}, diagnostics);
    INFO(text);
    CHECK(diagnostics.error_count() == 1);
  }
}

TEST_CASE("what hangs on a relation is in its file", "[artifact]") {
  ArtifactSet set;
  const ObjectId key{Kind::constraint, "public", "t", "t_key"};
  const ObjectId index{Kind::index, "public", "t", "t_idx"};
  set.artifacts = {
      make(table("t"), "CREATE TABLE public.t ()", {}),
      make(view("v"), "CREATE VIEW public.v AS SELECT 1", {}),
      make(index, "CREATE INDEX t_idx ON public.t (a)", {table("t")}),
      make(key, "ALTER TABLE public.t ADD CONSTRAINT t_key UNIQUE (a)", {table("t")}),
      make({Kind::index, "public", "elsewhere", "e"}, "CREATE INDEX e ON public.elsewhere (a)", {})};
  set.artifacts[3].statements.emplace_back("COMMENT ON CONSTRAINT t_key ON public.t IS 'a; b'");
  set = ordered(set);
  std::map<std::string, std::string> texts;
  const ObjectFiles held(set);
  for (const ObjectFiles::File& file : held.files()) texts[file.path] = file.text();
  REQUIRE(texts.size() == 3);
  CHECK(texts.at("objects/table/public.t.sql") ==
        "CREATE TABLE public.t ();\n\n"
        "ALTER TABLE public.t ADD CONSTRAINT t_key UNIQUE (a);\n"
        "COMMENT ON CONSTRAINT t_key ON public.t IS 'a; b';\n\n"
        "CREATE INDEX t_idx ON public.t (a);\n");
  CHECK(texts.contains("objects/index/public.elsewhere.e.sql"));

  Diagnostics diagnostics;
  const ArtifactSet read = read_manifest(manifest_text(set), texts, diagnostics);
  CHECK(diagnostics.items().empty());
  REQUIRE(read.artifacts.size() == set.artifacts.size());
  for (std::size_t i = 0; i < set.artifacts.size(); ++i)
    CHECK(read.artifacts[i].statements == set.artifacts[i].statements);

  for (const bool more : {false, true}) {
    std::map<std::string, std::string> changed = texts;
    std::string& text = changed.at("objects/table/public.t.sql");
    text = more ? text + "SELECT 1;\n" : text.substr(0, text.find("CREATE INDEX"));
    read_manifest(manifest_text(set), changed, diagnostics);
    REQUIRE(diagnostics.error_count() == (more ? 2 : 1));
    CHECK(diagnostics.items().back().code == "damaged-manifest");
  }
}

TEST_CASE("object files", "[artifact]") {
  CHECK(object_file(table("t")) == "objects/table/public.t.sql");
  CHECK(object_file({Kind::constraint, "public", "t", "k"}) == "objects/constraint/public.t.k.sql");
  CHECK(object_file({Kind::namespace_, {}, {}, "s"}) == "objects/namespace/s.sql");
  CHECK(object_file(table("A b/../c.\"")) == "objects/table/public.%41%20b%2F%2E%2E%2Fc%2E%22.sql");
  CHECK(object_file({Kind::function, "s", {}, "f(integer, text)"}) ==
        "objects/function/s.f%28integer%2C%20text%29.sql");
  const std::string file = object_file(table(std::string(63, '\xC3')));
  CHECK(file.size() < 240);
  CHECK(file != object_file(table(std::string(62, '\xC3') + "x")));
}

TEST_CASE("scripts end every statement", "[artifact]") {
  CHECK(terminated("SELECT 1") == "SELECT 1;\n");
  CHECK(terminated("SELECT 1 -- end") == "SELECT 1 -- end\n;\n");
  const std::string script = schema_script(ordered(sample()));
  CHECK(script.find("SET search_path = public;") != std::string::npos);
  CHECK(script.find("CREATE TABLE public.z") < script.find("CREATE VIEW public.a"));
}

TEST_CASE("graphs", "[artifact]") {
  ArtifactSet set = sample();
  set.artifacts.push_back(make(table("\"]--><script>"), ""));
  set = ordered(set);
  CHECK(graph_text(set, GraphFormat::dot).find("\"view public.a\" -> \"table public.z\";") !=
        std::string::npos);
  CHECK(graph_text(set, GraphFormat::mermaid).find("-->") != std::string::npos);
  CHECK(graph_text(set, GraphFormat::html).find("--><script>") == std::string::npos);
  const auto json = nlohmann::json::parse(graph_text(set, GraphFormat::json, {view("a"), true, false}));
  CHECK(json["nodes"].size() == 2);
  CHECK(nlohmann::json::parse(graph_text(set, GraphFormat::json, {view("a"), true, true}))["nodes"].size() ==
        3);
}
