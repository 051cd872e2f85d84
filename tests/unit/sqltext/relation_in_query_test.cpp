#include "sqltext/relation_in_query.h"

#include "support/catch.h"

using namespace schemac;

namespace {

std::string over_new(const std::string& query) {
  const ObjectId v{Kind::materialized_view, "public", {}, "v"};
  return with_relation(query, v, {Kind::materialized_view, "public", {}, "v__new"});
}

}  // namespace

TEST_CASE("a relation in a query: its columns follow where it goes by its own name") {
  CHECK(over_new("SELECT v.n, t.v\n   FROM (public.t\n     JOIN public.v ON ((t.n = v.n)));") ==
        "SELECT v__new.n, t.v\n   FROM (public.t\n     JOIN public.v__new ON ((t.n = v__new.n)));");
  CHECK(
      over_new("SELECT v.n FROM ONLY public.v WHERE (EXISTS ( SELECT 1 FROM public.t WHERE (t.n = v.n)))") ==
      "SELECT v__new.n FROM ONLY public.v__new WHERE (EXISTS ( SELECT 1 FROM public.t WHERE (t.n = "
      "v__new.n)))");
  CHECK(over_new("SELECT a.n FROM public.v a FOR UPDATE OF a") ==
        "SELECT a.n FROM public.v__new a FOR UPDATE OF a");
  CHECK(over_new("SELECT v.n FROM public.v FOR UPDATE OF v") ==
        "SELECT v__new.n FROM public.v__new FOR UPDATE OF v__new");
  CHECK(over_new("SELECT v.*::public.v AS v FROM public.v") ==
        "SELECT v__new.*::public.v__new AS v FROM public.v__new");
}

TEST_CASE("a relation in a query: who else has its name is left alone") {
  // An alias, beside it and in another part.
  CHECK(over_new("SELECT v.n FROM (public.t v JOIN public.v v_1 ON ((v.n = v_1.n)))") ==
        "SELECT v.n FROM (public.t v JOIN public.v__new v_1 ON ((v.n = v_1.n)))");
  CHECK(over_new("SELECT v.n FROM public.v UNION ALL SELECT v.n FROM public.t v ORDER BY 1") ==
        "SELECT v__new.n FROM public.v__new UNION ALL SELECT v.n FROM public.t v ORDER BY 1");
  CHECK(over_new("WITH x AS ( SELECT v.n FROM public.v) SELECT v.n FROM (x JOIN public.t v USING (n))") ==
        "WITH x AS ( SELECT v__new.n FROM public.v__new) SELECT v.n FROM (x JOIN public.t v USING (n))");
  // A function, a namespace, a column, a string.
  CHECK(over_new("SELECT public.v(v.n), v.f(v.n), 'public.v'::text FROM public.v, v.t") ==
        "SELECT public.v(v__new.n), v.f(v__new.n), 'public.v'::text FROM public.v__new, v.t");
  CHECK(over_new("SELECT public.v FROM public.t public WHERE (public.v = 1)") ==
        "SELECT public.v FROM public.t public WHERE (public.v = 1)");
}

TEST_CASE("a relation in a query: FROM and commas that are of no SELECT's list") {
  CHECK(
      over_new("SELECT EXTRACT(year FROM v.d) AS y, (v.a IS DISTINCT FROM v.b) AS x, f(v.a, v.b) AS f FROM "
               "((public.t CROSS JOIN public.v) LEFT JOIN v.v u ON (g(u.a, v.b))), LATERAL f(1, v.c) l(c)") ==
      "SELECT EXTRACT(year FROM v__new.d) AS y, (v__new.a IS DISTINCT FROM v__new.b) AS x, f(v__new.a, "
      "v__new.b) AS f FROM ((public.t CROSS JOIN public.v__new) LEFT JOIN v.v u ON (g(u.a, v__new.b))), "
      "LATERAL f(1, v__new.c) l(c)");
  CHECK(over_new(
            "SELECT count(v.n) FROM public.v GROUP BY v.n, v.m HAVING (count(v.n) > 1) ORDER BY v.n, v.m") ==
        "SELECT count(v__new.n) FROM public.v__new GROUP BY v__new.n, v__new.m HAVING (count(v__new.n) > 1) "
        "ORDER BY v__new.n, v__new.m");
}

TEST_CASE("an index's definition on another relation") {
  const ObjectId other{Kind::materialized_view, "a b", {}, "Other"};
  CHECK(index_definition_on("CREATE UNIQUE INDEX \"ON\" ON public.v USING btree (v, lower(\"public.v\"))",
                            "made", other) ==
        "CREATE UNIQUE INDEX made ON \"a b\".\"Other\" USING btree (v, lower(\"public.v\"))");
}
