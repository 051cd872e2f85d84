// A file that is written beside its target and takes its place in one step: a reader, or a crash, finds the
// old content or the new one, never half of it. Writing can be done long before, and on another thread, than
// taking the place.
#pragma once
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace schemac {

class StagedFile {
 public:
  // Writes the pieces, one behind the other, unless the target holds just them. Creates missing folders.
  // Throws OsError.
  StagedFile(std::filesystem::path target, std::span<const std::string_view> pieces);
  ~StagedFile();  // what was not committed is removed
  StagedFile(const StagedFile&) = delete;
  StagedFile& operator=(const StagedFile&) = delete;

  // False if the target holds the content already and was not touched. Throws OsError. Once.
  bool commit();

 private:
  std::filesystem::path target_;
  std::string temporary_;  // empty: nothing to do
};

}  // namespace schemac
