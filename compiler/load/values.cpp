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
class TemporalText {
 public:
  explicit TemporalText(std::string_view text) : text_(text) {}

  bool is_date() { return date() && at_end(); }
  bool is_time() { return time() && at_end(); }
  bool is_datetime() { return date() && (at_end() || (character("Tt ") && time() && at_end())); }

 private:
  bool at_end() const { return at_ == text_.size(); }
  bool digits(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i, ++at_) {
      if (at_ >= text_.size() || text_[at_] < '0' || text_[at_] > '9') return false;
    }
    return true;
  }
  bool character(std::string_view any) {
    if (at_ >= text_.size() || any.find(text_[at_]) == std::string_view::npos) return false;
    ++at_;
    return true;
  }
  bool date() { return digits(4) && character("-") && digits(2) && character("-") && digits(2); }
  bool fraction() {
    if (!digits(1)) return false;
    while (digits(1)) {
    }
    return true;
  }
  bool zone() {
    if (at_end() || character("Zz")) return true;
    if (!character("+-") || !digits(2)) return false;
    return at_end() || ((character(":") || true) && digits(2));
  }
  bool time() {
    if (!digits(2) || !character(":") || !digits(2)) return false;
    if (character(":") && (!digits(2) || (character(".") && !fraction()))) return false;
    return zone();
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

bool has_form_of(BaseType base, std::string_view text) {
  switch (base) {
    case BaseType::date:
      return TemporalText(text).is_date();
    case BaseType::time:
      return TemporalText(text).is_time();
    case BaseType::datetime:
      return TemporalText(text).is_datetime();
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

ValueText wrong(std::string wanted) { return ValueText{{}, std::move(wanted)}; }

ValueText string_of(BaseType base, const std::string& range, const Datum& value) {
  if (value.type != Datum::Type::string) return wrong("a string");
  if (value.plain && !is_temporal(base) && is_no_string_in_yaml_1_1(value.text))
    return wrong("a string in quotes (without quotes, YAML 1.1 reads another type)");
  if (!has_form_of(base, value.text)) return wrong(with_article(range));
  if (value.text.find('\0') != std::string::npos)
    return wrong("text without a NUL character, which PostgreSQL cannot store");
  return {value.text, {}};
}

ValueText boolean_of(const Datum& value) {
  if (value.type == Datum::Type::boolean) return {value.text, {}};
  const std::optional<bool> truth = value.plain ? linkml::as_boolean(value.text) : std::nullopt;
  return truth ? ValueText{*truth ? "true" : "false", {}} : wrong("a boolean");
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
  if (schema.find_enum(range) != nullptr) {
    // YAML reads a value such as yes or 5 as another type, but the value's text is as written.
    const bool text = value.type == Datum::Type::string || (value.plain && value.type != Datum::Type::null);
    return text ? ValueText{value.text, {}} : wrong(fmt::format("a value of {}", range));
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
  if (wants_string(base)) return string_of(base, range, value);
  if (base == BaseType::boolean) return boolean_of(value);
  if (base == BaseType::integer)
    return value.type == Datum::Type::integer ? ValueText{value.text, {}} : wrong("an integer");
  return value.type == Datum::Type::integer || value.type == Datum::Type::number ? ValueText{value.text, {}}
                                                                                 : wrong("a number");
}

}  // namespace schemac
