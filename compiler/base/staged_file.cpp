#include "base/staged_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <random>
#include <utility>

#include <fmt/format.h>

#include "base/file_descriptor.h"
#include "base/files.h"

namespace schemac {
namespace {

namespace fs = std::filesystem;

// A new file in the same folder, with the mode that the process's umask gives. Not mkostemp: only the owner
// can read its files, and the umask of the process can only be read by setting it.
FileDescriptor create_beside(const fs::path& path, std::string& name) {
  std::random_device random;
  int fd = -1;
  do {
    name = fmt::format("{}.{:08x}", path.string(), random());
    fd = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  } while (fd < 0 && errno == EEXIST);
  if (fd < 0) throw OsError("cannot write", path.string(), errno);
  return FileDescriptor(fd);
}

// The target, if it is a file that may have the content already; none if it must be written in any case.
FileDescriptor open_target(const fs::path& path, std::optional<std::size_t> size) {
  FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (fd.get() < 0) {
    if (errno == ENOENT || errno == ENOTDIR) return {};
    throw OsError("cannot read", path.string(), errno);
  }
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) throw OsError("cannot read", path.string(), errno);
  if (S_ISDIR(info.st_mode)) throw OsError("cannot read", path.string(), EISDIR);
  if (!S_ISREG(info.st_mode) || (size && static_cast<std::size_t>(info.st_size) != *size)) return {};
  return fd;
}

constexpr std::size_t buffer_size = 65536;

}  // namespace

StagedFile::StagedFile(fs::path target, std::optional<std::size_t> size)
    : target_(std::move(target)), old_(open_target(target_, size)) {
  if (old_.get() < 0) begin();
}

StagedFile::~StagedFile() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void StagedFile::fail(int error_number) const {
  throw OsError("cannot write", target_.string(), error_number);
}

// Starts writing: the part that was equal so far is copied.
void StagedFile::begin() {
  if (target_.has_parent_path()) {
    std::error_code error;
    fs::create_directories(target_.parent_path(), error);
    if (error) throw OsError("cannot create", target_.parent_path().string(), error.value());
  }
  file_ = create_beside(target_, temporary_);
  std::array<char, buffer_size> buffer;  // NOLINT(*-member-init): read() fills it
  for (std::size_t done = 0; done < same_;) {
    const ssize_t count =
        ::pread(old_.get(), buffer.data(), std::min(buffer.size(), same_ - done), static_cast<off_t>(done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw OsError("cannot read", target_.string(), errno);
    if (count == 0) fail(EIO);  // another process truncated it
    write({buffer.data(), static_cast<std::size_t>(count)});
    done += static_cast<std::size_t>(count);
  }
  old_ = {};
}

void StagedFile::write(std::string_view content) {
  while (!content.empty()) {
    const ssize_t count = ::write(file_.get(), content.data(), content.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(errno);
    content.remove_prefix(static_cast<std::size_t>(count));
  }
}

// Reads little further than to the first byte that differs.
bool StagedFile::holds_next(std::string_view content) {
  std::array<char, buffer_size> buffer;  // NOLINT(*-member-init): read() fills it
  std::size_t at = same_;
  while (!content.empty()) {
    const ssize_t count =
        ::pread(old_.get(), buffer.data(), std::min(buffer.size(), content.size()), static_cast<off_t>(at));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw OsError("cannot read", target_.string(), errno);
    const auto got = static_cast<std::size_t>(count);
    if (got == 0 || std::string_view(buffer.data(), got) != content.substr(0, got)) return false;
    content.remove_prefix(got);
    at += got;
  }
  same_ = at;
  return true;
}

void StagedFile::append(std::string_view content) {
  if (old_.get() >= 0) {
    if (holds_next(content)) return;
    begin();
  }
  write(content);
}

bool StagedFile::commit() {
  if (old_.get() >= 0) {
    struct stat info {};
    if (::fstat(old_.get(), &info) != 0) throw OsError("cannot read", target_.string(), errno);
    if (static_cast<std::size_t>(info.st_size) == same_) return false;
    begin();  // the target is longer
  }
  if (::close(file_.release()) != 0) fail(errno);
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) fail(errno);
  temporary_.clear();
  return true;
}

}  // namespace schemac
