#include "base/staged_file.h"

#include <array>
#include <filesystem>
#include <iterator>
#include <string_view>

#include "base/files.h"
#include "support/catch.h"
#include "support/temporary_folder.h"

namespace schemac {
namespace {

namespace fs = std::filesystem;
using Pieces = std::array<std::string_view, 3>;

std::size_t count_of(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

}  // namespace

TEST_CASE("a staged file takes its place when it is told to", "[staged_file]") {
  const test::TemporaryFolder folder;
  const fs::path target = folder.path / "new/file";
  const Files files;
  {
    StagedFile staged(target, Pieces{"one ", "", "two"});
    CHECK_FALSE(files.exists(target));
    CHECK(staged.commit());
    CHECK(files.read(target) == "one two");
  }
  CHECK(count_of(target.parent_path()) == 1);

  const auto time = fs::last_write_time(target);
  CHECK_FALSE(StagedFile(target, Pieces{"one", " t", "wo"}).commit());
  CHECK(fs::last_write_time(target) == time);

  // The same length, another end; and shorter.
  for (const Pieces& pieces : {Pieces{"one ", "tw", "x"}, Pieces{"o", "", ""}}) {
    { const StagedFile dropped(target, pieces); }
    CHECK(files.read(target) == "one two");
    CHECK(count_of(target.parent_path()) == 1);
  }
  CHECK(StagedFile(target, Pieces{"one ", "tw", "x"}).commit());
  CHECK(files.read(target) == "one twx");
  CHECK(StagedFile(target, Pieces{}).commit());
  CHECK(files.read(target).empty());
}

TEST_CASE("a staged file tells why it cannot be written", "[staged_file]") {
  const test::TemporaryFolder folder;
  CHECK_THROWS_AS(StagedFile(folder.path, Pieces{"a", "", ""}), OsError);
  Files files;
  files.write_if_changed(folder.path / "file", "text");
  CHECK_THROWS_AS(StagedFile(folder.path / "file/below", Pieces{"a", "", ""}), OsError);
}

}  // namespace schemac
