// A file that is written beside its target and takes its place in one step: a reader, or a crash, finds the
// old content or the new one, never half of it. Writing can be done long before, and on another thread, than
// taking the place. As long as what is appended is what the target holds, nothing is written.
#pragma once
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/file_descriptor.h"

namespace schemac {

class StagedFile {
 public:
  // size: of the whole content, where it is known: a target of another size is not read. Creates missing
  // folders. Throws OsError, as the others do.
  explicit StagedFile(std::filesystem::path target, std::optional<std::size_t> size = {});
  ~StagedFile();  // what was not committed is removed
  StagedFile(const StagedFile&) = delete;
  StagedFile& operator=(const StagedFile&) = delete;

  void append(std::string_view content);
  // False if the target holds the content already and was not touched. Once.
  bool commit();

 private:
  bool holds_next(std::string_view content);
  void begin();
  void write(std::string_view content);
  [[noreturn]] void fail(int error_number) const;

  std::filesystem::path target_;
  FileDescriptor old_;     // the target, until something differs
  std::size_t same_ = 0;   // bytes of it that were appended
  FileDescriptor file_;    // then what is written
  std::string temporary_;  // and its path
};

}  // namespace schemac
