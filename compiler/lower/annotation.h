// The sql_… annotations of schema, modules, classes, slots, enums and types. Overrides of the project file
// take precedence over the schema.
#pragma once
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "linkml/induce.h"
#include "lower/lower.h"

namespace schemac {

class AnnotationReader {
 public:
  AnnotationReader(const linkml::InducedSchema& schema, const LowerOptions& options)
      : schema_(schema), options_(options), overrides_(!options.overrides.entries.empty()) {}

  const linkml::Value* of_schema(std::string_view tag) const;
  const linkml::Value* of_class(const linkml::InducedClass& cls, std::string_view tag) const {
    return !overrides_ && cls.annotations.empty() ? nullptr : find_of_class(cls, tag);
  }
  // The class's, else its module's, else the schema's.
  const linkml::Value* of_class_or_schema(const linkml::InducedClass& cls, std::string_view tag) const;
  const linkml::Value* of_slot(const linkml::InducedClass& cls, const linkml::InducedSlot& slot,
                               std::string_view tag) const {
    return !overrides_ && slot.slot.annotations.empty() ? nullptr : find_of_slot(cls, slot, tag);
  }
  // The slot's, else its class's, else the schema's.
  const linkml::Value* of_slot_or_above(const linkml::InducedClass& cls, const linkml::InducedSlot& slot,
                                        std::string_view tag) const;
  const linkml::Value* of_enum(const linkml::InducedEnum& enumeration, std::string_view tag) const;
  const linkml::Value* of_type(const linkml::InducedType& type, std::string_view tag) const;
  // True if a class's annotation comes from the project file.
  bool is_override(const linkml::InducedClass& cls, std::string_view tag) const;

  // Reports unknown sql_… tags, tags in the wrong place, overrides of classes and slots that do not exist.
  void check(Diagnostics& diagnostics) const;

 private:
  const linkml::Value* override_of(std::string_view group, const std::string& name) const;
  const linkml::Value* find_of_class(const linkml::InducedClass& cls, std::string_view tag) const;
  const linkml::Value* find_of_slot(const linkml::InducedClass& cls, const linkml::InducedSlot& slot,
                                    std::string_view tag) const;
  const linkml::InducedSchema& schema_;
  const LowerOptions& options_;
  const bool
      overrides_;  // whether there are any: most slots have no annotations, and each is queried a dozen times
};

// Typed values of an annotation. Flags as in YAML 1.1.
std::optional<bool> flag(const linkml::Value* value);
inline bool is_false(const linkml::Value* value) { return flag(value) == false; }
inline bool is_true(const linkml::Value* value) { return flag(value) == true; }
std::string text_of(const linkml::Value* value);  // scalar, trimmed; empty if absent or not a scalar
// A list of scalars, or a scalar split at commas.
std::vector<std::string> texts_of(const linkml::Value* value);
std::string trimmed(std::string_view text);

}  // namespace schemac
