// tests/golden/lower/<case>: root.yaml -> expected.sql (every object in dependency order, as SQL that a
// server takes) and diagnostics.txt. options.yaml-like lines in options.txt: "slot_scope: module",
// "references: unchecked", "naming: preserve", "min_version: 13", "type: <LinkML type> <SQL type>",
// "override: <class> <slot or -> <annotation> <value>".
#include "support/golden.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/topological.h"
#include "catalog/ddl.h"
#include "linkml/induce.h"
#include "lower/lower.h"
#include "support/catch.h"

namespace schemac {
namespace {

namespace fs = std::filesystem;

linkml::Value scalar(const std::string& text) {
  linkml::Value value;
  value.type = linkml::Value::Type::scalar;
  value.scalar = text;
  return value;
}

linkml::Value& entry(linkml::Value& map, const std::string& key) {
  map.type = linkml::Value::Type::map;
  for (auto& [name, value] : map.entries) {
    if (name.value == key) return value;
  }
  return map.entries.emplace_back(linkml::Text{key, {}}, linkml::Value{}).value;
}

void read_options(const fs::path& file, linkml::InduceOptions& induce, LowerOptions& lower) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string key, first, second, tag;
    words >> key >> first;
    if (key == "slot_scope:" && first == "module") induce.slot_scope = linkml::SlotScope::module;
    if (key == "references:" && first == "unchecked") lower.references = LowerOptions::References::unchecked;
    if (key == "naming:" && first == "preserve") lower.naming = LowerOptions::Naming::preserve;
    if (key == "min_version:") lower.minimum_server_major = std::stoi(first);
    if (key == "type:" && words >> second) {
      lower.types[first] = second;
      induce.sql_types[first] = second;
    }
    if (key == "override:" && words >> second >> tag) {
      std::string value;
      std::getline(words >> std::ws, value);
      linkml::Value& cls = entry(entry(lower.overrides, "classes"), first);
      entry(second == "-" ? cls : entry(entry(cls, "slots"), second), tag) = scalar(value);
    }
  }
}

// Dependencies first; views, whose queries only the pipeline reads, last.
std::string script(const std::vector<std::unique_ptr<LoweredObject>>& lowered) {
  std::vector<LoweredObject> objects;
  for (const auto& each : lowered) objects.push_back(*each);
  const auto is_view = [](Kind kind) { return kind == Kind::view || kind == Kind::materialized_view; };
  std::sort(objects.begin(), objects.end(),
            [&](const LoweredObject& a, const LoweredObject& b) { return a.object.id < b.object.id; });
  std::map<ObjectId, std::size_t> at;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    REQUIRE(at.emplace(objects[i].object.id, i).second);
  }
  std::vector<std::vector<std::size_t>> edges(objects.size());
  for (std::size_t i = 0; i < objects.size(); ++i) {
    for (const Dependency& edge : objects[i].object.depends_on) {
      INFO(objects[i].object.id.text() << " -> " << edge.on.text());
      const auto found = at.find(edge.on);
      REQUIRE(found != at.end());
      if (edge.type != DependencyType::soft) edges[i].push_back(found->second);
    }
    if (!is_view(objects[i].object.id.kind)) continue;
    for (std::size_t j = 0; j < objects.size(); ++j) {
      if (objects[j].object.id.kind == Kind::table) edges[i].push_back(j);
    }
  }
  const TopologicalOrder order = topological_order(edges);
  REQUIRE(order.cycle.empty());
  std::string text;
  for (const std::size_t i : order.order) {
    for (const std::string& statement : create_statements(objects[i].object)) text += statement + ";\n";
  }
  return text;
}

TEST_CASE("golden: lowering", "[lower][golden]") {
  test::for_each_case("lower", [](const fs::path& folder) {
    SourceMap sources;
    Diagnostics diagnostics;
    const Files files;
    linkml::ResolveOptions resolve_options;
    resolve_options.base = folder;
    linkml::InduceOptions induce_options;
    LowerOptions options;
    read_options(folder / "options.txt", induce_options, options);
    linkml::ModuleGraph graph = linkml::resolve({"root.yaml"}, resolve_options, files, sources, diagnostics);
    const linkml::InducedSchema schema =
        linkml::induce(std::move(graph), induce_options, sources, diagnostics);
    for (const DefinitionFile& file : definition_files(schema, options)) {
      linkml::Value text = scalar(files.read(folder / file.path));
      text.style = linkml::ScalarStyle::literal;
      options.definitions[file.class_name] = std::move(text);
    }
    const Lowered lowered = lower(schema, options, diagnostics);
    diagnostics.sort(sources);
    std::string rendered;
    for (const Diagnostic& diagnostic : diagnostics.items()) rendered += render(diagnostic, sources, false);
    test::check_golden(folder / "diagnostics.txt", rendered);
    test::check_golden(folder / "expected.sql", diagnostics.has_errors() ? "" : script(lowered.objects));
  });
}

TEST_CASE("a real schema of a hundred modules has the tables its authors meant", "[lower][corpus]") {
  const fs::path root =
      fs::path(SCHEMAC_SOURCE_DIR) / ".." / "shared" / "corpus" / "ca_biositing" / "ca_biositing.yaml";
  if (!fs::exists(root)) {
    WARN("skipped: the corpus is not here");
    return;
  }
  SourceMap sources;
  Diagnostics diagnostics;
  const Files files;
  linkml::InduceOptions induce_options;
  LowerOptions options;
  induce_options.slot_scope = linkml::SlotScope::module;
  induce_options.sql_types = options.types = {{"geometry", "geometry"}};
  linkml::ModuleGraph graph = linkml::resolve({root}, {}, files, sources, diagnostics);
  const linkml::InducedSchema schema = linkml::induce(std::move(graph), induce_options, sources, diagnostics);
  const Lowered lowered = lower(schema, options, diagnostics);
  CHECK(diagnostics.error_count() == 0);
  std::map<Kind, int> kinds;
  std::size_t columns = 0, foreign_keys = 0;
  for (const auto& object : lowered.objects) {
    const LoweredObject& each = *object;
    ++kinds[each.object.id.kind];
    if (const auto* table = body_as<Table>(each.object)) columns += table->columns.size();
    if (const auto* constraint = body_as<Constraint>(each.object)) {
      foreign_keys += constraint->type == ConstraintType::foreign_key ? 1 : 0;
    }
    if (each.object.id.kind == Kind::materialized_view) CHECK(each.object.id.namespace_ == "ca_biositing");
  }
  CHECK(kinds[Kind::table] == 91);
  CHECK(columns == 1022);
  CHECK(foreign_keys == 217);
  CHECK(kinds[Kind::enum_] == 0);
  CHECK(kinds[Kind::materialized_view] == 6);
  CHECK(kinds[Kind::extension] == 1);
  const std::size_t identifiers = static_cast<std::size_t>(
      std::count_if(diagnostics.items().begin(), diagnostics.items().end(),
                    [](const auto& each) { return each.code == "several-identifiers"; }));
  CHECK(identifiers == 16);
}

}  // namespace
}  // namespace schemac
