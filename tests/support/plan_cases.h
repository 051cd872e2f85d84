// Folders of test cases, the roles that they name, and a way to run many side by side.
#pragma once
#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "pg/session.h"

namespace schemac::test {

std::string file_text(const std::filesystem::path& path);

// Folders below the root that hold a file of that name, sorted; with $SCHEMAC_CASES=text,text only those
// whose path contains one of the texts.
std::vector<std::filesystem::path> case_folders(const std::filesystem::path& root, const std::string& file);

// Does nothing where the server has it already.
void make_role(pg::Session& session, const std::string& name);

// Calls for 0 … count-1 from several threads: most of a case's time is the server's and pg_dump's.
void for_each_index(std::size_t count, const std::function<void(std::size_t)>& run);

}  // namespace schemac::test
