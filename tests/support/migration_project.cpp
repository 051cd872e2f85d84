#include "support/migration_project.h"

#include <unistd.h>

#include <cstdlib>

namespace schemac::test {
namespace {

std::filesystem::path temporary_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "schemac_test_XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw OsError("cannot create", name, errno);
  return name;
}

Project project_in(const std::filesystem::path& folder, const std::string& name) {
  Project project;
  project.folder = folder;
  project.name = name;
  project.build = "build";
  return project;
}

}  // namespace

MigrationProject::MigrationProject(const std::string& database_url, const std::string& name)
    : folder_(temporary_folder()),
      environment{files, sources, collected, reporter, project_in(folder_, name), database_url} {
  environment.project.database.scratch = "target";
}

MigrationProject::~MigrationProject() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void MigrationProject::write(const std::string& path, const std::string& text) {
  files.write_if_changed(folder_ / path, text);
}

void MigrationProject::remove(const std::string& path) { files.remove(folder_ / path); }

void MigrationProject::migration(const std::string& revision, const std::string& parents,
                                 const std::string& body) {
  write("migrations/" + revision + ".sql",
        "-- parents: " + parents + "\n-- message: " + revision + "\n" + body);
}

std::string MigrationProject::diagnostics() const {
  std::string out;
  for (const Diagnostic& diagnostic : collected.items()) out += render(diagnostic, sources, false);
  return out;
}

}  // namespace schemac::test
