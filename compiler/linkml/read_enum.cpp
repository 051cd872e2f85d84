// Enums, enum expressions and permissible values.
#include "linkml/metaslots.h"

namespace schemac::linkml {
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

template void Reader::read_object(Value&, EnumExpression&);
template void Reader::read_named(Value&, std::vector<Enum>&);

}  // namespace schemac::linkml
