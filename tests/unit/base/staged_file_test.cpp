#include "base/staged_file.h"

#include <filesystem>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "support/catch.h"
#include "support/temporary_folder.h"

namespace schemac {
namespace {

namespace fs = std::filesystem;
std::size_t count_of(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

}  // namespace

TEST_CASE("a staged file takes its place when it is told to", "[staged_file]") {
  const test::TemporaryFolder folder;
  const fs::path target = folder.path / "new/file";
  const Files files;
  using Content = std::vector<std::string_view>;
  const auto append_all = [](StagedFile& file, const Content& content) {
    for (const std::string_view piece : content) file.append(piece);
  };
  const auto put = [&](const Content& content) {
    StagedFile file(target);
    append_all(file, content);
    return file.commit();
  };
  {
    StagedFile staged(target);
    append_all(staged, {"one ", "", "two"});
    CHECK_FALSE(files.exists(target));
    CHECK(staged.commit());
    CHECK(files.read(target) == "one two");
  }
  CHECK(count_of(target.parent_path()) == 1);

  const auto time = fs::last_write_time(target);
  CHECK_FALSE(put({"one", " t", "wo"}));
  {
    StagedFile sized(target, 7);
    sized.append("one two");
    CHECK_FALSE(sized.commit());
  }
  CHECK(fs::last_write_time(target) == time);

  // The same length, another end; longer; shorter; none: nothing shows before commit().
  const std::vector<Content> others = {{"one ", "tw", "x"}, {"one two", " three"}, {"o"}, {}};
  for (const Content& content : others) {
    {
      StagedFile dropped(target);
      append_all(dropped, content);
    }
    CHECK(files.read(target) == "one two");
    CHECK(count_of(target.parent_path()) == 1);
  }
  for (const Content& content : others) {
    static_cast<void>(put({"one two"}));
    CHECK(put(content));
    std::string whole;
    for (const std::string_view piece : content) whole += piece;
    CHECK(files.read(target) == whole);
    CHECK(count_of(target.parent_path()) == 1);
  }
}

TEST_CASE("a staged file that differs late keeps what was the same", "[staged_file]") {
  const test::TemporaryFolder folder;
  const fs::path target = folder.path / "file";
  std::string text(300'000, ' ');
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>('a' + i % 23);
  Files().write_if_changed(target, text);
  text[250'000] = '!';
  StagedFile file(target);
  for (std::size_t at = 0; at < text.size(); at += 7'001)
    file.append(std::string_view(text).substr(at, 7'001));
  CHECK(file.commit());
  CHECK(Files().read(target) == text);
}

TEST_CASE("a staged file tells why it cannot be written", "[staged_file]") {
  const test::TemporaryFolder folder;
  CHECK_THROWS_AS(StagedFile(folder.path), OsError);
  Files files;
  files.write_if_changed(folder.path / "file", "text");
  CHECK_THROWS_AS(StagedFile(folder.path / "file/below"), OsError);
}

}  // namespace schemac
