#include "load/classes.h"
#include "catalog/name_style.h"

#include <algorithm>
#include <cstdlib>
#include <functional>

namespace schemac {
namespace {

using linkml::ClassExpression;
using linkml::InducedClass;
using linkml::InducedSchema;
using linkml::SlotExpression;

bool is_absent(const Datum* value) {
  return value == nullptr || value->type == Datum::Type::null ||
         (value->type == Datum::Type::list && value->items.empty());
}

bool is_numeric(const Datum& value) {
  return value.type == Datum::Type::integer || value.type == Datum::Type::number;
}

// Compares numbers as numbers and everything else (dates) as text; ISO 8601 sorts as text.
int compare(const Datum& value, const std::string& limit) {
  if (!is_numeric(value)) return value.text.compare(limit);
  const double difference = std::strtod(value.text.c_str(), nullptr) - std::strtod(limit.c_str(), nullptr);
  return difference < 0 ? -1 : difference > 0 ? 1 : 0;
}

class Conditions {
 public:
  explicit Conditions(const InducedSchema& schema) : schema_(schema) {}

  bool holds(const ClassExpression& expression, const Datum& object) const {
    for (const auto& [name, condition] : expression.slot_conditions) {
      if (!holds(condition, value_of(object, name.value))) return false;
    }
    return combined<ClassExpression>(expression,
                                     [&](const ClassExpression& each) { return holds(each, object); });
  }

 private:
  static const Datum* value_of(const Datum& object, std::string name) {
    if (const Datum* found = object.find(name)) return found;
    std::replace(name.begin(), name.end(), ' ', '_');
    return object.find(name);
  }

  template <typename Expression>
  static bool combined(const Expression& expression, const std::function<bool(const Expression&)>& test) {
    const auto count = [&](const std::vector<Expression>& branches) {
      return std::count_if(branches.begin(), branches.end(), test);
    };
    const auto size = [](const std::vector<Expression>& branches) {
      return static_cast<std::ptrdiff_t>(branches.size());
    };
    return (expression.any_of.empty() || count(expression.any_of) > 0) &&
           count(expression.all_of) == size(expression.all_of) &&
           (expression.exactly_one_of.empty() || count(expression.exactly_one_of) == 1) &&
           count(expression.none_of) == 0;
  }

  // Rules with a pattern, an expression or other unread parts never make an object a member of a class.
  bool holds(const SlotExpression& e, const Datum* value) const {
    if (e.pattern || e.structured_pattern || e.equals_expression || e.range_expression || e.enum_range ||
        e.has_member || e.all_members) {
      return false;
    }
    const bool absent = is_absent(value);
    if (e.value_presence && (e.value_presence->value == "ABSENT") != absent) return false;
    if (linkml::is_true(e.required) && absent) return false;
    const auto branch = [&](const SlotExpression& each) { return holds(each, value); };
    if (!combined<SlotExpression>(e, branch)) return false;
    const bool restricts = e.minimum_value || e.maximum_value || e.equals_string || e.equals_number ||
                           !e.equals_string_in.empty() || e.minimum_cardinality || e.maximum_cardinality ||
                           e.exact_cardinality || e.range;
    if (!restricts) return true;
    if (absent) return false;
    const auto size = static_cast<std::int64_t>(value->items.size());
    if (e.minimum_cardinality && size < e.minimum_cardinality->value) return false;
    if (e.maximum_cardinality && size > e.maximum_cardinality->value) return false;
    if (e.exact_cardinality && size != e.exact_cardinality->value) return false;
    if (value->type == Datum::Type::list) {
      return std::all_of(value->items.begin(), value->items.end(),
                         [&](const Datum& item) { return value_holds(e, item); });
    }
    return value_holds(e, *value);
  }

  bool value_holds(const SlotExpression& e, const Datum& value) const {
    if (e.minimum_value && compare(value, e.minimum_value->value) < 0) return false;
    if (e.maximum_value && compare(value, e.maximum_value->value) > 0) return false;
    if (e.equals_number && (!is_numeric(value) || compare(value, e.equals_number->value) != 0)) return false;
    if (e.equals_string && value.text != e.equals_string->value) return false;
    if (!e.equals_string_in.empty() &&
        std::none_of(e.equals_string_in.begin(), e.equals_string_in.end(),
                     [&](const linkml::Text& each) { return each.value == value.text; })) {
      return false;
    }
    return !e.range || in_range(e.range->value, value);
  }

  bool in_range(const std::string& range, const Datum& value) const {
    if (const linkml::InducedEnum* enumeration = schema_.find_enum(range)) {
      return enumeration->open || std::any_of(enumeration->values.begin(), enumeration->values.end(),
                                              [&](const auto& each) { return each.text == value.text; });
    }
    if (schema_.find_class(range) != nullptr) return value.type == Datum::Type::map;
    const linkml::InducedType* type = schema_.find_type(range);
    if (type == nullptr) return true;
    switch (type->base) {
      case linkml::BaseType::integer:
        return value.type == Datum::Type::integer;
      case linkml::BaseType::boolean:
        return value.type == Datum::Type::boolean;
      case linkml::BaseType::float_:
      case linkml::BaseType::double_:
      case linkml::BaseType::decimal:
        return is_numeric(value);
      case linkml::BaseType::any:
      case linkml::BaseType::sql:
        return true;
      default:
        return value.type == Datum::Type::string;
    }
  }

  const InducedSchema& schema_;
};

}  // namespace

const InducedClass* find_class_of_data(const InducedSchema& schema, std::string_view name) {
  if (const InducedClass* found = schema.find_class(name)) return found;
  const InducedClass* found = nullptr;
  for (const InducedClass& candidate : schema.classes) {
    if (camel_case(candidate.name) != name) continue;
    if (found != nullptr) return nullptr;
    found = &candidate;
  }
  return found;
}

bool designates(const InducedSchema& schema, std::string_view value, const InducedClass& class_) {
  const std::string camel = camel_case(class_.name);
  if (value == class_.name || value == camel) return true;
  const auto expanded = [&](std::string_view curie) {
    const std::size_t colon = curie.find(':');
    const auto prefix = colon == std::string_view::npos
                            ? schema.prefixes.end()
                            : schema.prefixes.find(std::string(curie.substr(0, colon)));
    return prefix == schema.prefixes.end() ? std::string(curie)
                                           : prefix->second + std::string(curie.substr(colon + 1));
  };
  const linkml::OptionalText& uri = class_.definition->class_uri;
  if (uri && (uri->value == value || expanded(uri->value) == expanded(value))) return true;
  const std::size_t cut = value.find_last_of(":/#");
  if (cut == std::string_view::npos || value.substr(cut + 1) != camel) return false;
  // The same name in another vocabulary is another class. An undeclared prefix is ignored.
  const std::string full = expanded(value);
  const auto own = class_.module == nullptr ? schema.default_prefix_of.end()
                                            : schema.default_prefix_of.find(class_.module->name.value);
  if (full.find("://") == std::string::npos || own == schema.default_prefix_of.end()) return true;
  return full == own->second + camel;
}

const InducedClass* classify(const InducedSchema& schema, const InducedClass& declared, const Datum& object) {
  const Conditions conditions(schema);
  std::vector<const InducedClass*> found;
  for (const std::string& name : declared.descendants) {
    const InducedClass* candidate = schema.find_class(name);
    if (candidate == nullptr) continue;
    const auto& rules = candidate->definition->classification_rules;
    if (std::any_of(rules.begin(), rules.end(),
                    [&](const ClassExpression& rule) { return conditions.holds(rule, object); })) {
      found.push_back(candidate);
    }
  }
  for (const InducedClass* candidate : found) {
    const bool below_all = std::all_of(found.begin(), found.end(), [&](const InducedClass* other) {
      return std::find(candidate->ancestors.begin(), candidate->ancestors.end(), other->name) !=
             candidate->ancestors.end();
    });
    if (below_all) return candidate;
  }
  return &declared;
}

}  // namespace schemac
