#include "base/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "base/file_descriptor.h"
#include "base/staged_file.h"

namespace schemac {
namespace {

namespace fs = std::filesystem;

}  // namespace

OsError::OsError(std::string what_failed, std::string path, int error_number)
    : std::runtime_error(fmt::format("{} {}: {}", what_failed, path, std::strerror(error_number))),
      path_(std::move(path)),
      error_number_(error_number) {}

ForeignPathError::ForeignPathError(const fs::path& path)
    : OsError(
          fmt::format("refusing to use a file or folder of user {} in a folder that all users can write to:",
                      owner_name(path)),
          path.string(), EPERM) {}

void Files::check_owners(Trust trust) {
  const std::lock_guard guard(mutex_);
  trust_ = std::move(trust);
  open_to_all_.clear();
}

void Files::check(const fs::path& path) const {
  const std::lock_guard guard(mutex_);
  if (!trust_) return;
  const auto known = open_to_all_.find(path.parent_path());
  if (known != open_to_all_.end() && !known->second) return;
  if (const std::optional<fs::path> found = put_by_stranger(path, *trust_)) throw ForeignPathError(*found);
  struct stat info {};
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  if (::stat(folder.c_str(), &info) == 0) {
    open_to_all_[path.parent_path()] = (info.st_mode & S_IWOTH) != 0;
  }
}

std::optional<std::string> Files::read_if_exists(const fs::path& path) const {
  check(path);
  const FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (fd.get() < 0) {
    if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
    throw OsError("cannot read", path.string(), errno);
  }
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) throw OsError("cannot read", path.string(), errno);
  if (S_ISDIR(info.st_mode)) throw OsError("cannot read", path.string(), EISDIR);
  std::string text;
  if (info.st_size > 0) text.reserve(static_cast<std::size_t>(info.st_size) + 1);
  char buffer[65536];
  for (;;) {
    const ssize_t count = ::read(fd.get(), buffer, sizeof buffer);
    if (count == 0) return text;
    if (count < 0) {
      if (errno == EINTR) continue;
      throw OsError("cannot read", path.string(), errno);
    }
    text.append(buffer, static_cast<std::size_t>(count));
    // One call less for each of a thousand files; a file without a size (a pipe, /proc) is read to its end.
    if (info.st_size > 0 && text.size() == static_cast<std::size_t>(info.st_size)) return text;
  }
}

std::string Files::read(const fs::path& path) const {
  std::optional<std::string> text = read_if_exists(path);
  if (!text) throw OsError("cannot read", path.string(), ENOENT);
  return std::move(*text);
}

bool Files::write_if_changed(const fs::path& path, std::string_view content) {
  check(path);
  StagedFile file(path, content.size());
  file.append(content);
  return file.commit();
}

bool Files::exists(const fs::path& path) const {
  std::error_code error;
  return fs::exists(path, error);
}

bool Files::is_file(const fs::path& path) const {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  return fs::exists(status) && !fs::is_directory(status);
}

bool Files::is_folder(const fs::path& path) const {
  std::error_code error;
  return fs::is_directory(path, error);
}

std::vector<fs::path> Files::list(const fs::path& folder, std::string_view extension) const {
  check(folder);
  std::vector<fs::path> found;
  std::error_code error;
  fs::recursive_directory_iterator it(folder, fs::directory_options::follow_directory_symlink, error);
  if (error) throw OsError("cannot list", folder.string(), error.value());
  for (const fs::recursive_directory_iterator end; it != end; it.increment(error)) {
    if (error) throw OsError("cannot list", folder.string(), error.value());
    const std::string name = it->path().filename().string();
    if (name.starts_with('.')) {
      if (it->is_directory(error)) it.disable_recursion_pending();
      continue;
    }
    if (it->is_regular_file(error) && it->path().extension() == extension) found.push_back(it->path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<FileEntry> Files::newest_first(const fs::path& folder) const {
  std::vector<FileEntry> found;
  const auto now = fs::file_time_type::clock::now();
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    // A file that another process removes meanwhile is skipped.
    std::error_code gone;
    if (!it->is_regular_file(gone)) continue;
    const std::uintmax_t size = it->file_size(gone);
    if (gone) continue;
    const auto time = it->last_write_time(gone);
    if (gone) continue;
    found.push_back(
        {it->path(), size, std::chrono::duration_cast<std::chrono::system_clock::duration>(now - time)});
  }
  std::sort(found.begin(), found.end(), [](const FileEntry& a, const FileEntry& b) {
    return a.age != b.age ? a.age < b.age : a.path < b.path;
  });
  return found;
}

void Files::touch(const fs::path& path) { ::utimensat(AT_FDCWD, path.c_str(), nullptr, 0); }

void Files::remove(const fs::path& path) {
  std::error_code error;
  fs::remove(path, error);
  if (error) throw OsError("cannot remove", path.string(), error.value());
}

FileLock::FileLock(const fs::path& path, unsigned mode) {
  std::error_code error;
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), error);
  fd_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode);
  if (fd_ < 0) throw OsError("cannot lock", path.string(), errno);
  while (::flock(fd_, LOCK_EX) != 0) {
    if (errno != EINTR) {
      const int reason = errno;
      ::close(fd_);
      throw OsError("cannot lock", path.string(), reason);
    }
  }
}

FileLock::~FileLock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace schemac
