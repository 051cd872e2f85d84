// What `compile` leaves in the build folder, and when it leaves it alone.
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "support/catch.h"
#include "workspace.h"

using namespace schemac;
using test::Outcome;
using test::Workspace;

namespace {

std::string model(int classes) {
  std::string text =
      "id: https://example.org/demo\n"
      "name: demo\n"
      "prefixes: { linkml: https://w3id.org/linkml/ }\n"
      "imports: [linkml:types]\n"
      "classes:\n";
  for (int i = 0; i < classes; ++i)
    text +=
        fmt::format("  Thing{0}:\n    attributes:\n      id: {{identifier: true}}\n      s{0}: {{}}\n", i);
  return text;
}

}  // namespace

TEST_CASE("compile --check writes nothing", "[compile]") {
  Workspace place("compile_check");
  place.write("schemac.yaml", "name: demo\nlinkml: [demo.yaml]\n");
  place.write("demo.yaml", model(3));
  const std::vector<std::string> before = place.files(".");
  const Outcome good = place.schemac({"compile", "--check", "--depfile", "d", "--depfile-target", "t"});
  CHECK(good.exit_code == 0);
  CHECK(place.files(".") == before);
  place.write("demo.yaml", model(3) + "  A: {is_a: B}\n");
  CHECK(place.schemac({"compile", "--check"}).exit_code == 1);
  CHECK(place.files(".") == before);
}

TEST_CASE("the build folder has few files beside the objects", "[compile]") {
  Workspace place("compile_files");
  place.write("schemac.yaml", "name: demo\nlinkml: [demo.yaml]\n");
  place.write("demo.yaml", model(2));
  REQUIRE(place.schemac({"compile"}).exit_code == 0);
  CHECK(place.files("build/schemac/cache") ==
        std::vector<std::string>{"compile.lock", "linkml.trees", "objects.index"});
  CHECK(place.files("build/schemac/objects") ==
        std::vector<std::string>{"table/public.thing0.sql", "table/public.thing1.sql"});
}

TEST_CASE("two compiles at once leave what one leaves", "[compile]") {
  Workspace place("compile_twice");
  place.write("schemac.yaml", "name: demo\nlinkml: [demo.yaml]\n");
  for (int round = 0; round < 5; ++round) {
    place.write("demo.yaml", model(40 + 10 * (round % 2)));
    std::vector<Outcome> outcomes(3);
    {
      std::vector<std::jthread> threads;
      for (Outcome& outcome : outcomes) threads.emplace_back([&] { outcome = place.schemac({"compile"}); });
    }
    for (const Outcome& outcome : outcomes) {
      INFO(outcome.err);
      CHECK(outcome.exit_code == 0);
    }
    CHECK(place.files("build/schemac/objects").size() == 40U + 10U * static_cast<unsigned>(round % 2));
    CHECK(place.schemac({"compile"}).err.find(" 0 files changed") != std::string::npos);
  }
}

TEST_CASE("a build folder that a dead run or a hand left in disorder is mended", "[compile]") {
  Workspace place("compile_mended");
  place.write("schemac.yaml", "name: demo\nlinkml: [demo.yaml]\n");
  place.write("demo.yaml", model(3));
  REQUIRE(place.schemac({"compile"}).exit_code == 0);
  const std::string object = place.read("build/schemac/objects/table/public.thing1.sql");
  const std::string manifest = place.read("build/schemac/manifest.json");
  place.write("build/schemac/objects/table/public.thing1.sql", object.substr(0, object.size() / 2));
  place.write("build/schemac/objects/table/public.thing9.sql", "CREATE TABLE");
  std::filesystem::remove(place.folder() / "build/schemac/objects/table/public.thing2.sql");
  place.write("build/schemac/manifest.json", manifest.substr(0, 100));
  place.write("build/schemac/cache/linkml.trees", "rubbish");
  REQUIRE(place.schemac({"compile"}).exit_code == 0);
  CHECK(place.read("build/schemac/objects/table/public.thing1.sql") == object);
  CHECK(place.read("build/schemac/manifest.json") == manifest);
  CHECK(place.files("build/schemac/objects").size() == 3);
}
