#include "linkml_place.h"

#include <unistd.h>

#include <fmt/format.h>

#include "artifact/manifest.h"
#include "lower/lower.h"
#include "support/catch.h"

namespace schemac::test {
namespace fs = std::filesystem;

LinkmlPlace::LinkmlPlace()
    : folder(fs::temp_directory_path() / fmt::format("schemac-linkml-{}", ::getpid())) {
  fs::remove_all(folder);
  fs::create_directories(folder);
  project.folder = folder;
  project.name = "place";
  project.database.url_env = "";
}

LinkmlPlace::~LinkmlPlace() { fs::remove_all(folder); }

fs::path LinkmlPlace::write(const std::string& name, const std::string& text) {
  files.write_if_changed(folder / name, text);
  return folder / name;
}

bool LinkmlPlace::compile() {
  diagnostics = Diagnostics();
  compiled = schemac::compile(project, files, sources, diagnostics);
  return !diagnostics.has_errors();
}

void LinkmlPlace::create(pg::Session& session) { session.execute(schema_script(compiled.artifacts)); }

LoadReport LinkmlPlace::load(pg::Session& session, const LoadOptions& options) {
  diagnostics = Diagnostics();
  return schemac::load(environment, *compiled.schema, *compiled.storage, session, options);
}

std::string LinkmlPlace::load_text(pg::Session& session, const std::string& class_name,
                                   const std::string& name, const std::string& text) {
  LoadOptions options;
  options.class_name = class_name;
  options.files = {write(name, text)};
  try {
    load(session, options);
  } catch (const UserError& error) {
    return error.what();
  }
  return messages(Severity::error);
}

std::string LinkmlPlace::messages(Severity severity) const {
  std::string out;
  for (const Diagnostic& item : diagnostics.items()) {
    if (item.severity == severity) out += fmt::format("{} [{}]\n", item.message, item.code);
  }
  return out;
}

fs::path shared_data(const std::string& name) {
  const fs::path path = fs::path(SCHEMAC_SOURCE_DIR) / "../shared" / name;
  if (fs::exists(path)) return fs::canonical(path);
  WARN("skipped: ../shared/" + name + " is absent");
  return {};
}

}  // namespace schemac::test
