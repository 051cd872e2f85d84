#include "base/path.h"

#include "support/catch.h"

using namespace schemac;
namespace fs = std::filesystem;

TEST_CASE("an absolute path is what the standard library makes of it", "[base]") {
  for (const char* text : {"/", "/a", "/a/b.yaml", "/a/", "/a//b", "/a/./b", "/a/../b", "/a/b/..", "/a/b/.",
                           "/..a/b..", "/a/...", "a", "a/b", "./a", "../a", "//a", "/a/.b", "/.", "/.."}) {
    INFO(text);
    CHECK(absolute_path(text) == fs::absolute(text).lexically_normal());
    CHECK(absolute_path(text).native() == fs::absolute(text).lexically_normal().native());
  }
}

TEST_CASE("a path below a folder is relative to it", "[base]") {
  CHECK(path_below("/a/b/c", "/a") == "b/c");
  CHECK(path_below("/a/b", "/a/b") == ".");
  CHECK(path_below("/ab/c", "/a") == "/ab/c");
  CHECK(path_below("/c", "/a/b") == "/c");
  CHECK(path_below("/a/b", "/") == "a/b");
}
