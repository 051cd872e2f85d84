#include "apply/hooks.h"

#include <filesystem>
#include <string_view>

#include <fmt/format.h>

#include "sqlfile/lexer.h"
#include "workspace/source_position.h"

namespace schemac {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> hook_files(const Environment& environment, const std::string& moment) {
  const fs::path folder = environment.project.path(environment.project.hooks) / moment;
  if (environment.project.hooks.empty() || !environment.files.is_folder(folder)) return {};
  return environment.files.list(folder, ".sql");
}

}  // namespace

bool has_hooks(const Environment& environment, const std::string& moment) {
  return !hook_files(environment, moment).empty();
}

void run_hooks(Environment& environment, pg::Session& session, const std::string& moment) {
  for (const fs::path& file : hook_files(environment, moment)) {
    const std::string shown =
        (fs::path(environment.project.hooks) / moment / file.filename()).generic_string();
    const FileId id = environment.sources.add(shown, normalise_text(environment.files.read(file)));
    environment.reporter.detail(fmt::format("hook {}", shown));
    const std::string_view text = environment.sources.text(id);
    std::size_t begin = 0;
    try {
      session.use(pg::Settings::script);  // resets what the previous hook set
      pg::Transaction transaction(session);
      for (const SqlStatement& statement : split_statements(text)) {
        begin = statement.begin;
        session.execute(text.substr(begin, statement.end - begin));
      }
      transaction.commit();
    } catch (const pg::DatabaseError& error) {
      if (error.connection_lost()) throw;
      const auto at =
          static_cast<std::uint32_t>(begin + byte_offset(error.facts().statement, error.facts().position));
      environment.diagnostics.error("hook-failed", {id, at, at + 1}, error.facts().message,
                                    error.facts().hint);
      throw UserError(fmt::format("hook {} failed; its changes were rolled back", shown));
    }
  }
}

}  // namespace schemac
