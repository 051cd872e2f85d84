// Lookup tables of enums: the rows that sources define are part of the state that migrations lead to, and
// rows of others are not.
#include "scratch/lookup_rows.h"

#include <algorithm>

#include "apply/apply.h"
#include "diff/diff.h"
#include "revise/autogenerate.h"
#include "revise/check.h"
#include "scratch/state.h"
#include "support/catch.h"
#include "support/migration_project.h"
#include "support/server.h"
#include "workspace/migration_files.h"

using namespace schemac;
using test::MigrationProject;
using test::TestDatabase;

namespace {

std::string schema(const std::string& values) {
  return R"(id: https://example.org/lookup
name: lookup
prefixes: {linkml: https://w3id.org/linkml/}
imports: [linkml:types]
classes:
  Plant:
    attributes:
      code: {identifier: true, range: string}
      kind: {range: PlantKind, required: true}
enums:
  PlantKind:
    annotations: {sql_enum: table}
    permissible_values:
)" + values;
}

std::vector<std::string> kinds(pg::Session& session) {
  std::vector<std::string> found;
  for (const auto& row :
       session.query("SELECT text || coalesce(': ' || description, '') FROM public.plant_kind ORDER BY 1")
           .rows) {
    found.push_back(row.front().value_or(""));
  }
  return found;
}

using Names = std::vector<std::string>;

// A database, a project and the commands of a day.
struct Place {
  TestDatabase database;
  MigrationProject project{database.url()};
  std::unique_ptr<pg::Session> session = pg::connect(database.url(), pg::Settings::catalog);

  Place() {
    project.environment.project.linkml = {"schema.yaml"};
    session->execute("SET search_path = public");
  }

  NewRevision revision() {
    RevisionOptions options;
    options.autogenerate = true;
    NewRevision made = make_revision(project.environment, options);
    INFO(project.diagnostics());
    CHECK_FALSE(project.collected.has_errors());
    return made;
  }
  void upgrade() {
    schemac::upgrade(project.environment, database.url(), read_migrations(project.environment), "head", {});
  }
  void downgrade() {
    schemac::downgrade(project.environment, database.url(), read_migrations(project.environment), "-1", {});
  }
  std::vector<Change> difference(const std::string& from, const std::string& to) {
    const auto [first, second] = read_states(project.environment, from, to, false);
    DiffOptions options;
    options.all_attributes = false;
    return diff(first.catalog, second.catalog, options);
  }
  // What check, and diff between database, migrations and project, say: they never disagree.
  Names told() {
    Names messages;
    for (const auto& found : check(project.environment).differences) messages.push_back(found.message);
    CHECK(messages.empty() == difference("database", "project").empty());
    CHECK(messages.empty() == difference(database.url(), "migrations").empty());
    return messages;
  }
  Names texts(const std::string& table) {
    Names found;
    for (const auto& row : session->query("SELECT text FROM " + table + " ORDER BY 1").rows)
      found.push_back(row.front().value_or(""));
    return found;
  }
};

// An enum that others fill, whatever else its sources list, with a class that refers to it.
struct Form {
  std::string name;   // of the enum
  std::string more;   // of its definition
  std::string table;  // where it is
  Names listed;
};

std::string schema_of(const Form& form) {
  return "id: https://example.org/lookup\nname: lookup\nprefixes: {linkml: https://w3id.org/linkml/}\n"
         "imports: [linkml:types]\ndefault_range: string\nclasses:\n  Plant:\n    attributes:\n"
         "      code: {identifier: true}\n      kind: {range: " +
         form.name + "}\nenums:\n  " + form.name + ": {" + form.more + "}\n";
}

std::string listed(const std::string& values) { return "permissible_values: {" + values + "}"; }
const std::string reached = "reachable_from: {source_ontology: 'obo:xx', source_nodes: ['XX:1']}";
const std::string as_table = "annotations: {sql_enum: table}";

struct Move {
  std::string name;
  Form from, to;
};

const std::vector<Move> moves = {
    {"a first value", {"Kind", reached, "kind", {}}, {"Kind", reached + ", " + listed("a: "), "kind", {"a"}}},
    {"one more value",
     {"Kind", reached + ", " + listed("a: "), "kind", {"a"}},
     {"Kind", reached + ", " + listed("a: , b: {meaning: 'ex:b'}"), "kind", {"a", "b"}}},
    {"another value",
     {"Kind", reached + ", " + listed("a: , b: "), "kind", {"a", "b"}},
     {"Kind", reached + ", " + listed("a: , c: "), "kind", {"a", "c"}}},
    {"the last value goes",
     {"Kind", reached + ", " + listed("a: "), "kind", {"a"}},
     {"Kind", reached, "kind", {}}},
    {"a value says more",
     {"Kind", reached + ", " + listed("a: {description: x}"), "kind", {"a"}},
     {"Kind", reached + ", " + listed("a: {description: y, meaning: 'ex:a'}"), "kind", {"a"}}},
    {"static becomes dynamic",
     {"Kind", as_table + ", " + listed("a: , b: "), "kind", {"a", "b"}},
     {"Kind", reached + ", " + listed("a: "), "kind", {"a"}}},
    {"dynamic becomes static",
     {"Kind", reached + ", " + listed("a: "), "kind", {"a"}},
     {"Kind", as_table + ", " + listed("a: , b: "), "kind", {"a", "b"}}},
    {"the enum is renamed",
     {"Kind", reached + ", " + listed("a: , b: "), "kind", {"a", "b"}},
     {"Sort",
      "annotations: {sql_renamed_from: kind}, " + reached + ", " + listed("a: , c: "),
      "sort",
      {"a", "c"}}},
    {"the table is renamed",
     {"Kind", reached + ", " + listed("a: "), "kind", {"a"}},
     {"Kind",
      "annotations: {sql_name: kinds, sql_renamed_from: kind}, " + reached + ", " + listed("a: "),
      "kinds",
      {"a"}}},
    {"the namespace is another",
     {"Kind", reached + ", " + listed("a: "), "kind", {"a"}},
     {"Kind",
      "annotations: {sql_schema: terms, sql_renamed_from: public.kind}, " + reached + ", " +
          listed("a: , b: "),
      "terms.kind",
      {"a", "b"}}},
};

Names with_others(Names own) {
  own.insert(own.end(), {"XX:1", "XX:2"});
  std::sort(own.begin(), own.end());
  return own;
}

}  // namespace

TEST_CASE("rows of others in a lookup table stay, whatever becomes of the enum", "[lookup]") {
  if (test::server() == nullptr) {
    WARN("skipped: no PostgreSQL server binaries");
    return;
  }
  for (const Move& move : moves) {
    INFO(move.name);
    Place place;
    place.project.write("schema.yaml", schema_of(move.from));
    REQUIRE(place.revision().migration);
    place.upgrade();
    CHECK(place.told() == Names{});
    place.session->execute("INSERT INTO " + move.from.table +
                           " (text, description) VALUES ('XX:1', 'mine'), " +
                           "('XX:2', NULL); INSERT INTO plant VALUES ('oak', 'XX:2')");
    CHECK(place.told() == Names{});

    place.project.write("schema.yaml", schema_of(move.to));
    const NewRevision made = place.revision();
    REQUIRE(made.migration);
    CHECK(made.migration->proved == "up, down");
    place.upgrade();
    CHECK(place.texts(move.to.table) == with_others(move.to.listed));
    CHECK(place.told() == Names{});
    CHECK_FALSE(place.revision().migration);
    const bool loses =
        std::any_of(move.from.listed.begin(), move.from.listed.end(), [&](const std::string& text) {
          return std::find(move.to.listed.begin(), move.to.listed.end(), text) == move.to.listed.end();
        });
    const bool says_loss =
        std::any_of(made.migration->hazards.begin(), made.migration->hazards.end(),
                    [](const std::string& hazard) { return hazard.starts_with("data-loss: Lookup table"); });
    CHECK(says_loss == loses);

    place.downgrade();
    CHECK(place.texts(move.from.table) == with_others(move.from.listed));
    CHECK(
        place.session->query("SELECT description FROM " + move.from.table + " WHERE text = 'XX:1'").value() ==
        "mine");
    CHECK(place.session->query("SELECT kind FROM plant").value() == "XX:2");
  }
}

TEST_CASE("check and diff see which rows that sources define are missing or changed", "[lookup]") {
  if (test::server() == nullptr) return;
  Place place;
  place.project.write("schema.yaml",
                      schema_of({"Kind", as_table + ", " + listed("a: , b: {description: B}"), "", {}}));
  REQUIRE(place.revision().migration);
  place.upgrade();
  CHECK(place.told() == Names{});
  const auto told_of = [&](const std::string& part) {
    const Names told = place.told();
    return told.size() == 1 && told.front().find(part) != std::string::npos;
  };
  place.session->execute("DELETE FROM kind WHERE text = 'a'");
  CHECK(told_of("row 'a'"));
  place.session->execute(
      "INSERT INTO kind VALUES ('a'), ('extra'); UPDATE kind SET description = 'C' WHERE text = 'b'");
  CHECK(told_of("row 'b': description"));
  // What would overwrite it says so; a migration between states that both say B does not touch it.
  const auto [from, to] = read_states(place.project.environment, "database", "project", false);
  const Plan repair = plan(from.catalog, to.catalog, {});
  REQUIRE(repair.hazards().size() == 1);
  CHECK(repair.hazards().front().code == "data-loss");
  place.session->execute(repair.steps.front().sql);
  CHECK(place.told() == Names{});
  CHECK(place.texts("kind") == Names{"a", "b", "extra"});

  // A value goes from the sources: known to be theirs from the ledger.
  place.project.write("schema.yaml", schema_of({"Kind", as_table + ", " + listed("a: "), "", {}}));
  CHECK(place.difference("database", "project").size() == 1);
  CHECK(place.difference("migrations", "project").size() == 1);
  CHECK(place.difference("database", "migrations").empty());
  // A .sql state says nothing about rows.
  place.project.write("state.sql",
                      "CREATE TABLE kind (text text PRIMARY KEY, meaning text, description text)");
  for (const Change& change : place.difference("database", (place.project.folder() / "state.sql").string()))
    CHECK_FALSE(is_lookup_rows(change.id));
}

TEST_CASE("a value that somebody put in before keeps what it says", "[lookup]") {
  if (test::server() == nullptr) return;
  Place place;
  place.project.write("schema.yaml", schema_of({"Kind", reached, "", {}}));
  REQUIRE(place.revision().migration);
  place.upgrade();
  place.session->execute("INSERT INTO kind VALUES ('XX:1', NULL, 'mine'), ('XX:2', NULL, NULL)");
  place.project.write("schema.yaml", schema_of({"Kind",
                                                reached + ", " +
                                                    listed("'XX:1': {meaning: 'ex:1', description: theirs}, "
                                                           "'XX:2': {description: theirs}"),
                                                "",
                                                {}}));
  REQUIRE(place.revision().migration);
  place.upgrade();
  CHECK(place.session
            ->query("SELECT string_agg(text || coalesce(meaning, '-') || description, ' ' ORDER BY text) "
                    "FROM kind")
            .value() == "XX:1ex:1mine XX:2-theirs");
  REQUIRE(place.told().size() == 1);
  CHECK(place.told().front().find("row 'XX:1': description is 'mine'") != std::string::npos);
}

TEST_CASE("migrations that an older schemac wrote go on", "[lookup]") {
  if (test::server() == nullptr) return;
  Place place;
  place.project.migration("m1", "none", R"(
-- up
-- step: create table
CREATE TABLE public.kind (text text NOT NULL CONSTRAINT kind_pkey PRIMARY KEY, meaning text, description text);
CREATE TABLE public.plant (code text NOT NULL CONSTRAINT plant_pkey PRIMARY KEY, kind text);
CREATE INDEX plant_kind_idx ON public.plant USING btree (kind);
ALTER TABLE public.plant ADD CONSTRAINT plant_kind_fkey FOREIGN KEY (kind) REFERENCES public.kind (text);
-- step: create statements public.kind.rows  [lock: ACCESS EXCLUSIVE, brief]  [rows: public.kind]
WITH wanted (text, meaning, description) AS (VALUES
  ('a', NULL, NULL),
  ('b', 'ex:b', 'B')
), removed AS (
  DELETE FROM public.kind WHERE text NOT IN (SELECT text FROM wanted)
)
INSERT INTO public.kind (text, meaning, description)
SELECT text, meaning, description FROM wanted
ON CONFLICT (text) DO UPDATE SET meaning = excluded.meaning, description = excluded.description;
-- down
DROP TABLE public.plant; DROP TABLE public.kind;
)");
  place.upgrade();
  place.project.write(
      "schema.yaml",
      schema_of({"Kind", reached + ", " + listed("a: , b: {meaning: 'ex:b', description: B}"), "", {}}));
  CHECK(place.told() == Names{});
  CHECK_FALSE(place.revision().migration);
  place.session->execute("INSERT INTO kind VALUES ('XX:1')");
  place.project.write("schema.yaml", schema_of({"Kind", reached + ", " + listed("a: "), "", {}}));
  REQUIRE(place.revision().migration);
  place.upgrade();
  CHECK(place.texts("kind") == Names{"XX:1", "a"});
  place.downgrade();
  CHECK(place.texts("kind") == Names{"XX:1", "a", "b"});
}

TEST_CASE("a marked step that cannot be followed is a warning at its place", "[lookup]") {
  if (test::server() == nullptr) return;
  Place place;
  place.project.migration("m1", "none", R"(
-- up
-- step: table
CREATE TABLE public.kind (text text PRIMARY KEY, meaning text, description text);
-- step: rows  [rows: public.kind]
INSERT INTO public.kind (text) SELECT 'a';
)");
  read_states(place.project.environment, "migrations", "empty", false);
  CHECK(place.project.diagnostics().find("m1.sql:8:1: warning: the rows that this statement leaves") !=
        std::string::npos);
}

TEST_CASE("rows that cannot be read are said not to be compared", "[lookup]") {
  if (test::server() == nullptr) return;
  Place place;
  place.project.write("schema.yaml", schema_of({"Kind", as_table + ", " + listed("a: "), "", {}}));
  REQUIRE(place.revision().migration);
  place.upgrade();
  place.session->execute("CREATE ROLE lookup_reader");
  const std::string url = place.database.url();
  // A reader without privileges on the table.
  const auto reader = pg::connect(url, pg::Settings::catalog);
  reader->execute("SET ROLE lookup_reader");
  Catalog catalog;
  Object table;
  table.id = {Kind::table, "public", {}, "kind"};
  Table body;
  for (const char* name : {"text", "meaning", "description"}) body.columns.emplace_back().name = name;
  table.body = std::move(body);
  catalog.add(table);
  const LookupTables known = {{table.id, {{"a", {"a", {}, {}}}}}};
  const auto unread = [&] {
    const Names found = read_lookup_rows(*reader, catalog, known);
    CHECK(lookup_rows_in(catalog) == known);
    return found.size() == 1 ? found.front() : std::string();
  };
  CHECK(unread() == "the rows of public.kind (permission denied for table kind)");
  // Row security would hide rows, which then seemed to be missing.
  place.session->execute("ALTER TABLE kind ENABLE ROW LEVEL SECURITY; GRANT SELECT ON kind TO lookup_reader");
  CHECK(unread().find("row-level security policy") != std::string::npos);
  place.session->execute("ALTER TABLE kind DISABLE ROW LEVEL SECURITY");
  CHECK(unread().empty());
  place.session->execute("DROP OWNED BY lookup_reader; DROP ROLE lookup_reader");
}

TEST_CASE("rows of a lookup table are migrated, changed and taken back", "[lookup]") {
  if (test::server() == nullptr) {
    WARN("skipped: no PostgreSQL server binaries");
    return;
  }
  TestDatabase database;
  MigrationProject project(database.url());
  project.environment.project.linkml = {"schema.yaml"};
  const auto session = pg::connect(database.url(), pg::Settings::catalog);
  const auto revision = [&] {
    RevisionOptions options;
    options.autogenerate = true;
    const NewRevision made = make_revision(project.environment, options);
    CHECK(project.diagnostics() == "");
    return made;
  };
  const auto upgrade = [&] {
    schemac::upgrade(project.environment, database.url(), read_migrations(project.environment), "head", {});
  };

  project.write("schema.yaml", schema("      shrub:\n      tree: {description: Tall.}\n"));
  const NewRevision first = revision();
  REQUIRE(first.migration);
  CHECK(first.migration->proved == "up, down");
  upgrade();
  CHECK(kinds(*session) == Names{"shrub", "tree: Tall."});
  CHECK_FALSE(revision().migration);
  CHECK(check(project.environment).differences.empty());
  session->execute("INSERT INTO public.plant (code, kind) VALUES ('oak', 'tree')");
  CHECK_THROWS_AS(session->execute("INSERT INTO public.plant (code, kind) VALUES ('rock', 'stone')"),
                  pg::DatabaseError);

  project.write("schema.yaml", schema("      grass:\n      tree: {description: Taller.}\n"));
  const NewRevision second = revision();
  REQUIRE(second.migration);
  CHECK(second.migration->proved == "up, down");
  upgrade();
  CHECK(kinds(*session) == Names{"grass", "tree: Taller."});
  CHECK_FALSE(revision().migration);

  schemac::downgrade(project.environment, database.url(), read_migrations(project.environment), "-1", {});
  CHECK(kinds(*session) == Names{"shrub", "tree: Tall."});

  // A value in use cannot go: the migration fails as a whole and says why.
  upgrade();
  project.write("schema.yaml", schema("      grass:\n"));
  REQUIRE(revision().migration);
  CHECK_THROWS(upgrade());
  CHECK(kinds(*session) == Names{"grass", "tree: Taller."});
}
