// The metaslots of a slot that have a field in schema.h, listed once, with what the passes need to know of
// each: the reader's tables, inheritance and slot_usage, equality and the dump use this list. Private to
// linkml/. Metaslots without a field, which are only checked, are a list in read_slot.cpp.
//
// tests/unit/linkml/slot_fields_test.cpp finds a field that is not in the list (the sizes of all fields add
// up to the size of the struct), a metaslot of the metamodel that the reader does not know, and one that is
// inherited in the metamodel and not here. Rejected: a macro that also declares the fields, which hides the
// structs from readers and editors.
#pragma once
#include <string_view>

#include "linkml/schema.h"

namespace schemac::linkml {

// How a slot gets the metaslot from its parents (is_a, mixins) and from a class's slot_usage.
enum class Merge {
  none,     // from neither: it is about the declaration
  replace,  // slot_usage overrides it; not inherited
  inherit,  // slot_usage overrides it; inherited if the slot does not set it
  minimum,  // slot_usage may only raise it; inherited if the slot does not set it
  maximum,  // slot_usage may only lower it; likewise
  by_tag    // entries of slot_usage replace those of the same tag; not inherited
};

template <auto Member, Merge How = Merge::replace>
struct Metaslot {
  static constexpr auto member = Member;
  static constexpr Merge merge = How;
  std::string_view name;
  bool documents = false;  // slots that differ in it alone mean the same
  bool dumped = true;      // dump() writes it here, in the order of the list
};

constexpr bool is_inherited(Merge merge) {
  return merge == Merge::inherit || merge == Merge::minimum || merge == Merge::maximum;
}

// each_metaslot(T*, visit) calls visit(Metaslot) for each of the fields that T itself declares.
template <typename V>
constexpr void each_metaslot(const Element*, V&& visit) {
  using E = Element;
  visit(Metaslot<&E::name, Merge::none>{.name = "name", .dumped = false});
  visit(Metaslot<&E::title>{.name = "title", .documents = true});
  visit(Metaslot<&E::description>{.name = "description", .documents = true});
  visit(Metaslot<&E::deprecated>{.name = "deprecated", .documents = true});
  visit(Metaslot<&E::aliases>{.name = "aliases", .documents = true, .dumped = false});
  visit(Metaslot<&E::from_schema>{.name = "from_schema", .documents = true, .dumped = false});
  visit(
      Metaslot<&E::annotations, Merge::by_tag>{.name = "annotations", .dumped = false});  // after all others
  visit(Metaslot<&E::extensions, Merge::by_tag>{.name = "extensions", .documents = true, .dumped = false});
}

template <typename V>
constexpr void each_metaslot(const SlotExpression*, V&& visit) {
  using E = SlotExpression;
  visit(Metaslot<&E::range, Merge::inherit>{"range"});
  visit(Metaslot<&E::range_expression>{"range_expression"});
  visit(Metaslot<&E::enum_range>{"enum_range"});
  visit(Metaslot<&E::required, Merge::inherit>{"required"});
  visit(Metaslot<&E::recommended, Merge::inherit>{"recommended"});
  visit(Metaslot<&E::multivalued, Merge::inherit>{"multivalued"});
  visit(Metaslot<&E::inlined, Merge::inherit>{"inlined"});
  visit(Metaslot<&E::inlined_as_list, Merge::inherit>{"inlined_as_list"});
  visit(Metaslot<&E::minimum_value, Merge::minimum>{"minimum_value"});
  visit(Metaslot<&E::maximum_value, Merge::maximum>{"maximum_value"});
  visit(Metaslot<&E::pattern, Merge::inherit>{"pattern"});
  visit(Metaslot<&E::structured_pattern, Merge::inherit>{"structured_pattern"});
  visit(Metaslot<&E::unit>{"unit"});
  visit(Metaslot<&E::implicit_prefix>{"implicit_prefix"});
  visit(Metaslot<&E::value_presence, Merge::inherit>{"value_presence"});
  visit(Metaslot<&E::equals_string, Merge::inherit>{"equals_string"});
  visit(Metaslot<&E::equals_string_in, Merge::inherit>{"equals_string_in"});
  visit(Metaslot<&E::equals_number, Merge::inherit>{"equals_number"});
  visit(Metaslot<&E::equals_expression, Merge::inherit>{"equals_expression"});
  visit(Metaslot<&E::exact_cardinality, Merge::inherit>{"exact_cardinality"});
  visit(Metaslot<&E::minimum_cardinality, Merge::minimum>{"minimum_cardinality"});
  visit(Metaslot<&E::maximum_cardinality, Merge::maximum>{"maximum_cardinality"});
  visit(Metaslot<&E::has_member>{"has_member"});
  visit(Metaslot<&E::all_members>{"all_members"});
  visit(Metaslot<&E::any_of>{"any_of"});
  visit(Metaslot<&E::all_of>{"all_of"});
  visit(Metaslot<&E::exactly_one_of>{"exactly_one_of"});
  visit(Metaslot<&E::none_of>{"none_of"});
  visit(Metaslot<&E::array, Merge::inherit>{"array"});
  visit(Metaslot<&E::bindings>{"bindings"});
}

template <typename V>
constexpr void each_metaslot(const Slot*, V&& visit) {
  visit(Metaslot<&Slot::identifier, Merge::inherit>{"identifier"});
  visit(Metaslot<&Slot::key, Merge::inherit>{"key"});
  visit(Metaslot<&Slot::designates_type, Merge::inherit>{"designates_type"});
  visit(Metaslot<&Slot::ifabsent, Merge::inherit>{"ifabsent"});
  visit(Metaslot<&Slot::readonly_, Merge::inherit>{"readonly"});
  visit(Metaslot<&Slot::list_elements_ordered, Merge::inherit>{"list_elements_ordered"});
  visit(Metaslot<&Slot::list_elements_unique, Merge::inherit>{"list_elements_unique"});
  visit(Metaslot<&Slot::shared, Merge::inherit>{"shared"});
  visit(Metaslot<&Slot::symmetric>{"symmetric"});
  visit(Metaslot<&Slot::reflexive>{"reflexive"});
  visit(Metaslot<&Slot::irreflexive>{"irreflexive"});
  visit(Metaslot<&Slot::asymmetric>{"asymmetric"});
  visit(Metaslot<&Slot::transitive>{"transitive"});
  visit(Metaslot<&Slot::locally_reflexive>{"locally_reflexive"});
  visit(Metaslot<&Slot::inverse>{"inverse"});
  visit(Metaslot<&Slot::subproperty_of>{"subproperty_of"});
  visit(Metaslot<&Slot::domain, Merge::inherit>{"domain"});
  visit(Metaslot<&Slot::slot_uri>{"slot_uri"});
  visit(Metaslot<&Slot::role, Merge::inherit>{"role"});
  visit(Metaslot<&Slot::union_of>{"union_of"});
  // Resolved by induction, or without an effect on it: not in the dump.
  visit(Metaslot<&Slot::alias>{.name = "alias", .dumped = false});
  visit(Metaslot<&Slot::is_a, Merge::none>{.name = "is_a", .dumped = false});
  visit(Metaslot<&Slot::mixins, Merge::none>{.name = "mixins", .dumped = false});
  visit(Metaslot<&Slot::apply_to, Merge::none>{.name = "apply_to", .dumped = false});
  visit(Metaslot<&Slot::abstract_>{.name = "abstract", .dumped = false});
  visit(Metaslot<&Slot::mixin>{.name = "mixin", .dumped = false});
  visit(Metaslot<&Slot::inherited, Merge::inherit>{.name = "inherited", .dumped = false});
  visit(Metaslot<&Slot::singular_name>{.name = "singular_name", .dumped = false});
  visit(Metaslot<&Slot::owner>{.name = "owner", .dumped = false});
  visit(Metaslot<&Slot::domain_of, Merge::none>{.name = "domain_of", .documents = true, .dumped = false});
}

// Of a slot and everything that it is derived from.
template <typename V>
constexpr void each_slot_metaslot(V&& visit) {
  each_metaslot(static_cast<const Element*>(nullptr), visit);
  each_metaslot(static_cast<const SlotExpression*>(nullptr), visit);
  each_metaslot(static_cast<const Slot*>(nullptr), visit);
}

template <typename T>
constexpr std::size_t metaslot_count() {
  std::size_t count = 0;
  each_metaslot(static_cast<const T*>(nullptr), [&](auto) { ++count; });
  return count;
}

// By the values that a std::shared_ptr refers to.
template <typename T>
bool equal_values(const T& a, const T& b) {
  return a == b;
}
template <typename T>
bool equal_values(const std::shared_ptr<const T>& a, const std::shared_ptr<const T>& b) {
  return a == b || (a && b && *a == *b);
}

// The fields that T itself declares.
template <typename T>
bool equal_metaslots(const T& a, const T& b) {
  bool equal = true;
  each_metaslot(
      &a, [&](auto metaslot) { equal = equal && equal_values(a.*metaslot.member, b.*metaslot.member); });
  return equal;
}

}  // namespace schemac::linkml
