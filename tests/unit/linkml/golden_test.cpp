// tests/golden/linkml/<case>: root.yaml and what it imports -> expected.txt (the dump, if there is no error)
// and diagnostics.txt. options.txt, where there is one, holds lines like "slot_scope: module" and
// "sql_type: geometry".
#include "support/golden.h"

#include <fstream>
#include <set>

#include "base/diagnostic.h"
#include "linkml/induce.h"
#include "support/catch.h"

namespace schemac::linkml {
namespace {

namespace fs = std::filesystem;

InduceOptions read_options(const fs::path& file) {
  InduceOptions options;
  std::ifstream in(file);
  for (std::string key, value; in >> key >> value;) {
    if (key == "slot_scope:") options.slot_scope = value == "module" ? SlotScope::module : SlotScope::global;
    if (key == "sql_type:") options.sql_types.emplace(value, value);
  }
  return options;
}

TEST_CASE("golden: reading and induction", "[linkml][golden]") {
  test::for_each_case("linkml", [](const fs::path& folder) {
    SourceMap sources;
    Diagnostics diagnostics;
    const Files files;
    ResolveOptions resolve_options;
    resolve_options.base = folder;
    ModuleGraph graph = resolve({"root.yaml"}, resolve_options, files, sources, diagnostics);
    const InducedSchema schema =
        induce(std::move(graph), read_options(folder / "options.txt"), sources, diagnostics);
    diagnostics.sort(sources);
    std::string rendered;
    for (const Diagnostic& diagnostic : diagnostics.items()) rendered += render(diagnostic, sources, false);
    test::check_golden(folder / "diagnostics.txt", rendered);
    test::check_golden(folder / "expected.txt", diagnostics.has_errors() ? std::string() : dump(schema));
  });
}

// What makes a golden folder worth having: no code without a case.
TEST_CASE("golden: every diagnostic code of linkml has a case", "[linkml][golden]") {
  std::set<std::string> in_sources;
  for (const auto& entry : fs::directory_iterator(fs::path(SCHEMAC_SOURCE_DIR) / "compiler" / "linkml")) {
    if (entry.path().extension() != ".cpp" && entry.path().extension() != ".h") continue;
    std::ifstream in(entry.path());
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    // "some-code" handed to a function: all that looks like a code and is one.
    for (std::size_t at = text.find('"'); at != std::string::npos; at = text.find('"', at + 1)) {
      const std::size_t end = text.find('"', at + 1);
      if (end == std::string::npos) break;
      const std::string word = text.substr(at + 1, end - at - 1);
      const bool kebab = word.find('-') != std::string::npos && word.front() >= 'a' && word.front() <= 'z' &&
                         word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0-9") == std::string::npos;
      if (kebab && word.find("--") == std::string::npos) in_sources.insert(word);
    }
  }
  // Codes made of a kind's name.
  for (const char* kind : {"class", "slot", "enum", "type"}) {
    in_sources.insert(std::string(kind) + "-defined-differently");
  }
  in_sources.insert("unknown-class");
  REQUIRE(in_sources.size() > 30);

  std::string all;
  for (const fs::path& folder : test::golden_cases("linkml")) {
    std::ifstream in(folder / "diagnostics.txt");
    all.append(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  for (const std::string& code : in_sources) {
    INFO("no golden case shows [" << code << "]");
    CHECK(all.find("[" + code + "]") != std::string::npos);
  }
}

}  // namespace
}  // namespace schemac::linkml
