#include "base/path.h"

#include <string_view>

namespace schemac {

namespace fs = std::filesystem;

namespace {

bool is_absolute_and_normal(std::string_view path) {
  if (!path.starts_with('/') || path.ends_with('/')) return false;
  for (std::size_t at = 0; at != std::string_view::npos; at = path.find('/', at + 1)) {
    const std::string_view rest = path.substr(at + 1);
    const std::string_view name = rest.substr(0, rest.find('/'));
    if (name.empty() || name == "." || name == "..") return false;
  }
  return true;
}

}  // namespace

fs::path absolute_path(fs::path path) {
  if (is_absolute_and_normal(path.native())) return path;
  return fs::absolute(path).lexically_normal();
}

fs::path path_below(const fs::path& path, const fs::path& folder) {
  const std::string_view text = path.native(), above = folder.native();
  if (text.size() > above.size() + 1 && text.starts_with(above) && text[above.size()] == '/')
    return text.substr(above.size() + 1);
  const fs::path relative = path.lexically_relative(folder);
  return relative.empty() || *relative.begin() == ".." ? path : relative;
}

}  // namespace schemac
