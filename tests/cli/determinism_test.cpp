// Modules, classes and objects are worked on side by side: what comes out must not tell.
#include <sched.h>

#include <string>
#include <vector>

#include <fmt/format.h>

#include "support/catch.h"
#include "workspace.h"

using namespace schemac;
using test::Outcome;
using test::Workspace;

namespace {

constexpr int modules = 8, hierarchy_size = 12, plain_classes = 60;

// The child processes run on one core, so that their threads take turns in another way than on several.
class OnOneCore {
 public:
  OnOneCore() {
    ::sched_getaffinity(0, sizeof before_, &before_);
    for (int core = 0; core < CPU_SETSIZE; ++core) {
      if (!CPU_ISSET(core, &before_)) continue;
      cpu_set_t one;
      CPU_ZERO(&one);
      CPU_SET(core, &one);
      ::sched_setaffinity(0, sizeof one, &one);
      return;
    }
  }
  ~OnOneCore() { ::sched_setaffinity(0, sizeof before_, &before_); }
  OnOneCore(const OnOneCore&) = delete;
  OnOneCore& operator=(const OnOneCore&) = delete;

 private:
  cpu_set_t before_{};
};

// A hierarchy in one table or in several, with rules that each level narrows.
std::string hierarchy(int module) {
  std::string text = fmt::format(
      "  Root{0}:\n    annotations: {{sql_inheritance: {1}}}\n    attributes:\n"
      "      id: {{identifier: true}}\n      size: {{range: integer, minimum_value: 0}}\n"
      "      kinds: {{multivalued: true, range: Kind{0}}}\n",
      module, module % 2 == 0 ? "joined" : "single_table");
  for (int i = 0; i < hierarchy_size; ++i)
    text += fmt::format(
        "  Branch{0}x{1}:\n    is_a: {2}\n    slot_usage:\n      size: {{maximum_value: {3}}}\n"
        "      nothing{1}: {{required: true}}\n    attributes:\n"
        "      own{1}: {{range: Plain{0}x{1}, required: true}}\n",
        module, i, i < 3 ? fmt::format("Root{}", module) : fmt::format("Branch{}x{}", module, i - 3),
        1000 - i);
  return text;
}

// A class with every way to store a slot, references into the next module, and a rule over its rows.
std::string plain(int module, int number) {
  const int next = (module + 1) % modules;
  return fmt::format(
      "  Plain{0}x{1}:\n    mixins: [Labelled{0}]\n    slots: [shared, tags, mixed]\n"
      "    attributes:\n      id: {{identifier: true, range: integer}}\n"
      "      code: {{pattern: '^[A-Z]+{1}$', required: true}}\n      kind: {{range: Kind{0}}}\n"
      "      other: {{range: Plain{2}x{1}, inverse: shared}}\n      root: {{range: Root{0}, symmetric: "
      "true}}\n"
      "      parts: {{range: Part{0}, multivalued: true, inlined_as_list: true, maximum_cardinality: 9}}\n"
      "      object: {{range: Part{2}, inlined: true, annotations: {{sql_inline: jsonb}}}}\n"
      "      spread: {{range: Part{2}, inlined: true, annotations: {{sql_inline: columns}}}}\n"
      "      list: {{multivalued: true, range: integer, annotations: {{sql_multivalued: array}}, "
      "minimum_value: {1}}}\n"
      "    unique_keys: {{by_code: {{unique_key_slots: [code, kind]}}}}\n"
      "    rules:\n      - preconditions: {{slot_conditions: {{code: {{equals_string: A{1}}}}}}}\n"
      "        postconditions: {{slot_conditions: {{kind: {{required: true}}}}}}\n",
      module, number, next);
}

// Defined in every second module, in two ways: the others must choose.
std::string mixed(int module) {
  if (module % 2 == 0) return {};
  return fmt::format("  mixed: {{range: {}}}\n", module % 4 == 1 ? "string" : "integer");
}

std::string module_text(int module) {
  std::string text = fmt::format(
      "id: https://example.org/m{0}\nname: m{0}\nprefixes: {{linkml: https://w3id.org/linkml/}}\n"
      "imports:\n  - linkml:types\n  - m{1}\n"
      "enums:\n  Kind{0}: {{permissible_values: {{a: , b: , c{0}: }}}}\n"
      "slots:\n  base{0}: {{description: Of module {0}.}}\n"
      "  shared: {{is_a: base{0}, range: {2}}}\n  tags: {{multivalued: true}}\n{3}"
      "classes:\n  Labelled{0}: {{mixin: true, attributes: {{label: }}}}\n"
      "  Part{0}: {{attributes: {{amount: {{range: decimal, minimum_value: 0}}, unit: }}}}\n",
      module, (module + 1) % modules, module % 2 == 0 ? "string" : "integer", mixed(module));
  text += hierarchy(module);
  for (int i = 0; i < plain_classes; ++i) text += plain(module, i);
  return text;
}

struct Result {
  std::vector<std::string> texts;
  friend bool operator==(const Result&, const Result&) = default;
};

Result compile_from_nothing(Workspace& place, const std::string& build) {
  const Outcome outcome = place.schemac({"--explain", "--build", build, "compile"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  Result result;
  for (const char* name : {"manifest.json", "schema.sql", "sources.json", "graph.dot"})
    result.texts.push_back(place.read(build + "/" + name));
  for (const std::string& name : place.files(build + "/objects"))
    result.texts.push_back(name + "\n" + place.read(build + "/objects/" + name));
  result.texts.push_back(outcome.out + outcome.err);
  return result;
}

}  // namespace

TEST_CASE("what is compiled side by side comes out the same each time", "[compile][determinism]") {
  Workspace place("compile_determinism");
  place.write("schemac.yaml", "name: demo\nlinkml: [m0.yaml]\nlinkml_options: {slot_scope: module}\n");
  for (int module = 0; module < modules; ++module)
    place.write(fmt::format("m{}.yaml", module), module_text(module));
  const Result first = compile_from_nothing(place, "build0");
  const std::string& said = first.texts.back();
  for (const char* code :
       {"[usage-without-slot]", "[slot-chosen]", "[unenforced-inverse]", "[unenforced-symmetric]"})
    CHECK(said.find(code) != std::string::npos);
  CHECK(first.texts.size() > modules * plain_classes);
  for (int round = 1; round <= 4; ++round) {
    INFO("round " << round);
    CHECK((compile_from_nothing(place, fmt::format("build{}", round)) == first));
  }
  const OnOneCore on_one_core;
  for (int round = 5; round <= 6; ++round) {
    INFO("round " << round);
    CHECK((compile_from_nothing(place, fmt::format("build{}", round)) == first));
  }
}
