// LinkML's own modules are carried along: each can be imported, alone and together, and means what it should.
#include <unistd.h>

#include <filesystem>

#include "linkml/induce.h"
#include "linkml/read.h"
#include "linkml/resolve.h"
#include "support/catch.h"
#include "support/golden.h"

namespace schemac::linkml {
namespace {

InducedSchema imported(const std::string& imports) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("schemac-builtin-test-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  Files files;
  files.write_if_changed(folder / "root.yaml",
                         "id: https://example.org/demo\nname: demo\n"
                         "prefixes: {linkml: https://w3id.org/linkml/}\nimports: [" +
                             imports + "]\n");
  SourceMap sources;
  Diagnostics diagnostics;
  InducedSchema schema =
      induce(resolve({folder / "root.yaml"}, {}, files, sources, diagnostics), {}, sources, diagnostics);
  diagnostics.sort(sources);
  for (const Diagnostic& item : diagnostics.items()) {
    INFO(imports << ": " << item.message);
    CHECK(item.severity != Severity::error);
  }
  std::filesystem::remove_all(folder);
  return schema;
}

TEST_CASE("every built-in module can be imported", "[linkml]") {
  for (const char* name : {"types", "mappings", "extensions", "annotations", "units", "array", "meta",
                           "datasets", "validation"}) {
    INFO(name);
    REQUIRE(builtin_module(std::string("linkml:") + name) != nullptr);
    imported(std::string("linkml:") + name);
  }
  imported("linkml:meta, linkml:array");
}

TEST_CASE("the built-in metamodel knows its own classes", "[linkml]") {
  const InducedSchema meta = imported("linkml:meta");
  const InducedClass* slot = meta.find_class("slot_definition");
  REQUIRE(slot != nullptr);
  REQUIRE(slot->find("minimum_value") != nullptr);
  CHECK(slot->find("name")->identifier());
  CHECK(slot->find("range")->range == "element");
  CHECK(meta.find_class("schema_definition")->is_tree_root());
  const InducedEnum* presence = meta.find_enum("presence_enum");
  REQUIRE(presence != nullptr);
  CHECK(presence->values.size() == 3);
  CHECK(imported("linkml:datasets").find_class("DataResource") != nullptr);
  CHECK(imported("linkml:validation").find_class("ValidationResult") != nullptr);
}

}  // namespace
}  // namespace schemac::linkml
