// The file system. No other code of the tool touches it.
//
// Paths are UTF-8. Errors of the operating system are OsError with path and reason. A file is written
// completely or not at all: a temporary file beside the target is renamed over it, so that a reader or a
// crash never sees half a file. A file whose content would not change is not touched, so that time stamps
// tell a build what really changed.
#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/trust.h"

namespace schemac {

class OsError : public std::runtime_error {
 public:
  OsError(std::string what_failed, std::string path, int error_number);
  const std::string& path() const { return path_; }
  int error_number() const { return error_number_; }

 private:
  std::string path_;
  int error_number_;
};

// A path that another user created in a folder that all users can write to.
class ForeignPathError : public OsError {
 public:
  explicit ForeignPathError(const std::filesystem::path& path);
};

struct FileEntry {
  std::filesystem::path path;
  std::uintmax_t size = 0;
  std::chrono::system_clock::duration age{};  // since it was written or touched
};

class Files {
 public:
  Files() = default;
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;

  // From now on list(), read and write functions throw ForeignPathError for paths that put_by_stranger()
  // finds.
  void check_owners(Trust trust);
  void check(const std::filesystem::path& path) const;  // for files that are opened by other means

  std::string read(const std::filesystem::path& path) const;                           // throws OsError
  std::optional<std::string> read_if_exists(const std::filesystem::path& path) const;  // absent -> nullopt
  // True if the file was written, false if it had this content already. Creates missing folders.
  bool write_if_changed(const std::filesystem::path& path, std::string_view content);
  bool exists(const std::filesystem::path& path) const;
  bool is_folder(const std::filesystem::path& path) const;
  bool is_file(const std::filesystem::path& path) const;  // exists and is not a folder
  // Regular files below folder with that extension (".sql"), recursively, sorted by path. Hidden files are
  // omitted.
  std::vector<std::filesystem::path> list(const std::filesystem::path& folder,
                                          std::string_view extension) const;
  // Regular files directly in folder, most recently written or touched first; none if the folder is absent.
  std::vector<FileEntry> newest_first(const std::filesystem::path& folder) const;
  void touch(const std::filesystem::path& path);   // an absent file or one of another user is no error
  void remove(const std::filesystem::path& path);  // an absent file is no error

 private:
  std::optional<Trust> trust_;
  mutable std::mutex mutex_;
  mutable std::map<std::filesystem::path, bool> open_to_all_;  // folders that were checked
};

// Holds an exclusive lock on path (created if absent) until destroyed; other processes wait. A symbolic link
// is refused: otherwise the file that it leads to would be created.
class FileLock {
 public:
  explicit FileLock(const std::filesystem::path& path, unsigned mode = 0666);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int fd_ = -1;
};

}  // namespace schemac
