// Schemas that other people wrote, from beside the project: they compile, a server takes them, the database
// then is what was compiled, and inspect's LinkML of it compiles to the same again.
#include <map>

#include <fmt/format.h>

#include "catalog/text.h"
#include "diff/diff.h"
#include "linkml_place.h"
#include "pg/introspect.h"
#include "raise/reverse.h"
#include "scratch/elaborate.h"
#include "support/catch.h"
#include "support/server.h"

namespace schemac::test {
namespace {

namespace fs = std::filesystem;

struct CorpusSchema {
  const char* root;
  linkml::SlotScope scope;
  LowerOptions::References references;
};
constexpr auto global = linkml::SlotScope::global;
constexpr auto module = linkml::SlotScope::module;
constexpr auto enforced = LowerOptions::References::enforced;
constexpr auto unchecked = LowerOptions::References::unchecked;

void set_up(LinkmlPlace& place, const fs::path& root, const CorpusSchema& schema) {
  place.project.linkml = {root.string()};
  place.project.slot_scope = schema.scope;
  place.project.lower.references = schema.references;
  place.project.lower.types = {{"geometry", "geometry"}};
  place.project.database.scratch = server()->url;
}

std::string differences(const Catalog& from, const Catalog& to) {
  std::string text;
  for (const auto& [id, object] : from.objects) {
    const Object* other = to.find(id);
    if (other == nullptr) text += "lost: " + id.text() + "\n";
  }
  for (const auto& [id, object] : to.objects) {
    const Object* before = from.find(id);
    if (before == nullptr) {
      text += "new: " + id.text() + "\n";
      continue;
    }
    Catalog a, b;
    a.add(*before);
    b.add(object);
    for (Catalog* each : {&a, &b}) {
      for (auto& [each_id, each_object] : each->objects) {
        each_object.owner.reset();
        each_object.depends_on.clear();
        if (auto* extension = std::get_if<Extension>(&each_object.body)) extension->version.clear();
      }
    }
    if (!diff(a, b, {}).empty()) text += "changed: " + dump(a) + "to: " + dump(b);
  }
  return text.substr(0, 4000);
}

void round_trip(const CorpusSchema& schema) {
  const fs::path root = shared_data(std::string("corpus/") + schema.root);
  if (root.empty() || server() == nullptr) return;
  if (std::string(schema.root).starts_with("ca_biositing") && !has_extension("postgis")) {
    WARN("skipped: PostGIS is not installed");
    return;
  }
  LinkmlPlace place;
  set_up(place, root, schema);
  place.compile();
  REQUIRE(place.messages(Severity::error) == "");
  const Catalog desired = elaborate(place.environment, place.compiled.artifacts);
  REQUIRE(place.messages(Severity::error) == "");
  TestDatabase database;
  place.create(database.session());
  const Catalog real = pg::introspect(*database.connect(), {});
  CHECK(differences(desired, real) == "");

  const std::string text = linkml_of_catalog(real, "inspected");
  LinkmlPlace again;
  again.project.folder = again.folder / "again";
  again.folder = again.project.folder;
  again.write("inspected.yaml", text);
  again.project.linkml = {"inspected.yaml"};
  again.project.database.scratch = server()->url;
  again.compile();
  REQUIRE(again.messages(Severity::error).substr(0, 3000) == "");
  const Catalog back = elaborate(again.environment, again.compiled.artifacts);
  CHECK(again.messages(Severity::error).substr(0, 3000) == "");
  CHECK(differences(real, back) == "");
}

TEST_CASE("corpus: personinfo", "[linkml][corpus]") {
  round_trip({"personinfo/personinfo.yaml", global, enforced});
}
TEST_CASE("corpus: kitchen_sink", "[linkml][corpus]") {
  round_trip({"kitchen_sink/kitchen_sink.yaml", module, enforced});
}
TEST_CASE("corpus: metamodel", "[linkml][corpus]") { round_trip({"metamodel/meta.yaml", global, enforced}); }
TEST_CASE("corpus: include", "[linkml][corpus]") {
  round_trip({"include/include_schema.yaml", global, enforced});
}
TEST_CASE("corpus: sssom", "[linkml][corpus]") { round_trip({"sssom/sssom_schema.yaml", global, enforced}); }
TEST_CASE("corpus: kgcl", "[linkml][corpus]") { round_trip({"kgcl/kgcl.yaml", module, enforced}); }
TEST_CASE("corpus: ca_biositing", "[linkml][corpus][postgis]") {
  round_trip({"ca_biositing/ca_biositing.yaml", module, enforced});
}
TEST_CASE("corpus: nmdc", "[linkml][corpus]") { round_trip({"nmdc/nmdc.yaml", global, unchecked}); }

// Of data/valid, with the reason.
const std::map<std::string, std::string> not_loadable = {
    {"Database-biosamples-1.yaml",
     "one taxon is inlined twice with different content: one row cannot be both"},
};
// Three files of data/valid give a key twice in one object; one of the two values would be lost without a
// message.
constexpr std::string_view repeated_key = "occurs twice in one object";

TEST_CASE("corpus: data of nmdc", "[linkml][corpus][load]") {
  const fs::path root = shared_data("corpus/nmdc/nmdc.yaml");
  if (root.empty() || server() == nullptr) return;
  LinkmlPlace place;
  set_up(place, root, {"", global, unchecked});
  place.project.lower.types["bytes"] = "bigint";  // file sizes
  REQUIRE(place.compile());
  TestDatabase database;
  place.create(database.session());
  const auto load = [&](const fs::path& file) -> std::string {
    LoadOptions options;
    options.files = {file};
    const std::string stem = file.stem().string();
    options.class_name = stem.substr(0, stem.find_first_of("-_"));
    options.dry_run = true;
    try {
      place.load(database.session(), options);
    } catch (const UserError& error) {
      return std::string(error.what()) + "\n";
    }
    return place.messages(Severity::error);
  };
  std::string refused, accepted;
  int valid = 0, invalid = 0;
  const Files files;
  for (const fs::path& file : files.list(root.parent_path() / "data/valid", ".yaml")) {
    const std::string message = load(file);
    if (message.empty() && not_loadable.count(file.filename().string()) > 0)
      refused += "loaded after all: " + file.filename().string() + "\n";
    if (!message.empty() && message.find(repeated_key) == std::string::npos &&
        not_loadable.count(file.filename().string()) == 0)
      refused += file.filename().string() + ": " + message.substr(0, 300) + "\n";
    valid += message.empty() ? 1 : 0;
  }
  for (const fs::path& file : files.list(root.parent_path() / "data/invalid", ".yaml")) {
    const bool ok = load(file).empty();
    invalid += ok ? 0 : 1;
    if (ok) accepted += file.filename().string() + "\n";
  }
  WARN("loaded " << valid << " of data/valid, refused " << invalid << " of data/invalid");
  CHECK(refused.substr(0, 6000) == "");
  CHECK(accepted == "");
}

}  // namespace
}  // namespace schemac::test
