#include "migration_run.h"

#include "support/catch.h"
#include "workspace/migration_files.h"

namespace schemac::test {

RevisionGraph read_graph(MigrationProject& project) {
  project.collected = Diagnostics();
  RevisionGraph graph = read_migrations(project.environment);
  REQUIRE(project.diagnostics() == "");
  return graph;
}

ApplyReport upgrade(MigrationProject& project, const std::string& url, const std::string& word) {
  return upgrade(project.environment, url, read_graph(project), word, {});
}

ApplyReport downgrade(MigrationProject& project, const std::string& url, const std::string& word) {
  return downgrade(project.environment, url, read_graph(project), word, {});
}

std::string text(pg::Session& session, const std::string& sql) {
  std::string out;
  for (const auto& row : session.query(sql).rows) {
    if (!out.empty()) out += ";";
    for (std::size_t i = 0; i < row.size(); ++i) out += (i == 0 ? "" : ",") + row[i].value_or("NULL");
  }
  return out;
}

std::string tables(pg::Session& session) {
  return text(session,
              "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
              "ORDER BY 1");
}

Command tool(MigrationProject& project, const std::string& url, const std::vector<std::string>& arguments) {
  if (!project.files.exists(project.folder() / "schemac.yaml"))
    project.write("schemac.yaml", "name: demo\nbuild: build\ndatabase: { scratch: target }\n");
  Command command;
  command.argv = {SCHEMAC_EXECUTABLE, "-C", project.folder().string(), "--database-url", url};
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  return command;
}

CommandResult run_tool(MigrationProject& project, const std::string& url,
                       const std::vector<std::string>& arguments) {
  return run_command(tool(project, url, arguments));
}

CommandResult Checkout::run(const std::vector<std::string>& words) {
  CommandResult result = run_tool(project_, database_.url(), words);
  UNSCOPED_INFO(words[0] << ": exit " << result.exit_code << "\n" << result.output);
  return result;
}

std::string Checkout::said(int exit_code, const std::vector<std::string>& words) {
  const CommandResult result = run(words);
  CHECK(result.exit_code == exit_code);
  return result.output;
}

nlohmann::json Checkout::json(std::vector<std::string> words) {
  words.insert(words.begin(), {"-q", "--format", "json"});
  return nlohmann::json::parse(run(words).output);
}

CommandResult run_psql(const std::string& url, const std::string& script) {
  Command command;
  command.argv = {(*pg::find_binaries() / "psql").string(), "-X", "-q", "-f", script, url};
  return run_command(command);
}

}  // namespace schemac::test
