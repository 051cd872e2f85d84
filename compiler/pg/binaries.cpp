// Finds PostgreSQL's server binaries.
#include "pg/binaries.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>

#include "base/files.h"
#include "base/subprocess.h"
#include "base/text.h"
#include "pg/embedded.h"

namespace schemac::pg {
namespace {

namespace fs = std::filesystem;

// The version of the tool's SQL parser (sql::parser_version, which this layer cannot include): the embedded
// server should not accept SQL that the parser cannot read.
constexpr int parser_major = SCHEMAC_PARSER_MAJOR;

bool has_server(const fs::path& folder) {
  return ::access((folder / "initdb").c_str(), X_OK) == 0 &&
         ::access((folder / "postgres").c_str(), X_OK) == 0;
}

std::string output_of(const std::vector<std::string>& argv) {
  try {
    Command command;
    command.argv = argv;
    const CommandResult result = run_command(command);
    return result.exit_code == 0 ? result.output : std::string();
  } catch (const OsError&) {
    return {};  // not installed
  }
}

// "initdb (PostgreSQL) 15.20 (Debian …)" -> "15.20"
std::string version_of(std::string_view printed) {
  const std::size_t begin = printed.find_first_of("0123456789");
  if (begin == std::string_view::npos) return {};
  return std::string(printed.substr(begin, printed.find_first_not_of("0123456789.", begin) - begin));
}

std::vector<fs::path> candidates() {
  std::vector<fs::path> folders;
  const auto add = [&](const fs::path& folder) {
    std::error_code error;
    const fs::path real = fs::canonical(folder, error);
    if (!error && has_server(real) && std::find(folders.begin(), folders.end(), real) == folders.end()) {
      folders.push_back(real);
    }
  };
  if (const std::string bindir(trim(output_of({"pg_config", "--bindir"}))); !bindir.empty()) add(bindir);
  if (const char* path = std::getenv("PATH")) {
    const std::string_view text = path;
    for (std::size_t begin = 0; begin <= text.size();) {
      const std::size_t end = std::min(text.find(':', begin), text.size());
      if (end > begin) add(fs::path(text.substr(begin, end - begin)));
      begin = end + 1;
    }
  }
  std::error_code error;
  for (fs::directory_iterator it("/usr/lib/postgresql", error), end; !error && it != end;
       it.increment(error)) {
    add(it->path() / "bin");
  }
  return folders;
}

}  // namespace

BinariesVersion version_of_binaries(const fs::path& folder) {
  BinariesVersion version;
  version.text = version_of(output_of({(folder / "initdb").string(), "--version"}));
  version.major = std::atoi(version.text.c_str());
  return version;
}

std::optional<fs::path> find_binaries(int wanted_major) {
  if (const char* named = std::getenv("SCHEMAC_PG_BINDIR"); named != nullptr && *named != '\0') {
    const fs::path folder = named;
    if (!has_server(folder)) return std::nullopt;
    if (wanted_major == 0 || version_of_binaries(folder).major == wanted_major) return folder;
  }
  // Versions that the parser covers, newest first; then newer ones, oldest first. Ties: in the order of
  // discovery.
  const auto rank = [](int major) { return major <= parser_major ? parser_major - major : major; };
  std::optional<fs::path> best;
  int best_rank = 0;
  for (const fs::path& folder : candidates()) {
    const int major = version_of_binaries(folder).major;
    if (major == 0 || (wanted_major != 0 && major != wanted_major)) continue;
    if (!best || rank(major) < best_rank) {
      best = folder;
      best_rank = rank(major);
    }
  }
  return best;
}

std::optional<fs::path> find_binaries() { return find_binaries(0); }

}  // namespace schemac::pg
