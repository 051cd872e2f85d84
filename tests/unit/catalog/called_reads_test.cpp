#include "catalog/called_reads.h"

#include <algorithm>

#include "support/catch.h"

using namespace schemac;
using Numbers = std::vector<std::size_t>;

TEST_CASE("a group comes after what its routines read, at any depth") {
  // view 0 -> function 1 -> function 2 -> table 3; function 4 reads nothing; table 5 calls 1.
  const ReadGroups groups = read_groups(
      {{{1}, {}, true}, {{2}, {}, true}, {{}, {3}, true}, {{}, {}, false}, {{}, {}, true}, {{1}, {}, false}});
  CHECK(groups.of[3] == ReadGroups::none);
  CHECK(groups.of[4] == ReadGroups::none);
  CHECK(groups.of[5] == ReadGroups::none);
  REQUIRE(groups.of[2] != ReadGroups::none);
  CHECK(groups.groups[groups.of[2]].nodes == Numbers{2, 3});
  CHECK(groups.groups[groups.of[1]].nodes == Numbers{1});
  CHECK(groups.groups[groups.of[1]].groups == Numbers{groups.of[2]});
  CHECK(groups.groups[groups.of[0]].groups == Numbers{groups.of[1]});
}

TEST_CASE("routines that call each other share a group, and groups form no cycle") {
  const ReadGroups groups =
      read_groups({{{1}, {}, true}, {{}, {0, 2}, true}, {{}, {}, false}, {{0}, {}, true}});
  REQUIRE(groups.groups.size() == 2);
  CHECK(groups.of[0] == groups.of[1]);
  CHECK(groups.groups[groups.of[0]].nodes == Numbers{0, 1, 2});
  for (std::size_t group = 0; group < groups.groups.size(); ++group)
    for (const std::size_t other : groups.groups[group].groups) CHECK(other < group);
}

TEST_CASE("groups are linear: many callers of functions that read much") {
  const std::size_t count = 20'000;
  std::vector<CallEdges> nodes(2 * count + 1);
  for (std::size_t i = 0; i < count; ++i) {
    nodes[i] = {{2 * count}, {}, false};
    nodes[2 * count].reads.push_back(count + i);
  }
  nodes[2 * count].runs = true;
  const ReadGroups groups = read_groups(nodes);
  REQUIRE(groups.groups.size() == 1);
  CHECK(groups.groups.front().nodes.size() == count + 1);
}
