// What is elaborated out of the state before is what would be elaborated afresh: chains of random edits of
// random states and of the reference project.
//
// SCHEMAC_PROPERTY_COUNT chains (default 10) from SCHEMAC_PROPERTY_SEED (default 1) on.
#include <algorithm>
#include <cstdlib>
#include <set>

#include <fmt/format.h>

#include "compile/compile.h"
#include "elaboration_place.h"
#include "property/random_state.h"
#include "support/catch.h"
#include "support/plan_cases.h"
#include "support/server.h"

using namespace schemac;
using test::ElaborationPlace;
using test::Random;

namespace {

constexpr int edits_in_chain = 5;

std::uint64_t number(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

std::string script(const test::RandomState& state) {
  std::string sql;
  for (const test::Statement& statement : test::statements(state)) sql += statement.sql + ";\n";
  return sql;
}

// Elaborates the set in its place and afresh. Returns whether the first was partial.
bool check(ElaborationPlace& place, const ArtifactSet& set) {
  const std::string from_before = place.elaborated(set);
  const bool partial = place.was_partial();
  CHECK(from_before == place.elaborated_afresh(set));
  return partial;
}

ArtifactSet reference_project() {
  Project project;
  project.folder = SCHEMAC_SOURCE_DIR;
  project.name = "biositing";
  project.linkml = {"schemas/biositing.yaml"};
  project.sql = {"sql"};
  project.namespaces = {"public", "analytics"};
  Files files;
  SourceMap sources;
  Diagnostics diagnostics;
  ArtifactSet set = compile(project, files, sources, diagnostics).artifacts;
  REQUIRE_FALSE(diagnostics.has_errors());
  for (Artifact& artifact : set.artifacts) artifact.span = {};
  return set;
}

std::set<ObjectId> with_dependents(const ArtifactSet& set, const ObjectId& id) {
  std::set<ObjectId> ids = {id};
  for (const Artifact& artifact : set.artifacts) {  // in dependency order
    const auto& needs = artifact.depends_on;
    if (std::any_of(needs.begin(), needs.end(), [&](const ObjectId& on) { return ids.contains(on); }))
      ids.insert(artifact.id);
  }
  return ids;
}

void take_away(ArtifactSet& set, const ObjectId& id) {
  const std::set<ObjectId> gone = with_dependents(set, id);
  std::erase_if(set.artifacts, [&](const Artifact& artifact) { return gone.contains(artifact.id); });
}

void put_back(ArtifactSet& set, const ArtifactSet& whole, const ObjectId& id) {
  std::set<ObjectId> there;
  for (const Artifact& artifact : set.artifacts) there.insert(artifact.id);
  std::set<ObjectId> wanted = {id};
  for (auto artifact = whole.artifacts.rbegin(); artifact != whole.artifacts.rend(); ++artifact) {
    if (wanted.contains(artifact->id))
      wanted.insert(artifact->depends_on.begin(), artifact->depends_on.end());
  }
  for (const Artifact& artifact : whole.artifacts) {
    if (wanted.contains(artifact.id) && !there.contains(artifact.id)) set.artifacts.push_back(artifact);
  }
}

void add_index(ArtifactSet& set, const ObjectId& table, int serial) {
  Artifact index;
  index.id = {Kind::index, table.namespace_, table.name, fmt::format("extra_index_{}", serial)};
  index.statements = {
      fmt::format("CREATE INDEX {} ON {} ((1))", quote_identifier(index.id.name), qualified_name(table))};
  index.depends_on = {table};
  set.artifacts.push_back(std::move(index));
}

void edit(ArtifactSet& set, const ArtifactSet& whole, Random& random, int serial) {
  Artifact& artifact = set.artifacts[random() % set.artifacts.size()];
  const ObjectId id = artifact.id;
  const bool is_table = id.kind == Kind::table;
  const auto add = [&](const std::string& statement) {
    artifact.statements.push_back(statement);
    artifact.canonical = false;
  };
  switch (random() % 8) {
    case 0:
      if (set.artifacts.size() > 20) take_away(set, id);
      break;
    case 1:
    case 2:
      put_back(set, whole, whole.artifacts[random() % whole.artifacts.size()].id);
      break;
    case 3:
      if (is_table) add(fmt::format("ALTER TABLE {} ADD COLUMN extra_{} serial", qualified_name(id), serial));
      break;
    case 4:  // the server chooses the names
      if (is_table)
        add(fmt::format("ALTER TABLE {} ADD COLUMN extra_{} integer UNIQUE CHECK (true), ADD CHECK (1 = 1)",
                        qualified_name(id), serial));
      break;
    case 5:
      if (is_table) add_index(set, id, serial);
      break;
    default:
      if (is_table) add(fmt::format("COMMENT ON TABLE {} IS 'comment {}'", qualified_name(id), serial));
      if (id.kind == Kind::materialized_view || id.kind == Kind::view) {
        add(fmt::format("COMMENT ON {} {} IS 'comment {}'",
                        id.kind == Kind::view ? "VIEW" : "MATERIALIZED VIEW", qualified_name(id), serial));
      }
  }
}

}  // namespace

TEST_CASE("random states are elaborated out of the state before as they would be afresh", "[elaborate]") {
  if (test::server() == nullptr) return;
  test::make_role(*test::server()->connect(), "golden_reader");
  const std::uint64_t first = number("SCHEMAC_PROPERTY_SEED", 1);
  const std::uint64_t count = number("SCHEMAC_PROPERTY_COUNT", 10);
  std::uint64_t partial = 0;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    INFO("SCHEMAC_PROPERTY_SEED=" << seed << " SCHEMAC_PROPERTY_COUNT=1");
    Random random(seed);
    ElaborationPlace place(test::server()->url);
    test::RandomState state = test::random_state(random);
    place.elaborated(test::compiled_sql(script(state)));
    for (int at = 0; at < edits_in_chain; ++at) {
      state = test::edited(state, random);
      partial += check(place, test::compiled_sql(script(state))) ? 1 : 0;
    }
  }
  INFO(partial << " of " << count * edits_in_chain << " were partial");
  CHECK(partial * 4 > count * edits_in_chain);  // in small states an edit often touches all
}

TEST_CASE("edits of the reference project are elaborated out of the state before", "[elaborate]") {
  if (test::server() == nullptr) return;
  const ArtifactSet whole = reference_project();
  const std::uint64_t first = number("SCHEMAC_PROPERTY_SEED", 1);
  const std::uint64_t count = number("SCHEMAC_PROPERTY_COUNT", 10);
  std::uint64_t partial = 0;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    Random random(seed);
    ElaborationPlace place(test::server()->url);
    ArtifactSet set = whole;
    place.elaborated(set);
    for (int at = 0; at < edits_in_chain; ++at) {
      INFO("SCHEMAC_PROPERTY_SEED=" << seed << " SCHEMAC_PROPERTY_COUNT=1, edit " << at);
      edit(set, whole, random, at);
      Diagnostics diagnostics;
      order_and_hash(set, diagnostics);
      REQUIRE_FALSE(diagnostics.has_errors());
      partial += check(place, set) ? 1 : 0;
    }
  }
  INFO(partial << " of " << count * edits_in_chain << " were partial");
  CHECK(partial * 10 > count * edits_in_chain * 8);
}
