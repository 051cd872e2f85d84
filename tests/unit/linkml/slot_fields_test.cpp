#include "linkml/slot_fields.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <utility>

#include "base/files.h"
#include "linkml/read.h"
#include "linkml/slot_merge.h"
#include "support/catch.h"

namespace schemac::linkml {
namespace {

// Sizes of the listed fields; each starts where the one before it ends.
template <typename T>
constexpr std::size_t listed_size() {
  std::size_t size = 0;
  each_metaslot(static_cast<const T*>(nullptr),
                [&](auto metaslot) { size += sizeof(std::declval<T&>().*metaslot.member); });
  return size;
}
constexpr std::size_t span_size = (sizeof(Span) + alignof(Text) - 1) / alignof(Text) * alignof(Text);

// If one of these fails, a field of the struct is not listed in slot_fields.h.
static_assert(sizeof(Element) == listed_size<Element>() + sizeof(Element::unread) + span_size);
static_assert(sizeof(SlotExpression) == listed_size<SlotExpression>() + span_size);
static_assert(sizeof(Slot) == sizeof(Element) + sizeof(SlotExpression) + listed_size<Slot>());

Module read(const std::string& text, Diagnostics& diagnostics) {
  SourceMap sources;
  const FileId file = sources.add("t.yaml", text);
  return read_module(sources.text(file), file, diagnostics);
}

Slot slot_with(const std::string& metaslot, const std::string& value) {
  Diagnostics diagnostics;
  Module module = read("name: t\nslots: {s: {" + metaslot + ": " + value + "}}\n", diagnostics);
  INFO(metaslot << ": " << value);
  CHECK(diagnostics.items().empty());
  REQUIRE(module.slots.size() == 1);
  return std::move(module.slots[0]);
}

// A value of the field's type.
template <typename T>
std::string value_for(const T*) {
  return "{}";
}
std::string value_for(const OptionalText*) { return "'1'"; }
std::string value_for(const Flag*) { return "true"; }
std::string value_for(const Count*) { return "3"; }
std::string value_for(const List<Text>*) { return "[a]"; }
std::string value_for(const List<SlotExpression>*) { return "[{range: x}]"; }
std::string value_for(const List<Value>*) { return "[{range: x}]"; }
std::string value_for(const Annotations*) { return "{a: b}"; }

template <typename M>
Slot slot_with(M metaslot) {
  Slot slot;
  std::string value = value_for(&(slot.*metaslot.member));
  if (metaslot.name == "value_presence") value = "PRESENT";
  return slot_with(std::string(metaslot.name), value);
}

template <typename Visit>
void each_but_name(Visit visit) {
  each_slot_metaslot([&](auto metaslot) {
    if constexpr (!std::is_same_v<decltype(metaslot), Metaslot<&Element::name, Merge::none>>) visit(metaslot);
  });
}

TEST_CASE("every listed metaslot is read and compared", "[linkml]") {
  const Slot empty = slot_with("name", "s");
  each_but_name([&](auto metaslot) {
    INFO(metaslot.name);
    const Slot slot = slot_with(metaslot);
    CHECK(!equal_values(slot.*metaslot.member, empty.*metaslot.member));
    CHECK(!(slot == empty));
    CHECK(same_meaning(slot, empty) == metaslot.documents);
  });
}

TEST_CASE("every listed metaslot is merged as listed", "[linkml]") {
  const Slot empty = slot_with("name", "s");
  each_but_name([&](auto metaslot) {
    INFO(metaslot.name);
    const Slot stated = slot_with(metaslot);
    const auto has = [&](const Slot& slot) {
      return equal_values(slot.*metaslot.member, stated.*metaslot.member);
    };
    Slot child = empty;
    inherit_metaslots(child, stated);
    CHECK(has(child) == is_inherited(metaslot.merge));
    Slot used = empty;
    apply_usage(used, stated);
    CHECK(has(used) == (metaslot.merge != Merge::none));
  });
}

TEST_CASE("bounds only narrow; false overrides true", "[linkml]") {
  const auto merged = [](const std::string& metaslot, const std::string& of, const std::string& by) {
    Slot slot = slot_with(metaslot, of);
    apply_usage(slot, slot_with(metaslot, by));
    return slot;
  };
  CHECK(merged("minimum_value", "3", "2").minimum_value->value == "3");
  CHECK(merged("minimum_value", "3", "4").minimum_value->value == "4");
  CHECK(merged("maximum_cardinality", "3", "2").maximum_cardinality->value == 2);
  CHECK(merged("maximum_cardinality", "3", "4").maximum_cardinality->value == 3);
  CHECK(!merged("required", "true", "false").required->value);
  CHECK(merged("annotations", "{a: 1, b: 2}", "{b: 3}").annotations.size() == 2);
}

// The metamodel of LinkML is the reference: every metaslot of a slot is known, and inherited if it says so.
TEST_CASE("the list agrees with the metamodel", "[linkml][corpus]") {
  const std::filesystem::path file =
      std::filesystem::path(SCHEMAC_SOURCE_DIR) / "../shared/corpus/metamodel/meta.yaml";
  if (!std::filesystem::exists(file)) {
    WARN("skipped: no corpus (" << file.string() << ")");
    return;
  }
  Diagnostics diagnostics;
  const Module meta = read(Files().read(file), diagnostics);
  std::set<std::string> names, inherited;
  const auto with_underscores = [](std::string name) {
    std::replace(name.begin(), name.end(), ' ', '_');
    return name;
  };
  for (const Class& of : meta.classes)
    if (of.name.value == "slot_definition" || of.name.value == "slot_expression")
      for (const Text& slot : of.slots) names.insert(with_underscores(slot.value));
  REQUIRE(names.size() > 50);
  for (const Slot& slot : meta.slots)
    if (names.contains(with_underscores(slot.name.value)) && slot.inherited && slot.inherited->value)
      inherited.insert(with_underscores(slot.name.value));
  for (const std::string& name : names) {
    Diagnostics unknown;
    read("name: t\nslots: {s: {" + name + ": }}\n", unknown);
    INFO(name);
    CHECK(unknown.items().empty());
  }
  inherited.erase("relational_role");  // has no field
  std::set<std::string> listed;
  each_slot_metaslot([&](auto metaslot) {
    if (is_inherited(metaslot.merge)) listed.emplace(metaslot.name);
  });
  CHECK(listed == inherited);
}

}  // namespace
}  // namespace schemac::linkml
