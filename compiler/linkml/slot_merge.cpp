#include "linkml/slot_merge.h"

#include <algorithm>
#include <charconv>

namespace schemac::linkml {
namespace {

template <typename T>
bool is_set(const Shared<T>& value) {
  return value.has_value();
}
template <typename T>
bool is_set(const std::shared_ptr<T>& value) {
  return value != nullptr;
}
template <typename T>
bool is_set(const List<T>& value) {
  return !value.empty();
}

template <typename Visit>
void for_each_inheritable(Visit visit) {
  visit(&Slot::domain);
  visit(&Slot::range);
  visit(&Slot::multivalued);
  visit(&Slot::array);
  visit(&Slot::inherited);
  visit(&Slot::readonly_);
  visit(&Slot::ifabsent);
  visit(&Slot::value_presence);
  visit(&Slot::equals_string);
  visit(&Slot::equals_number);
  visit(&Slot::equals_expression);
  visit(&Slot::exact_cardinality);
  visit(&Slot::minimum_cardinality);
  visit(&Slot::maximum_cardinality);
  visit(&Slot::equals_string_in);
  visit(&Slot::required);
  visit(&Slot::recommended);
  visit(&Slot::inlined);
  visit(&Slot::inlined_as_list);
  visit(&Slot::list_elements_ordered);
  visit(&Slot::list_elements_unique);
  visit(&Slot::shared);
  visit(&Slot::key);
  visit(&Slot::identifier);
  visit(&Slot::designates_type);
  visit(&Slot::role);
  visit(&Slot::minimum_value);
  visit(&Slot::maximum_value);
  visit(&Slot::pattern);
  visit(&Slot::structured_pattern);
}

// Metaslots that are neither inheritable nor bounds.
template <typename Visit>
void for_each_other(Visit visit) {
  visit(&Slot::title);
  visit(&Slot::description);
  visit(&Slot::deprecated);
  visit(&Slot::aliases);
  visit(&Slot::from_schema);
  visit(&Slot::range_expression);
  visit(&Slot::enum_range);
  visit(&Slot::unit);
  visit(&Slot::implicit_prefix);
  visit(&Slot::has_member);
  visit(&Slot::all_members);
  visit(&Slot::any_of);
  visit(&Slot::all_of);
  visit(&Slot::exactly_one_of);
  visit(&Slot::none_of);
  visit(&Slot::bindings);
  visit(&Slot::abstract_);
  visit(&Slot::mixin);
  visit(&Slot::symmetric);
  visit(&Slot::reflexive);
  visit(&Slot::irreflexive);
  visit(&Slot::asymmetric);
  visit(&Slot::transitive);
  visit(&Slot::locally_reflexive);
  visit(&Slot::alias);
  visit(&Slot::slot_uri);
  visit(&Slot::inverse);
  visit(&Slot::subproperty_of);
  visit(&Slot::singular_name);
  visit(&Slot::owner);
  visit(&Slot::union_of);
}

void merge_annotations(Annotations& into, const Annotations& from) {
  for (const Entry& each : from) {
    const auto known = std::find_if(into.begin(), into.end(),
                                    [&](const Entry& entry) { return entry.key.value == each.key.value; });
    if (known == into.end()) {
      into.push_back(each);
    } else {
      *known = each;
    }
  }
}

// The tighter of two bounds applies: sign 1 for a minimum, -1 for a maximum.
void narrow(OptionalText& bound, const OptionalText& usage, int sign) {
  if (!usage) return;
  if (!bound || sign * compare_values(usage->value, bound->value) > 0) bound = usage;
}
void narrow(Count& bound, const Count& usage, int sign) {
  if (!usage) return;
  if (!bound || sign * (usage->value - bound->value) > 0) bound = usage;
}

}  // namespace

int compare_values(std::string_view a, std::string_view b) {
  const auto number = [](std::string_view text, long double& out) {
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && end == text.data() + text.size();
  };
  long double x = 0;
  long double y = 0;
  if (number(a, x) && number(b, y)) return x < y ? -1 : x > y ? 1 : 0;
  const int order = a.compare(b);
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

void inherit_metaslots(Slot& slot, const Slot& parent) {
  for_each_inheritable([&](auto metaslot) {
    if (!is_set(slot.*metaslot) && is_set(parent.*metaslot)) slot.*metaslot = parent.*metaslot;
  });
}

void apply_usage(Slot& slot, const Slot& usage) {
  // Bounds are narrowed against the values before the usage overrides the rest.
  Count minimum = slot.minimum_cardinality;
  Count maximum = slot.maximum_cardinality;
  OptionalText least = slot.minimum_value;
  OptionalText greatest = slot.maximum_value;
  narrow(minimum, usage.minimum_cardinality, 1);
  narrow(maximum, usage.maximum_cardinality, -1);
  narrow(least, usage.minimum_value, 1);
  narrow(greatest, usage.maximum_value, -1);
  const auto override_with = [&](auto metaslot) {
    if (is_set(usage.*metaslot)) slot.*metaslot = usage.*metaslot;
  };
  for_each_inheritable(override_with);
  for_each_other(override_with);
  slot.minimum_cardinality = minimum;
  slot.maximum_cardinality = maximum;
  slot.minimum_value = std::move(least);
  slot.maximum_value = std::move(greatest);
  merge_annotations(slot.annotations, usage.annotations);
  merge_annotations(slot.extensions, usage.extensions);
}

bool same_meaning(const Slot& a, const Slot& b) {
  if (a == b) return true;
  const auto meaning = [](Slot slot) {
    slot.title.reset();
    slot.description.reset();
    slot.deprecated.reset();
    slot.from_schema.reset();
    slot.aliases.clear();
    slot.extensions.clear();
    slot.domain_of.clear();
    return slot;
  };
  return meaning(a) == meaning(b);
}

}  // namespace schemac::linkml
