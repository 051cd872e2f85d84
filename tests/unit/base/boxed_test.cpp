#include "base/boxed.h"

#include <map>

#include "support/catch.h"

using namespace schemac;

namespace {

struct Node {
  int number = 0;
  List<Node> children;
  friend bool operator==(const Node&, const Node&) = default;
};

}  // namespace

TEST_CASE("each is one word wide", "[boxed]") {
  CHECK(sizeof(Boxed<std::string>) == sizeof(void*));
  CHECK(sizeof(Rare<std::string>) == sizeof(void*));
  CHECK(sizeof(List<Node>) == sizeof(void*));
}

TEST_CASE("Boxed behaves as std::optional does", "[boxed]") {
  Boxed<std::string> text;
  CHECK_FALSE(text);
  CHECK(text == std::nullopt);
  CHECK(text.value_or("none") == "none");
  text = "";
  CHECK(text);  // present, though empty
  CHECK(text != Boxed<std::string>());
  text = "a";
  Boxed<std::string> copy = text;
  *copy += "b";
  CHECK(*text == "a");
  CHECK(copy == std::string("ab"));
  copy = text;
  CHECK(copy == text);
  copy = std::optional<std::string>();
  CHECK_FALSE(copy.has_value());
  CHECK(std::optional<std::string>(text) == "a");
  CHECK_FALSE(std::optional<std::string>(copy).has_value());
  const Boxed<std::string> moved = std::move(text);
  CHECK(moved->size() == 1);
}

TEST_CASE("Rare reads as its value and holds none that is the default", "[boxed]") {
  Rare<std::string> text;
  CHECK(text.empty());
  CHECK(text == "");
  CHECK("<" + text + ">" == "<>");
  text = "a";
  const Rare<std::string> copy = text;
  text.edit() += "b";
  CHECK(text == "ab");
  CHECK(copy == "a");
  CHECK(copy < text);
  text = "";
  CHECK(text == Rare<std::string>());
  // An edit that leads back to the default is equal to it as well.
  text.edit() = "";
  CHECK(text == Rare<std::string>());
  Rare<std::map<int, int>> map;
  CHECK(map->find(1) == map->end());
  map.edit()[1] = 2;
  CHECK(map->at(1) == 2);
  const std::map<int, int>& read = map;
  CHECK(read.size() == 1);
}

TEST_CASE("List reads as a vector, and a struct may have a list of itself", "[boxed]") {
  List<Node> nodes;
  CHECK(nodes.empty());
  CHECK(nodes.begin() == nodes.end());
  nodes.push_back({1, {}});
  nodes.back().children.push_back({2, {}});
  List<Node> copy = nodes;
  copy[0].children.front().number = 3;
  CHECK(nodes.front().children[0].number == 2);
  CHECK(nodes != copy);
  copy = nodes;
  CHECK(nodes == copy);
  nodes.append(copy.begin(), copy.end());
  CHECK(nodes.size() == 2);
  int sum = 0;
  for (const Node& node : nodes) sum += node.number;
  CHECK(sum == 2);
  nodes.clear();
  CHECK(nodes == List<Node>());
  nodes.edit().reserve(4);
  CHECK(nodes == List<Node>());  // room alone is nothing
  const std::vector<Node>& vector = nodes;
  CHECK(vector.empty());
}
