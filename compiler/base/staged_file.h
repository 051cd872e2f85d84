// A file that is written beside its target and then replaces it in one step: a reader, or a crash, finds the
// old content or the new, never half of it. Writing can happen long before the replacement, and on another
// thread. Nothing is written as long as the appended text equals the target's content.
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
  // size: of the whole content, if known: a target of another size is not read. Creates missing folders.
  // Throws OsError, as the other functions do.
  explicit StagedFile(std::filesystem::path target, std::optional<std::size_t> size = {});
  ~StagedFile();  // removes the file if it was not committed
  StagedFile(const StagedFile&) = delete;
  StagedFile& operator=(const StagedFile&) = delete;

  void append(std::string_view content);
  // False if the target has this content already and was not touched. Call once.
  bool commit();

 private:
  bool holds_next(std::string_view content);
  void begin();
  void write(std::string_view content);
  [[noreturn]] void fail(int error_number) const;

  std::filesystem::path target_;
  FileDescriptor old_;     // the target, until the content differs
  std::size_t same_ = 0;   // number of its bytes that were appended
  FileDescriptor file_;    // then the new file
  std::string temporary_;  // and its path
};

}  // namespace schemac
