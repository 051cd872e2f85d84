#include "scratch/elaborate.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "support/catch.h"
#include "support/server.h"

using namespace schemac;
namespace fs = std::filesystem;

namespace {

struct Quiet final : Reporter {
  void message(const std::string& text) override { messages.push_back(text); }
  void detail(const std::string&) override {}
  void explain(const std::string& text) override { explained.push_back(text); }
  void progress(const std::string&) override {}
  std::vector<std::string> messages, explained;
};

// A project in an empty folder whose scratch databases are made in the test server.
struct Workplace {
  Workplace() : folder(fs::temp_directory_path() / ("schemac-elaborate-" + std::to_string(::getpid()))) {
    fs::remove_all(folder);
    environment.project.folder = folder;
    environment.project.build = "build";
    environment.project.database.url_env = "";
    environment.project.database.scratch = test::server()->url;
  }
  ~Workplace() { fs::remove_all(folder); }

  fs::path folder;
  Files files;
  SourceMap sources;
  Diagnostics diagnostics;
  Quiet reporter;
  Environment environment{files, sources, diagnostics, reporter, {}, {}};
};

Artifact artifact(ObjectId id, const std::string& sql, std::vector<ObjectId> depends_on = {}) {
  Artifact made;
  made.id = std::move(id);
  made.statements = {sql};
  made.depends_on = std::move(depends_on);
  return made;
}

const ObjectId table{Kind::table, "public", "", "t"};
const ObjectId view{Kind::view, "public", "", "v"};

}  // namespace

TEST_CASE("artifacts are elaborated once and then read from the cache", "[db]") {
  Workplace place;
  ArtifactSet set;
  set.artifacts = {artifact(table, "CREATE TABLE public.t (a int, b text)"),
                   artifact(view, "CREATE VIEW public.v AS SELECT a FROM public.t", {table})};
  order_and_hash(set, place.diagnostics);
  const Catalog first = elaborate(place.environment, set);
  CHECK(place.diagnostics.items().empty());
  REQUIRE(first.find(view) != nullptr);
  CHECK_FALSE(first.find(view)->owner.has_value());
  CHECK(place.reporter.explained.size() == 1);
  CHECK(elaborate(place.environment, set) == first);
  CHECK(place.reporter.explained.size() == 1);
  // A damaged entry is a miss.
  for (const fs::path& entry : place.files.list(place.folder / "build" / "cache", ".json")) {
    fs::resize_file(entry, fs::file_size(entry) / 2);
  }
  CHECK(elaborate(place.environment, set) == first);
  CHECK(place.reporter.explained.size() == 2);
}

TEST_CASE("every object that the server rejects is reported, and what needs it is not", "[db]") {
  Workplace place;
  const std::string source =
      "views:\n  v:\n    sql: |\n      SELECT a,\n             misspelt\n      FROM public.t\n";
  const FileId file = place.sources.add("v.yaml", source);
  const ObjectId other{Kind::view, "public", "", "w"};
  const ObjectId bad{Kind::table, "public", "", "u"};
  ArtifactSet set;
  set.artifacts = {artifact(table, "CREATE TABLE public.t (a int)"),
                   artifact(view, "CREATE VIEW public.v AS SELECT a, misspelt FROM public.t", {table}),
                   artifact(other, "CREATE VIEW public.w AS SELECT * FROM public.v", {view}),
                   artifact(bad, "CREATE TABLE public.u (a nonsense)")};
  set.artifacts[1].span = {file, 9, 10};
  order_and_hash(set, place.diagnostics);
  const Catalog catalog = elaborate(place.environment, set);
  REQUIRE(place.diagnostics.error_count() == 2);
  const auto& items = place.diagnostics.items();
  const auto of_view =
      std::find_if(items.begin(), items.end(), [&](const Diagnostic& d) { return d.span.known(); });
  REQUIRE(of_view != items.end());
  CHECK(of_view->message == "view public.v: column \"misspelt\" does not exist");
  CHECK(place.sources.locate(of_view->span).line == 5);
  CHECK(place.sources.locate(of_view->span).column == 14);
  CHECK(catalog.find(table) != nullptr);
  CHECK(catalog.find(other) == nullptr);
}

TEST_CASE("declared view columns are held against the real ones", "[db]") {
  Workplace place;
  ArtifactSet set;
  set.artifacts = {
      artifact(view, "CREATE VIEW public.v AS SELECT 1 AS one, 'x'::varchar(5) AS two, 3 AS three")};
  set.artifacts[0].columns = {{"one", "int"}, {"two", "varchar"}, {"tree", "text"}, {"three", "text"}};
  order_and_hash(set, place.diagnostics);
  elaborate(place.environment, set);
  REQUIRE(place.diagnostics.items().size() == 2);
  CHECK(place.diagnostics.items()[0].code == "view-column-missing");
  CHECK(place.diagnostics.items()[0].hint.find("three") != std::string::npos);
  CHECK(place.diagnostics.items()[1].code == "view-column-type");
  CHECK_FALSE(place.diagnostics.has_errors());
}

TEST_CASE("external relations are there to refer to and not in the state", "[db]") {
  Workplace place;
  place.environment.project.external = {{"auth.users", {{"id", "uuid"}, {"data", "json"}}, {}}};
  ArtifactSet set;
  set.artifacts = {artifact(table, "CREATE TABLE public.t (u uuid REFERENCES auth.users (id))")};
  order_and_hash(set, place.diagnostics);
  const Catalog catalog = elaborate(place.environment, set);
  CHECK(place.diagnostics.items().empty());
  for (const auto& [id, object] : catalog.objects) {
    CHECK(id.namespace_ != "auth");
    CHECK(id.name != "auth");
  }
  CHECK(catalog.find(table) != nullptr);
}

TEST_CASE("an extension that is not installed names what to install", "[db]") {
  Workplace place;
  ArtifactSet set;
  set.artifacts = {artifact({Kind::extension, "", "", "no_such_thing"}, "CREATE EXTENSION no_such_thing")};
  order_and_hash(set, place.diagnostics);
  elaborate(place.environment, set);
  REQUIRE(place.diagnostics.error_count() == 1);
  CHECK(place.diagnostics.items()[0].code == "extension-unavailable");
  CHECK(place.diagnostics.items()[0].hint.find("-no-such-thing)") != std::string::npos);
}

TEST_CASE("plain SQL, also what no transaction takes", "[db]") {
  Workplace place;
  const Catalog catalog = elaborate_sql(
      place.environment,
      read_sql_script(place.environment, "x.sql",
                      "CREATE TABLE t (a int);\nCREATE INDEX CONCURRENTLY i ON t (a);\nSELECT nothing;\n"));
  CHECK(catalog.find({Kind::index, "public", "t", "i"}) != nullptr);
  REQUIRE(place.diagnostics.error_count() == 1);
  const Position position = place.sources.locate(place.diagnostics.items()[0].span);
  CHECK(position.path == "x.sql");
  CHECK(position.line == 3);
  CHECK(position.column == 8);
}

namespace {

// As above, but as if the test server were the project's embedded one, on which states are kept.
struct KeepingWorkplace : Workplace {
  KeepingWorkplace() {
    const auto session = test::server()->connect();
    environment.scratch =
        ScratchServer{test::server()->url, true, session->server_version_num(), "postgres", {}, std::nullopt};
  }
};

std::vector<std::string> snapshot_databases() {
  std::vector<std::string> names;
  for (const auto& row :
       test::server()
           ->connect()
           ->execute("SELECT datname FROM pg_database WHERE datname LIKE 'schemac\\_kept\\_%'")
           .rows) {
    names.push_back(row.at(0).value_or(""));
  }
  return names;
}

void drop_snapshots() {
  for (const std::string& name : snapshot_databases())
    test::server()->connect()->execute("DROP DATABASE " + quote_identifier(name));
}

ArtifactSet with_extension(const std::string& table_sql) {
  const ObjectId extension{Kind::extension, "", "", "pg_trgm"};
  const ObjectId home{Kind::namespace_, "", "", "ext"};
  ArtifactSet set;
  set.artifacts = {artifact(home, "CREATE SCHEMA ext"),
                   artifact(extension, "CREATE EXTENSION pg_trgm WITH SCHEMA ext", {home}),
                   artifact(table, table_sql, {extension})};
  Diagnostics diagnostics;
  order_and_hash(set, diagnostics);
  return set;
}

Migration migration(SourceMap& sources, const std::string& revision, const std::string& up) {
  Diagnostics diagnostics;
  const std::string text = "-- parents: none\n-- up\n" + up + "\n";
  auto parsed = parse_migration(text, revision + ".sql", sources.add(revision, text), diagnostics);
  REQUIRE(parsed);
  parsed->revision = revision;
  return *parsed;
}

}  // namespace

TEST_CASE("extensions are made once, and what is copied gives the same catalog", "[db]") {
  if (!test::has_extension("pg_trgm")) {
    WARN("skipped: pg_trgm is not installed");
    return;
  }
  drop_snapshots();
  const std::string first =
      "CREATE TABLE public.t (a text); CREATE INDEX i ON public.t USING gin (a ext.gin_trgm_ops)";
  const std::string second = "CREATE TABLE public.t (a text, b int)";
  for (const std::string& sql : {first, second}) {
    const ArtifactSet set = with_extension(sql);
    KeepingWorkplace keeping;
    Workplace plain;
    const Catalog copied = elaborate(keeping.environment, set);
    CHECK(keeping.diagnostics.items().empty());
    CHECK(copied == elaborate(plain.environment, set));
    CHECK(copied.find({Kind::extension, "", "", "pg_trgm"}) != nullptr);
    CHECK(copied.find({Kind::namespace_, "", "", "ext"}) != nullptr);
    CHECK(snapshot_databases().size() == 1);
  }
  drop_snapshots();
}

TEST_CASE("a history is replayed from what is kept of it", "[db]") {
  drop_snapshots();
  SourceMap sources;
  RevisionGraph graph;
  graph.migrations.emplace("r1", migration(sources, "r1", "CREATE TABLE public.t (a int);"));
  graph.migrations.emplace("r2", migration(sources, "r2", "ALTER TABLE public.t ADD COLUMN b text;"));
  KeepingWorkplace keeping;
  Workplace plain;
  replay(keeping.environment, graph, {"r1"});
  CHECK(snapshot_databases().size() == 1);
  const Catalog both = replay(keeping.environment, graph, {"r1", "r2"});
  CHECK(both == replay(plain.environment, graph, {"r1", "r2"}));
  // The kept database is the first revision's, untouched by the second.
  CHECK(
      test::server()
          ->connect(snapshot_databases().at(0))
          ->execute("SELECT count(*) FROM pg_attribute WHERE attrelid = 'public.t'::regclass AND attnum > 0")
          .value() == "1");
  drop_snapshots();
}

TEST_CASE("only the databases used last are kept", "[db]") {
  drop_snapshots();
  for (std::size_t i = 0; i < pg::ScratchDatabase::snapshot_capacity + 2; ++i) {
    pg::ScratchDatabase scratch(test::server()->url);
    scratch.session().execute("CREATE TABLE public.n" + std::to_string(i) + " ()");
    scratch.keep_as_snapshot(pg::ScratchDatabase::snapshot_name(std::to_string(i)));
  }
  CHECK(snapshot_databases().size() == pg::ScratchDatabase::snapshot_capacity);
  const std::string gone = pg::ScratchDatabase::snapshot_name("0");
  const std::string there = pg::ScratchDatabase::snapshot_name("5");
  pg::ScratchDatabase copy(test::server()->url, nullptr, {gone, there});
  REQUIRE(copy.copied_from());
  CHECK(*copy.copied_from() == 1);
  CHECK_NOTHROW(copy.session().execute("SELECT FROM public.n5"));
  pg::ScratchDatabase empty(test::server()->url, nullptr, {gone});
  CHECK_FALSE(empty.copied_from());
  // Taken names are no obstacle, and leave nothing behind.
  copy.keep_as_snapshot(there);
  drop_snapshots();
}
