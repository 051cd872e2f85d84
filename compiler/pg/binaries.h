// Finds PostgreSQL's server binaries. find_binaries() without a version is declared in embedded.h.
#pragma once
#include <filesystem>
#include <optional>
#include <string>

namespace schemac::pg {

struct BinariesVersion {
  std::string text;  // "15.20"; empty if the program did not run
  int major = 0;
};

// Runs initdb --version; takes some milliseconds.
BinariesVersion version_of_binaries(const std::filesystem::path& folder);
// A folder with initdb and postgres of that major version; 0 = any, see embedded.h for the order.
std::optional<std::filesystem::path> find_binaries(int wanted_major);

}  // namespace schemac::pg
