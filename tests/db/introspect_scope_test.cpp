// What introspection leaves out, names without reading, and knows about columns.
#include <algorithm>

#include "catalog/text.h"
#include "pg/introspect.h"
#include "support/catch.h"
#include "support/server.h"

using namespace schemac;

namespace {

bool has_server() {
  if (test::server() != nullptr) return true;
  WARN("skipped: no PostgreSQL server binaries are installed");
  return false;
}

const Object& require_object(const Catalog& catalog, std::string_view text) {
  const auto id = parse_object_id(text);
  REQUIRE(id);
  const Object* object = catalog.find(*id);
  INFO(text << " in\n" << dump(catalog));
  REQUIRE(object != nullptr);
  return *object;
}

bool depends(const Object& object, std::string_view on, const std::string& column, const std::string& own,
             DependencyType type) {
  const Dependency wanted{*parse_object_id(on), column, own, type};
  return std::find(object.depends_on.begin(), object.depends_on.end(), wanted) != object.depends_on.end();
}

}  // namespace

TEST_CASE("an empty database has only its public schema", "[introspect]") {
  if (!has_server()) return;
  test::TestDatabase database;
  const Catalog catalog = pg::introspect(database.session());
  CHECK(dump(catalog) == "namespace public\n");
  CHECK(catalog.server_version_num == database.session().server_version_num());
}

TEST_CASE("objects of extensions and of the ledger are left out", "[introspect]") {
  if (!has_server()) return;
  test::TestDatabase database;
  database.session().execute(
      "CREATE EXTENSION pg_trgm WITH SCHEMA public;"
      "CREATE SCHEMA schemac; CREATE TABLE schemac.ledger (id integer PRIMARY KEY);"
      "CREATE FUNCTION schemac.feed() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
      "CREATE TABLE public.t (a text);"
      "CREATE TRIGGER feed AFTER INSERT ON public.t EXECUTE FUNCTION schemac.feed();"
      "CREATE TEMPORARY TABLE temporary (id integer PRIMARY KEY);"
      "CREATE INDEX t_trgm ON public.t USING gin (a public.gin_trgm_ops)");
  const Catalog catalog = pg::introspect(database.session());
  std::string ids;
  for (const auto& [id, object] : catalog.objects) ids += id.text() + '\n';
  CHECK(ids == "namespace public\nextension pg_trgm\ntable public.t\nindex public.t.t_trgm\n");
  CHECK(depends(require_object(catalog, "index public.t.t_trgm"), "extension pg_trgm", "", "",
                DependencyType::hard));
}

TEST_CASE("only the wanted namespaces", "[introspect]") {
  if (!has_server()) return;
  test::TestDatabase database;
  database.session().execute(
      "CREATE SCHEMA a; CREATE SCHEMA \"b'c\"; CREATE TABLE a.t (id serial PRIMARY KEY);"
      "CREATE TABLE \"b'c\".t (id serial PRIMARY KEY, a integer REFERENCES a.t);"
      "COMMENT ON TABLE a.t IS 'not wanted'");
  const Catalog catalog = pg::introspect(database.session(), {.namespaces = {"b'c"}});
  for (const auto& [id, object] : catalog.objects) {
    INFO(id.text());
    CHECK((id.namespace_ == "b'c" || id.name == "b'c"));
  }
  CHECK(catalog.find({Kind::constraint, "b'c", "t", "t_a_fkey"}) != nullptr);
}

TEST_CASE("secrets are not read but named", "[introspect]") {
  if (!has_server()) return;
  test::TestDatabase database;
  database.session().execute(
      "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (host 'h', passwd "
      "'hush1');"
      "CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (\"user\" 'u', password 'hush2', auth_token 'hush3')");
  const Catalog catalog = pg::introspect(database.session());
  const std::string text = dump(catalog);
  INFO(text);
  CHECK(text.find("hush") == std::string::npos);
  CHECK(text.find("\"user\" 'u'") != std::string::npos);
  REQUIRE(catalog.unread.size() == 2);
  CHECK(catalog.unread[0] == "options of foreign server s: passwd");
  CHECK(catalog.unread[1] == "options of user mapping public SERVER s: password, auth_token");
}

TEST_CASE("kinds that are not read are named", "[introspect]") {
  if (!has_server()) return;
  test::TestDatabase database;
  database.session().execute(
      "CREATE CONVERSION public.c FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;"
      "CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler");
  const Catalog catalog = pg::introspect(database.session());
  CHECK(catalog.unread == std::vector<std::string>{"access method heap2"});
  CHECK(catalog.find({Kind::conversion, "public", {}, "c"}) != nullptr);
}

TEST_CASE("edges know the columns on both sides", "[introspect]") {
  if (!has_server()) return;
  test::TestDatabase database;
  database.session().execute(
      "CREATE TYPE public.color AS ENUM ('red');"
      "CREATE FUNCTION public.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';"
      "CREATE TABLE public.t (id serial PRIMARY KEY, c public.color, cs public.color[], d integer DEFAULT "
      "public.f());"
      "CREATE VIEW public.v AS SELECT id, c AS shade FROM public.t;"
      "CREATE VIEW public.grouped AS SELECT id, d FROM public.t GROUP BY id;"
      "CREATE TABLE public.r (t integer REFERENCES public.t)");
  const Catalog catalog = pg::introspect(database.session());
  const Object& table = require_object(catalog, "table public.t");
  CHECK(depends(table, "enum public.color", "", "c", DependencyType::hard));
  CHECK(depends(table, "enum public.color", "", "cs", DependencyType::hard));
  CHECK(depends(table, "function public.f()", "", "d", DependencyType::hard));
  CHECK(depends(table, "sequence public.t_id_seq", "", "id", DependencyType::hard));
  CHECK(depends(require_object(catalog, "sequence public.t_id_seq"), "table public.t", "id", "",
                DependencyType::automatic));
  const Object& view = require_object(catalog, "view public.v");
  CHECK(depends(view, "table public.t", "id", "", DependencyType::hard));
  CHECK(depends(view, "table public.t", "c", "", DependencyType::hard));
  CHECK_FALSE(depends(view, "table public.t", "d", "", DependencyType::hard));
  CHECK(depends(require_object(catalog, "view public.grouped"), "constraint public.t.t_pkey", "", "",
                DependencyType::hard));
  const Object& key = require_object(catalog, "constraint public.r.r_t_fkey");
  CHECK(depends(key, "table public.t", "id", "", DependencyType::hard));
  CHECK(depends(key, "constraint public.t.t_pkey", "", "", DependencyType::hard));
  CHECK(depends(key, "table public.r", "t", "", DependencyType::automatic));
  for (const auto& [id, object] : catalog.objects) {
    for (const auto& edge : object.depends_on) CHECK(edge.on != id);
  }
}

TEST_CASE("owners are told where they are not the session's role, or when asked", "[introspect]") {
  if (!has_server()) return;
  test::TestDatabase database;
  database.session().execute("CREATE TABLE public.t (a integer)");
  CHECK_FALSE(require_object(pg::introspect(database.session()), "table public.t").owner);
  const Catalog all = pg::introspect(database.session(), {.namespaces = {}, .all_attributes = true});
  const Object& table = require_object(all, "table public.t");
  CHECK(table.owner == database.session().query("SELECT current_user").value());
  REQUIRE(table.grants);
  CHECK(table.grants->empty());
}

TEST_CASE("introspection joins an open transaction and sees what it did", "[introspect]") {
  if (!has_server()) return;
  test::TestDatabase database;
  pg::Session& session = database.session();
  {
    pg::Transaction transaction(session);
    session.execute("CREATE TABLE public.t (a integer)");
    CHECK(pg::introspect(session).objects.size() == 2);
    CHECK(session.in_transaction());
  }
  CHECK(pg::introspect(session).objects.size() == 1);
  CHECK_FALSE(session.in_transaction());
}

TEST_CASE("a check goes with its columns and does not hold them", "[introspect]") {
  if (!has_server()) return;
  test::TestDatabase database;
  database.session().execute("CREATE TABLE public.t (a integer CONSTRAINT c CHECK (a > 0))");
  const Catalog catalog = pg::introspect(database.session());
  const Object& check = require_object(catalog, "constraint public.t.c");
  CHECK(depends(check, "table public.t", "a", "", DependencyType::automatic));
  CHECK_FALSE(depends(check, "table public.t", "a", "", DependencyType::hard));
}

// What is lost on every reading cannot show in a round trip, and no pg_dump of that version may be there to
// tell.
TEST_CASE("attributes of PostgreSQL 18 are read", "[introspect]") {
  if (!has_server()) return;
  test::TestDatabase database;
  if (database.session().server_version_num() < 180000) return;
  database.session().execute(
      "CREATE TABLE public.t (a integer, b integer GENERATED ALWAYS AS (a * 2) VIRTUAL, c integer NOT NULL,"
      "  CONSTRAINT k CHECK (a > 0) NOT ENFORCED);"
      "ALTER TABLE public.t ADD CONSTRAINT n NOT NULL a NOT VALID;"
      "CREATE PUBLICATION p FOR TABLE public.t WITH (publish_generated_columns = stored)");
  const Catalog catalog = pg::introspect(database.session());
  const auto& columns = std::get<Table>(require_object(catalog, "table public.t").body).columns;
  CHECK(columns.at(1).generated_virtual);
  CHECK_FALSE(columns.at(0).not_null);
  CHECK(columns.at(2).not_null);
  CHECK_FALSE(std::get<Constraint>(require_object(catalog, "constraint public.t.k").body).enforced);
  CHECK_FALSE(std::get<Constraint>(require_object(catalog, "constraint public.t.n").body).validated);
  const auto& create = std::get<Scripted>(require_object(catalog, "publication p").body).create;
  CHECK(create.ends_with("publish_generated_columns = stored)"));
}
