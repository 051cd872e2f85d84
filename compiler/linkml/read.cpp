// The metamodel, as tables: which metaslots each metaclass has and how each is read. Long because LinkML is.
#include "linkml/read.h"

#include "linkml/read_yaml.h"
#include "linkml/reader.h"
#include "linkml/tree_cache.h"

namespace schemac::linkml {
namespace {

// --- how a metaslot is read ---

template <auto Member, typename T>
void member(Reader& reader, T& object, Value& value) {
  reader.read(value, object.*Member);
}
template <auto Member, typename T>
void named(Reader& reader, T& object, Value& value) {
  reader.read_named(value, object.*Member);
}
template <auto Member, typename T>
void objects(Reader& reader, T& object, Value& value) {
  reader.read_objects(value, object.*Member);
}
template <auto Member, typename T>
void number(Reader& reader, T& object, Value& value) {
  reader.read_number(value, object.*Member);
}
template <auto Member, typename T>
void raw(Reader& /*reader*/, T& object, Value& value) {
  if (value.type != Value::Type::null) object.*Member = std::move(value);
}

// --- and for those that the compiler has no use for: checked and dropped ---

template <typename T>
void ignore_any(Reader& /*reader*/, T& /*object*/, Value& /*value*/) {}
template <typename T>
void ignore_text(Reader& reader, T& /*object*/, Value& value) {
  Text text;
  reader.set_lenient(true);
  reader.read(value, text);
  reader.set_lenient(false);
}
template <typename T>
void ignore_texts(Reader& reader, T& /*object*/, Value& value) {
  std::vector<Text> texts;
  reader.set_lenient(true);
  reader.read(value, texts);
  reader.set_lenient(false);
}
template <typename T>
void ignore_flag(Reader& reader, T& /*object*/, Value& value) {
  Flag flag;
  reader.read(value, flag);
}
template <typename T>
void ignore_count(Reader& reader, T& /*object*/, Value& value) {
  Count count;
  reader.read(value, count);
}
template <typename T>
void ignore_annotations(Reader& reader, T& /*object*/, Value& value) {
  Annotations annotations;
  reader.read(value, annotations);
}
template <typename Object, typename T>
void ignore_object(Reader& reader, T& /*object*/, Value& value) {
  Object object;
  reader.read_object(value, object);
}
template <typename Object, typename T>
void ignore_objects(Reader& reader, T& /*object*/, Value& value) {
  std::vector<Object> objects;
  reader.read_objects(value, objects);
}
template <typename Object, typename T>
void ignore_named(Reader& reader, T& /*object*/, Value& value) {
  std::vector<Object> objects;
  reader.read_named(value, objects);
}
// Dropped too, but they restrict data: an element remembers that it has them.
template <const std::string_view& Name, typename T>
void unread(T& object, const Value& value) {
  if constexpr (requires { object.unread; }) {
    if (value.type != Value::Type::null) object.unread.push_back({std::string(Name), value.span});
  }
}
template <const std::string_view& Name, typename T>
void unread_text(Reader& reader, T& object, Value& value) {
  unread<Name>(object, value);
  ignore_text(reader, object, value);
}
template <const std::string_view& Name, typename T>
void unread_texts(Reader& reader, T& object, Value& value) {
  unread<Name>(object, value);
  ignore_texts(reader, object, value);
}
template <const std::string_view& Name, typename T>
void unread_flag(Reader& reader, T& object, Value& value) {
  if (as_boolean(value).value_or(false)) unread<Name>(object, value);
  ignore_flag(reader, object, value);
}
template <const std::string_view& Name, typename Object, typename T>
void unread_object(Reader& reader, T& object, Value& value) {
  unread<Name>(object, value);
  ignore_object<Object>(reader, object, value);
}
template <const std::string_view& Name, typename Object, typename T>
void unread_objects(Reader& reader, T& object, Value& value) {
  unread<Name>(object, value);
  ignore_objects<Object>(reader, object, value);
}
constexpr std::string_view bindings = "bindings", extra_slots = "extra_slots", path_rule = "path_rule",
                           disjoint_with = "disjoint_with", values_from = "values_from",
                           children_are_mutually_disjoint = "children_are_mutually_disjoint",
                           transitive_form_of = "transitive_form_of",
                           reflexive_transitive_form_of = "reflexive_transitive_form_of",
                           id_prefixes_are_closed = "id_prefixes_are_closed";

template <const auto& Keys, typename T>
void ignore_pairs(Reader& reader, T& /*object*/, Value& value) {
  std::vector<std::pair<Text, Text>> pairs;
  reader.read_text_pairs(value, pairs, Keys[0], Keys[1]);
}

using Words = std::array<std::string_view, 2>;
constexpr Words setting_keys = {"setting_key", "setting_value"};
constexpr Words prefix_keys = {"prefix_prefix", "prefix_reference"};
constexpr Words local_name_keys = {"local_name_source", "local_name_value"};
constexpr Words alt_description_keys = {"source", "description"};

// --- metaclasses that leave nothing behind ---

struct Example {};
struct StructuredAlias {};
struct TypeMapping {
  Text name;
};
struct PathExpression {};
struct ExtraSlots {};
struct EnumBinding {};
struct ReachabilityQuery {};
struct MatchQuery {};
struct DimensionExpression {};

// --- what every element and expression may carry ---

template <typename T>
void read_title(Reader& reader, T& object, Value& value) {
  if constexpr (requires { object.title; }) {
    reader.read(value, object.title);
  } else {
    ignore_text(reader, object, value);
  }
}
template <typename T>
void read_description(Reader& reader, T& object, Value& value) {
  if constexpr (requires { object.description; }) {
    reader.read(value, object.description);
  } else {
    ignore_text(reader, object, value);
  }
}
template <typename T>
void read_deprecated(Reader& reader, T& object, Value& value) {
  if constexpr (requires { object.deprecated; }) {
    reader.read(value, object.deprecated);
  } else {
    ignore_text(reader, object, value);
  }
}
template <typename T>
void read_aliases(Reader& reader, T& object, Value& value) {
  if constexpr (requires { object.aliases; }) {
    reader.read(value, object.aliases);
  } else {
    ignore_texts(reader, object, value);
  }
}
template <typename T>
void read_from_schema(Reader& reader, T& object, Value& value) {
  if constexpr (requires { object.from_schema; }) {
    reader.read(value, object.from_schema);
  } else {
    ignore_text(reader, object, value);
  }
}
template <typename T>
void read_annotations(Reader& reader, T& object, Value& value) {
  if constexpr (requires { object.annotations; }) {
    reader.read(value, object.annotations);
  } else {
    ignore_annotations(reader, object, value);
  }
}
template <typename T>
void read_extensions(Reader& reader, T& object, Value& value) {
  if constexpr (requires { object.extensions; }) {
    reader.read(value, object.extensions);
  } else {
    ignore_annotations(reader, object, value);
  }
}
template <typename T>
void read_rank(Reader& reader, T& object, Value& value) {
  if constexpr (requires { object.rank; }) {
    reader.read(value, object.rank);
  } else {
    ignore_count(reader, object, value);
  }
}

// common_metadata, annotatable, extensible
template <typename T>
constexpr auto common_fields() {
  return std::to_array<Field<T>>({
      {"description", read_description},
      {"alt_descriptions", ignore_pairs<alt_description_keys>},
      {"title", read_title},
      {"deprecated", read_deprecated},
      {"todos", ignore_texts},
      {"notes", ignore_texts},
      {"comments", ignore_texts},
      {"examples", ignore_objects<Example>},
      {"in_subset", ignore_texts},
      {"from_schema", read_from_schema},
      {"imported_from", ignore_text},
      {"source", ignore_text},
      {"in_language", ignore_text},
      {"see_also", ignore_texts},
      {"deprecated_element_has_exact_replacement", ignore_text},
      {"deprecated_element_has_possible_replacement", ignore_text},
      {"aliases", read_aliases},
      {"structured_aliases", ignore_objects<StructuredAlias>},
      {"mappings", ignore_texts},
      {"exact_mappings", ignore_texts},
      {"close_mappings", ignore_texts},
      {"related_mappings", ignore_texts},
      {"narrow_mappings", ignore_texts},
      {"broad_mappings", ignore_texts},
      {"created_by", ignore_text},
      {"contributors", ignore_texts},
      {"created_on", ignore_text},
      {"last_updated_on", ignore_text},
      {"modified_by", ignore_text},
      {"status", ignore_text},
      {"rank", read_rank},
      {"categories", ignore_texts},
      {"keywords", ignore_texts},
      {"annotations", read_annotations},
      {"extensions", read_extensions},
  });
}

template <typename T>
constexpr auto element_fields() {
  return concat(common_fields<T>(), std::to_array<Field<T>>({
                                        {"name", member<&T::name>},
                                        {"id_prefixes", ignore_texts},
                                        {"id_prefixes_are_closed", unread_flag<id_prefixes_are_closed>},
                                        {"definition_uri", ignore_text},
                                        {"local_names", ignore_pairs<local_name_keys>},
                                        {"conforms_to", ignore_text},
                                        {"implements", ignore_texts},
                                        {"instantiates", ignore_texts},
                                    }));
}

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

// What slot_definition has beyond slot_expression. A slot condition allows all of it and means none of it.
template <typename T>
void read_relational_role(Reader& reader, T& /*object*/, Value& value) {
  reader.check_one_of(value, {"SUBJECT", "OBJECT", "PREDICATE", "NODE", "OTHER_ROLE"});
}
// Metamodel: text that says why; many write a boolean.
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
struct Fields<Example> {
  static constexpr std::string_view what = "example";
  static constexpr auto table = sorted(std::to_array<Field<Example>>({
      {"value", ignore_any},
      {"description", ignore_text},
      {"object", ignore_any},
  }));
  static void simple(Reader& reader, Example& object, Value& value) {
    if (value.type == Value::Type::list) ignore_text(reader, object, value);
  }
};

template <>
struct Fields<StructuredAlias> {
  static constexpr std::string_view what = "structured alias";
  static void predicate(Reader& reader, StructuredAlias& /*object*/, Value& value) {
    reader.check_one_of(value, {"EXACT_SYNONYM", "RELATED_SYNONYM", "BROAD_SYNONYM", "NARROW_SYNONYM"});
  }
  static constexpr auto table =
      sorted(concat(common_fields<StructuredAlias>(), std::to_array<Field<StructuredAlias>>({
                                                          {"literal_form", ignore_text},
                                                          {"predicate", predicate},
                                                          {"alias_predicate", predicate},
                                                          {"contexts", ignore_texts},
                                                          {"alias_contexts", ignore_texts},
                                                      })));
  static void simple(Reader& reader, StructuredAlias& object, Value& value) {
    ignore_text(reader, object, value);
  }
};

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
struct Fields<ReachabilityQuery> {
  static constexpr std::string_view what = "reachability query";
  static constexpr auto table = sorted(std::to_array<Field<ReachabilityQuery>>({
      {"source_ontology", ignore_text},
      {"source_nodes", ignore_texts},
      {"relationship_types", ignore_texts},
      {"is_direct", ignore_flag},
      {"include_self", ignore_flag},
      {"traverse_up", ignore_flag},
  }));
};

template <>
struct Fields<MatchQuery> {
  static constexpr std::string_view what = "match query";
  static constexpr auto table = sorted(std::to_array<Field<MatchQuery>>({
      {"identifier_pattern", ignore_text},
      {"source_ontology", ignore_text},
  }));
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

namespace {
// The value of slot_conditions: slot_definition by the metamodel, of which only the expression means
// anything.
struct SlotCondition : SlotExpression {
  Text name;
};
}  // namespace

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

namespace {
template <typename T>
void read_slot_conditions(Reader& reader, T& object, Value& value) {
  std::vector<SlotCondition> conditions;
  reader.read_named(value, conditions);
  for (SlotCondition& condition : conditions) {
    object.slot_conditions.emplace_back(std::move(condition.name),
                                        std::move(static_cast<SlotExpression&>(condition)));
  }
}

template <typename T>
constexpr auto class_expression_fields() {
  return std::to_array<Field<T>>({
      {"any_of", objects<&T::any_of>},
      {"exactly_one_of", objects<&T::exactly_one_of>},
      {"none_of", objects<&T::none_of>},
      {"all_of", objects<&T::all_of>},
      {"slot_conditions", read_slot_conditions},
  });
}
}  // namespace

template <>
struct Fields<ClassExpression> {
  using T = ClassExpression;
  static constexpr std::string_view what = "class expression";
  static constexpr auto table = sorted(concat(common_fields<T>(), class_expression_fields<T>(),
                                              std::to_array<Field<T>>({{"is_a", member<&T::is_a>}})));
};

template <>
struct Fields<ExtraSlots> {
  static constexpr std::string_view what = "extra_slots expression";
  static constexpr auto table = sorted(std::to_array<Field<ExtraSlots>>({
      {"allowed", ignore_flag},
      {"range_expression", ignore_object<SlotExpression>},
  }));
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

template <>
struct Fields<UniqueKey> {
  using T = UniqueKey;
  static constexpr std::string_view what = "unique key";
  static constexpr std::string_view key = "unique_key_name";
  static constexpr auto table =
      sorted(concat(common_fields<T>(), std::to_array<Field<T>>({
                                            {"unique_key_name", member<&T::name>},
                                            {"unique_key_slots", member<&T::slots>},
                                            {"consider_nulls_inequal", member<&T::consider_nulls_inequal>},
                                        })));
  static void simple(Reader& reader, UniqueKey& unique_key, Value& value) {
    reader.read(value, unique_key.slots);
  }
};

template <>
struct Fields<ClassRule> {
  using T = ClassRule;
  static constexpr std::string_view what = "rule";
  static constexpr auto table =
      sorted(concat(common_fields<T>(), std::to_array<Field<T>>({
                                            {"preconditions", member<&T::preconditions>},
                                            {"postconditions", member<&T::postconditions>},
                                            {"elseconditions", member<&T::elseconditions>},
                                            {"bidirectional", member<&T::bidirectional>},
                                            {"open_world", member<&T::open_world>},
                                            {"deactivated", member<&T::deactivated>},
                                        })));
};

template <>
struct Fields<Class> {
  using T = Class;
  static constexpr std::string_view what = "class";
  static constexpr std::string_view key = "name";
  static constexpr auto table =
      sorted(concat(element_fields<T>(), class_expression_fields<T>(),
                    std::to_array<Field<T>>({
                        {"slots", member<&T::slots>},
                        {"slot_usage", named<&T::slot_usage>},
                        {"attributes", named<&T::attributes>},
                        {"class_uri", member<&T::class_uri>},
                        {"subclass_of", member<&T::subclass_of>},
                        {"union_of", member<&T::union_of>},
                        {"defining_slots", member<&T::defining_slots>},
                        {"tree_root", member<&T::tree_root>},
                        {"unique_keys", named<&T::unique_keys>},
                        {"rules", objects<&T::rules>},
                        {"classification_rules", objects<&T::classification_rules>},
                        {"slot_names_unique", member<&T::slot_names_unique>},
                        {"represents_relationship", member<&T::represents_relationship>},
                        {"disjoint_with", member<&T::disjoint_with>},
                        {"children_are_mutually_disjoint", member<&T::children_are_mutually_disjoint>},
                        {"extra_slots", unread_object<extra_slots, ExtraSlots>},
                        {"alias", ignore_text},
                        {"is_a", member<&T::is_a>},
                        {"abstract", member<&T::abstract_>},
                        {"mixin", member<&T::mixin>},
                        {"mixins", member<&T::mixins>},
                        {"apply_to", member<&T::apply_to>},
                        {"values_from", member<&T::values_from>},
                        {"string_serialization", ignore_text},
                    })));
};

namespace {
template <typename T>
constexpr auto type_expression_fields() {
  return std::to_array<Field<T>>({
      {"pattern", member<&T::pattern>},
      {"structured_pattern", member<&T::structured_pattern>},
      {"unit", member<&T::unit>},
      {"implicit_prefix", member<&T::implicit_prefix>},
      {"equals_string", member<&T::equals_string>},
      {"equals_string_in", member<&T::equals_string_in>},
      {"equals_number", number<&T::equals_number>},
      {"minimum_value", member<&T::minimum_value>},
      {"maximum_value", member<&T::maximum_value>},
      {"none_of", objects<&T::none_of>},
      {"exactly_one_of", objects<&T::exactly_one_of>},
      {"any_of", objects<&T::any_of>},
      {"all_of", objects<&T::all_of>},
  });
}
}  // namespace

template <>
struct Fields<Type> {  // and anonymous type expressions
  using T = Type;
  static constexpr std::string_view what = "type";
  static constexpr std::string_view key = "name";
  static constexpr auto table = sorted(concat(element_fields<T>(), type_expression_fields<T>(),
                                              std::to_array<Field<T>>({
                                                  {"typeof", member<&T::typeof_>},
                                                  {"base", member<&T::base>},
                                                  {"uri", member<&T::uri>},
                                                  {"repr", member<&T::repr>},
                                                  {"union_of", member<&T::union_of>},
                                              })));
};

template <>
struct Fields<PermissibleValue> {
  using T = PermissibleValue;
  static constexpr std::string_view what = "permissible value";
  static constexpr std::string_view key = "text";
  static constexpr auto table = sorted(concat(common_fields<T>(), std::to_array<Field<T>>({
                                                                      {"text", member<&T::name>},
                                                                      {"meaning", member<&T::meaning>},
                                                                      {"unit", ignore_object<Unit>},
                                                                      {"instantiates", ignore_texts},
                                                                      {"implements", ignore_texts},
                                                                      {"is_a", member<&T::is_a>},
                                                                      {"mixins", member<&T::mixins>},
                                                                  })));
  static void simple(Reader& reader, PermissibleValue& permissible_value, Value& value) {
    reader.read(value, permissible_value.description);
  }
};

namespace {
template <typename T>
void read_pv_formula(Reader& reader, T& object, Value& value) {
  reader.check_one_of(value, {"CODE", "CURIE", "URI", "FHIR_CODING", "LABEL"});
  if (value.type == Value::Type::scalar) reader.read(value, object.pv_formula);
}
template <typename Query, auto Member, typename T>
void query(Reader& reader, T& object, Value& value) {
  if (value.type == Value::Type::null) return;
  Value copy = value;
  ignore_object<Query>(reader, object, copy);
  object.*Member = std::move(value);
}
template <typename T>
constexpr auto enum_expression_fields() {
  return std::to_array<Field<T>>({
      {"code_set", member<&T::code_set>},
      {"code_set_tag", member<&T::code_set_tag>},
      {"code_set_version", member<&T::code_set_version>},
      {"pv_formula", read_pv_formula},
      {"permissible_values", named<&T::permissible_values>},
      {"include", objects<&T::include>},
      {"minus", objects<&T::minus>},
      {"inherits", member<&T::inherits>},
      {"reachable_from", query<ReachabilityQuery, &T::reachable_from>},
      {"matches", query<MatchQuery, &T::matches>},
      {"concepts", member<&T::concepts>},
  });
}
}  // namespace

template <>
struct Fields<EnumExpression> {
  using T = EnumExpression;
  static constexpr std::string_view what = "enum expression";
  static constexpr auto table = sorted(concat(common_fields<T>(), enum_expression_fields<T>()));
};

template <>
struct Fields<Enum> {
  using T = Enum;
  static constexpr std::string_view what = "enum";
  static constexpr std::string_view key = "name";
  static constexpr auto table = sorted(concat(element_fields<T>(), enum_expression_fields<T>(),
                                              std::to_array<Field<T>>({
                                                  {"enum_uri", member<&T::enum_uri>},
                                                  {"is_a", ignore_text},
                                                  {"abstract", ignore_flag},
                                                  {"mixin", ignore_flag},
                                                  {"mixins", ignore_texts},
                                                  {"apply_to", ignore_texts},
                                                  {"values_from", unread_texts<values_from>},
                                                  {"string_serialization", ignore_text},
                                              })));
};

template <>
struct Fields<Subset> {
  static constexpr std::string_view what = "subset";
  static constexpr std::string_view key = "name";
  static constexpr auto table = sorted(element_fields<Subset>());
  static void simple(Reader& reader, Subset& subset, Value& value) { reader.read(value, subset.description); }
};

namespace {
inline void read_prefixes(Reader& reader, Module& module, Value& value) {
  std::vector<std::pair<Text, Text>> pairs;
  reader.read_text_pairs(value, pairs, prefix_keys[0], prefix_keys[1]);
  for (auto& [name, reference] : pairs) module.prefixes.push_back({std::move(name), std::move(reference)});
}
inline void read_settings(Reader& reader, Module& module, Value& value) {
  reader.read_text_pairs(value, module.settings, setting_keys[0], setting_keys[1]);
}
}  // namespace

template <>
struct Fields<Module> {
  using T = Module;
  static constexpr std::string_view what = "schema";
  static constexpr auto table =
      sorted(concat(element_fields<T>(), std::to_array<Field<T>>({
                                             {"id", member<&T::id>},
                                             {"version", member<&T::version>},
                                             {"imports", member<&T::imports>},
                                             {"license", member<&T::license>},
                                             {"prefixes", read_prefixes},
                                             {"emit_prefixes", ignore_texts},
                                             {"default_curi_maps", ignore_texts},
                                             {"default_prefix", member<&T::default_prefix>},
                                             {"default_range", member<&T::default_range>},
                                             {"subsets", named<&T::subsets>},
                                             {"types", named<&T::types>},
                                             {"enums", named<&T::enums>},
                                             {"slots", named<&T::slots>},
                                             {"classes", named<&T::classes>},
                                             {"metamodel_version", ignore_text},
                                             {"source_file", ignore_text},
                                             {"source_file_date", ignore_text},
                                             {"source_file_size", ignore_count},
                                             {"generation_date", ignore_text},
                                             {"slot_names_unique", ignore_flag},
                                             {"settings", read_settings},
                                             {"bindings", unread_objects<bindings, EnumBinding>},
                                         })));
};

namespace {
Module bind(YamlDocument document, FileId file, Diagnostics& diagnostics) {
  Module module;
  module.file = file;
  module.incomplete = !document.complete;
  if (document.root.type == Value::Type::null) return module;
  if (document.root.type != Value::Type::map) {
    diagnostics.error("wrong-shape", document.root.span, "a module is a map with 'id', 'name', 'classes', …");
    return module;
  }
  // What follows from a text that ends too early says nothing about what the author meant.
  Diagnostics discarded;
  Reader reader(file, document.complete ? diagnostics : discarded);
  reader.read_object(document.root, module);
  return module;
}
}  // namespace

Module read_module(std::string_view text, FileId file, Diagnostics& diagnostics) {
  return bind(read_yaml(text, file, diagnostics), file, diagnostics);
}

Module read_module(std::string_view text, FileId file, const TreeCache& cache, Diagnostics& diagnostics) {
  YamlDocument document;
  if (auto known = cache.find(text, file)) {
    document.root = std::move(*known);
  } else {
    const std::size_t before = diagnostics.items().size();
    document = read_yaml(text, file, diagnostics);
    // A text with faults is read again each time: the cache keeps no diagnostics.
    if (document.complete && diagnostics.items().size() == before) cache.add(text, document.root);
  }
  return bind(std::move(document), file, diagnostics);
}

}  // namespace schemac::linkml
