// Classes, class expressions, rules and unique keys.
#include "linkml/metaslots.h"

namespace schemac::linkml {
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
struct Fields<ExtraSlots> {
  static constexpr std::string_view what = "extra_slots expression";
  static constexpr auto table = sorted(std::to_array<Field<ExtraSlots>>({
      {"allowed", ignore_flag},
      {"range_expression", ignore_object<SlotExpression>},
  }));
};

template <>
struct Fields<ClassExpression> {
  using T = ClassExpression;
  static constexpr std::string_view what = "class expression";
  static constexpr auto table = sorted(concat(common_fields<T>(), class_expression_fields<T>(),
                                              std::to_array<Field<T>>({{"is_a", member<&T::is_a>}})));
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
                        {"extra_slots", unread_object<ExtraSlots>},
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

template void Reader::read_object(Value&, ClassExpression&);
template void Reader::read_named(Value&, std::vector<Class>&);

}  // namespace schemac::linkml
