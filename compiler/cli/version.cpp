#include "cli/version.h"

#include <fmt/format.h>

#include "sqlfile/statement.h"

namespace schemac::cli {

std::string version() { return SCHEMAC_VERSION; }

std::string version_line() {
  return fmt::format("schemac {} (PostgreSQL parser {})", version(), sql::parser_version());
}

}  // namespace schemac::cli
