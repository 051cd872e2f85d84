// Golden tests: what a pass makes of a folder of inputs, compared with a file that lies beside them.
//
// A case is a folder below tests/golden/<part>; cases are found by glob, so a new folder is a new test. With
// SCHEMAC_UPDATE_GOLDEN=1 in the environment the expected files are rewritten instead of compared: look at
// what git diff says before committing them.
#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace schemac::test {

// The folders directly below tests/golden/<part>, sorted.
std::vector<std::filesystem::path> golden_cases(const std::string& part);

// Runs fn once a case, each as a Catch2 section with the folder's name. Fails if there are no cases.
void for_each_case(const std::string& part, const std::function<void(const std::filesystem::path&)>& fn);

// Compares with the file's content; a difference is a failed check that shows the first line that differs. An
// absent file counts as empty, and an empty `actual` must have no file.
void check_golden(const std::filesystem::path& expected, const std::string& actual);

}  // namespace schemac::test
