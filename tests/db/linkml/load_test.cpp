// load against a server: formats, shapes, references, and what it says of data that is wrong.
#include "linkml_place.h"
#include "support/catch.h"
#include "support/server.h"

namespace schemac::test {
namespace {

constexpr const char* schema = R"(
id: https://example.org/shop
name: shop
default_range: string
classes:
  Shop:
    tree_root: true
    attributes:
      people: {range: Person, multivalued: true, inlined: true}
      orders: {range: Order, multivalued: true, inlined_as_list: true}
  Person:
    attributes:
      id: {identifier: true}
      name: {required: true}
      nicknames: {multivalued: true, list_elements_ordered: true}
      friends: {range: Person, multivalued: true}
  Order:
    attributes:
      number: {identifier: true, range: integer}
      buyer: {range: Person, required: true}
      total: {range: decimal, minimum_value: 0}
      lines: {range: Line, multivalued: true, inlined_as_list: true}
  Line:
    attributes:
      product: {required: true}
      count: {range: integer, minimum_value: 1}
)";

TEST_CASE("load: a container, its lists, references and children", "[linkml][load]") {
  if (server() == nullptr) return;
  LinkmlPlace place;
  place.write("shop.yaml", schema);
  place.project.linkml = {"shop.yaml"};
  REQUIRE(place.compile());
  TestDatabase database;
  place.create(database.session());
  pg::Session& session = database.session();
  const auto count = [&](const std::string& table) {
    return session.query("SELECT count(*)::text FROM public." + table).value();
  };
  CHECK(place.load_text(session, "", "data.yaml", R"(
people:
  p:1: {name: Ada, nicknames: [a, b], friends: ["p:2"]}
  p:2: {name: Bob, friends: ["p:1"]}
orders:
  - {number: 7, buyer: "p:1", total: 1.50, lines: [{product: tea, count: 2}, {product: milk}]}
)") == "");
  CHECK(count("person") == "2");
  CHECK(count("line") == "2");
  CHECK(session.query("SELECT string_agg(nicknames, ',' ORDER BY position) FROM public.person_nicknames")
            .value() == "a,b");
  // The identity goes on after the highest number.
  CHECK(session.query("INSERT INTO public.\"order\" (buyer) VALUES ('p:1') RETURNING number").value() == "8");

  CHECK(place.load_text(session, "Person", "more.jsonl", "{\"id\": \"p:3\", \"name\": \"Cy\"}\n\n") == "");
  CHECK(count("person") == "3");

  // Nothing of a file with a mistake stays, and the message leads to it.
  const std::string unknown =
      place.load_text(session, "Person", "bad.json", R"([{"id": "p:4", "nam": "x"}])");
  CHECK(unknown.find("object 1, nam: Person has no slot nam [unknown-slot]") != std::string::npos);
  const std::string bound = place.load_text(session, "Order", "bad.yaml", R"(
- {number: 20, buyer: "p:1", lines: [{product: a, count: 1}]}
- {number: 21, buyer: "p:1", lines: [{product: a, count: 1}, {product: b, count: 0}]}
)");
  INFO(bound);
  CHECK(bound.find("object 2, lines[1]: slot count of Line") != std::string::npos);
  CHECK(bound.find("line_count_minimum") != std::string::npos);
  CHECK(place.load_text(session, "Order", "text.yaml", "{number: \"30\", buyer: p:1}")
            .find("number expects an integer, not the string '30'") != std::string::npos);
  CHECK(count("person") == "3");
  CHECK(count("line") == "2");
}

}  // namespace
}  // namespace schemac::test
