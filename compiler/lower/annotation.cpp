#include "lower/annotation.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace schemac {

using linkml::Annotations;
using linkml::find_annotation;
using linkml::Value;

namespace {

enum Place : unsigned { on_schema = 1, on_class = 2, on_slot = 4, on_enum = 8, on_type = 16 };

struct Known {
  std::string_view tag;
  unsigned places;
};

constexpr std::array known_tags{
    Known{"sql_schema", on_schema | on_class | on_enum},
    Known{"sql_name", on_class | on_slot | on_enum},
    Known{"sql_type", on_slot | on_type},
    Known{"sql_primary_key", on_class | on_slot},
    Known{"sql_default", on_slot},
    Known{"sql_check", on_class | on_slot},
    Known{"sql_generated", on_slot},
    Known{"sql_unique", on_class | on_slot},
    Known{"sql_index", on_class | on_slot},
    Known{"sql_indexes", on_class},
    Known{"sql_on_delete", on_slot},
    Known{"sql_deferrable", on_schema | on_class | on_slot},
    Known{"sql_inheritance", on_schema | on_class},
    Known{"sql_multivalued", on_schema | on_class | on_slot},
    Known{"sql_enum", on_schema | on_enum},
    Known{"sql_inline", on_schema | on_class | on_slot},
    Known{"sql_partition_by", on_class},
    Known{"sql_storage", on_class | on_slot},
    Known{"sql_tablespace", on_schema | on_class},
    Known{"sql_grants", on_schema | on_class},
    Known{"sql_owner", on_schema | on_class},
    Known{"sql_policies", on_class},
    Known{"sql_comment", on_class | on_slot | on_enum},
    Known{"sql_renamed_from", on_class | on_slot | on_enum},
    Known{"sql_check_lexical", on_schema | on_class | on_slot | on_type},
    Known{"sql_foreign_key", on_schema | on_class | on_slot},
    Known{"sql_statements", on_schema},
    Known{"sql_definition", on_class},
    Known{"sql_definition_file", on_class},
    Known{"sql_refresh", on_class},
    Known{"sql_with_data", on_class},
    Known{"sql_options", on_class},
    Known{"sql_depends_on", on_class},
    Known{"sql_strict", on_schema | on_class},
};

std::string place_name(unsigned place) {
  switch (place) {
    case on_schema:
      return "a schema";
    case on_class:
      return "a class";
    case on_slot:
      return "a slot";
    case on_enum:
      return "an enum";
    default:
      return "a type";
  }
}

void check_tag(std::string_view tag, Span span, unsigned place, Diagnostics& diagnostics) {
  if (!tag.starts_with("sql_")) return;
  const auto known = std::find_if(known_tags.begin(), known_tags.end(),
                                  [&](const Known& candidate) { return candidate.tag == tag; });
  if (known == known_tags.end()) {
    std::vector<std::string_view> tags;
    tags.reserve(known_tags.size());
    for (const Known& candidate : known_tags) tags.push_back(candidate.tag);
    diagnostics.error("unknown-annotation", span, "unknown annotation '" + std::string(tag) + "'",
                      did_you_mean(nearest_name(tag, tags)));
  } else if ((known->places & place) == 0) {
    std::string allowed;
    for (const unsigned each : {on_schema, on_class, on_slot, on_enum, on_type}) {
      if ((known->places & each) != 0) allowed += (allowed.empty() ? "" : ", ") + place_name(each);
    }
    diagnostics.error("annotation-out-of-place", span,
                      "'" + std::string(tag) + "' is not allowed on " + place_name(place),
                      "it is allowed on " + allowed);
  }
}

void check_tags(const Annotations& annotations, unsigned place, Diagnostics& diagnostics) {
  for (const auto& [tag, value] : annotations) check_tag(tag.value, tag.span, place, diagnostics);
}

// The overrides of a project file: each must name what a source defines, and hold known tags in their place.
class OverrideCheck {
 public:
  OverrideCheck(const linkml::InducedSchema& schema, Diagnostics& diagnostics)
      : schema_(schema), diagnostics_(diagnostics) {}

  void check(const Value& overrides) const {
    for (const auto& [group, entries] : overrides.entries) {
      if (group.value == "schema") {
        check_entries(entries, on_schema);
      } else if (const auto place = place_of(group.value)) {
        for (const auto& [name, entry] : entries.entries) check_entry(*place, name, entry);
      } else {
        const std::array<std::string_view, 5> groups{"schema", "classes", "slots", "enums", "types"};
        diagnostics_.error("unknown-override", group.span, "overrides have no group '" + group.value + "'",
                           did_you_mean(nearest_name(group.value, groups)));
      }
    }
  }

 private:
  static std::optional<Place> place_of(std::string_view group) {
    if (group == "classes") return on_class;
    if (group == "slots") return on_slot;
    if (group == "enums") return on_enum;
    if (group == "types") return on_type;
    return std::nullopt;
  }
  static std::string_view noun(Place place) {
    return place == on_class ? "class" : place == on_slot ? "slot" : place == on_enum ? "enum" : "type";
  }

  std::vector<std::string> defined_names(Place place) const {
    std::set<std::string> slots;
    std::vector<std::string> names;
    if (place == on_class) {
      for (const auto& each : schema_.classes) names.push_back(each.name);
    } else if (place == on_enum) {
      for (const auto& each : schema_.enums) names.push_back(each.name);
    } else if (place == on_type) {
      for (const auto& each : schema_.types) names.push_back(each.name);
    } else {
      for (const auto& each : schema_.classes) {
        for (const auto& slot : each.slots) slots.insert(slot.slot.name.value);
      }
      names.assign(slots.begin(), slots.end());
    }
    return names;
  }

  void check_entry(Place place, const linkml::Text& name, const Value& entry) const {
    const std::vector<std::string> names = defined_names(place);
    if (std::find(names.begin(), names.end(), name.value) == names.end()) {
      diagnostics_.error(
          "unknown-override", name.span,
          "the override names " + std::string(noun(place)) + " '" + name.value + "', which no source defines",
          did_you_mean(nearest_name(name.value, names)));
      return;
    }
    check_entries(entry, place);
    if (place == on_class) check_slots_of(*schema_.find_class(name.value), entry);
  }

  void check_slots_of(const linkml::InducedClass& cls, const Value& entry) const {
    const Value* slots = entry.find("slots");
    if (slots == nullptr) return;
    for (const auto& [name, tags] : slots->entries) {
      if (cls.find(name.value) == nullptr) {
        std::vector<std::string> names;
        for (const auto& slot : cls.slots) names.push_back(slot.slot.name.value);
        diagnostics_.error("unknown-override", name.span,
                           "class '" + cls.name + "' has no slot '" + name.value + "'",
                           did_you_mean(nearest_name(name.value, names)));
      }
      check_entries(tags, on_slot);
    }
  }

  void check_entries(const Value& entry, Place place) const {
    for (const auto& [tag, value] : entry.entries) {
      if (place == on_class && (tag.value == "slots" || tag.value == "materialized")) continue;
      if (!tag.value.starts_with("sql_")) {
        diagnostics_.error("unknown-annotation", tag.span,
                           "unknown annotation '" + tag.value + "' in overrides");
      }
      check_tag(tag.value, tag.span, place, diagnostics_);
    }
  }

  const linkml::InducedSchema& schema_;
  Diagnostics& diagnostics_;
};

const Value* scalar_or_value(const Value* value) {
  // The long form inside overrides: {value: …}.
  if (value != nullptr && value->type == Value::Type::map && value->entries.size() == 1) {
    if (const Value* inner = value->find("value")) return inner;
  }
  return value;
}

}  // namespace

const Value* AnnotationReader::override_of(std::string_view group, const std::string& name) const {
  const Value* entries = options_.overrides.find(group);
  return entries == nullptr ? nullptr : entries->find(name);
}

const Value* AnnotationReader::of_schema(std::string_view tag) const {
  if (const Value* entry = options_.overrides.find("schema")) {
    if (const Value* value = entry->find(tag)) return scalar_or_value(value);
  }
  return find_annotation(schema_.annotations, tag);
}

bool AnnotationReader::is_override(const linkml::InducedClass& cls, std::string_view tag) const {
  const Value* entry = override_of("classes", cls.name);
  return entry != nullptr && entry->find(tag) != nullptr;
}

const Value* AnnotationReader::find_of_class(const linkml::InducedClass& cls, std::string_view tag) const {
  if (const Value* entry = override_of("classes", cls.name)) {
    if (const Value* value = entry->find(tag)) return scalar_or_value(value);
  }
  return find_annotation(cls.annotations, tag);
}

const Value* AnnotationReader::of_class_or_schema(const linkml::InducedClass& cls,
                                                  std::string_view tag) const {
  if (const Value* value = of_class(cls, tag)) return value;
  if (cls.module != nullptr) {
    if (const Value* value = find_annotation(cls.module->annotations, tag)) return value;
  }
  return of_schema(tag);
}

const Value* AnnotationReader::find_of_slot(const linkml::InducedClass& cls, const linkml::InducedSlot& slot,
                                            std::string_view tag) const {
  // An override of an ancestor class applies to the slot that its descendants inherit.
  for (const std::string& ancestor : cls.ancestors) {
    const Value* entry = override_of("classes", ancestor);
    const Value* slots = entry == nullptr ? nullptr : entry->find("slots");
    if (slots == nullptr) continue;
    for (const std::string* name : {&slot.slot.name.value, &slot.name}) {
      const Value* found = slots->find(*name);
      if (found == nullptr) continue;
      if (const Value* value = found->find(tag)) return scalar_or_value(value);
    }
  }
  if (const Value* entry = override_of("slots", slot.slot.name.value)) {
    if (const Value* value = entry->find(tag)) return scalar_or_value(value);
  }
  return find_annotation(slot.slot.annotations, tag);
}

const Value* AnnotationReader::of_slot_or_above(const linkml::InducedClass& cls,
                                                const linkml::InducedSlot& slot, std::string_view tag) const {
  if (const Value* value = of_slot(cls, slot, tag)) return value;
  return of_class_or_schema(cls, tag);
}

const Value* AnnotationReader::of_enum(const linkml::InducedEnum& enumeration, std::string_view tag) const {
  if (const Value* entry = override_of("enums", enumeration.name)) {
    if (const Value* value = entry->find(tag)) return scalar_or_value(value);
  }
  if (enumeration.definition != nullptr) {
    if (const Value* value = find_annotation(enumeration.definition->annotations, tag)) return value;
  }
  return nullptr;
}

const Value* AnnotationReader::of_type(const linkml::InducedType& type, std::string_view tag) const {
  if (const Value* entry = override_of("types", type.name)) {
    if (const Value* value = entry->find(tag)) return scalar_or_value(value);
  }
  return find_annotation(type.annotations, tag);
}

void AnnotationReader::check(Diagnostics& diagnostics) const {
  for (const auto& module : schema_.modules.modules) {
    check_tags(module->annotations, on_schema, diagnostics);
    for (const linkml::Class& cls : module->classes) {
      check_tags(cls.annotations, on_class, diagnostics);
      for (const linkml::Slot& slot : cls.attributes) check_tags(slot.annotations, on_slot, diagnostics);
      for (const linkml::Slot& slot : cls.slot_usage) check_tags(slot.annotations, on_slot, diagnostics);
    }
    for (const linkml::Slot& slot : module->slots) check_tags(slot.annotations, on_slot, diagnostics);
    for (const linkml::Enum& each : module->enums) check_tags(each.annotations, on_enum, diagnostics);
    for (const linkml::Type& type : module->types) check_tags(type.annotations, on_type, diagnostics);
  }
  OverrideCheck(schema_, diagnostics).check(options_.overrides);
}

std::optional<bool> flag(const Value* value) {
  return value == nullptr ? std::nullopt : linkml::as_boolean(*value);
}

std::string trimmed(std::string_view text) { return std::string(trim(text)); }

std::string text_of(const Value* value) {
  return value == nullptr || value->type != Value::Type::scalar ? std::string() : trimmed(value->scalar);
}

std::vector<std::string> texts_of(const Value* value) {
  std::vector<std::string> texts;
  if (value == nullptr) return texts;
  if (value->type == Value::Type::list) {
    for (const Value& item : value->items) texts.push_back(text_of(&item));
  } else if (value->type == Value::Type::scalar) {
    std::string_view rest = value->scalar;
    while (!rest.empty()) {
      const std::size_t comma = rest.find(',');
      if (std::string part = trimmed(rest.substr(0, comma)); !part.empty()) texts.push_back(part);
      rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    }
  }
  return texts;
}

}  // namespace schemac
