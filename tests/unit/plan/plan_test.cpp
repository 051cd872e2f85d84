// The plan engine on catalogs made by hand: what the golden states (tests/db/plan) cannot show.
#include "plan/plan.h"
#include "conversion/conversion.h"

#include <algorithm>

#include "support/catch.h"

using namespace schemac;

namespace {

Column column(const std::string& name, const std::string& type) {
  Column made;
  made.name = name;
  made.type = type;
  return made;
}

Object object(Kind kind, const std::string& name, Body body, const std::string& relation = {}) {
  Object made;
  made.id = {kind, "public", relation, name};
  made.body = std::move(body);
  return made;
}

Object table(const std::string& name, std::vector<Column> columns) {
  Table body;
  body.columns = std::move(columns);
  return object(Kind::table, name, std::move(body));
}

Object view(Kind kind, const std::string& name, const std::string& query, std::vector<Column> columns,
            std::vector<std::pair<ObjectId, std::string>> reads) {
  View body;
  body.query = query;
  body.columns = std::move(columns);
  Object made = object(kind, name, std::move(body));
  for (auto& [on, read] : reads) made.depends_on.push_back({on, read, {}, DependencyType::hard});
  std::sort(made.depends_on.begin(), made.depends_on.end());
  return made;
}

Catalog catalog(std::vector<Object> objects) {
  Catalog made;
  for (Object& one : objects) made.add(std::move(one));
  return made;
}

std::string sql_of(const Plan& plan) {
  std::string text;
  for (const Step& step : plan.steps) text += step.sql + ";\n";
  return text;
}

const ObjectId t{Kind::table, "public", {}, "t"};
const ObjectId v{Kind::view, "public", {}, "v"};

Index index_on(const std::string& columns) {
  Index made;
  made.definition = "CREATE INDEX i ON public.t USING btree (" + columns + ")";
  made.method = "btree";
  made.columns = {columns};
  return made;
}

}  // namespace

TEST_CASE("equal catalogs make an empty plan, whatever the order of columns", "[plan]") {
  const Catalog a = catalog({table("t", {column("x", "integer"), column("y", "text")})});
  const Catalog b = catalog({table("t", {column("y", "text"), column("x", "integer")})});
  CHECK(plan(a, b).empty());
  CHECK(diff(a, b).empty());
}

TEST_CASE("a view that reads no changed column is left alone", "[plan]") {
  const auto state = [](const std::string& type) {
    return catalog({table("t", {column("x", "integer"), column("y", type)}),
                    view(Kind::view, "v", "SELECT x FROM public.t", {column("x", "integer")}, {{t, "x"}}),
                    view(Kind::view, "w", "SELECT y FROM public.t", {column("y", type)}, {{t, "y"}})});
  };
  const Plan made = plan(state("integer"), state("bigint"));
  const std::string sql = sql_of(made);
  CHECK(sql.find("public.v") == std::string::npos);
  CHECK(sql.find("DROP VIEW public.w") < sql.find("TYPE bigint"));
  CHECK(sql.find("TYPE bigint") < sql.find("CREATE VIEW public.w"));
  const auto untouched =
      std::find_if(made.dependents.begin(), made.dependents.end(),
                   [](const AffectedDependent& dependent) { return dependent.object == v; });
  REQUIRE(untouched != made.dependents.end());
  CHECK(untouched->outcome == AffectedDependent::Outcome::untouched);
}

TEST_CASE("a renamed column does not make its readers anew", "[rename]") {
  const Catalog from =
      catalog({table("t", {column("x", "integer")}),
               view(Kind::view, "v", " SELECT t.x\n   FROM public.t", {column("x", "integer")}, {{t, "x"}})});
  const Catalog to = catalog(
      {table("t", {column("y", "integer")}),
       view(Kind::view, "v", " SELECT t.y AS x\n   FROM public.t", {column("x", "integer")}, {{t, "y"}})});
  PlanOptions options;
  options.diff.renamed_columns[{t, "y"}] = "x";
  CHECK(sql_of(plan(from, to, options)) == "ALTER TABLE public.t RENAME COLUMN x TO y;\n");
  REQUIRE(diff(from, to, options.diff).size() == 1);
}

TEST_CASE("a dropped and an added column that look alike are suggested, not applied", "[rename]") {
  const Catalog from = catalog({table("t", {column("harvest_date", "date"), column("a", "text")})});
  const Catalog to = catalog({table("t", {column("harvested_date", "date"), column("a", "text")})});
  const auto suggestions = suggest_renames(from, to);
  REQUIRE(suggestions.size() == 1);
  CHECK(suggestions[0].from_column == "harvest_date");
  CHECK(suggestions[0].to_column == "harvested_date");
  CHECK(sql_of(plan(from, to)).find("RENAME") == std::string::npos);
}

TEST_CASE("an unmanaged view in the way is rebuilt, or refused", "[plan]") {
  const auto base = [](const std::string& type) { return table("t", {column("x", type)}); };
  Object strange =
      view(Kind::view, "strange", " SELECT t.x\n   FROM public.t", {column("x", "integer")}, {{t, "x"}});
  strange.grants = std::vector<Grant>{{"reader", "select", "", false}};
  const Catalog from = catalog({base("integer"), strange});
  const Catalog to = catalog({base("bigint")});
  PlanOptions options;
  options.unmanaged = {strange.id};
  const Plan made = plan(from, to, options);
  CHECK_FALSE(made.refused);
  CHECK(sql_of(made).find("GRANT SELECT ON TABLE public.strange TO reader") != std::string::npos);
  REQUIRE(made.dependents.size() == 1);
  CHECK_FALSE(made.dependents[0].managed);
  options.refuse_unmanaged_dependents = true;
  CHECK(plan(from, to, options).refused);
  CHECK(plan(from, catalog({}), options).refused);
}

TEST_CASE("index builds are concurrent on tables that stand and are not known to be small", "[online]") {
  const Catalog from = catalog({table("t", {column("x", "integer")})});
  Catalog to = from;
  to.add(object(Kind::index, "i", index_on("x"), "t"));
  PlanOptions options;
  const auto concurrent = [&] {
    return sql_of(plan(from, to, options)).find("CONCURRENTLY") != std::string::npos;
  };
  CHECK(concurrent());
  options.facts[t].rows = 10;
  CHECK_FALSE(concurrent());
  options.facts[t].rows = 1000000;
  CHECK(concurrent());
  options.online = Online::never;
  CHECK_FALSE(concurrent());
  CHECK(plan(from, to, options).hazards().at(0).code == "blocking-index-build");
  CHECK(sql_of(plan(catalog({}), to)).find("CONCURRENTLY") == std::string::npos);
}

TEST_CASE("attributes that no source sets are kept", "[plan]") {
  Object old = view(Kind::view, "v", " SELECT 1 AS a", {column("a", "integer")}, {});
  old.owner = "boss";
  old.grants = std::vector<Grant>{{"reader", "select", "", false}};
  Object wanted = view(Kind::view, "v", " SELECT 'x'::text AS a", {column("a", "text")}, {});
  PlanOptions options;
  options.diff.all_attributes = false;
  const std::string sql = sql_of(plan(catalog({old}), catalog({wanted}), options));
  CHECK(sql.find("DROP VIEW public.v") != std::string::npos);
  CHECK(sql.find("OWNER TO boss") != std::string::npos);
  CHECK(sql.find("GRANT SELECT") != std::string::npos);
  wanted.body = old.body;
  CHECK(plan(catalog({old}), catalog({wanted}), options).empty());
}

TEST_CASE(
    "what was revoked from an owner comes back where no source states privileges; other roles keep theirs",
    "[plan]") {
  Object old = table("t", {column("x", "integer")});
  old.grants = std::vector<Grant>{{"reader", "select", "", false}};
  const Object wanted = table("t", {column("x", "integer")});
  PlanOptions options;
  options.diff.all_attributes = false;
  CHECK(diff(catalog({old}), catalog({wanted}), options.diff).empty());
  Grant taken;
  taken.grantee = owner_grantee;
  taken.privilege = "update";
  taken.revoked = true;
  old.grants->push_back(taken);
  std::sort(old.grants->begin(), old.grants->end());
  REQUIRE(diff(catalog({old}), catalog({wanted}), options.diff).size() == 1);
  const std::string sql = sql_of(plan(catalog({old}), catalog({wanted}), options));
  CHECK(sql.find("GRANT UPDATE ON TABLE public.t TO") != std::string::npos);
  CHECK(sql.find("reader") == std::string::npos);
  CHECK(plan(catalog({wanted}), catalog({wanted}), options).empty());
  options.diff.all_attributes = true;
  CHECK(sql_of(plan(catalog({old}), catalog({wanted}), options)).find("REVOKE SELECT") != std::string::npos);
}

TEST_CASE("values of a domain cannot fail checks that they have passed", "[hazard]") {
  const auto state = [](const std::string& base, const std::vector<std::string>& checks, bool not_null) {
    Domain domain;
    domain.type = base;
    domain.not_null = not_null;
    for (const std::string& check : checks)
      domain.constraints.push_back({.name = check, .definition = check, .comment = {}});
    Object object;
    object.id = {Kind::domain, "public", {}, "d"};
    object.body = domain;
    return catalog({object});
  };
  const std::string type = "public.d";
  const auto may_fail = [&](const Catalog& from, const Catalog& to) {
    return conversion("x", {type, from}, {type, to}, true).may_fail;
  };
  const std::string low = "CHECK ((VALUE > 0))";
  const std::string high = "CHECK ((VALUE < 9))";
  CHECK_FALSE(may_fail(state("integer", {low}, true), state("bigint", {low}, true)));
  CHECK_FALSE(may_fail(state("integer", {low, high}, true), state("bigint", {low}, false)));
  CHECK(may_fail(state("bigint", {low}, true), state("integer", {low}, true)));
  CHECK(may_fail(state("integer", {low}, false), state("bigint", {low}, true)));
  CHECK(may_fail(state("integer", {low}, true), state("bigint", {low, high}, true)));
  CHECK(may_fail(state("double precision", {low}, true), state("integer", {low}, true)));
  CHECK(may_fail(state("text", {"CHECK ((VALUE > 'a'))"}, true),
                 state("character(3)", {"CHECK ((VALUE > 'a'))"}, true)));
}

TEST_CASE("a dropped table is destructive, a dropped view is not", "[hazard]") {
  const Catalog from = catalog({table("t", {column("x", "integer")}),
                                view(Kind::view, "v", "SELECT 1", {column("a", "integer")}, {})});
  for (const Hazard& hazard : plan(from, catalog({})).hazards()) {
    CHECK(hazard.object == t);
    CHECK(hazard.destructive);
    CHECK_FALSE(hazard.advice.empty());
  }
}
