// ifabsent's functions and type designators as DEFAULT expressions.
#include <algorithm>

#include "lower/lowering.h"

namespace schemac {

using linkml::BaseType;
using linkml::InducedClass;
using linkml::InducedSlot;
using Family = ValueType::Family;

namespace {

std::string default_prefix(const Lowering& lowering, const linkml::Module* module) {
  if (module == nullptr) return {};
  const auto found = lowering.schema.default_prefix_of.find(module->name.value);
  return found == lowering.schema.default_prefix_of.end() ? std::string() : found->second;
}

std::string default_prefix_name(const linkml::Module* module) {
  return module != nullptr && module->default_prefix ? module->default_prefix->value : std::string();
}

std::string underscored(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), ' ', '_');
  return text;
}

std::string curie_of(const Lowering& lowering, const linkml::Module* module, const linkml::OptionalText& uri,
                     const std::string& name) {
  if (uri && !uri->empty()) return uri->value;
  const std::string prefix = default_prefix_name(module);
  if (prefix.empty()) return default_prefix(lowering, module) + name;
  if (prefix.find("://") != std::string::npos) return prefix + name;
  return prefix + ":" + name;
}

std::string uri_of(const Lowering& lowering, const linkml::Module* module, const linkml::OptionalText& uri,
                   const std::string& name) {
  if (uri && !uri->empty()) return expand_curie(lowering, uri->value);
  return default_prefix(lowering, module) + name;
}

}  // namespace

std::string expand_curie(const Lowering& lowering, std::string_view curie) {
  const std::size_t colon = curie.find(':');
  if (colon == std::string_view::npos || curie.substr(colon, 3) == "://") return std::string(curie);
  const auto prefix = lowering.schema.prefixes.find(std::string(curie.substr(0, colon)));
  if (prefix == lowering.schema.prefixes.end()) return std::string(curie);
  return prefix->second + std::string(curie.substr(colon + 1));
}

std::string type_designation(Lowering& lowering, const InducedClass& cls, const InducedSlot& slot) {
  const linkml::InducedType* type = lowering.schema.find_type(slot.range);
  const std::string name = camel_case(cls.name);
  if (type != nullptr && type->base == BaseType::uri) {
    return uri_of(lowering, cls.module, cls.definition->class_uri, name);
  }
  if (type != nullptr && (type->base == BaseType::uriorcurie || type->base == BaseType::curie)) {
    return curie_of(lowering, cls.module, cls.definition->class_uri, name);
  }
  return cls.name;
}

std::optional<std::string> default_expression(Lowering& lowering, const ClassLayout& cls,
                                              const SlotLayout& slot) {
  const InducedSlot& induced = slot.slot;
  const ValueType& type = slot.type;
  if (induced.slot.designates_type && induced.slot.designates_type->value &&
      slot.storage.how == SlotStorage::How::column &&
      (cls.root.empty() || cls.inheritance == ClassLayout::Inheritance::concrete)) {
    return literal(type, type_designation(lowering, *cls.cls, induced));
  }
  if (!induced.slot.ifabsent || induced.slot.ifabsent->empty()) return std::nullopt;
  const linkml::Text& written = *induced.slot.ifabsent;
  if (slot.storage.how != SlotStorage::How::column && slot.storage.how != SlotStorage::How::json &&
      slot.storage.how != SlotStorage::How::foreign_key_column) {
    lowering.unenforced("ifabsent", cls, &induced, "only a single column can have a default", written.span);
    return std::nullopt;
  }
  const std::string text = trimmed(written.value);
  const std::size_t open = text.find('(');
  const bool call = open != std::string::npos && text.ends_with(")");
  const std::string function = call ? trimmed(text.substr(0, open)) : text;
  std::string argument = call ? text.substr(open + 1, text.size() - open - 2) : text;
  const std::string bare = trimmed(argument);
  const auto misfit = [&](const std::string& why) {
    // One that fits no value of the range at all the reader has refused already.
    lowering.unenforced("ifabsent", cls, &induced, "'" + text + "' is no default for it: " + why,
                        written.span);
    return std::nullopt;
  };
  const auto textual = [&](const std::string& value) -> std::optional<std::string> {
    if (!type.textual() && type.family != Family::json && type.family != Family::other) {
      return misfit("it is text");
    }
    if (auto found = literal(type, value)) return found;
    return misfit("'" + value + "' is no value of it");
  };
  if (!call) {
    if (function == "class_curie")
      return textual(
          curie_of(lowering, cls.cls->module, cls.cls->definition->class_uri, camel_case(cls.cls->name)));
    if (function == "class_uri")
      return textual(
          uri_of(lowering, cls.cls->module, cls.cls->definition->class_uri, camel_case(cls.cls->name)));
    if (function == "slot_curie")
      return textual(
          curie_of(lowering, induced.module, induced.slot.slot_uri, underscored(induced.slot.name.value)));
    if (function == "slot_uri")
      return textual(
          uri_of(lowering, induced.module, induced.slot.slot_uri, underscored(induced.slot.name.value)));
    if (function == "default_range") {
      const bool has = induced.module != nullptr && induced.module->default_range;
      return textual(has ? induced.module->default_range->value : "string");
    }
    if (function == "default_ns") return textual(default_prefix_name(induced.module));
    if (function == "bnode") {
      if (!type.textual()) return misfit("a blank node is text");
      return "'_:'::text || gen_random_uuid()::text";
    }
    if (auto value = literal(type, text)) return value;
    return misfit("it is neither a value of the range nor a function");
  }
  struct Function {
    std::string_view name;
    std::vector<Family> fits;
  };
  const std::vector<Function> functions{
      {"int", {Family::integer, Family::number, Family::json}},
      {"float", {Family::number, Family::json}},
      {"decimal", {Family::number, Family::json}},
      {"date", {Family::date, Family::timestamp, Family::text, Family::json}},
      {"datetime", {Family::timestamp, Family::text, Family::json}},
      {"time", {Family::time, Family::text, Family::json}},
  };
  for (const Function& each : functions) {
    if (function != each.name) continue;
    if (std::find(each.fits.begin(), each.fits.end(), type.family) == each.fits.end()) {
      return misfit("it gives another type");
    }
    if (auto value = literal(type, bare)) return value;
    return misfit("'" + bare + "' is no " + function);
  }
  if (function == "string" || function == "uri" || function == "uriorcurie" || function == "curie" ||
      function == "ncname") {
    return textual(function == "string" ? argument : bare);
  }
  if (function == "boolean" || function == "bool") {
    if (auto value = literal(type, bare); value && type.family == Family::boolean) return value;
    return misfit("'" + bare + "' is no boolean");
  }
  if (lowering.schema.find_enum(function) != nullptr) {
    if (function != induced.range && type.enumeration != nullptr) return misfit("it is of another enum");
    return textual(bare);
  }
  // A text value may hold parentheses of its own.
  if (type.family == Family::text && type.base == BaseType::string &&
      function.find(' ') != std::string::npos) {
    return textual(text);
  }
  return misfit("there is no function '" + function + "'");
}

}  // namespace schemac
