#include "load/values.h"

#include <fmt/format.h>

#include "base/diagnostic.h"

namespace schemac {
namespace {

using linkml::BaseType;
using linkml::InducedSlot;

bool wants_string(BaseType base) {
  switch (base) {
    case BaseType::integer:
    case BaseType::boolean:
    case BaseType::float_:
    case BaseType::double_:
    case BaseType::decimal:
    case BaseType::any:
    case BaseType::sql:
      return false;
    default:
      return true;
  }
}

// ISO 8601 as far as PostgreSQL reads it. The server would also accept 'now', 'infinity' or '1/2/2003', which
// are not valid in data.
bool has_form_of(BaseType base, std::string_view text) {
  std::size_t at = 0;
  const auto digits = [&](std::size_t count) {
    for (std::size_t i = 0; i < count; ++i, ++at) {
      if (at >= text.size() || text[at] < '0' || text[at] > '9') return false;
    }
    return true;
  };
  const auto character = [&](std::string_view any) {
    if (at >= text.size() || any.find(text[at]) == std::string_view::npos) return false;
    ++at;
    return true;
  };
  const auto date = [&] { return digits(4) && character("-") && digits(2) && character("-") && digits(2); };
  const auto time = [&] {
    if (!digits(2) || !character(":") || !digits(2)) return false;
    if (character(":")) {
      if (!digits(2)) return false;
      if (character(".")) {
        if (!digits(1)) return false;
        while (digits(1)) {
        }
      }
    }
    if (at == text.size() || character("Zz")) return true;
    if (!character("+-") || !digits(2)) return false;
    return at == text.size() || ((character(":") || true) && digits(2));
  };
  switch (base) {
    case BaseType::date:
      return date() && at == text.size();
    case BaseType::time:
      return time() && at == text.size();
    case BaseType::datetime:
      return date() && (at == text.size() || (character("Tt ") && time() && at == text.size()));
    default:
      return true;
  }
}

bool is_temporal(BaseType base) {
  return base == BaseType::date || base == BaseType::time || base == BaseType::datetime ||
         base == BaseType::date_or_datetime;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// 190:20:30, a number in base sixty; it does not start with a zero.
bool is_sexagesimal(std::string_view text) {
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  if (text.empty() || !is_digit(text.front()) || text.front() == '0') return false;
  std::size_t parts = 0;
  while (!text.empty()) {
    std::size_t digits = 0;
    while (digits < text.size() && is_digit(text[digits])) ++digits;
    if (digits == 0 || (parts > 0 && (digits > 2 || (digits == 2 && text.front() > '5')))) return false;
    ++parts;
    if (digits == text.size()) return parts > 1;
    if (text[digits] != ':') return false;
    text.remove_prefix(digits + 1);
  }
  return false;
}

// Plain scalars that LinkML's own YAML reader reads as a date, a time stamp or a number. It refuses them in a
// text slot; otherwise 16:9 would be stored as 969.
bool is_no_string_in_yaml_1_1(std::string_view text) {
  const bool day = has_form_of(BaseType::date, text.substr(0, 10));
  if (day && text.size() == 10) return true;
  // A time stamp has its seconds.
  const bool stamp = day && text.size() >= 19 && text[16] == ':' && has_form_of(BaseType::datetime, text);
  return stamp || is_sexagesimal(text);
}

// The ranges of the branches, where any has one.
void collect_ranges(const linkml::SlotExpression& expression, std::vector<std::string>& ranges) {
  for (const auto* branches : {&expression.any_of, &expression.exactly_one_of, &expression.all_of}) {
    for (const linkml::SlotExpression& branch : *branches) {
      if (branch.range) ranges.push_back(branch.range->value);
      collect_ranges(branch, ranges);
    }
  }
}

}  // namespace

std::string array_element(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::vector<std::string> ranges_of(const InducedSlot& slot) {
  std::vector<std::string> ranges;
  collect_ranges(slot.slot, ranges);
  if (ranges.empty()) ranges.push_back(slot.range);
  return ranges;
}

ValueText text_in_range(const linkml::InducedSchema& schema, ClassShapes& shapes, const std::string& range,
                        const Datum& value) {
  const auto wrong = [](std::string wanted) { return ValueText{{}, std::move(wanted)}; };
  if (schema.find_enum(range) != nullptr) {
    if (value.type == Datum::Type::string) return {value.text, {}};
    // YAML reads a value such as yes or 5 as another type, but the value's text is as written.
    if (value.plain && value.type != Datum::Type::null) return {value.text, {}};
    return wrong(fmt::format("a value of {}", range));
  }
  if (schema.find_class(range) != nullptr) {
    const InducedSlot* identifier = shapes.of(range).identifier;
    if (identifier != nullptr) return text_in_range(schema, shapes, identifier->range, value);
  }
  const linkml::InducedType* type = schema.find_type(range);
  const BaseType base = type == nullptr ? BaseType::sql : type->base;
  if (base == BaseType::any || base == BaseType::sql)
    return {value.type == Datum::Type::string && base == BaseType::sql ? value.text : to_json_text(value),
            {}};
  if (wants_string(base)) {
    if (value.type != Datum::Type::string) return wrong("a string");
    if (value.plain && !is_temporal(base) && is_no_string_in_yaml_1_1(value.text))
      return wrong("a string in quotes (without quotes, YAML 1.1 reads another type)");
    if (!has_form_of(base, value.text)) return wrong(with_article(range));
    if (value.text.find('\0') != std::string::npos)
      return wrong("text without a NUL character, which PostgreSQL cannot store");
    return {value.text, {}};
  }
  if (base == BaseType::boolean) {
    if (value.type == Datum::Type::boolean) return {value.text, {}};
    const std::optional<bool> truth = value.plain ? linkml::as_boolean(value.text) : std::nullopt;
    if (truth) return {*truth ? "true" : "false", {}};
    return wrong("a boolean");
  }
  if (base == BaseType::integer)
    return value.type == Datum::Type::integer ? ValueText{value.text, {}} : wrong("an integer");
  return value.type == Datum::Type::integer || value.type == Datum::Type::number ? ValueText{value.text, {}}
                                                                                 : wrong("a number");
}

}  // namespace schemac
