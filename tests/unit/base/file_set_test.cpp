#include "base/file_set.h"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "base/files.h"
#include "support/catch.h"
#include "support/temporary_folder.h"

using namespace schemac;
namespace fs = std::filesystem;

namespace {

struct File {
  std::string path, text;
};

class Folder : public test::TemporaryFolder {
 public:
  std::size_t write(const std::vector<File>& files) const {
    return write_file_set(path / "set", path / "index", texts_of(files), ".sql");
  }
  static std::vector<FileText> texts_of(const std::vector<File>& files) {
    std::vector<FileText> texts;
    for (const File& file : files) texts.push_back({file.path, [&file] { return file.text; }});
    return texts;
  }
  std::string read(const char* file) const { return Files().read(path / "set" / file); }
  void put(const char* file, std::string_view text) const {
    std::ofstream(path / "set" / file, std::ios::binary) << text;
  }
  bool has(const char* file) const { return fs::exists(path / "set" / file); }
  timespec changed(const char* file) const {
    struct stat info {};
    REQUIRE(::stat((path / "set" / file).c_str(), &info) == 0);
    return info.st_mtim;
  }
};

const std::vector<File> three = {{"table/a.sql", "A"}, {"table/b.sql", "B"}, {"view/c.sql", "C"}};

}  // namespace

TEST_CASE("a folder follows its set of files", "[base]") {
  const Folder folder;
  CHECK(folder.write(three) == 3);
  CHECK(folder.write(three) == 0);
  const timespec before = folder.changed("table/a.sql");
  CHECK(folder.write({{"table/a.sql", "A"}, {"table/b.sql", "new"}, {"type/d.sql", ""}}) == 3);
  CHECK(folder.read("table/b.sql") == "new");
  CHECK(folder.read("type/d.sql").empty());
  CHECK_FALSE(folder.has("view/c.sql"));
  CHECK(folder.changed("table/a.sql").tv_nsec == before.tv_nsec);
  CHECK(folder.write({}) == 3);
}

TEST_CASE("what others did to the folder is mended", "[base]") {
  const Folder folder;
  folder.write(three);
  folder.put("table/a.sql", "X");  // of the same size
  fs::remove(folder.path / "set/table/b.sql");
  folder.put("view/stray.sql", "S");
  folder.put("view/notes.txt", "not ours");
  CHECK(folder.write(three) == 3);
  CHECK(folder.read("table/a.sql") == "A");
  CHECK(folder.read("table/b.sql") == "B");
  CHECK_FALSE(folder.has("view/stray.sql"));
  CHECK(folder.has("view/notes.txt"));
  CHECK(folder.write(three) == 0);
}

TEST_CASE("a lost, damaged or foreign index costs reads, not writes", "[base]") {
  const Folder folder;
  folder.write(three);
  const std::string good = Files().read(folder.path / "index");
  const auto check_with = [&](const std::string& index) {
    std::ofstream(folder.path / "index", std::ios::binary) << index;
    CHECK(folder.write(three) == 0);
    CHECK(Files().read(folder.path / "index") == good);
  };
  for (std::size_t i = 0; i < good.size(); ++i) check_with(good.substr(0, i));
  check_with("rubbish\n\n   \n" + good);
  std::string other = good;
  for (char& c : other)
    if (c == '1') c = '2';
  check_with(other);
  fs::remove(folder.path / "index");
  CHECK(folder.write(three) == 0);
}

TEST_CASE("a run that died half-way is caught up with", "[base]") {
  const Folder folder;
  folder.write(three);
  // It replaced one file, had another half written, a temporary one open, and never came to the index.
  folder.put("table/b.sql.tmp", "hal");
  Files().write_if_changed(folder.path / "set/table/a.sql", "Z");
  folder.put("view/new.sql", "hal");
  std::vector<File> wanted = three;
  wanted.push_back({"view/new.sql", "half"});
  CHECK(folder.write(wanted) == 2);
  CHECK(folder.read("table/a.sql") == "A");
  CHECK(folder.read("view/new.sql") == "half");
  CHECK_FALSE(folder.has("table/b.sql.tmp"));
}

TEST_CASE("large sets go through several threads", "[base]") {
  const Folder folder;
  std::vector<File> many;
  for (int i = 0; i < 2000; ++i)
    many.push_back({"k" + std::to_string(i % 3) + "/" + std::to_string(i) + ".sql", std::to_string(i)});
  CHECK(folder.write(many) == 2000);
  many[777].text = "changed";
  CHECK(folder.write(many) == 1);
  CHECK(folder.read("k0/777.sql") == "changed");
}

TEST_CASE("a folder that cannot be written to is an error with its path", "[base]") {
  CHECK_THROWS_AS(write_file_set("/dev/null/set", "/dev/null/index", Folder::texts_of(three), ".sql"),
                  OsError);
}
