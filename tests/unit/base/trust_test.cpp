#include "base/trust.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/files.h"
#include "support/catch.h"
#include "support/temporary_folder.h"

using namespace schemac;
namespace fs = std::filesystem;

namespace {

constexpr uid_t stranger = 61999;

bool no_root() {
  if (::geteuid() == 0) return false;
  WARN("skipped: needs root, to give files to another user");
  return true;
}

void give(const fs::path& path) { REQUIRE(::lchown(path.c_str(), stranger, stranger) == 0); }

fs::path file(const fs::path& path) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << "x";
  return path;
}

}  // namespace

TEST_CASE("what a stranger put into a folder of all users is found, whatever it is", "[base]") {
  if (no_root()) return;
  const test::TemporaryFolder place;
  REQUIRE(::chmod(place.path.c_str(), 0777) == 0);
  const Trust trust = Trust::of_process();
  const fs::path own = file(place.path / "own" / "a.sql");
  CHECK_FALSE(put_by_stranger(own, trust));
  CHECK_FALSE(put_by_stranger(place.path / "absent", trust));
  SECTION("a file") {
    const fs::path theirs = file(place.path / "a.sql");
    give(theirs);
    CHECK(put_by_stranger(theirs, trust) == theirs);
  }
  SECTION("a folder, with the caller's own file in it") {
    give(place.path / "own");
    CHECK(put_by_stranger(own, trust) == place.path / "own");
    CHECK(put_by_stranger(place.path / "own" / "absent", trust) == place.path / "own");
  }
  SECTION("a link to the caller's own file") {
    fs::create_symlink(own, place.path / "link");
    give(place.path / "link");
    CHECK(put_by_stranger(place.path / "link", trust) == place.path / "link");
  }
  SECTION("behind the caller's own link") {
    const fs::path theirs = file(place.path / "theirs" / "a.sql");
    give(place.path / "theirs");
    const test::TemporaryFolder closed;
    fs::create_symlink(place.path / "theirs", closed.path / "link");
    CHECK(put_by_stranger(closed.path / "link" / "a.sql", trust) == fs::canonical(place.path) / "theirs");
  }
  SECTION("not in a folder that is closed to others") {
    give(own);
    CHECK_FALSE(put_by_stranger(own, trust));
  }
  SECTION("not the folders on the way to where the caller works, but what is below them") {
    give(place.path / "own");
    Trust working = trust;
    working.add_place(place.path / "own");
    CHECK_FALSE(put_by_stranger(own, working));
    REQUIRE(::chmod((place.path / "own").c_str(), 0777) == 0);
    give(own);
    CHECK(put_by_stranger(own, working) == own);
  }
  SECTION("not what was named, nor what is below it") {
    give(place.path / "own");
    give(own);
    Trust named = trust;
    named.add_named(place.path / "own");
    CHECK_FALSE(put_by_stranger(own, named));
    CHECK(owner_is_trusted(own, named));
    CHECK_FALSE(owner_is_trusted(own, trust));
  }
}

TEST_CASE("Files refuses what a stranger put there, in each of its functions", "[base]") {
  if (no_root()) return;
  const test::TemporaryFolder place;
  REQUIRE(::chmod(place.path.c_str(), 0777) == 0);
  const fs::path theirs = file(place.path / "theirs.sql");
  const fs::path folder = file(place.path / "folder" / "a.sql").parent_path();
  give(theirs);
  give(folder);
  Files files;
  CHECK(files.read(theirs) == "x");  // a library that was not asked to check
  files.check_owners(Trust::of_process());
  CHECK_THROWS_AS(files.read(theirs), ForeignPathError);
  CHECK_THROWS_AS(files.read_if_exists(theirs), ForeignPathError);
  CHECK_THROWS_AS(files.write_if_changed(theirs, "y"), ForeignPathError);
  CHECK_THROWS_AS(files.read(folder / "a.sql"), ForeignPathError);
  CHECK_THROWS_AS(files.list(folder, ".sql"), ForeignPathError);
  CHECK_THROWS_AS(files.write_if_changed(folder / "new" / "b.sql", "y"), ForeignPathError);
  CHECK_FALSE(fs::exists(folder / "new"));
  CHECK_THROWS_WITH(files.read(theirs), Catch::Contains("61999") && Catch::Contains("theirs.sql"));
}

TEST_CASE("who is trusted", "[base]") {
  CHECK(Trust::of_process().owners.contains(0));
  CHECK(Trust::of_process().owners.contains(::geteuid()));
  ::setenv("SUDO_UID", "61999", 1);
  CHECK(Trust::of_process().owners.contains(stranger) == (::geteuid() == 0));
  ::setenv("SUDO_UID", "61999x", 1);
  CHECK_FALSE(Trust::of_process().owners.contains(stranger));
  ::unsetenv("SUDO_UID");
  const test::TemporaryFolder one, two;
  ::setenv("SCHEMAC_TRUST", (one.path.string() + "::" + two.path.string() + "/:/no/such/folder").c_str(), 1);
  const Trust trust = Trust::of_process();
  ::unsetenv("SCHEMAC_TRUST");
  CHECK(trust.named.size() == 2);
  CHECK(owner_is_trusted(one.path / "a", trust));
}

TEST_CASE("a lock does not follow a link", "[base]") {
  const test::TemporaryFolder place;
  fs::create_symlink(place.path / "elsewhere", place.path / "lock");
  CHECK_THROWS_AS(FileLock(place.path / "lock"), OsError);
  CHECK_FALSE(fs::exists(place.path / "elsewhere"));
}
