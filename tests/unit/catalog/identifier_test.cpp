#include "catalog/identifier.h"

#include "catalog/in_words.h"
#include "support/catch.h"

using namespace schemac;

TEST_CASE("every kind has a name that leads back to it", "[identifier]") {
  for (int i = 0; i <= static_cast<int>(Kind::statements); ++i) {
    const auto kind = static_cast<Kind>(i);
    CHECK_FALSE(kind_name(kind).empty());
    CHECK(kind_of_name(kind_name(kind)) == kind);
  }
  CHECK(kind_name(Kind::namespace_) == "namespace");
  CHECK(kind_name(Kind::materialized_view) == "materialized_view");
  CHECK_FALSE(kind_of_name("tabel"));
}

TEST_CASE("quoting is quote_ident's", "[identifier]") {
  CHECK(quote_identifier("plain_1") == "plain_1");
  CHECK(quote_identifier("Upper") == "\"Upper\"");
  CHECK(quote_identifier("1st") == "\"1st\"");
  CHECK(quote_identifier("a$b") == "\"a$b\"");
  CHECK(quote_identifier("") == "\"\"");
  CHECK(quote_identifier("a\"b") == "\"a\"\"b\"");
  CHECK(quote_identifier("größe") == "\"größe\"");
  CHECK(quote_identifier("order") == "\"order\"");        // reserved
  CHECK(quote_identifier("left") == "\"left\"");          // type or function name
  CHECK(quote_identifier("values") == "\"values\"");      // column name
  CHECK(quote_identifier("zone") == "zone");              // unreserved
  CHECK(quote_identifier("xmltable") == "\"xmltable\"");  // the last in the list
  CHECK(quote_identifier("all") == "\"all\"");            // the first
  CHECK(quote_literal("it's") == "'it''s'");
  CHECK(quote_literal("a\\b'") == "E'a\\\\b'''");
}

TEST_CASE("reserved words are those that cannot name a column", "[identifier]") {
  CHECK(is_reserved_keyword("select"));
  CHECK(is_reserved_keyword("left"));
  CHECK_FALSE(is_reserved_keyword("values"));
  CHECK_FALSE(is_reserved_keyword("name"));
}

TEST_CASE("object ids as text", "[identifier]") {
  CHECK(ObjectId{Kind::materialized_view, "analytics", "", "v"}.text() == "materialized_view analytics.v");
  CHECK(ObjectId{Kind::constraint, "public", "t", "t_pkey"}.text() == "constraint public.t.t_pkey");
  CHECK(ObjectId{Kind::function, "public", "", "f(integer)"}.text() == "function public.f(integer)");
  CHECK(ObjectId{Kind::namespace_, "", "", "public"}.text() == "namespace public");
  CHECK(ObjectId{Kind::table, "My Schema", "", "order"}.text() == "table \"My Schema\".\"order\"");
}

TEST_CASE("messages name the kind in words", "[identifier]") {
  CHECK(in_words({Kind::materialized_view, "s", {}, "my_view"}) == "materialized view s.my_view");
  CHECK(in_words({Kind::text_search_configuration, "s", {}, "t"}) == "text search configuration s.t");
  CHECK(in_words({Kind::table, "s", {}, "Odd"}) == "table s.\"Odd\"");
  CHECK(in_words({Kind::statements, {}, {}, "sql_statements 1"}) == "sql_statements 1");
}

TEST_CASE("object ids survive hostile names", "[identifier]") {
  const std::string names[] = {"a", "A b", "a.b",  "a\"b",     "\"; DROP TABLE x; --", "select", "naïve",
                               "1", ".",   "\"\"", "new\nline"};
  for (const auto& n : names) {
    for (const auto& m : names) {
      for (const ObjectId& id : {
               ObjectId{Kind::table, m, "", n},
               ObjectId{Kind::extension, "", "", n},
               ObjectId{Kind::trigger, m, n, m},
               ObjectId{Kind::trigger, "", n, m},
               ObjectId{Kind::index, m, "", n},
               ObjectId{Kind::index, "", "", n},
               ObjectId{Kind::function, m, "", quote_identifier(n) + "(integer, a.b)"},
               ObjectId{Kind::function, "", "", quote_identifier(n) + "(integer, a.b)"},
               ObjectId{Kind::operator_, m, "", "+(a.b, c)"},
               ObjectId{Kind::cast, "", "", "(" + quote_identifier(n) + " AS a.b)"},
           }) {
        INFO(id.text());
        const auto parsed = parse_object_id(id.text());
        REQUIRE(parsed);
        CHECK(*parsed == id);
      }
    }
  }
}

TEST_CASE("what is no object id is refused", "[identifier]") {
  for (const char* text : {"", "table", "table ", "tabel x", "table a.b.c.d", "table a.", "table \"a",
                           "table a b", "table .a", "function public."}) {
    INFO(text);
    CHECK_FALSE(parse_object_id(text));
  }
}
