#include "elaboration_place.h"

#include <unistd.h>

#include <cstdlib>

#include "catalog/text.h"
#include "compile/compile.h"
#include "support/catch.h"

namespace schemac::test {
namespace {

namespace fs = std::filesystem;

fs::path temporary_folder() {
  std::string name = (fs::temp_directory_path() / "schemac_elaborate_XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  return name;
}

}  // namespace

ElaborationPlace::ElaborationPlace(const std::string& scratch_url)
    : folder_(temporary_folder()), environment{files, sources, diagnostics, reporter, {}, {}} {
  environment.project.folder = folder_;
  environment.project.build = "build";
  environment.project.database.url_env = "";
  environment.project.database.scratch = scratch_url;
}

ElaborationPlace::~ElaborationPlace() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::string ElaborationPlace::elaborated(const ArtifactSet& artifacts) {
  reporter.said.clear();
  diagnostics = Diagnostics();
  std::string text = dump(elaborate(environment, artifacts));
  for (const Diagnostic& diagnostic : diagnostics.items()) text += render(diagnostic, sources, false);
  return text;
}

std::string ElaborationPlace::elaborated_afresh(const ArtifactSet& artifacts) {
  ElaborationPlace fresh(environment.project.database.scratch);
  return fresh.elaborated(artifacts);
}

// Nothing is said where nothing had to run.
bool ElaborationPlace::was_partial() const {
  for (const std::string& text : reporter.said) {
    if (text.find("no earlier result can be reused") != std::string::npos) return false;
  }
  return true;
}

ArtifactSet compiled_sql(const std::string& sql) {
  const fs::path folder = temporary_folder();
  Files files;
  files.write_if_changed(folder / "sql" / "all.sql", sql);
  Project project;
  project.folder = folder;
  project.name = "random";
  project.sql = {"sql"};
  SourceMap sources;
  Diagnostics diagnostics;
  ArtifactSet set = compile(project, files, sources, diagnostics).artifacts;
  std::error_code ignored;
  fs::remove_all(folder, ignored);
  std::string told;
  for (const Diagnostic& diagnostic : diagnostics.items()) told += render(diagnostic, sources, false);
  INFO(told << sql);
  REQUIRE_FALSE(diagnostics.has_errors());
  for (Artifact& artifact : set.artifacts) artifact.span = {};
  return set;
}

}  // namespace schemac::test
