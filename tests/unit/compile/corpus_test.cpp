// A real schema, read from beside the project; see docs on what a correct compile of it gives.
#include <map>

#include "compile/compile.h"
#include "support/catch.h"

using namespace schemac;

TEST_CASE("ca_biositing compiles as it stands", "[pipeline][corpus]") {
  const std::filesystem::path root =
      std::filesystem::path(SCHEMAC_SOURCE_DIR) / "../shared/corpus/ca_biositing/ca_biositing.yaml";
  if (!std::filesystem::exists(root)) {
    WARN("skipped: ../shared/corpus is absent");
    return;
  }
  const Files files;
  SourceMap sources;
  Diagnostics diagnostics;
  Project project;
  project.folder = root.parent_path();
  project.linkml = {root.filename().string()};
  project.slot_scope = linkml::SlotScope::module;
  project.lower.types = {{"geometry", "geometry"}};
  const Compiled compiled = compile(project, files, sources, diagnostics);
  CHECK_FALSE(diagnostics.has_errors());
  std::map<Kind, int> count;
  std::size_t columns = 0;
  for (const Artifact& artifact : compiled.artifacts.artifacts) {
    ++count[artifact.id.kind];
    if (artifact.id.kind == Kind::table) columns += artifact.columns.size();
    if (artifact.id.kind == Kind::materialized_view) CHECK(artifact.id.namespace_ == "ca_biositing");
  }
  CHECK(count[Kind::table] == 91);
  CHECK(columns == 1022);
  CHECK(count[Kind::constraint] == 217);  // foreign keys; keys and checks are part of their tables
  CHECK(count[Kind::materialized_view] == 6);
  CHECK(count[Kind::extension] == 1);
}
