#include "base/trust.h"

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string_view>
#include <system_error>

namespace schemac {
namespace {

namespace fs = std::filesystem;

bool is_below(const fs::path& path, const fs::path& folder) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

fs::path normal(const fs::path& path) {
  fs::path result = fs::absolute(path).lexically_normal();
  return result.has_filename() || !result.has_relative_path() ? result : result.parent_path();
}

bool was_named(const fs::path& path, const Trust& trust) {
  return std::any_of(trust.named.begin(), trust.named.end(),
                     [&](const fs::path& named) { return is_below(path, named); });
}

bool is_on_the_way(const fs::path& path, const Trust& trust) {
  return std::any_of(trust.places.begin(), trust.places.end(),
                     [&](const fs::path& place) { return is_below(place, path); });
}

bool belongs(const fs::path& path, const Trust& trust) {
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0) return true;
  if (!trust.owners.contains(info.st_uid)) return false;
  return !S_ISLNK(info.st_mode) || ::stat(path.c_str(), &info) != 0 || trust.owners.contains(info.st_uid);
}

std::optional<fs::path> stranger_in(const fs::path& absolute, const Trust& trust) {
  fs::path so_far;
  bool open_to_all = false;
  for (const fs::path& part : absolute) {
    so_far /= part;
    struct stat info {};
    if (::lstat(so_far.c_str(), &info) != 0) return std::nullopt;
    const bool named = was_named(so_far, trust);
    if (named) return std::nullopt;
    if (open_to_all && !is_on_the_way(so_far, trust) && !belongs(so_far, trust)) return so_far;
    if (::stat(so_far.c_str(), &info) != 0) return std::nullopt;
    open_to_all = (info.st_mode & S_IWOTH) != 0;
  }
  return std::nullopt;
}

}  // namespace

Trust Trust::of_process() {
  Trust trust;
  trust.owners = {0, ::getuid(), ::geteuid()};
  const char* const sudo = std::getenv("SUDO_UID");
  if (sudo != nullptr && ::geteuid() == 0) {
    const std::string_view text = sudo;
    uid_t user = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), user);
    if (error == std::errc() && end == text.data() + text.size()) trust.owners.insert(user);
  }
  if (const char* const folders = std::getenv("SCHEMAC_TRUST")) {
    const std::string_view text = folders;
    for (std::size_t begin = 0; begin <= text.size();) {
      const std::size_t end = std::min(text.find(':', begin), text.size());
      if (end > begin) trust.add_named(text.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return trust;
}

void Trust::add_place(const fs::path& folder) {
  places.push_back(normal(folder));
  std::error_code error;
  if (const fs::path real = fs::canonical(folder, error); !error && real != places.back())
    places.push_back(real);
}

void Trust::add_named(const fs::path& path) {
  std::error_code error;
  if (!fs::exists(path, error)) return;
  named.push_back(normal(path));
  if (const fs::path real = fs::canonical(path, error); !error && real != named.back()) named.push_back(real);
}

bool owner_is_trusted(const fs::path& path, const Trust& trust) {
  return was_named(normal(path), trust) || belongs(path, trust);
}

std::optional<fs::path> put_by_stranger(const fs::path& path, const Trust& trust) {
  const fs::path absolute = normal(path);
  if (std::optional<fs::path> found = stranger_in(absolute, trust)) return found;
  // Links may lead to other folders.
  std::error_code error;
  const fs::path real = fs::weakly_canonical(absolute, error);
  return error || real == absolute ? std::nullopt : stranger_in(real, trust);
}

std::string user_name(uid_t user) {
  const passwd* const entry = ::getpwuid(user);
  return entry == nullptr ? std::to_string(user) : entry->pw_name;
}

std::string owner_name(const fs::path& path) {
  struct stat info {};
  return ::lstat(path.c_str(), &info) == 0 ? user_name(info.st_uid) : std::string("nobody");
}

void add_owner(Trust& trust, const fs::path& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) == 0) trust.owners.insert(info.st_uid);
}

}  // namespace schemac
