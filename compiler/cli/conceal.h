// An argument with a password would stay in the process list for as long as the command runs.
#pragma once
#include <string>
#include <vector>

namespace schemac::cli {

// The words as they were given; in argv itself, what looks like a database URL or a conninfo string is
// overwritten by the same without its password.
std::vector<std::string> take_arguments(int argc, char** argv);

}  // namespace schemac::cli
