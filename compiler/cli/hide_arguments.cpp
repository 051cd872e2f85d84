#include "cli/hide_arguments.h"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "pg/connection_url.h"
#include "pg/hide_passwords.h"
#include "pg/session.h"

namespace schemac::cli {

std::vector<std::string> take_arguments(int argc, char** argv) {
  std::vector<std::string> words(argv, argv + argc);
  for (int i = 1; i < argc; ++i) {
    constexpr std::string_view option = "--database-url=";
    const std::string_view word = words[static_cast<std::size_t>(i)];
    const std::size_t begin = word.starts_with(option) ? option.size() : 0;
    const std::string_view value = word.substr(begin);
    std::string shown;
    if (pg::is_url(value)) {
      shown = pg::redact(std::string(value));
      if (shown == value) continue;
    } else if (!pg::holds_password(value)) {
      continue;
    }
    std::memset(argv[i] + begin, 0, value.size());
    std::memcpy(argv[i] + begin, shown.data(), std::min(shown.size(), value.size()));
  }
  return words;
}

}  // namespace schemac::cli
