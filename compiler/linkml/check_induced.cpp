// Checks that need induced slots.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "linkml/ifabsent.h"
#include "linkml/induction.h"
#include "linkml/slot_merge.h"

namespace schemac::linkml {
namespace {

bool is_number(std::string_view text, bool whole) {
  if (text.starts_with('+')) text.remove_prefix(1);
  const char* end = text.data() + text.size();
  if (whole) {
    long long number = 0;
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    return !text.empty() && error != std::errc::invalid_argument && stopped == end;
  }
  double number = 0;
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  return !text.empty() && error != std::errc::invalid_argument && stopped == end;
}

bool has_shape(std::string_view text, std::string_view shape) {  // 9 = digit
  if (text.size() < shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (shape[i] == '9' ? !digit : text[i] != shape[i]) return false;
  }
  return true;
}

bool is_date(std::string_view text) { return text.size() == 10 && has_shape(text, "9999-99-99"); }
bool is_datetime(std::string_view text) {
  return has_shape(text, "9999-99-99T99:99") || has_shape(text, "9999-99-99 99:99");
}
bool is_time(std::string_view text) { return has_shape(text, "99:99"); }

// Whether `text` can be a value of that base type.
bool is_literal(BaseType base, std::string_view text) {
  switch (base) {
    case BaseType::integer:
      return is_number(text, true);
    case BaseType::float_:
    case BaseType::double_:
    case BaseType::decimal:
      return is_number(text, false);
    case BaseType::boolean:
      return as_boolean(text).has_value();
    case BaseType::date:
      return is_date(text);
    case BaseType::time:
      return is_time(text);
    case BaseType::datetime:
      return is_datetime(text) || is_date(text);
    case BaseType::date_or_datetime:
      return is_date(text) || is_datetime(text);
    case BaseType::string:
    case BaseType::uri:
    case BaseType::uriorcurie:
    case BaseType::curie:
    case BaseType::ncname:
    case BaseType::objectidentifier:
    case BaseType::nodeidentifier:
    case BaseType::jsonpointer:
    case BaseType::jsonpath:
    case BaseType::sparqlpath:
    case BaseType::any:
    case BaseType::sql:
      return true;
  }
  return true;
}

bool is_text(BaseType base) {
  switch (base) {
    case BaseType::integer:
    case BaseType::float_:
    case BaseType::double_:
    case BaseType::decimal:
    case BaseType::boolean:
    case BaseType::date:
    case BaseType::time:
    case BaseType::datetime:
      return false;
    default:
      return true;
  }
}

struct FunctionBase {
  std::string_view function;
  BaseType base;
};
constexpr FunctionBase typed_functions[] = {
    {"int", BaseType::integer},     {"integer", BaseType::integer},       {"float", BaseType::float_},
    {"double", BaseType::double_},  {"decimal", BaseType::decimal},       {"string", BaseType::string},
    {"date", BaseType::date},       {"datetime", BaseType::datetime},     {"time", BaseType::time},
    {"uri", BaseType::uri},         {"uriorcurie", BaseType::uriorcurie}, {"curie", BaseType::curie},
    {"boolean", BaseType::boolean}, {"bool", BaseType::boolean},          {"ncname", BaseType::ncname},
};

// Whether a default from a function of type `made` can fill a slot of type `wanted`.
bool fits(BaseType made, BaseType wanted) {
  if (made == wanted || wanted == BaseType::any || wanted == BaseType::sql) return true;
  if (is_text(wanted)) {
    return is_text(made) ||
           (wanted == BaseType::date_or_datetime && (made == BaseType::date || made == BaseType::datetime));
  }
  const auto is_fraction = [](BaseType base) {
    return base == BaseType::float_ || base == BaseType::double_ || base == BaseType::decimal;
  };
  return is_fraction(wanted) && (is_fraction(made) || made == BaseType::integer);
}

class InducedCheck {
 public:
  InducedCheck(Induction& induction, const InducedSchema& schema) : induction_(induction), schema_(schema) {}

  void run(const InducedClass& of) {
    for (const InducedSlot& slot : of.slots) {
      check_bounds(slot);
      if (slot.slot.ifabsent) check_default(slot);
    }
  }

 private:
  void contradiction(Span span, std::string message, Span other) {
    if (!induction_.first_report("contradictory-bounds", span)) return;
    induction_.diagnostics
        .error("contradictory-bounds", span, std::move(message), "no value can satisfy both")
        .notes.push_back({other, "the other bound"});
  }

  void check_bounds(const InducedSlot& induced) {
    const Slot& slot = induced.slot;
    if (slot.minimum_value && slot.maximum_value &&
        compare_values(slot.minimum_value->value, slot.maximum_value->value) > 0) {
      contradiction(slot.maximum_value->span,
                    fmt::format("minimum_value {} is above maximum_value {}", slot.minimum_value->value,
                                slot.maximum_value->value),
                    slot.minimum_value->span);
    }
    if (slot.minimum_cardinality && slot.maximum_cardinality &&
        slot.minimum_cardinality->value > slot.maximum_cardinality->value) {
      contradiction(slot.maximum_cardinality->span,
                    fmt::format("minimum_cardinality {} is above maximum_cardinality {}",
                                slot.minimum_cardinality->value, slot.maximum_cardinality->value),
                    slot.minimum_cardinality->span);
    }
    if (slot.equals_string && !slot.equals_string_in.empty() &&
        std::none_of(slot.equals_string_in.begin(), slot.equals_string_in.end(),
                     [&](const Text& text) { return text.value == slot.equals_string->value; })) {
      contradiction(
          slot.equals_string->span,
          fmt::format("equals_string '{}' is not among equals_string_in", slot.equals_string->value),
          slot.equals_string_in.front().span);
    }
    check_equals_number(slot);
    if (is_true(slot.required) && slot.value_presence && slot.value_presence->value == "ABSENT") {
      contradiction(slot.value_presence->span, "value_presence is ABSENT, but a value is required",
                    slot.required->span);
    }
    check_bound_type(induced, slot.minimum_value, "minimum_value");
    check_bound_type(induced, slot.maximum_value, "maximum_value");
    check_equals(induced);
  }

  void check_equals_number(const Slot& slot) {
    const OptionalText& number = slot.equals_number;
    if (!number) return;
    const auto check = [&](const OptionalText& bound, std::string_view name, std::string_view side,
                           int sign) {
      if (bound && compare_values(number->value, bound->value) * sign > 0) {
        contradiction(number->span,
                      fmt::format("equals_number {} is {} {} {}", number->value, side, name, bound->value),
                      bound->span);
      }
    };
    check(slot.maximum_value, "maximum_value", "above", 1);
    check(slot.minimum_value, "minimum_value", "below", -1);
  }

  void check_equals(const InducedSlot& induced) {
    const Slot& slot = induced.slot;
    if (slot.equals_string) check_permissible(induced, *slot.equals_string, "equals_string");
    for (const Text& text : slot.equals_string_in) check_permissible(induced, text, "equals_string_in");
  }

  void check_permissible(const InducedSlot& induced, const Text& text, std::string_view name) {
    if (induced.range_kind != RangeKind::enum_ || has_alternatives(induced.slot)) return;
    const InducedEnum* of = schema_.find_enum(induced.range);
    if (of == nullptr || of->open || of->dynamic) return;
    std::vector<std::string_view> texts;
    for (const InducedPermissibleValue& value : of->values) texts.emplace_back(value.text);
    if (std::find(texts.begin(), texts.end(), text.value) != texts.end()) return;
    if (!induction_.first_report("bound-does-not-fit", text.span)) return;
    induction_.diagnostics.error(
        "bound-does-not-fit", text.span,
        fmt::format("{} '{}' is not a permissible value of the enum '{}'", name, text.value, induced.range),
        did_you_mean(nearest_name(text.value, texts)));
  }

  void check_bound_type(const InducedSlot& induced, const OptionalText& bound, std::string_view name) {
    if (!bound || induced.range_kind != RangeKind::type || has_alternatives(induced.slot)) return;
    const InducedType* type = schema_.find_type(induced.range);
    if (type == nullptr || is_text(type->base) || is_literal(type->base, bound->value)) return;
    if (!induction_.first_report("bound-does-not-fit", bound->span)) return;
    induction_.diagnostics.error("bound-does-not-fit", bound->span,
                                 fmt::format("{} '{}' is not a value of the range '{}' of the slot '{}'",
                                             name, bound->value, induced.range, induced.slot.name.value));
  }

  static bool has_alternatives(const Slot& slot) {
    return !slot.any_of.empty() || !slot.exactly_one_of.empty() || !slot.all_of.empty() || slot.array;
  }

  void misfit(const InducedSlot& induced, std::string message, std::string hint) {
    const Text& text = *induced.slot.ifabsent;
    if (!induction_.first_report("ifabsent-does-not-fit", text.span)) return;
    induction_.diagnostics.error("ifabsent-does-not-fit", text.span, std::move(message), std::move(hint));
  }

  void check_default(const InducedSlot& induced) {
    if (has_alternatives(induced.slot)) return;
    const Ifabsent parsed = parse_ifabsent(induced.slot.ifabsent->value, induced.range);
    if (induced.range_kind == RangeKind::enum_) return check_enum_default(induced, parsed);
    if (induced.range_kind != RangeKind::type) return;
    const InducedType* type = schema_.find_type(induced.range);
    if (type == nullptr) return;
    constexpr std::string_view computed[] = {"bnode",    "class_curie",   "class_uri", "slot_curie",
                                             "slot_uri", "default_range", "default_ns"};
    if (std::find(std::begin(computed), std::end(computed), parsed.argument) != std::end(computed) &&
        parsed.function.empty() && !parsed.quoted) {
      if (!is_text(type->base)) {
        misfit(induced,
               fmt::format("{} gives a string, but the range is '{}'", parsed.argument, induced.range), "");
      }
      return;
    }
    if (parsed.function.empty()) {
      if (!is_literal(type->base, parsed.argument)) {
        misfit(induced, fmt::format("'{}' is not a value of the range '{}'", parsed.argument, induced.range),
               "");
      }
      return;
    }
    const auto* known = std::find_if(std::begin(typed_functions), std::end(typed_functions),
                                     [&](const FunctionBase& f) { return f.function == parsed.function; });
    if (known == std::end(typed_functions)) {
      if (is_text(type->base)) return;  // a text with brackets
      std::vector<std::string_view> names;
      for (const FunctionBase& f : typed_functions) names.push_back(f.function);
      misfit(induced, fmt::format("there is no ifabsent function '{}'", parsed.function),
             did_you_mean(nearest_name(parsed.function, names)));
      return;
    }
    if (!fits(known->base, type->base)) {
      misfit(induced,
             fmt::format("{}(…) does not fit the range '{}' of the slot '{}'", parsed.function, induced.range,
                         induced.slot.name.value),
             fmt::format("use a default of type {}", induced.range));
    } else if (!is_literal(known->base, parsed.argument) || !is_literal(type->base, parsed.argument)) {
      misfit(induced, fmt::format("'{}' is not a valid {}", parsed.argument, parsed.function), "");
    }
  }

  // EnumName(value), string(value), or the value alone.
  void check_enum_default(const InducedSlot& induced, const Ifabsent& parsed) {
    const InducedEnum* of = schema_.find_enum(induced.range);
    if (of == nullptr || of->open || of->dynamic) return;
    if (!parsed.function.empty() && parsed.function != "string" && parsed.function != induced.range) {
      const bool other = schema_.find_enum(parsed.function) != nullptr;
      misfit(induced,
             other ? fmt::format("this is a value of the enum '{}', but the range is '{}'", parsed.function,
                                 induced.range)
                   : fmt::format("there is no enum '{}'", parsed.function),
             fmt::format("write {}({})", induced.range, parsed.argument));
      return;
    }
    std::vector<std::string_view> texts;
    for (const InducedPermissibleValue& value : of->values) texts.emplace_back(value.text);
    if (std::find(texts.begin(), texts.end(), parsed.argument) != texts.end()) return;
    misfit(induced,
           fmt::format("'{}' is not a permissible value of the enum '{}'", parsed.argument, induced.range),
           did_you_mean(nearest_name(parsed.argument, texts)));
  }

  Induction& induction_;
  const InducedSchema& schema_;
};

}  // namespace

void check_induced(Induction& induction, const InducedSchema& schema) {
  induction.in_parallel(schema.classes.size(), [&](Induction& part, std::size_t i) {
    const InducedClass& of = schema.classes[i];
    if (of.module->file != 0) InducedCheck(part, schema).run(of);
  });
}

}  // namespace schemac::linkml
