#include "catalog/text.h"

#include <nlohmann/json.hpp>

#include "catalog/fields.h"
#include "support/catch.h"

using namespace schemac;

namespace {

// Every field of a struct away from its default, so that a field that a form forgets shows as a difference.
void change(std::string& v) { v = "line one\nit's \"two\""; }
void change(bool& v) { v = !v; }
void change(int& v) { v += 7; }
void change(std::int64_t& v) { v -= 7; }
void change(std::optional<std::string>& v) { v = ""; }
void change(Boxed<std::string>& v) { v = ""; }
void change(std::vector<std::string>& v) { v = {"b", "a", ""}; }
void change(List<std::string>& v) { v = {"b", "a", ""}; }
void change(std::map<std::string, std::string>& v) { v = {{"k", "v"}}; }
void change(std::map<int, int>& v) { v = {{2, 300}}; }
void change(Identity& v) { v = Identity::always; }
void change(ConstraintType& v) { v = ConstraintType::exclusion; }
template <typename T>
void change(std::vector<T>& v);
template <typename T>
void change(Rare<T>& v);
template <typename T>
void change(T& v) {
  fields::each(&v, [&](const char*, auto member) { change(v.*member); });
}
template <typename T>
void change(std::vector<T>& v) {
  v.resize(2);
  change(v[1]);
}

template <typename T>
void change(Rare<T>& v) {
  change(v.edit());
}

Catalog everything() {
  Catalog catalog;
  for (int k = 0; k <= static_cast<int>(Kind::statements); ++k) {
    Object object;
    object.id = {static_cast<Kind>(k), "My Schema", {}, "x"};
    object.body = fields::body_of_kind(object.id.kind);
    std::visit([](auto& body) { change(body); }, object.body);
    object.owner = "o";
    object.comment = "c";
    object.grants = std::vector<Grant>{{"", "select", "", false}, {"r", "update", "c", true}};
    object.depends_on = {{{Kind::table, "s", "", "t"}, "", "", DependencyType::hard},
                         {{Kind::table, "s", "", "t"}, "c", "", DependencyType::hard},
                         {{Kind::table, "s", "", "t"}, "", "d", DependencyType::hard},
                         {{Kind::table, "s", "", "t"}, "", "", DependencyType::soft}};
    catalog.add(std::move(object));
  }
  catalog.server_version_num = 150018;
  catalog.unread = {"something"};
  return catalog;
}

}  // namespace

TEST_CASE("JSON leads back to the same catalog", "[text]") {
  const Catalog catalog = everything();
  const Catalog back = catalog_from_json(nlohmann::json::parse(to_json(catalog).dump()));
  for (const auto& [id, object] : catalog.objects) {
    INFO(to_json(object).dump());
    REQUIRE(back.find(id) != nullptr);
    CHECK(*back.find(id) == object);
    CHECK(dump(*back.find(id)) == dump(object));
  }
  CHECK(back == catalog);
  CHECK(back.unread == catalog.unread);
  CHECK(back.server_version_num == 150018);
}

TEST_CASE("a field that is changed changes the JSON and the dump", "[text]") {
  for (int k = 0; k <= static_cast<int>(Kind::statements); ++k) {
    Object object;
    object.id = {static_cast<Kind>(k), "s", {}, "x"};
    object.body = fields::body_of_kind(object.id.kind);
    std::visit(
        [&](auto& body) {
          const Object before = object;
          fields::each(&body, [&](const char* name, auto member) {
            INFO(object.id.text() << " " << name);
            auto saved = body.*member;
            change(body.*member);
            CHECK(to_json(object) != to_json(before));
            CHECK(dump(object) != dump(before));
            body.*member = saved;
          });
        },
        object.body);
  }
}

TEST_CASE("damaged JSON is refused", "[text]") {
  using nlohmann::json;
  CHECK_THROWS_AS(catalog_from_json(json::object()), std::runtime_error);
  CHECK_THROWS_AS(catalog_from_json(json::array()), std::runtime_error);
  json other = to_json(Catalog{});
  other["format"] = catalog_format_version + 1;
  CHECK_THROWS_AS(catalog_from_json(other), std::runtime_error);
  json bad = {{"id", "table s.t"}, {"body", {{"columns", 5}}}};
  CHECK_THROWS_AS(object_from_json(bad), std::runtime_error);
  CHECK_THROWS_AS(object_from_json({{"id", "nonsense"}}), std::runtime_error);
}

TEST_CASE("the fingerprint ignores the order of columns and what is not compared", "[text]") {
  Column a, b;
  a.name = "a";
  b.name = "b";
  Table table, turned;
  table.columns = {a, b};
  turned.columns = {b, a};
  const auto of = [](Kind kind, Body body) {
    Catalog catalog;
    catalog.add({.id = {kind, "s", "", "x"},
                 .body = std::move(body),
                 .owner = {},
                 .grants = {},
                 .comment = {},
                 .depends_on = {}});
    return fingerprint(catalog);
  };
  CHECK(of(Kind::table, table) == of(Kind::table, turned));
  turned.columns[0].not_null = true;
  CHECK(of(Kind::table, table) != of(Kind::table, turned));
  View full, empty;
  empty.with_data = false;
  CHECK(of(Kind::materialized_view, full) == of(Kind::materialized_view, empty));
  CHECK(full == empty);
  CHECK(of(Kind::view, full) != of(Kind::materialized_view, full));
}

TEST_CASE("dump", "[text]") {
  Table table;
  Column id;
  id.name = "id";
  id.type = "bigint";
  id.not_null = true;
  table.columns = {id};
  Catalog catalog;
  Object object;
  object.id = {Kind::table, "s", "", "t"};
  object.body = table;
  object.depends_on = {{{Kind::namespace_, "", "", "s"}, "", "", DependencyType::hard}};
  catalog.add(object);
  View view;
  view.query = "SELECT 1\nAS a";
  Object v;
  v.id = {Kind::view, "s", "", "v"};
  v.body = view;
  catalog.add(v);
  CHECK(dump(catalog) ==
        "table s.t\n  columns:\n    id bigint, not_null\n  depends on:\n    namespace s\n"
        "view s.v\n  query: |\n    SELECT 1\n    AS a\n");
}
