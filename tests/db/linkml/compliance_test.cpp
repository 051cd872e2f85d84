// LinkML's own compliance cases against a real server: what they call valid must load, what they call invalid
// must be refused, by the compiler, the loader or the database. The cases that are not so are those that
// docs/compliance.md lists, each with its reason, and no others: the test reads that page.
#include <algorithm>
#include <cctype>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "catalog/name_style.h"
#include "linkml/induce.h"
#include "linkml_place.h"
#include "support/catch.h"
#include "support/server.h"

namespace schemac::test {
namespace {

using Json = nlohmann::ordered_json;

struct Tally {
  int valid = 0, accepted = 0, invalid = 0, refused = 0;
};

// Rows of the page's table of cases: | `schema` | `case` | reason |
std::set<std::string> explained_cases() {
  const Files files;
  std::istringstream page(files.read(std::filesystem::path(SCHEMAC_SOURCE_DIR) / "docs/compliance.md"));
  std::set<std::string> cases;
  for (std::string line; std::getline(page, line);) {
    if (!line.starts_with("| `")) continue;
    std::vector<std::string> cells;
    std::istringstream row(line);
    for (std::string cell; std::getline(row, cell, '`');) cells.push_back(cell);
    if (cells.size() >= 5) cases.insert(cells[1] + " " + cells[3]);
  }
  return cases;
}

// Does the message say which slot it is about? Any slot or data key of the schema counts.
bool names_a_slot(const Compiled& compiled, const std::string& message) {
  const auto has_word = [&](const std::string& word) {
    for (std::size_t at = message.find(word); at != std::string::npos; at = message.find(word, at + 1)) {
      const auto is_letter = [&](std::size_t i) {
        return i < message.size() && std::isalnum(static_cast<unsigned char>(message[i])) != 0;
      };
      if (!is_letter(at + word.size()) && (at == 0 || !is_letter(at - 1))) return true;
    }
    return false;
  };
  for (const linkml::InducedClass& class_ : compiled.schema->classes) {
    for (const linkml::InducedSlot& slot : class_.slots) {
      if (has_word(slot.name) || has_word(slot.slot.name.value) || has_word(snake_case(slot.name)))
        return true;
    }
  }
  // The class as a whole is refused.
  return message.find("[class-has-no-table]") != std::string::npos;
}

class Compliance {
 public:
  void run(const Json& schema) {
    feature_ = schema["feature"];
    name_ = schema["name"];
    LinkmlPlace place;
    place.write("schema.yaml", schema["schema"].dump(1));
    for (const Json& imported : schema["imported_schemas"])
      place.write(imported["name"].get<std::string>() + ".yaml", imported.dump(1));
    place.project.linkml = {"schema.yaml"};
    place.project.lower.references = LowerOptions::References::unchecked;
    const bool compiles = place.compile();
    const std::string errors = place.messages(Severity::error);
    if (compiles) {
      session().execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
      place.create(session());
    }
    for (const Json& one : schema["cases"]) {
      const std::string refusal = compiles ? load(place, one) : errors;
      judge(one, refusal);
      if (compiles && !refusal.empty() && !one["valid"].get<bool>() && !names_a_slot(place.compiled, refusal))
        unnamed += fmt::format("  {} {}: {}", name_, one["name"].get<std::string>(), refusal);
    }
  }

  std::map<std::string, Tally> features;
  std::map<std::string, std::string> wrong;  // schema and case -> what happened
  std::string unnamed;

 private:
  pg::Session& session() { return database_.session(); }

  // Why the object was refused; empty if it was loaded. What was loaded is removed again.
  std::string load(LinkmlPlace& place, const Json& one) {
    const std::string refusal = place.load_text(session(), one["class"], "object.json", one["object"].dump());
    std::string tables;
    for (const auto& row :
         session()
             .query(
                 "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public'")
             .rows)
      tables += (tables.empty() ? "" : ", ") + *row[0];
    if (refusal.empty() && !tables.empty()) session().execute("TRUNCATE " + tables + " CASCADE");
    return refusal;
  }

  void judge(const Json& one, const std::string& refusal) {
    Tally& tally = features[feature_];
    const bool valid = one["valid"];
    ++(valid ? tally.valid : tally.invalid);
    if (valid == refusal.empty()) {
      ++(valid ? tally.accepted : tally.refused);
    } else {
      wrong[name_ + " " + one["name"].get<std::string>()] =
          valid ? "refused: " + refusal : "accepted: " + one["object"].dump() + "\n";
    }
  }

  TestDatabase database_;
  std::string feature_;
  std::string name_;
};

TEST_CASE("compliance cases: valid objects load, invalid ones are refused", "[linkml][compliance]") {
  const std::filesystem::path path = shared_data("compliance/cases.json");
  if (path.empty()) return;
  if (server() == nullptr) return;
  const Json cases = Json::parse(Files().read(path));
  Compliance compliance;
  for (const Json& schema : cases["schemas"]) {
    INFO(schema["name"].get<std::string>());
    compliance.run(schema);
  }
  Tally all;
  for (const auto& [feature, tally] : compliance.features) {
    std::cout << fmt::format("{}: accepted valid {}/{}, refused invalid {}/{}\n", feature, tally.accepted,
                             tally.valid, tally.refused, tally.invalid);
    all.valid += tally.valid;
    all.accepted += tally.accepted;
    all.invalid += tally.invalid;
    all.refused += tally.refused;
  }
  std::cout << fmt::format("all: accepted valid {}/{}, refused invalid {}/{}\n", all.accepted, all.valid,
                           all.refused, all.invalid);
  const std::set<std::string> explained = explained_cases();
  for (const auto& [name, what] : compliance.wrong) {
    if (explained.contains(name)) continue;
    FAIL_CHECK(name + ": " + what);
  }
  for (const std::string& name : explained) {
    if (!compliance.wrong.contains(name)) FAIL_CHECK("docs/compliance.md explains what works: " + name);
  }
  CHECK(all.accepted == all.valid);
  CHECK(all.refused * 100 >= all.invalid * 95);
  CHECK(compliance.unnamed == "");
}

}  // namespace
}  // namespace schemac::test
