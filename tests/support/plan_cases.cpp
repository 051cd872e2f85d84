#include "support/plan_cases.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <sstream>
#include <thread>

#include "catalog/identifier.h"

namespace schemac::test {
namespace fs = std::filesystem;

std::string file_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<fs::path> case_folders(const fs::path& root, const std::string& file) {
  std::vector<std::string> wanted;
  if (const char* words = std::getenv("SCHEMAC_CASES")) {
    std::istringstream list(words);
    for (std::string word; std::getline(list, word, ',');) wanted.push_back(word);
  }
  std::vector<fs::path> found;
  if (!fs::exists(root)) return found;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.path().filename() != file) continue;
    const std::string folder = entry.path().parent_path().string();
    const bool chosen =
        wanted.empty() || std::any_of(wanted.begin(), wanted.end(), [&](const std::string& word) {
          return folder.find(word) != std::string::npos;
        });
    if (chosen) found.push_back(folder);
  }
  std::sort(found.begin(), found.end());
  return found;
}

void make_role(pg::Session& session, const std::string& name) {
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  const auto found = session.query("SELECT FROM pg_catalog.pg_roles WHERE rolname = $1", {name});
  if (found.rows.empty()) session.execute("CREATE ROLE " + quote_identifier(name));
}

void for_each_index(std::size_t count, const std::function<void(std::size_t)>& run) {
  std::atomic<std::size_t> next{0};
  std::vector<std::jthread> workers;
  for (unsigned worker = 0; worker < std::clamp(std::thread::hardware_concurrency(), 2U, 8U); ++worker) {
    workers.emplace_back([&] {
      for (std::size_t at = next++; at < count; at = next++) run(at);
    });
  }
}

}  // namespace schemac::test
