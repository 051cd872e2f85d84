// ifabsent's functions and type designators as DEFAULT expressions.
#include <algorithm>

#include "catalog/name_style.h"
#include "linkml/ifabsent.h"
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

namespace {

// The value of ifabsent as an expression of the column's type.
class DefaultValue {
 public:
  DefaultValue(Lowering& lowering, const ClassLayout& cls, const SlotLayout& slot)
      : lowering_(lowering),
        cls_(cls),
        slot_(slot.slot),
        how_(slot.storage.how),
        type_(slot.type),
        text_(trimmed(slot.slot.slot.ifabsent->value)),
        parsed_(linkml::parse_ifabsent(text_, slot.slot.range)) {}

  std::optional<std::string> read() {
    if (how_ != SlotStorage::How::column && how_ != SlotStorage::How::json &&
        how_ != SlotStorage::How::foreign_key_column) {
      lowering_.unenforced("ifabsent", cls_, &slot_, "only a single column can have a default",
                           slot_.slot.ifabsent->span);
      return std::nullopt;
    }
    if (!parsed_.function.empty()) return call(parsed_.function, std::string(parsed_.argument));
    return parsed_.quoted ? value() : word();
  }

 private:
  // The reader has already refused defaults that fit no value of the range.
  std::nullopt_t misfit(const std::string& why) {
    lowering_.unenforced("ifabsent", cls_, &slot_, "'" + text_ + "' is not a valid default: " + why,
                         slot_.slot.ifabsent->span);
    return std::nullopt;
  }

  std::optional<std::string> textual(const std::string& value) {
    if (!type_.textual() && type_.family != Family::json && type_.family != Family::other)
      return misfit("the default is text");
    if (auto found = literal(type_, value)) return found;
    return misfit("'" + value + "' is not a value of the column's type");
  }

  std::optional<std::string> word() {
    const InducedClass& cls = *cls_.cls;
    const linkml::OptionalText& class_uri = cls.definition->class_uri;
    const std::string slot_name = underscored(slot_.slot.name.value);
    if (text_ == "class_curie")
      return textual(curie_of(lowering_, cls.module, class_uri, camel_case(cls.name)));
    if (text_ == "class_uri") return textual(uri_of(lowering_, cls.module, class_uri, camel_case(cls.name)));
    if (text_ == "slot_curie")
      return textual(curie_of(lowering_, slot_.module, slot_.slot.slot_uri, slot_name));
    if (text_ == "slot_uri") return textual(uri_of(lowering_, slot_.module, slot_.slot.slot_uri, slot_name));
    if (text_ == "default_range") {
      const bool has = slot_.module != nullptr && slot_.module->default_range;
      return textual(has ? slot_.module->default_range->value : "string");
    }
    if (text_ == "default_ns") return textual(default_prefix_name(slot_.module));
    if (text_ == "bnode") {
      if (!type_.textual()) return misfit("a blank node is text");
      return "'_:'::text || gen_random_uuid()::text";
    }
    return value();
  }

  std::optional<std::string> value() {
    if (auto found = literal(type_, std::string(parsed_.argument))) return found;
    return misfit("it is neither a value of the range nor a function");
  }

  std::optional<std::string> call(std::string_view function, const std::string& argument) {
    const std::string bare = parsed_.quoted ? argument : trimmed(argument);
    struct Function {
      std::string_view name;
      std::vector<Family> fits;
    };
    static const std::vector<Function> of_values{
        {"int", {Family::integer, Family::number, Family::json}},
        {"integer", {Family::integer, Family::number, Family::json}},
        {"float", {Family::number, Family::json}},
        {"double", {Family::number, Family::json}},
        {"decimal", {Family::number, Family::json}},
        {"date", {Family::date, Family::timestamp, Family::text, Family::json}},
        {"datetime", {Family::timestamp, Family::text, Family::json}},
        {"time", {Family::time, Family::text, Family::json}},
    };
    for (const Function& each : of_values) {
      if (function != each.name) continue;
      if (std::find(each.fits.begin(), each.fits.end(), type_.family) == each.fits.end())
        return misfit("the function has another type");
      if (auto value = literal(type_, bare)) return value;
      return misfit("'" + bare + "' is not a valid " + std::string(function));
    }
    if (function == "string" && type_.family == Family::json)
      return "to_jsonb(" + quote_literal(argument) + "::text)";
    if (function == "string") return textual(argument);
    if (function == "uri" || function == "uriorcurie" || function == "curie" || function == "ncname")
      return textual(bare);
    if (function == "boolean" || function == "bool") {
      if (auto value = literal(type_, bare); value && type_.family == Family::boolean) return value;
      return misfit("'" + bare + "' is not a valid boolean");
    }
    if (lowering_.schema.find_enum(function) != nullptr) {
      if (function != slot_.range && type_.enumeration != nullptr)
        return misfit("the value is of another enum");
      return textual(bare);
    }
    return misfit("there is no function '" + std::string(function) + "'");
  }

  Lowering& lowering_;
  const ClassLayout& cls_;
  const InducedSlot& slot_;
  SlotStorage::How how_;
  const ValueType& type_;
  std::string text_;
  linkml::Ifabsent parsed_;  // views into text_
};

}  // namespace

std::optional<std::string> default_expression(Lowering& lowering, const ClassLayout& cls,
                                              const SlotLayout& slot) {
  const InducedSlot& induced = slot.slot;
  if (linkml::is_true(induced.slot.designates_type) && slot.storage.how == SlotStorage::How::column &&
      (cls.root.empty() || cls.inheritance == ClassLayout::Inheritance::concrete)) {
    return literal(slot.type, type_designation(lowering, *cls.cls, induced));
  }
  if (!induced.slot.ifabsent || induced.slot.ifabsent->empty()) return std::nullopt;
  return DefaultValue(lowering, cls, slot).read();
}

}  // namespace schemac
