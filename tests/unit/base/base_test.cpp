#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <random>

#include "base/diagnostic.h"
#include "base/files.h"
#include "base/hash.h"
#include "base/source.h"
#include "base/subprocess.h"
#include "base/topological.h"
#include "support/catch.h"

using namespace schemac;

TEST_CASE("positions count lines, and columns in code points") {
  SourceMap sources;
  const FileId file = sources.add("a.yaml", "one\nzwei: ünder\n");
  const Position position = sources.locate({file, 12, 14});
  CHECK(position.line == 2);
  CHECK(position.column == 8);  // the 'ü' before it is two bytes
  CHECK(position.line_text == "zwei: ünder");
  CHECK(sources.locate({}).line == 0);
  CHECK(sources.locate({file, 999, 999}).line == 3);
}

TEST_CASE("a diagnostic shows place, line, caret, code and hint") {
  SourceMap sources;
  const FileId file = sources.add("a.yaml", "range: sting\n");
  Diagnostics diagnostics;
  diagnostics.error("unknown-range", {file, 7, 12}, "nothing is called 'sting'", did_you_mean("string"));
  CHECK(render(diagnostics.items().front(), sources, false) ==
        "a.yaml:1:8: error: nothing is called 'sting' [unknown-range]\n"
        "  range: sting\n"
        "         ^~~~~\n"
        "  hint: did you mean 'string'?\n");
}

TEST_CASE("diagnostics are sorted by place, and said once") {
  SourceMap sources;
  const FileId file = sources.add("a", "xy");
  Diagnostics diagnostics;
  diagnostics.error("b", {file, 1, 2}, "second");
  diagnostics.warning("a", {file, 0, 1}, "first");
  diagnostics.error("b", {file, 1, 2}, "second");
  diagnostics.sort(sources);
  REQUIRE(diagnostics.items().size() == 2);
  CHECK(diagnostics.items().front().message == "first");
  CHECK(diagnostics.error_count() == 1);
}

TEST_CASE("the nearest name is near") {
  const std::vector<std::string> names = {"string", "integer", "Person"};
  CHECK(nearest_name("sting", names) == "string");
  CHECK(nearest_name("person", names) == "Person");
  CHECK(nearest_name("elephant", names).empty());
  const std::vector<std::string> letters = {"A", "b", "id"};
  CHECK(nearest_name("x", letters).empty());
  CHECK(nearest_name("a", letters) == "A");
  CHECK(nearest_name("ix", letters) == "id");
  CHECK(edit_distance("ab", "ba", 3) == 1);
}

TEST_CASE("topological order takes the smallest free number, and finds a cycle") {
  CHECK(topological_order({{2}, {}, {1}, {}}).order == std::vector<std::size_t>{1, 2, 0, 3});
  const TopologicalOrder cyclic = topological_order({{1}, {2}, {1}, {}});
  CHECK(cyclic.order == std::vector<std::size_t>{3});
  REQUIRE(cyclic.cycle.size() == 3);
  CHECK(cyclic.cycle.front() == cyclic.cycle.back());
}

namespace {

using Graph = std::vector<std::vector<std::size_t>>;

// Which nodes lead to which, by edges from a node to what it waits for.
std::vector<std::vector<bool>> reachable(const Graph& edges) {
  std::vector<std::vector<bool>> reached(edges.size(), std::vector<bool>(edges.size(), false));
  for (std::size_t start = 0; start < edges.size(); ++start) {
    std::vector<std::size_t> open = {start};
    while (!open.empty()) {
      const std::size_t node = open.back();
      open.pop_back();
      for (const std::size_t next : edges[node]) {
        if (reached[start][next]) continue;
        reached[start][next] = true;
        open.push_back(next);
      }
    }
  }
  return reached;
}

}  // namespace

TEST_CASE("a wish that closes a cycle gives way, and no other") {
  // 0 wishes for 1, which depends on 2, which wishes for 0.
  CHECK(topological_order({{}, {2}, {}}, {{1}, {}, {0}}).order == std::vector<std::size_t>{0, 2, 1});
  // 1 wishes for 2, which depends on 1; 0 wishes for 2 as well, and gets it.
  CHECK(topological_order({{}, {}, {1}}, {{2}, {2}, {}}).order == std::vector<std::size_t>{1, 2, 0});
  const TopologicalOrder cyclic = topological_order({{1}, {0}, {}}, {{2}, {2}, {0}});
  CHECK(cyclic.cycle.size() == 3);
}

TEST_CASE("random graphs: dependencies hold, and wishes outside of cycles") {
  std::mt19937 random(20261129);
  for (int round = 0; round < 500; ++round) {
    const std::size_t count = 2 + random() % 12;
    Graph depends_on(count), wishes(count);
    for (std::size_t node = 0; node < count; ++node) {
      for (std::size_t other = 0; other < count; ++other) {
        if (other < node && random() % 5 == 0) depends_on[node].push_back(other);
        if (other != node && random() % 6 == 0) wishes[node].push_back(other);
      }
    }
    Graph all = depends_on;
    for (std::size_t node = 0; node < count; ++node)
      all[node].insert(all[node].end(), wishes[node].begin(), wishes[node].end());
    const auto reached = reachable(all);
    const TopologicalOrder sorted = topological_order(depends_on, wishes);
    REQUIRE(sorted.order.size() == count);
    std::vector<std::size_t> place(count);
    for (std::size_t at = 0; at < count; ++at) place[sorted.order[at]] = at;
    for (std::size_t node = 0; node < count; ++node) {
      for (const std::size_t other : depends_on[node]) CHECK(place[other] < place[node]);
      for (const std::size_t other : wishes[node])
        if (!reached[other][node]) CHECK(place[other] < place[node]);
    }
    const Components components = strong_components(all);
    for (std::size_t node = 0; node < count; ++node) {
      for (std::size_t other = 0; other < count; ++other) {
        const bool together = node == other || (reached[node][other] && reached[other][node]);
        CHECK(together == (components.component[node] == components.component[other]));
      }
      for (const std::size_t other : all[node])
        CHECK(components.component[other] <= components.component[node]);
    }
  }
}

TEST_CASE("as many wishes that give way as there are nodes take no longer than others") {
  // Each of many tables calls a function that reads all of them: quadratic work would take minutes here.
  const std::size_t count = 200'000;
  Graph depends_on(count + 1), wishes(count + 1);
  for (std::size_t node = 1; node <= count; ++node) {
    depends_on[0].push_back(node);
    wishes[node].push_back(0);
  }
  const TopologicalOrder sorted = topological_order(depends_on, wishes);
  REQUIRE(sorted.order.size() == count + 1);
  CHECK(sorted.order.back() == 0);
}

TEST_CASE("hashes tell where a field ends") {
  CHECK(sha256("abc") == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(Sha256().add_field("ab").add_field("c").finish() != Sha256().add_field("a").add_field("bc").finish());
}

TEST_CASE("a file that would not change is not touched") {
  Files files;
  const auto path =
      std::filesystem::temp_directory_path() / ("schemac_base_test_" + std::to_string(::getpid()));
  CHECK(files.write_if_changed(path, "x"));
  CHECK_FALSE(files.write_if_changed(path, "x"));
  CHECK(files.write_if_changed(path, "y"));
  CHECK(files.read(path) == "y");
  files.remove(path);
  CHECK_FALSE(files.read_if_exists(path));
  CHECK_THROWS_AS(files.read(path), OsError);
}

TEST_CASE("a written file has the mode that the umask gives") {
  Files files;
  const auto path =
      std::filesystem::temp_directory_path() / ("schemac_base_mode_" + std::to_string(::getpid()));
  const mode_t before = ::umask(027);
  files.write_if_changed(path, "x");
  ::umask(before);
  CHECK(std::filesystem::status(path).permissions() == std::filesystem::perms(0640));
  files.remove(path);
}

TEST_CASE("programs run without a shell, and a missing one is an error") {
  Command command;
  command.argv = {"sh", "-c", "echo \"$1 $WORD\"; exit 3", "sh", "a b"};
  command.environment = {{"WORD", "w"}};
  const CommandResult result = run_command(command);
  CHECK(result.exit_code == 3);
  CHECK(result.output == "a b w\n");
  command.argv = {"no-such-program-anywhere"};
  CHECK_THROWS_AS(run_command(command), OsError);
}
