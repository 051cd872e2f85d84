#include "linkml/resolve.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

#include "linkml/induce.h"
#include "support/catch.h"

namespace schemac::linkml {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() : path_(fs::path(SCHEMAC_BINARY_DIR) / ("resolve_test." + std::to_string(::getpid()))) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const fs::path& path() const { return path_; }
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
  }

 private:
  fs::path path_;
};

struct Resolved {
  SourceMap sources;
  Diagnostics diagnostics;
  ModuleGraph graph;
  Resolved(const std::vector<fs::path>& roots, const ResolveOptions& options) {
    const Files files;
    graph = resolve(roots, options, files, sources, diagnostics);
  }
  std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (const auto& module : graph.modules) out.push_back(module->name.value);
    return out;
  }
};

TEST_CASE("modules come roots first, then breadth first; cycles and diamonds once", "[linkml]") {
  const Folder folder;
  folder.write("root.yaml", "name: root\nimports: [linkml:types, b, sub/a]\n");
  folder.write("b.yaml", "name: b\nimports: [c, root]\n");
  folder.write("sub/a.yaml", "name: a\nimports: [../c.yaml, linkml:types]\n");
  folder.write("c.yaml", "name: c\nimports: [b]\n");
  folder.write("second.yaml", "name: second\n");
  ResolveOptions options;
  options.base = folder.path();
  const Resolved resolved({"root.yaml", "second.yaml"}, options);
  CHECK(resolved.diagnostics.items().empty());
  CHECK(resolved.names() == std::vector<std::string>{"root", "second", "types", "b", "a", "c"});
  CHECK(resolved.graph.root_count == 2);
  CHECK(resolved.graph.imports[0] == std::vector<std::size_t>{2, 3, 4});
  CHECK(resolved.graph.imports[4] == std::vector<std::size_t>{5, 2});
  CHECK(resolved.graph.sources.size() == 5);
  CHECK(resolved.sources.path(resolved.graph.modules[4]->file) == "sub/a.yaml");
}

TEST_CASE("importmap goes before prefixes and paths", "[linkml]") {
  const Folder folder;
  folder.write("root.yaml", "name: root\nprefixes: {ex: nowhere/}\nimports: [ex:one, plain, whole:name]\n");
  folder.write("maps/one.yaml", "name: one\n");
  folder.write("maps/p.yaml", "name: p\n");
  folder.write("maps/w.yaml", "name: w\n");
  ResolveOptions options;
  options.base = folder.path();
  options.importmap = {{"ex", "maps"}, {"plain", "maps/p"}, {"whole:name", "maps/w.yaml"}};
  const Resolved resolved({"root.yaml"}, options);
  CHECK(resolved.diagnostics.items().empty());
  CHECK(resolved.names() == std::vector<std::string>{"root", "one", "p", "w"});
}

TEST_CASE("a module without a name is called like its file; a missing root is an error", "[linkml]") {
  const Folder folder;
  folder.write("thing.yaml", "");
  ResolveOptions options;
  options.base = folder.path();
  const Resolved resolved({"thing.yaml", "nothing.yaml"}, options);
  CHECK(resolved.names() == std::vector<std::string>{"thing"});
  REQUIRE(resolved.diagnostics.items().size() == 1);
  CHECK(resolved.diagnostics.items()[0].code == "missing-module");
}

TEST_CASE("the result does not depend on the number of threads", "[linkml]") {
  const Folder folder;
  std::string imports;
  for (int i = 0; i < 60; ++i) {
    const std::string n = std::to_string(i);
    folder.write("m" + n + ".yaml", "name: m" + n + "\nimports: [m" + std::to_string((i * 7 + 1) % 60) +
                                        "]\nclasses: {C" + n + ": {slots: [s" + n + "], typo: 1}}\n");
    imports += (i == 0 ? "" : ", ") + ("m" + n);
  }
  folder.write("root.yaml", "imports: [" + imports + "]\n");
  const auto run = [&](unsigned jobs) {
    ResolveOptions options;
    options.base = folder.path();
    options.jobs = jobs;
    Resolved resolved({"root.yaml"}, options);
    std::string out;
    for (const Diagnostic& d : resolved.diagnostics.items()) out += render(d, resolved.sources, false);
    return out + dump(induce(std::move(resolved.graph), {}, resolved.sources, resolved.diagnostics));
  };
  const std::string once = run(1);
  CHECK(once.find("typo") != std::string::npos);
  for (const unsigned jobs : {2U, 3U, 8U}) CHECK(run(jobs) == once);
}

// --- schemas that other people wrote; the tests pass over them where the data is not there ---

const fs::path shared = fs::path(SCHEMAC_SOURCE_DIR) / ".." / "shared";

TEST_CASE("corpus: every schema reads and induces without an error", "[linkml][corpus]") {
  struct Root {
    const char* file;
    SlotScope scope;
    std::size_t classes;
  };
  for (const Root& root :
       {Root{"ca_biositing/ca_biositing.yaml", SlotScope::module, 101},
        Root{"personinfo/personinfo.yaml", SlotScope::global, 23},
        Root{"kitchen_sink/kitchen_sink.yaml", SlotScope::global, 34},
        Root{"metamodel/meta.yaml", SlotScope::global, 46},
        Root{"include/include_schema.yaml", SlotScope::global, 9},
        Root{"sssom/sssom_schema.yaml", SlotScope::global, 9}, Root{"nmdc/nmdc.yaml", SlotScope::global, 80},
        Root{"kgcl/kgcl.yaml", SlotScope::global, 84}}) {
    const fs::path file = shared / "corpus" / root.file;
    if (!fs::exists(file)) {
      WARN("skipped: no corpus (" << file.string() << ")");
      continue;
    }
    INFO(root.file);
    Resolved resolved({file}, {});
    InduceOptions options;
    options.slot_scope = root.scope;
    options.sql_types = {{"geometry", "geometry"}};
    const InducedSchema schema =
        induce(std::move(resolved.graph), options, resolved.sources, resolved.diagnostics);
    for (const Diagnostic& d : resolved.diagnostics.items()) {
      if (d.severity == Severity::error) FAIL_CHECK(render(d, resolved.sources, false));
    }
    CHECK(schema.classes.size() == root.classes);
    for (const InducedClass& of : schema.classes) {
      for (const InducedSlot& slot : of.slots) CHECK(slot.range_kind != RangeKind::undefined);
    }
  }
}

TEST_CASE("ca_biositing with global slot scope: each conflict is an error with both places",
          "[linkml][corpus]") {
  const fs::path file = shared / "corpus/ca_biositing/ca_biositing.yaml";
  if (!fs::exists(file)) {
    WARN("skipped: no corpus");
    return;
  }
  Resolved resolved({file}, {});
  InduceOptions options;
  options.sql_types = {{"geometry", "geometry"}};
  induce(std::move(resolved.graph), options, resolved.sources, resolved.diagnostics);
  std::set<std::string> names;
  for (const Diagnostic& d : resolved.diagnostics.items()) {
    if (d.severity != Severity::error) continue;
    CHECK(d.code == "slot-defined-differently");
    CHECK(d.notes.size() == 1);
    names.insert(std::string(resolved.sources.text(d.span)));
  }
  CHECK(names == std::set<std::string>{"dataset_id", "record_id", "name", "geoid", "value", "dimension_value",
                                       "geom", "main_crop", "etl_run_id", "lineage_group_id"});
}

TEST_CASE("compliance: schemas read as JSON; only contradictory ones are refused", "[linkml][corpus]") {
  const fs::path file = shared / "compliance" / "cases.json";
  if (!fs::exists(file)) {
    WARN("skipped: no compliance cases");
    return;
  }
  std::ifstream in(file);
  const nlohmann::json cases = nlohmann::json::parse(in);
  const Folder folder;
  std::set<std::string> refused;
  for (const auto& schema : cases["schemas"]) {
    folder.write("root.json", schema["schema"].dump(1));
    for (const auto& imported : schema["imported_schemas"]) {
      folder.write(imported["name"].get<std::string>() + ".yaml", imported.dump(1));
    }
    ResolveOptions options;
    options.base = folder.path();
    Resolved resolved({"root.json"}, options);
    induce(std::move(resolved.graph), {}, resolved.sources, resolved.diagnostics);
    if (resolved.diagnostics.has_errors()) {
      refused.insert(schema["name"].get<std::string>());
      // A schema is refused only if it accepts nothing.
      for (const auto& instance : schema["cases"]) CHECK_FALSE(instance["valid"].get<bool>());
    }
  }
  // Bounds that contradict, and texts as the default of numbers.
  CHECK(refused == std::set<std::string>{"test_min_max-min20_max10_eqNone", "test_ifabsent-incompat_string",
                                         "test_ifabsent-incompat_float"});
}

}  // namespace
}  // namespace schemac::linkml
