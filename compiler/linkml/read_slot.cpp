// Slots, slot expressions and their parts.
#include "linkml/metaslots.h"
#include "linkml/slot_fields.h"

namespace schemac::linkml {
namespace {

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
void read_relational_role(Reader& reader, T& /*object*/, Value& value) {
  reader.check_one_of(value, {"SUBJECT", "OBJECT", "PREDICATE", "NODE", "OTHER_ROLE"});
}
// Metamodel: text that states the reason; many authors write a boolean.
void read_readonly(Reader& reader, Slot& slot, Value& value) {
  Text text;
  reader.read(value, text);
  if (!text.empty()) slot.readonly_ = Located<bool>{as_boolean(text.value).value_or(true), text.span};
}

template <auto A, auto B>
constexpr bool same_member = std::is_same_v<Metaslot<A>, Metaslot<B>>;

// How the value of a metaslot with a field is read: by the field's type, or as the metaslot needs it.
template <typename T, auto Member, Merge How>
constexpr auto reading_of(Metaslot<Member, How>) -> void (*)(Reader&, T&, Value&) {
  if constexpr (same_member<Member, &SlotExpression::equals_number>)
    return number<Member, T>;
  else if constexpr (same_member<Member, &SlotExpression::value_presence>)
    return read_value_presence<T>;
  else if constexpr (same_member<Member, &SlotExpression::bindings>)
    return read_bindings<T>;
  else if constexpr (same_member<Member, &Slot::readonly_>)
    return read_readonly;
  else if constexpr (std::is_same_v<std::remove_cvref_t<decltype(std::declval<T&>().*Member)>,
                                    List<SlotExpression>>)
    return objects<Member, T>;
  else
    return member<Member, T>;
}

// The same for a metaclass that allows the metaslot and has no field for it.
template <typename T, auto Member, Merge How>
constexpr auto checking_of(Metaslot<Member, How>) -> void (*)(Reader&, T&, Value&) {
  using Type = std::remove_cvref_t<decltype(std::declval<Slot&>().*Member)>;
  if constexpr (same_member<Member, &Slot::readonly_> || std::is_same_v<Type, OptionalText>) {
    return ignore_text<T>;
  } else if constexpr (std::is_same_v<Type, Flag>) {
    return ignore_flag<T>;
  } else {
    static_assert(std::is_same_v<Type, List<Text>>);
    return ignore_texts<T>;
  }
}

// The fields that Declaring itself declares (slot_fields.h), as metaslots of T.
template <typename T, typename Declaring>
constexpr auto listed_fields() {
  std::array<Field<T>, metaslot_count<Declaring>()> table{};
  std::size_t at = 0;
  each_metaslot(static_cast<const Declaring*>(nullptr), [&](auto metaslot) {
    if constexpr (std::is_base_of_v<Declaring, T>)
      table[at++] = {metaslot.name, reading_of<T>(metaslot)};
    else
      table[at++] = {metaslot.name, checking_of<T>(metaslot)};
  });
  return table;
}

// Metaslots without a field. "unread" ones restrict data, see Element::unread.
template <typename T>
constexpr auto unused_slot_fields() {
  return std::to_array<Field<T>>({
      {"is_class_field", ignore_flag},
      {"transitive_form_of", unread_text},
      {"reflexive_transitive_form_of", unread_text},
      {"is_usage_slot", ignore_flag},
      {"usage_slot_name", ignore_text},
      {"relational_role", read_relational_role},
      {"slot_group", ignore_text},
      {"is_grouping_slot", ignore_flag},
      {"path_rule", unread_object<PathExpression>},
      {"disjoint_with", unread_texts},
      {"children_are_mutually_disjoint", unread_flag},
      {"type_mappings", ignore_named<TypeMapping>},
      {"values_from", unread_texts},
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
      sorted(concat(common_fields<SlotExpression>(), listed_fields<SlotExpression, SlotExpression>()));
};

// A slot condition allows the metaslots of a slot and uses those of its expression.
template <typename T>
constexpr auto slot_fields() {
  return sorted(concat(element_fields<T>(), listed_fields<T, SlotExpression>(), listed_fields<T, Slot>(),
                       unused_slot_fields<T>()));
}

template <>
struct Fields<SlotCondition> {
  static constexpr std::string_view what = "slot condition";
  static constexpr std::string_view key = "name";
  static constexpr auto table = slot_fields<SlotCondition>();
};

template <>
struct Fields<Slot> {
  static constexpr std::string_view what = "slot";
  static constexpr std::string_view key = "name";
  static constexpr auto table = slot_fields<Slot>();
};

template void Reader::read_object(Value&, EnumBinding&);
template void Reader::read_object(Value&, SlotExpression&);
template void Reader::read_object(Value&, PatternExpression&);
template void Reader::read_object(Value&, Unit&);
template void Reader::read_named(Value&, std::vector<Slot>&);
template void Reader::read_named(Value&, std::vector<SlotCondition>&);

}  // namespace schemac::linkml
