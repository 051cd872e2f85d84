#include "workspace/migration_files.h"

#include <filesystem>

#include "sqlfile/lexer.h"

namespace schemac {

RevisionGraph read_migrations(Environment& environment) {
  const std::filesystem::path folder = environment.project.path(environment.project.migrations);
  std::vector<Migration> migrations;
  if (environment.files.is_folder(folder)) {
    for (const std::filesystem::path& file : environment.files.list(folder, ".sql")) {
      const std::string shown =
          (std::filesystem::path(environment.project.migrations) / file.lexically_relative(folder))
              .generic_string();
      const FileId id = environment.sources.add(shown, normalise_text(environment.files.read(file)));
      std::optional<Migration> migration = parse_migration(
          environment.sources.text(id), file.filename().string(), id, environment.diagnostics);
      if (migration) migrations.push_back(std::move(*migration));
    }
  }
  return build_revision_graph(std::move(migrations), environment.diagnostics);
}

}  // namespace schemac
