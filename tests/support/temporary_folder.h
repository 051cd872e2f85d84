// A folder of a test's own, removed with what is in it.
#pragma once
#include <stdlib.h>

#include <cerrno>
#include <filesystem>
#include <string>

#include "base/files.h"

namespace schemac::test {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "schemac-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw OsError("cannot create", name, errno);
    path = name;
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::filesystem::path path;
};

}  // namespace schemac::test
