#include "sqlfile/lookup_rows.h"

#include "support/catch.h"

using namespace schemac;

namespace {

const ObjectId table{Kind::table, "public", {}, "kind"};
const ObjectId id = lookup_rows_id(table);
const std::vector<LookupRow> rows = {
    {"a", {}, {}}, {"it's", "ex:b", "back\\slash"}, {"line\nbreak", {}, "with -- and ;"}};

sql::RowsByText by_text(const std::vector<LookupRow>& list) {
  sql::RowsByText map;
  for (const LookupRow& row : list) map.emplace(row.text, row);
  return map;
}

}  // namespace

TEST_CASE("what is printed about rows is read back") {
  sql::RowsByText found;
  REQUIRE(sql::follow_rows(insert_rows(id, rows), table, found));
  CHECK(found == by_text(rows));
  REQUIRE(sql::follow_rows(update_row(id, rows[1], {"it's", {}, "new"}), table, found));
  CHECK(found.at("it's") == LookupRow{"it's", {}, "new"});
  REQUIRE(sql::follow_rows(delete_rows(id, {rows[0], rows[2]}), table, found));
  CHECK(found.size() == 1);
  REQUIRE(sql::follow_rows(insert_rows(id, {rows[0]}), table, found));
  CHECK(found.size() == 2);
}

TEST_CASE("statements of before make the table hold the listed rows") {
  sql::RowsByText found = by_text({{"old", {}, {}}});
  REQUIRE(sql::follow_rows(
      "WITH wanted (text, meaning, description) AS (VALUES\n  ('a', NULL, NULL),\n  ('b', 'ex:b', "
      "E'x\\\\y')\n), "
      "removed AS (\n  DELETE FROM public.kind WHERE text NOT IN (SELECT text FROM wanted)\n)\nINSERT INTO "
      "public.kind (text, meaning, description)\nSELECT text, meaning, description FROM wanted\nON CONFLICT "
      "(text) DO UPDATE SET meaning = excluded.meaning, description = excluded.description",
      table, found));
  CHECK(found == by_text({{"a", {}, {}}, {"b", "ex:b", "x\\y"}}));
  REQUIRE(sql::follow_rows("DELETE FROM public.kind", table, found));
  CHECK(found.empty());
}

TEST_CASE("rows: statements about other things do nothing, those that cannot be followed are told apart") {
  sql::RowsByText found = by_text(rows);
  CHECK(sql::follow_rows("SET search_path = ''", table, found));
  CHECK(sql::follow_rows("INSERT INTO public.other (text) SELECT text FROM public.kind", table, found));
  CHECK(sql::follow_rows("DELETE FROM private.kind", table, found));
  CHECK_FALSE(sql::follow_rows("DELETE FROM public.kind WHERE text LIKE 'a%'", table, found));
  CHECK_FALSE(sql::follow_rows("INSERT INTO public.kind (text) SELECT code FROM public.other", table, found));
  CHECK_FALSE(sql::follow_rows("UPDATE public.kind SET text = 'b' WHERE text = 'a'", table, found));
  CHECK_FALSE(sql::follow_rows("UPDATE public.kind SET meaning = upper(text)", table, found));
  CHECK_FALSE(sql::follow_rows("TRUNCATE public.kind", table, found));
  CHECK_FALSE(sql::follow_rows("no statement", table, found));
  CHECK(found == by_text(rows));
}
