#include "linkml/slot_merge.h"

#include <algorithm>
#include <charconv>

#include "linkml/slot_fields.h"

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
  each_slot_metaslot([&](auto metaslot) {
    if constexpr (is_inherited(metaslot.merge)) {
      if (!is_set(slot.*metaslot.member) && is_set(parent.*metaslot.member))
        slot.*metaslot.member = parent.*metaslot.member;
    }
  });
}

void apply_usage(Slot& slot, const Slot& usage) {
  each_slot_metaslot([&](auto metaslot) {
    auto& value = slot.*metaslot.member;
    const auto& used = usage.*metaslot.member;
    if constexpr (metaslot.merge == Merge::minimum) {
      narrow(value, used, 1);
    } else if constexpr (metaslot.merge == Merge::maximum) {
      narrow(value, used, -1);
    } else if constexpr (metaslot.merge == Merge::by_tag) {
      merge_annotations(value, used);
    } else if constexpr (metaslot.merge != Merge::none) {
      if (is_set(used)) value = used;
    }
  });
}

bool same_meaning(const Slot& a, const Slot& b) {
  bool same = a.unread == b.unread;
  each_slot_metaslot([&](auto metaslot) {
    if (!metaslot.documents) same = same && equal_values(a.*metaslot.member, b.*metaslot.member);
  });
  return same;
}

}  // namespace schemac::linkml
