#include "support/golden.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "support/catch.h"

namespace schemac::test {
namespace fs = std::filesystem;
namespace {

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string first_difference(const std::string& expected, const std::string& actual) {
  std::istringstream a(expected);
  std::istringstream b(actual);
  std::string line_a;
  std::string line_b;
  for (int number = 1;; ++number) {
    const bool more_a = static_cast<bool>(std::getline(a, line_a));
    const bool more_b = static_cast<bool>(std::getline(b, line_b));
    if (!more_a && !more_b) return "the last line's end";
    if (more_a != more_b || line_a != line_b) {
      return "line " + std::to_string(number) + "\n  expected: " + (more_a ? line_a : "(end)") +
             "\n  actual:   " + (more_b ? line_b : "(end)");
    }
  }
}

}  // namespace

std::vector<fs::path> golden_cases(const std::string& part) {
  const fs::path root = fs::path(SCHEMAC_SOURCE_DIR) / "tests" / "golden" / part;
  std::vector<fs::path> cases;
  if (fs::is_directory(root)) {
    for (const auto& entry : fs::directory_iterator(root)) {
      if (entry.is_directory()) cases.push_back(entry.path());
    }
  }
  std::sort(cases.begin(), cases.end());
  return cases;
}

void for_each_case(const std::string& part, const std::function<void(const fs::path&)>& fn) {
  const std::vector<fs::path> cases = golden_cases(part);
  REQUIRE_FALSE(cases.empty());
  for (const fs::path& folder : cases) {
    DYNAMIC_SECTION(folder.filename().string()) { fn(folder); }
  }
}

void check_golden(const fs::path& expected, const std::string& actual) {
  const char* update = std::getenv("SCHEMAC_UPDATE_GOLDEN");
  if (update != nullptr && std::string(update) == "1") {
    if (actual.empty()) {
      fs::remove(expected);
    } else if (read(expected) != actual) {
      std::ofstream(expected, std::ios::binary) << actual;
    }
    return;
  }
  const std::string wanted = fs::exists(expected) ? read(expected) : std::string();
  if (wanted == actual) {
    SUCCEED();
    return;
  }
  FAIL_CHECK(expected.string() << " differs at " << first_difference(wanted, actual)
                               << "\n(SCHEMAC_UPDATE_GOLDEN=1 rewrites it)");
}

}  // namespace schemac::test
