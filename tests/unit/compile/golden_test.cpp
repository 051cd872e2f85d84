// tests/golden/compile/<case>: a project; expected are schema.sql and manifest.json of a good one,
// diagnostics.txt of a bad one.
#include <nlohmann/json.hpp>

#include "artifact/manifest.h"
#include "compile/compile.h"
#include "support/catch.h"
#include "support/golden.h"

using namespace schemac;

TEST_CASE("golden: compile", "[pipeline]") {
  test::for_each_case("compile", [](const std::filesystem::path& folder) {
    const Files files;
    SourceMap sources;
    Diagnostics diagnostics;
    Project project = read_project(folder / "schemac.yaml", files, sources, diagnostics);
    // The cache of parsed modules does not belong beside the sources of a test.
    project.build = std::string(SCHEMAC_BINARY_DIR) + "/golden-compile/" + folder.filename().string();
    const Compiled compiled = compile(project, files, sources, diagnostics);
    diagnostics.sort(sources);
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics.items()) text += render(diagnostic, sources, false);
    test::check_golden(folder / "diagnostics.txt", text);
    const bool good = !diagnostics.has_errors();
    test::check_golden(folder / "schema.sql", good ? schema_script(compiled.artifacts) : "");
    test::check_golden(folder / "manifest.json",
                       good ? nlohmann::ordered_json::parse(manifest_text(compiled.artifacts)).dump(1) + "\n"
                            : std::string());
  });
}
