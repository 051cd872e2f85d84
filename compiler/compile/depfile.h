// Make syntax, as Ninja and CMake read it: "target: file file", spaces, '#' and '$' escaped.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace schemac {

std::string depfile_text(const std::string& target, const std::vector<std::filesystem::path>& sources);

}  // namespace schemac
