#include "workspace.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "base/hash.h"
#include "base/subprocess.h"
#include "support/catch.h"

namespace schemac::test {

namespace fs = std::filesystem;

Workspace::Workspace(const std::string& name, const std::string& below) {
  const std::string executable = fs::read_symlink("/proc/self/exe").string();
  top_ = fs::temp_directory_path() / ("schemac-cli-" + sha256(executable).substr(7, 8) + "-" + name);
  folder_ = below.empty() ? top_ / "project" : top_ / below;
  if (fs::exists(folder_ / "schemac.yaml")) schemac({"db", "destroy"});
  fs::remove_all(top_);
  fs::create_directories(folder_);
}

Workspace::~Workspace() {
  try {
    // Without a project file it would be the server of all commands that need none.
    if (fs::exists(folder_ / "schemac.yaml")) schemac({"db", "destroy"});
    fs::remove_all(top_);
  } catch (const std::exception&) {
    // The next run of the same test takes it over.
  }
}

void Workspace::write(const std::string& path, const std::string& text) {
  files_.write_if_changed(folder_ / path, text);
}

std::string Workspace::read(const std::string& path) const { return files_.read(folder_ / path); }

void Workspace::replace(const std::string& path, const std::string& from, const std::string& to) {
  std::string text = read(path);
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::logic_error(path + " does not contain: " + from);
  write(path, text.replace(at, from.size(), to));
}

std::vector<std::string> Workspace::files(const std::string& path) const {
  std::vector<std::string> names;
  if (!fs::exists(folder_ / path)) return names;
  for (const auto& entry : fs::recursive_directory_iterator(folder_ / path)) {
    if (entry.is_regular_file()) names.push_back(fs::relative(entry.path(), folder_ / path).string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

Outcome Workspace::schemac(const std::vector<std::string>& arguments, const Variables& variables) const {
  static std::atomic<int> counter{0};  // commands may run side by side
  const fs::path errors = top_ / ("stderr" + std::to_string(++counter));
  Command command;
  // A shell parts the streams; the words reach the executable as they are.
  command.argv = {"env",    "-u", "DATABASE_URL", "-u", "PGHOST",     "-u", "PGPORT",   "-u",
                  "PGUSER", "-u", "PGPASSWORD",   "-u", "PGDATABASE", "-u", "PGSERVICE"};
  for (const auto& [name, value] : variables) command.argv.push_back(name + "=" + value);
  command.argv.insert(command.argv.end(),
                      {"sh", "-c", R"(errors="$1"; shift; exec "$@" 2>"$errors" </dev/null)", "sh",
                       errors.string(), SCHEMAC_EXECUTABLE});
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  command.folder = folder_.string();
  const CommandResult result = run_command(command);
  return {result.exit_code, result.output, files_.read(errors)};
}

CommandResult Workspace::psql(const std::string& url, const std::string& script) {
  write("script.sql", script);
  Command command;
  command.argv = {"psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", "script.sql", "-d", url};
  command.folder = folder_.string();
  return run_command(command);
}

std::string Workspace::url() const {
  std::string url = schemac({"-q", "db", "url"}).out;
  while (!url.empty() && url.back() == '\n') url.pop_back();
  return url;
}

Outcome LiveWorkspace::run(std::vector<std::string> arguments) const {
  arguments.insert(arguments.end(), {"--database-url", database.url()});
  Outcome outcome = schemac(arguments);
  UNSCOPED_INFO(arguments.front() << ": exit " << outcome.exit_code << "\n" << outcome.out << outcome.err);
  return outcome;
}

}  // namespace schemac::test
