// Introspection and the printer against each other: what is read from a database, printed into an empty one
// and read again must be the same, and pg_dump must say so too.
#include "pg/introspect.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <numeric>
#include <random>
#include <sstream>

#include "base/subprocess.h"
#include "base/topological.h"
#include "catalog/ddl.h"
#include "catalog/text.h"
#include "support/catch.h"
#include "support/server.h"

using namespace schemac;

namespace {

const std::filesystem::path fixtures = std::filesystem::path(SCHEMAC_SOURCE_DIR) / "tests/db/introspect";

void make_roles() {
  auto session = test::server()->connect();
  for (const char* role : {"schemac_test_reader", "schemac_test_owner", "schemac test \"odd\" role"}) {
    const auto found = session->query("SELECT 1 FROM pg_roles WHERE rolname = $1", {std::string(role)});
    if (found.rows.empty()) session->execute("CREATE ROLE " + quote_identifier(role));
  }
}

// Everything that the catalog says into an empty database.
void print_into(pg::Session& session, const Catalog& catalog) {
  std::vector<const Object*> objects;
  std::map<ObjectId, std::size_t> numbers;
  for (const auto& [id, object] : catalog.objects) {
    numbers.emplace(id, objects.size());
    objects.push_back(&object);
  }
  std::vector<std::vector<std::size_t>> edges(objects.size());
  for (std::size_t i = 0; i < objects.size(); ++i) {
    for (const Dependency& edge : objects[i]->depends_on) {
      // A sequence that belongs to a column is told so at the end.
      if (objects[i]->id.kind == Kind::sequence && !edge.column.empty()) continue;
      const auto found = numbers.find(edge.on);
      if (found != numbers.end()) edges[i].push_back(found->second);
    }
  }
  const TopologicalOrder order = topological_order(edges);
  if (!order.cycle.empty()) {
    for (const std::size_t i : order.cycle) UNSCOPED_INFO("cycle: " << objects[i]->id.text());
    FAIL("the dependencies have a cycle");
  }
  std::vector<std::string> statements;
  for (const std::size_t i : order.order) {
    auto own = create_statements(*objects[i]);
    if (objects[i]->id == ObjectId{Kind::namespace_, {}, {}, "public"}) {
      own.erase(std::remove(own.begin(), own.end(), "CREATE SCHEMA public"), own.end());
    }
    std::move(own.begin(), own.end(), std::back_inserter(statements));
  }
  for (const std::size_t i : order.order) {
    auto own = completion_statements(*objects[i]);
    std::move(own.begin(), own.end(), std::back_inserter(statements));
  }
  for (const std::string& statement : statements) {
    try {
      session.execute(statement);
    } catch (const pg::DatabaseError& error) {
      FAIL(error.what() << "\nin: " << statement);
    }
  }
}

CommandResult program(std::vector<std::string> argv) {
  Command command;
  command.argv = std::move(argv);
  return run_command(command);
}

// Statements of pg_dump, sorted: the order follows the oids. Empty if there is no pg_dump of the server's
// version.
std::vector<std::string> dumped(const std::string& url, int server_version_num) {
  try {
    const auto version = program({"pg_dump", "--version"}).output;
    const std::size_t digit = version.find_first_of("0123456789");
    if (digit == std::string::npos || std::stoi(version.substr(digit)) < server_version_num / 10000)
      return {};
  } catch (const OsError&) {
    return {};
  }
  const CommandResult result = program({"pg_dump", "--schema-only", "-d", url});
  INFO(result.output);
  REQUIRE(result.exit_code == 0);
  std::vector<std::string> statements;
  std::istringstream lines(result.output);
  std::string statement;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("--") || line.starts_with("\\") || line.empty()) {
      if (!statement.empty()) statements.push_back(std::move(statement));
      statement.clear();
      continue;
    }
    // Of one object, but in the order in which they were granted.
    if (line.starts_with("GRANT ") || line.starts_with("REVOKE ") || line.starts_with("ALTER DEFAULT ")) {
      statements.push_back(line);
      continue;
    }
    statement += line + '\n';
  }
  if (!statement.empty()) statements.push_back(std::move(statement));
  std::sort(statements.begin(), statements.end());
  return statements;
}

std::string difference(const Catalog& a, const Catalog& b) {
  std::string out;
  for (const auto& [id, object] : a.objects) {
    const Object* other = b.find(id);
    if (other == nullptr) {
      out += "only before: " + dump(object);
    } else if (!(*other == object)) {
      out += "before: " + dump(object) + "after: " + dump(*other);
    }
  }
  for (const auto& [id, object] : b.objects) {
    if (a.find(id) == nullptr) out += "only after: " + dump(object);
  }
  return out;
}

}  // namespace

TEST_CASE("what is read, printed and read again is the same", "[introspect]") {
  if (test::server() == nullptr) {
    WARN("skipped: no PostgreSQL server binaries are installed");
    return;
  }
  make_roles();
  Files files;
  const auto paths = files.list(fixtures, ".sql");
  REQUIRE(paths.size() >= 8);
  const std::string only = std::getenv("INTROSPECT_FIXTURE") ? std::getenv("INTROSPECT_FIXTURE") : "";
  for (const auto& path : paths) {
    if (!only.empty() && path.stem() != only) continue;
    DYNAMIC_SECTION(path.stem().string()) {
      test::TestDatabase before;
      const int needed =
          path.stem().string().starts_with("from_") ? std::stoi(path.stem().string().substr(5)) : 13;
      if (before.session().server_version_num() < needed * 10000) continue;
      before.session().execute(files.read(path));
      const Catalog first = pg::introspect(before.session());
      CHECK(first.objects.size() > 5);

      test::TestDatabase after;
      print_into(after.session(), first);
      const Catalog second = pg::introspect(after.session());
      CHECK(difference(first, second) == "");
      CHECK(fingerprint(first) == fingerprint(second));
      CHECK(first.unread == second.unread);

      const auto old_dump = dumped(before.url(), first.server_version_num);
      const auto new_dump = dumped(after.url(), first.server_version_num);
      std::vector<std::string> lost, gained;
      std::set_difference(old_dump.begin(), old_dump.end(), new_dump.begin(), new_dump.end(),
                          std::back_inserter(lost));
      std::set_difference(new_dump.begin(), new_dump.end(), old_dump.begin(), old_dump.end(),
                          std::back_inserter(gained));
      for (const auto& s : lost) UNSCOPED_INFO("only in the first dump: " << s);
      for (const auto& s : gained) UNSCOPED_INFO("only in the second dump: " << s);
      CHECK((lost.empty() && gained.empty()));

      CHECK(difference(first, catalog_from_json(nlohmann::json::parse(to_json(first).dump()))) == "");
    }
  }
}

namespace {

// A statement, and the statements (by number) that have to run before it.
struct Ordered {
  std::string sql;
  std::vector<std::size_t> after;
};

// Operators that name each other in every way in which a person writes it, and what is built on them.
std::vector<Ordered> ordered_objects() {
  const auto make = [](const std::string& name, const std::string& function, const std::string& rest,
                       const std::string& left = "point", const std::string& right = "point") {
    return "CREATE OPERATOR " + name + " (FUNCTION = " + function + ", LEFTARG = " + left +
           ", RIGHTARG = " + right + rest + ")";
  };
  return {
      // a negator that one of two states, that both state, in another schema, of which only a shell exists
      {make("one.#=", "one.same", ", NEGATOR = OPERATOR(one.#<>)"), {}},
      {make("one.#<>", "one.other", ""), {}},
      {make("one.@=", "one.same", ", NEGATOR = OPERATOR(one.@<>)"), {}},
      {make("one.@<>", "one.other", ", NEGATOR = OPERATOR(one.@=)"), {}},
      {make("one.%=", "one.same", ", NEGATOR = OPERATOR(two.%<>)"), {}},
      {make("two.%<>", "one.other", ""), {}},
      {make("one.&=", "one.same", ", NEGATOR = OPERATOR(two.&<>)"), {}},
      // a commutator that one states, of itself, of other types, of itself by the negator's statement
      {make("one.<#", "one.same", ", COMMUTATOR = OPERATOR(two.>#)"), {}},
      {make("two.>#", "one.same", ""), {}},
      {make("one.~=~~", "one.same", ", COMMUTATOR = OPERATOR(one.~=~~)"), {}},
      {make("one.<%", "one.mixed", ", COMMUTATOR = OPERATOR(one.>%)", "point", "box"), {}},
      {make("one.>%", "one.mixed_back", "", "box", "point"), {}},
      // four that hang together: each end states one link
      {make("one.<^", "one.same", ", COMMUTATOR = OPERATOR(one.>^), NEGATOR = OPERATOR(one.>=^)"), {}},
      {make("one.>^", "one.same", ", NEGATOR = OPERATOR(one.<=^)"), {}},
      {make("one.<=^", "one.same", ", COMMUTATOR = OPERATOR(one.>=^)"), {}},
      {make("one.>=^", "one.same", ""), {}},
      // classes and families: a member beside a class of its type, before and behind it
      {"CREATE OPERATOR FAMILY one.ordered USING btree", {}},
      {"CREATE OPERATOR CLASS one.ordered_point FOR TYPE point USING btree FAMILY one.ordered AS OPERATOR 1 "
       "one.<^ (point, point)",
       {12, 16}},
      {"ALTER OPERATOR FAMILY one.ordered USING btree ADD FUNCTION 1 (point, point) one.compare(point, "
       "point)",
       {16}},
      {"ALTER OPERATOR FAMILY one.ordered USING btree ADD OPERATOR 5 one.>^ (point, point)", {13, 16}},
      {"CREATE OPERATOR FAMILY one.hashed USING hash", {}},
      {"CREATE OPERATOR CLASS one.hashed_point FOR TYPE point USING hash FAMILY one.hashed AS STORAGE point",
       {20}},
      {"ALTER OPERATOR FAMILY one.hashed USING hash ADD OPERATOR 1 one.@= (point, point), FUNCTION 1 (point, "
       "point) one.hash(point)",
       {2, 20}},
      {"CREATE OPERATOR FAMILY one.spatial USING gist", {}},
      {"CREATE OPERATOR CLASS one.spatial_point FOR TYPE point USING gist FAMILY one.spatial AS OPERATOR 1 "
       "one.<# (point, point)",
       {7, 23}},
      {"ALTER OPERATOR FAMILY one.spatial USING gist ADD FUNCTION 1 (box, box) one.consistent(internal, box, "
       "smallint, oid, internal)",
       {23}},
      // overloads, an aggregate that sorts, a cast
      {"CREATE FUNCTION one.twice(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'", {}},
      {"CREATE FUNCTION one.twice(text) RETURNS text LANGUAGE sql AS 'SELECT NULL::text'", {}},
      {"CREATE AGGREGATE one.first(point) (SFUNC = one.keep, STYPE = point, SORTOP = OPERATOR(one.<^))",
       {12}},
      {"CREATE CAST (point AS bit varying) WITH FUNCTION one.to_bits(point)", {}},
  };
}

constexpr std::array prepared_for_order = {
    "CREATE SCHEMA one",
    "CREATE SCHEMA two",
    "CREATE FUNCTION one.same(point, point) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true'",
    "CREATE FUNCTION one.other(point, point) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT false'",
    "CREATE FUNCTION one.mixed(point, box) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true'",
    "CREATE FUNCTION one.mixed_back(box, point) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true'",
    "CREATE FUNCTION one.compare(point, point) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 0'",
    "CREATE FUNCTION one.hash(point) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 0'",
    "CREATE FUNCTION one.keep(point, point) RETURNS point LANGUAGE sql IMMUTABLE AS 'SELECT $1'",
    "CREATE FUNCTION one.to_bits(point) RETURNS bit varying LANGUAGE sql IMMUTABLE AS $$SELECT B'1'$$",
    "CREATE FUNCTION one.consistent(internal, box, smallint, oid, internal) RETURNS boolean LANGUAGE "
    "internal "
    "IMMUTABLE AS 'gist_box_consistent'"};

std::vector<std::size_t> random_order(const std::vector<Ordered>& objects, std::mt19937_64& random) {
  std::vector<std::size_t> order, left(objects.size());
  std::iota(left.begin(), left.end(), std::size_t{0});
  while (!left.empty()) {
    std::shuffle(left.begin(), left.end(), random);
    const auto next = std::find_if(left.begin(), left.end(), [&](std::size_t i) {
      return std::none_of(objects[i].after.begin(), objects[i].after.end(), [&](std::size_t before) {
        return std::find(left.begin(), left.end(), before) != left.end();
      });
    });
    order.push_back(*next);
    left.erase(next);
  }
  return order;
}

// What makes each object, by its id.
std::string statements_of(const Catalog& catalog) {
  std::string out;
  for (const auto& [id, object] : catalog.objects) {
    for (const std::string& statement : create_statements(object)) out += statement + ";\n";
    for (const std::string& statement : completion_statements(object)) out += statement + ";\n";
  }
  return out;
}

}  // namespace

TEST_CASE("objects read alike in whatever order they were made", "[introspect]") {
  if (test::server() == nullptr) {
    WARN("skipped: no PostgreSQL server binaries are installed");
    return;
  }
  test::TestDatabase database;
  pg::Session& session = database.session();
  const std::vector<Ordered> objects = ordered_objects();
  std::mt19937_64 random(7);
  std::string first;
  for (int round = 0; round < 12; ++round) {
    const std::vector<std::size_t> order = random_order(objects, random);
    std::string script;
    for (const char* statement : prepared_for_order) session.execute(statement);
    for (const std::size_t i : order) {
      script += objects[i].sql + ";\n";
      session.execute(objects[i].sql);
    }
    INFO(script);
    const Catalog catalog = pg::introspect(session);
    const std::string statements = statements_of(catalog);
    if (round == 0) first = statements;
    CHECK(statements == first);
    // Printed into an empty database it reads alike, and both ends of each link are set.
    test::TestDatabase copy;
    print_into(copy.session(), catalog);
    CHECK(statements_of(pg::introspect(copy.session())) == statements);
    const pg::Result unlinked = copy.session().query(
        "SELECT o.oid::regoperator::text FROM pg_operator o JOIN pg_operator p ON p.oid IN (o.oprcom, "
        "o.oprnegate) WHERE o.oid >= 16384 AND p.oprcode <> 0 AND o.oid NOT IN (p.oprcom, p.oprnegate)");
    CHECK(unlinked.rows.empty());
    for (const char* statement : {"DROP CAST (point AS bit varying)", "DROP SCHEMA one, two CASCADE"})
      session.execute(statement);
  }
  // On every server.
  for (const char* link : {"one.#= (FUNCTION = one.same, LEFTARG = point, RIGHTARG = point, NEGATOR = "
                           "OPERATOR(one.#<>))",
                           "one.#<> (FUNCTION = one.other, LEFTARG = point, RIGHTARG = point, NEGATOR = "
                           "OPERATOR(one.#=))",
                           "two.%<> (FUNCTION = one.other, LEFTARG = point, RIGHTARG = point, NEGATOR = "
                           "OPERATOR(one.%=))",
                           "one.&= (FUNCTION = one.same, LEFTARG = point, RIGHTARG = point, NEGATOR = "
                           "OPERATOR(two.&<>))",
                           "COMMUTATOR = OPERATOR(one.~=~~)",
                           "two.># (FUNCTION = one.same, LEFTARG = point, RIGHTARG = point, COMMUTATOR = "
                           "OPERATOR(one.<#))",
                           "one.>% (FUNCTION = one.mixed_back, LEFTARG = box, RIGHTARG = point, COMMUTATOR = "
                           "OPERATOR(one.<%))",
                           "one.>=^ (FUNCTION = one.same, LEFTARG = point, RIGHTARG = point, COMMUTATOR = "
                           "OPERATOR(one.<=^), NEGATOR = OPERATOR(one.<^))",
                           "FUNCTION 1 (box, box) one.consistent(internal,box,smallint,oid,internal)",
                           "FUNCTION 1 (point, point) one.compare(point,point)"}) {
    INFO(first);
    CHECK(first.find(link) != std::string::npos);
  }
}
