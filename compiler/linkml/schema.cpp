#include "linkml/schema.h"

#include <tuple>

#include "linkml/slot_fields.h"

namespace schemac::linkml {
const Value* find_annotation(const Annotations& annotations, std::string_view tag) {
  for (const auto& [name, value] : annotations) {
    if (name.value == tag) return &value;
  }
  return nullptr;
}

bool operator==(const Element& a, const Element& b) { return equal_metaslots(a, b) && a.unread == b.unread; }

bool operator==(const SlotExpression& a, const SlotExpression& b) { return equal_metaslots(a, b); }

bool operator==(const Slot& a, const Slot& b) {
  return static_cast<const Element&>(a) == static_cast<const Element&>(b) &&
         static_cast<const SlotExpression&>(a) == static_cast<const SlotExpression&>(b) &&
         equal_metaslots(a, b);
}

bool operator==(const ClassExpression& a, const ClassExpression& b) {
  return std::tie(a.is_a, a.slot_conditions, a.any_of, a.all_of, a.exactly_one_of, a.none_of) ==
         std::tie(b.is_a, b.slot_conditions, b.any_of, b.all_of, b.exactly_one_of, b.none_of);
}

bool operator==(const ClassRule& a, const ClassRule& b) {
  const auto tie = [](const ClassRule& r) {
    return std::tie(r.title, r.description, r.bidirectional, r.open_world, r.deactivated, r.rank);
  };
  return tie(a) == tie(b) && equal_values(a.preconditions, b.preconditions) &&
         equal_values(a.postconditions, b.postconditions) && equal_values(a.elseconditions, b.elseconditions);
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
