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

// A new file in the same folder, with the mode that the process's umask gives. Not mkostemp: its files are
// the owner's alone, and the umask, which is the process's, can only be asked for by setting it.
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

// Reads no further than to the first byte that differs.
bool holds(const fs::path& path, std::span<const std::string_view> pieces) {
  const FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (fd.get() < 0) {
    if (errno == ENOENT || errno == ENOTDIR) return false;
    throw OsError("cannot read", path.string(), errno);
  }
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) throw OsError("cannot read", path.string(), errno);
  if (S_ISDIR(info.st_mode)) throw OsError("cannot read", path.string(), EISDIR);
  std::size_t size = 0;
  for (const std::string_view piece : pieces) size += piece.size();
  if (!S_ISREG(info.st_mode) || static_cast<std::size_t>(info.st_size) != size) return false;
  std::array<char, 65536> buffer;  // NOLINT(*-member-init): read() fills it
  for (std::string_view rest : pieces) {
    while (!rest.empty()) {
      const ssize_t count = ::read(fd.get(), buffer.data(), std::min(buffer.size(), rest.size()));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) throw OsError("cannot read", path.string(), errno);
      const auto got = static_cast<std::size_t>(count);
      if (got == 0 || std::string_view(buffer.data(), got) != rest.substr(0, got)) return false;
      rest.remove_prefix(got);
    }
  }
  return true;
}

}  // namespace

StagedFile::StagedFile(fs::path target, std::span<const std::string_view> pieces)
    : target_(std::move(target)) {
  if (holds(target_, pieces)) return;
  if (target_.has_parent_path()) {
    std::error_code error;
    fs::create_directories(target_.parent_path(), error);
    if (error) throw OsError("cannot create", target_.parent_path().string(), error.value());
  }
  std::string temporary;
  FileDescriptor fd = create_beside(target_, temporary);
  const auto fail = [&](int error_number) {
    ::unlink(temporary.c_str());
    throw OsError("cannot write", target_.string(), error_number);
  };
  for (std::string_view rest : pieces) {
    while (!rest.empty()) {
      const ssize_t count = ::write(fd.get(), rest.data(), rest.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) fail(errno);
      rest.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  if (::close(fd.release()) != 0) fail(errno);
  temporary_ = std::move(temporary);
}

StagedFile::~StagedFile() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

bool StagedFile::commit() {
  if (temporary_.empty()) return false;
  if (::rename(temporary_.c_str(), target_.c_str()) != 0)
    throw OsError("cannot write", target_.string(), errno);
  temporary_.clear();
  return true;
}

}  // namespace schemac
