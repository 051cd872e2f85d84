// Names that break a tool which quotes by luck: from the model to the database and back.
#include "support/catch.h"
#include "support/server.h"
#include "workspace.h"

using namespace schemac;
using test::Outcome;
using test::TestDatabase;
using test::Workspace;

namespace {

constexpr const char* model = R"yaml(id: https://example.org/names
name: names
prefixes: { linkml: https://w3id.org/linkml/ }
imports: [linkml:types]
default_range: string
enums:
  "order status":
    permissible_values: { "it's \"new\"": , "'); DROP TABLE x; --": , "größe": , "select": }
classes:
  order:
    attributes:
      id: { range: integer, identifier: true }
      select: { range: integer, required: true, minimum_value: 1 }
      'from where': { ifabsent: string(O'Brien; --) }
      status: { range: order status }
    unique_keys:
      group: { unique_key_slots: [select, from where] }
  '"; DROP TABLE x; --':
    description: "It's a \"description\"; DROP TABLE x; -- $$ \\"
    attributes:
      id: { range: integer, identifier: true }
      'größe in ²': { range: decimal }
      'a"b': { range: order, inlined: false }
      'percent %s {} \ $1': { }
  Übergabe Ort:
    attributes:
      id: { range: integer, identifier: true }
      table: { range: order, multivalued: true, inlined: false }
  'user':
    annotations:
      materialized: true
      sql_definition: |
        SELECT o.id, o."select" AS "end; --" FROM "order" o
    attributes:
      id: { range: integer }
      'end; --': { range: integer }
    unique_keys:
      primary: { unique_key_slots: [id] }
)yaml";

void go_through(const std::string& naming) {
  Workspace place("names");
  const TestDatabase database;
  place.write(
      "schemac.yaml",
      "name: \"na'me\"\nlinkml: [names.yaml]\ndatabase: { scratch: target }\nlinkml_options: { naming: " +
          naming + " }\n");
  place.write("names.yaml", model);
  const auto schemac = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"-q", "--database-url", database.url()});
    Outcome outcome = place.schemac(arguments);
    UNSCOPED_INFO(arguments[3] << ": exit " << outcome.exit_code << "\n" << outcome.out << outcome.err);
    return outcome;
  };
  database.connect()->execute("CREATE SCHEMA bystander; CREATE TABLE bystander.x (a int)");
  REQUIRE(schemac({"compile"}).exit_code == 0);
  REQUIRE(schemac({"revision", "--autogenerate", "-m", "first'; DROP TABLE x; --\n\\q"}).exit_code == 0);
  CHECK(place.files("migrations").size() == 1);
  REQUIRE(schemac({"upgrade"}).exit_code == 0);
  CHECK(schemac({"check"}).exit_code == 0);
  CHECK(schemac({"refresh"}).exit_code == 0);
  CHECK(schemac({"views"}).exit_code == 0);
  const std::size_t migrations = place.files("migrations").size();
  CHECK(schemac({"revision", "--autogenerate", "-m", "nothing"}).exit_code == 0);
  CHECK(place.files("migrations").size() == migrations);
  const Outcome same = schemac({"diff", "--from", "database", "--to", "project", "--exit-code"});
  CHECK(same.exit_code == 0);
  const auto session = database.connect();
  CHECK(session->execute("SELECT count(*) FROM bystander.x").value() == "0");
  if (naming == "preserve") {
    // LinkML itself writes underscores for the spaces of a slot's name.
    session->execute(R"(INSERT INTO public."order" (id, "select") VALUES (1, 2);
      INSERT INTO public."""; DROP TABLE x; --" (id, "größe_in_²", "percent_%s_{}_\_$1") VALUES (1, 2, 'x'))");
    CHECK(session->execute(R"(SELECT from_where FROM public."order")").value() == "O'Brien; --");
  }
  REQUIRE(schemac({"downgrade", "base"}).exit_code == 0);
  CHECK(schemac({"check"}).exit_code == 2);
}

}  // namespace

TEST_CASE("hostile names are quoted everywhere", "[names]") {
  if (test::server() == nullptr) return;
  go_through("preserve");
}

TEST_CASE("hostile names become plain ones", "[names]") {
  if (test::server() == nullptr) return;
  go_through("snake_case");
}
