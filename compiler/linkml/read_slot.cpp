// Slots, slot expressions and their parts.
#include "linkml/metaslots.h"

namespace schemac::linkml {
namespace {

constexpr std::string_view path_rule = "path_rule", disjoint_with = "disjoint_with",
                           children_are_mutually_disjoint = "children_are_mutually_disjoint",
                           transitive_form_of = "transitive_form_of",
                           reflexive_transitive_form_of = "reflexive_transitive_form_of";

// slot_expression
template <typename T>
void read_value_presence(Reader& reader, T& object, Value& value) {
  reader.check_one_of(value, {"UNCOMMITTED", "PRESENT", "ABSENT"});
  if (value.type == Value::Type::scalar) reader.read(value, object.value_presence);
}
template <typename T>
void read_bindings(Reader& reader, T& object, Value& value) {
  if (value.type == Value::Type::null) return;
  Value copy = value;
  ignore_objects<EnumBinding>(reader, object, copy);
  if (value.type == Value::Type::list) {
    object.bindings = std::move(value.items);
  } else {
    object.bindings.push_back(std::move(value));
  }
}

template <typename T>
constexpr auto slot_expression_fields() {
  return std::to_array<Field<T>>({
      {"range", member<&T::range>},
      {"range_expression", member<&T::range_expression>},
      {"enum_range", member<&T::enum_range>},
      {"bindings", read_bindings},
      {"required", member<&T::required>},
      {"recommended", member<&T::recommended>},
      {"multivalued", member<&T::multivalued>},
      {"inlined", member<&T::inlined>},
      {"inlined_as_list", member<&T::inlined_as_list>},
      {"minimum_value", member<&T::minimum_value>},
      {"maximum_value", member<&T::maximum_value>},
      {"pattern", member<&T::pattern>},
      {"structured_pattern", member<&T::structured_pattern>},
      {"unit", member<&T::unit>},
      {"implicit_prefix", member<&T::implicit_prefix>},
      {"value_presence", read_value_presence},
      {"equals_string", member<&T::equals_string>},
      {"equals_string_in", member<&T::equals_string_in>},
      {"equals_number", number<&T::equals_number>},
      {"equals_expression", member<&T::equals_expression>},
      {"exact_cardinality", member<&T::exact_cardinality>},
      {"minimum_cardinality", member<&T::minimum_cardinality>},
      {"maximum_cardinality", member<&T::maximum_cardinality>},
      {"has_member", member<&T::has_member>},
      {"all_members", member<&T::all_members>},
      {"none_of", objects<&T::none_of>},
      {"exactly_one_of", objects<&T::exactly_one_of>},
      {"any_of", objects<&T::any_of>},
      {"all_of", objects<&T::all_of>},
      {"array", member<&T::array>},
  });
}

// Metaslots of slot_definition beyond slot_expression. A slot condition allows all of them and uses none.
template <typename T>
void read_relational_role(Reader& reader, T& /*object*/, Value& value) {
  reader.check_one_of(value, {"SUBJECT", "OBJECT", "PREDICATE", "NODE", "OTHER_ROLE"});
}
// Metamodel: text that states the reason; many authors write a boolean.
inline void read_readonly(Reader& reader, Slot& slot, Value& value) {
  Text text;
  reader.read(value, text);
  if (!text.empty()) slot.readonly_ = Located<bool>{as_boolean(text.value).value_or(true), text.span};
}

template <typename T>
constexpr auto unused_slot_fields() {
  return std::to_array<Field<T>>({
      {"is_class_field", ignore_flag},
      {"transitive_form_of", unread_text<transitive_form_of>},
      {"reflexive_transitive_form_of", unread_text<reflexive_transitive_form_of>},
      {"is_usage_slot", ignore_flag},
      {"usage_slot_name", ignore_text},
      {"relational_role", read_relational_role},
      {"slot_group", ignore_text},
      {"is_grouping_slot", ignore_flag},
      {"path_rule", unread_object<path_rule, PathExpression>},
      {"disjoint_with", unread_texts<disjoint_with>},
      {"children_are_mutually_disjoint", unread_flag<children_are_mutually_disjoint>},
      {"type_mappings", ignore_named<TypeMapping>},
      {"values_from", unread_texts<values_from>},
      {"string_serialization", ignore_text},
  });
}

}  // namespace

template <>
struct Fields<TypeMapping> {
  static constexpr std::string_view what = "type mapping";
  static constexpr std::string_view key = "framework";
  static constexpr auto table =
      sorted(concat(common_fields<TypeMapping>(), std::to_array<Field<TypeMapping>>({
                                                      {"framework", member<&TypeMapping::name>},
                                                      {"type", ignore_text},
                                                      {"string_serialization", ignore_text},
                                                  })));
};

template <>
struct Fields<PathExpression> {
  static constexpr std::string_view what = "path expression";
  static void nested(Reader& reader, PathExpression& object, Value& value);
  static void nested_list(Reader& reader, PathExpression& object, Value& value);
  static constexpr auto table =
      sorted(concat(common_fields<PathExpression>(), std::to_array<Field<PathExpression>>({
                                                         {"followed_by", nested},
                                                         {"none_of", nested_list},
                                                         {"any_of", nested_list},
                                                         {"all_of", nested_list},
                                                         {"exactly_one_of", nested_list},
                                                         {"reversed", ignore_flag},
                                                         {"traverse", ignore_text},
                                                         {"range_expression", ignore_any},
                                                     })));
};
void Fields<PathExpression>::nested(Reader& reader, PathExpression& object, Value& value) {
  reader.read_object(value, object);
}
void Fields<PathExpression>::nested_list(Reader& reader, PathExpression& /*object*/, Value& value) {
  std::vector<PathExpression> list;
  reader.read_objects(value, list);
}

template <>
struct Fields<EnumBinding> {
  static constexpr std::string_view what = "enum binding";
  static void obligation(Reader& reader, EnumBinding& /*object*/, Value& value) {
    reader.check_one_of(value, {"REQUIRED", "RECOMMENDED", "OPTIONAL", "EXAMPLE", "DISCOURAGED"});
  }
  static constexpr auto table =
      sorted(concat(common_fields<EnumBinding>(), std::to_array<Field<EnumBinding>>({
                                                      {"range", ignore_text},
                                                      {"obligation_level", obligation},
                                                      {"binds_value_of", ignore_text},
                                                      {"pv_formula", ignore_text},
                                                  })));
};

template <>
struct Fields<DimensionExpression> {
  static constexpr std::string_view what = "dimension";
  static constexpr auto table =
      sorted(concat(common_fields<DimensionExpression>(), std::to_array<Field<DimensionExpression>>({
                                                              {"alias", ignore_text},
                                                              {"maximum_cardinality", ignore_count},
                                                              {"minimum_cardinality", ignore_count},
                                                              {"exact_cardinality", ignore_count},
                                                          })));
};

template <>
struct Fields<Unit> {
  static constexpr std::string_view what = "unit";
  template <const auto& Name>
  static void field(Reader& reader, Unit& unit, Value& value) {
    const auto add = [&](Value& v) {
      Text text;
      reader.read(v, text);
      if (!text.empty()) unit.fields.emplace_back(Text{std::string(Name), {}}, std::move(text));
    };
    if (value.type != Value::Type::list) return add(value);
    for (Value& item : value.items) add(item);
  }
  static constexpr std::string_view symbol = "symbol", abbreviation = "abbreviation",
                                    descriptive_name = "descriptive_name", exact_mappings = "exact_mappings",
                                    ucum_code = "ucum_code", derivation = "derivation",
                                    has_quantity_kind = "has_quantity_kind", iec61360code = "iec61360code";
  static constexpr auto table = sorted(std::to_array<Field<Unit>>({
      {symbol, field<symbol>},
      {abbreviation, field<abbreviation>},
      {descriptive_name, field<descriptive_name>},
      {exact_mappings, field<exact_mappings>},
      {ucum_code, field<ucum_code>},
      {derivation, field<derivation>},
      {has_quantity_kind, field<has_quantity_kind>},
      {iec61360code, field<iec61360code>},
  }));
  static void simple(Reader& reader, Unit& unit, Value& value) { field<symbol>(reader, unit, value); }
};

template <>
struct Fields<PatternExpression> {
  static constexpr std::string_view what = "structured pattern";
  static constexpr auto table = sorted(concat(
      common_fields<PatternExpression>(), std::to_array<Field<PatternExpression>>({
                                              {"syntax", member<&PatternExpression::syntax>},
                                              {"interpolated", member<&PatternExpression::interpolated>},
                                              {"partial_match", member<&PatternExpression::partial_match>},
                                          })));
  static void simple(Reader& reader, PatternExpression& pattern, Value& value) {
    reader.read(value, pattern.syntax);
  }
};

template <>
struct Fields<ArrayExpression> {
  static constexpr std::string_view what = "array";
  // A number, or false for "any number".
  static void maximum(Reader& reader, ArrayExpression& array, Value& value) {
    const auto truth = as_boolean(value);
    if (truth && !*truth) {
      array.unbounded = Located<bool>{true, value.span};
    } else {
      reader.read(value, array.maximum_dimensions);
    }
  }
  static void dimensions(Reader& reader, ArrayExpression& array, Value& value) {
    Value copy = value;
    ignore_objects<DimensionExpression>(reader, array, copy);
    array.dimensions = std::move(value);
  }
  static constexpr auto table =
      sorted(concat(common_fields<ArrayExpression>(),
                    std::to_array<Field<ArrayExpression>>({
                        {"exact_number_dimensions", member<&ArrayExpression::exact_dimensions>},
                        {"minimum_number_dimensions", member<&ArrayExpression::minimum_dimensions>},
                        {"maximum_number_dimensions", maximum},
                        {"dimensions", dimensions},
                    })));
};

template <>
struct Fields<SlotExpression> {
  static constexpr std::string_view what = "slot expression";
  static constexpr auto table =
      sorted(concat(common_fields<SlotExpression>(), slot_expression_fields<SlotExpression>()));
};

template <>
struct Fields<SlotCondition> {
  using T = SlotCondition;
  static constexpr std::string_view what = "slot condition";
  static constexpr std::string_view key = "name";
  static constexpr auto table =
      sorted(concat(element_fields<T>(), slot_expression_fields<T>(), unused_slot_fields<T>(),
                    std::to_array<Field<T>>({
                        {"singular_name", ignore_text}, {"domain", ignore_text},
                        {"slot_uri", ignore_text},      {"inherited", ignore_flag},
                        {"readonly", ignore_text},      {"ifabsent", ignore_text},
                        {"shared", ignore_flag},        {"list_elements_unique", ignore_flag},
                        {"key", ignore_flag},           {"list_elements_ordered", ignore_flag},
                        {"identifier", ignore_flag},    {"designates_type", ignore_flag},
                        {"alias", ignore_text},         {"owner", ignore_text},
                        {"domain_of", ignore_texts},    {"subproperty_of", ignore_text},
                        {"symmetric", ignore_flag},     {"reflexive", ignore_flag},
                        {"irreflexive", ignore_flag},   {"locally_reflexive", ignore_flag},
                        {"asymmetric", ignore_flag},    {"transitive", ignore_flag},
                        {"inverse", ignore_text},       {"role", ignore_text},
                        {"union_of", ignore_texts},     {"is_a", ignore_text},
                        {"abstract", ignore_flag},      {"mixin", ignore_flag},
                        {"mixins", ignore_texts},       {"apply_to", ignore_texts},
                    })));
};

template <>
struct Fields<Slot> {
  using T = Slot;
  static constexpr std::string_view what = "slot";
  static constexpr std::string_view key = "name";
  static constexpr auto table =
      sorted(concat(element_fields<T>(), slot_expression_fields<T>(), unused_slot_fields<T>(),
                    std::to_array<Field<T>>({
                        {"singular_name", member<&T::singular_name>},
                        {"domain", member<&T::domain>},
                        {"slot_uri", member<&T::slot_uri>},
                        {"inherited", member<&T::inherited>},
                        {"readonly", read_readonly},
                        {"ifabsent", member<&T::ifabsent>},
                        {"list_elements_unique", member<&T::list_elements_unique>},
                        {"list_elements_ordered", member<&T::list_elements_ordered>},
                        {"shared", member<&T::shared>},
                        {"key", member<&T::key>},
                        {"identifier", member<&T::identifier>},
                        {"designates_type", member<&T::designates_type>},
                        {"alias", member<&T::alias>},
                        {"owner", member<&T::owner>},
                        {"domain_of", member<&T::domain_of>},
                        {"subproperty_of", member<&T::subproperty_of>},
                        {"symmetric", member<&T::symmetric>},
                        {"reflexive", member<&T::reflexive>},
                        {"locally_reflexive", member<&T::locally_reflexive>},
                        {"irreflexive", member<&T::irreflexive>},
                        {"asymmetric", member<&T::asymmetric>},
                        {"transitive", member<&T::transitive>},
                        {"inverse", member<&T::inverse>},
                        {"role", member<&T::role>},
                        {"union_of", member<&T::union_of>},
                        {"is_a", member<&T::is_a>},
                        {"abstract", member<&T::abstract_>},
                        {"mixin", member<&T::mixin>},
                        {"mixins", member<&T::mixins>},
                        {"apply_to", member<&T::apply_to>},
                    })));
};

template void Reader::read_object(Value&, EnumBinding&);
template void Reader::read_object(Value&, SlotExpression&);
template void Reader::read_object(Value&, PatternExpression&);
template void Reader::read_object(Value&, Unit&);
template void Reader::read_named(Value&, std::vector<Slot>&);
template void Reader::read_named(Value&, std::vector<SlotCondition>&);

}  // namespace schemac::linkml
