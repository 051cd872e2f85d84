#include "linkml/schema.h"

#include <algorithm>
#include <tuple>

namespace schemac::linkml {
namespace {

template <typename T>
bool same_target(const std::shared_ptr<const T>& a, const std::shared_ptr<const T>& b) {
  return a == b || (a && b && *a == *b);
}

}  // namespace

const Value* find_annotation(const Annotations& annotations, std::string_view tag) {
  for (const auto& [name, value] : annotations) {
    if (name.value == tag) return &value;
  }
  return nullptr;
}

bool operator==(const Element& a, const Element& b) {
  return std::tie(a.name, a.title, a.description, a.deprecated, a.aliases, a.from_schema, a.annotations,
                  a.extensions, a.unread) == std::tie(b.name, b.title, b.description, b.deprecated, b.aliases,
                                                      b.from_schema, b.annotations, b.extensions, b.unread);
}

bool operator==(const SlotExpression& a, const SlotExpression& b) {
  const auto tie = [](const SlotExpression& s) {
    return std::tie(s.range, s.required, s.recommended, s.multivalued, s.inlined, s.inlined_as_list,
                    s.minimum_value, s.maximum_value, s.pattern, s.structured_pattern, s.unit,
                    s.implicit_prefix, s.value_presence, s.equals_string, s.equals_string_in, s.equals_number,
                    s.equals_expression, s.exact_cardinality, s.minimum_cardinality, s.maximum_cardinality,
                    s.any_of, s.all_of, s.exactly_one_of, s.none_of, s.array, s.bindings);
  };
  return tie(a) == tie(b) && same_target(a.range_expression, b.range_expression) &&
         same_target(a.enum_range, b.enum_range) && same_target(a.has_member, b.has_member) &&
         same_target(a.all_members, b.all_members);
}

bool operator==(const Slot& a, const Slot& b) {
  const auto tie = [](const Slot& s) {
    return std::tie(s.is_a, s.mixins, s.apply_to, s.abstract_, s.mixin, s.identifier, s.key,
                    s.designates_type, s.readonly_, s.inherited, s.list_elements_ordered,
                    s.list_elements_unique, s.shared, s.symmetric, s.reflexive, s.irreflexive, s.asymmetric,
                    s.transitive, s.locally_reflexive, s.alias, s.domain, s.ifabsent, s.slot_uri, s.inverse,
                    s.subproperty_of, s.singular_name, s.role, s.owner, s.union_of, s.domain_of);
  };
  return static_cast<const Element&>(a) == static_cast<const Element&>(b) &&
         static_cast<const SlotExpression&>(a) == static_cast<const SlotExpression&>(b) && tie(a) == tie(b);
}

bool operator==(const ClassExpression& a, const ClassExpression& b) {
  return std::tie(a.is_a, a.slot_conditions, a.any_of, a.all_of, a.exactly_one_of, a.none_of) ==
         std::tie(b.is_a, b.slot_conditions, b.any_of, b.all_of, b.exactly_one_of, b.none_of);
}

bool operator==(const ClassRule& a, const ClassRule& b) {
  const auto tie = [](const ClassRule& r) {
    return std::tie(r.title, r.description, r.bidirectional, r.open_world, r.deactivated, r.rank);
  };
  return tie(a) == tie(b) && same_target(a.preconditions, b.preconditions) &&
         same_target(a.postconditions, b.postconditions) && same_target(a.elseconditions, b.elseconditions);
}

bool operator==(const Class& a, const Class& b) {
  const auto tie = [](const Class& c) {
    return std::tie(c.is_a, c.class_uri, c.subclass_of, c.mixins, c.apply_to, c.slots, c.union_of,
                    c.defining_slots, c.disjoint_with, c.values_from, c.abstract_, c.mixin, c.tree_root,
                    c.slot_names_unique, c.represents_relationship, c.children_are_mutually_disjoint,
                    c.attributes, c.slot_usage, c.unique_keys, c.rules, c.classification_rules, c.any_of,
                    c.all_of, c.exactly_one_of, c.none_of, c.slot_conditions);
  };
  return static_cast<const Element&>(a) == static_cast<const Element&>(b) && tie(a) == tie(b);
}

bool operator==(const Type& a, const Type& b) {
  const auto tie = [](const Type& t) {
    return std::tie(t.typeof_, t.base, t.uri, t.repr, t.union_of, t.pattern, t.structured_pattern, t.unit,
                    t.implicit_prefix, t.minimum_value, t.maximum_value, t.equals_string, t.equals_number,
                    t.equals_string_in, t.any_of, t.all_of, t.exactly_one_of, t.none_of);
  };
  return static_cast<const Element&>(a) == static_cast<const Element&>(b) && tie(a) == tie(b);
}

bool operator==(const PermissibleValue& a, const PermissibleValue& b) {
  return static_cast<const Element&>(a) == static_cast<const Element&>(b) &&
         std::tie(a.meaning, a.is_a, a.mixins) == std::tie(b.meaning, b.is_a, b.mixins);
}

bool operator==(const EnumExpression& a, const EnumExpression& b) {
  const auto tie = [](const EnumExpression& e) {
    return std::tie(e.permissible_values, e.inherits, e.concepts, e.include, e.minus, e.code_set,
                    e.code_set_tag, e.code_set_version, e.pv_formula, e.reachable_from, e.matches);
  };
  return tie(a) == tie(b);
}

bool operator==(const Enum& a, const Enum& b) {
  return static_cast<const Element&>(a) == static_cast<const Element&>(b) &&
         static_cast<const EnumExpression&>(a) == static_cast<const EnumExpression&>(b) &&
         a.enum_uri == b.enum_uri;
}

}  // namespace schemac::linkml
