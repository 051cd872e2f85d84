// The tool's version, from the build.
#pragma once
#include <string>

namespace schemac::cli {

std::string version();       // "0.1.0"
std::string version_line();  // "schemac 0.1.0 (PostgreSQL parser 15)"

}  // namespace schemac::cli
