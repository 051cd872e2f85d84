// Hides passwords in arguments, which the process list shows while the command runs.
#pragma once
#include <string>
#include <vector>

namespace schemac::cli {

// Returns the arguments as given. In argv itself, everything that looks like a database URL or a conninfo
// string is overwritten by the same without its password.
std::vector<std::string> take_arguments(int argc, char** argv);

}  // namespace schemac::cli
