#include "plan/backfill.h"

#include "support/catch.h"

using namespace schemac;

TEST_CASE("a definition with one column in place of another", "[backfill]") {
  CHECK(with_column("CREATE INDEX a ON public.a USING btree (a DESC, lower(a), \"B\") WHERE (a > 0)", "a",
                    "a__new") ==
        "CREATE INDEX a__new ON public.a USING btree (a__new DESC, lower(a__new), \"B\") WHERE (a__new > 0)");
  CHECK(with_column("UNIQUE (\"B\", b) INCLUDE (c)", "B", "B__new") == "UNIQUE (\"B__new\", b) INCLUDE (c)");
}

TEST_CASE("what a backfilled column is made with has names of its own, however long", "[backfill]") {
  const std::string name(63, 'x');
  const BesideNames names = beside_names({Kind::table, "public", {}, name}, name);
  CHECK(names.column.size() <= max_identifier_bytes);
  CHECK(names.trigger.size() <= max_identifier_bytes + 2);
  CHECK(names.check.size() <= max_identifier_bytes + 2);
  CHECK(names.function.size() <= std::string("public.").size() + max_identifier_bytes + 2);
}

TEST_CASE("a batch for psql goes by blocks and commits", "[backfill]") {
  Step step;
  step.object = {Kind::table, "public", {}, "it's"};
  step.sql = "UPDATE public.\"it's\" SET b = a WHERE b IS NULL";
  const std::string loop = block_loop(step);
  CHECK(loop.find("WHERE b IS NULL\n      AND ctid >= ") != std::string::npos);
  CHECK(loop.find("COMMIT;") != std::string::npos);
  CHECK(loop.find("'public.\"it''s\"'") != std::string::npos);
}
