// Conditions on JSON: one function, which may be recursive, for each class whose objects are stored as JSON.
#include <algorithm>

#include "catalog/name_style.h"
#include "lower/predicate.h"

namespace schemac {

namespace {

// Lists and arrays of any depth: every element satisfies `element`.
std::string every_element(const std::string& list, const std::string& name, const std::string& element) {
  return "NOT EXISTS (SELECT FROM jsonb_array_elements(" + list + ") AS elements(" + name + ") WHERE (" +
         element + ") IS NOT TRUE)";
}

Truth element_truth(Lowering& lowering, const ClassLayout& cls, const SlotLayout& slot,
                    const std::string& sql, std::vector<ObjectId>& functions) {
  ValuePredicates predicates(lowering, cls, slot);
  Subject subject{sql, {}};
  subject.type.sql = "jsonb";
  subject.type.family = ValueType::Family::json;
  std::vector<Truth> truths;
  const linkml::SlotExpression& expression = slot.slot.slot;
  const bool ranged_branches = std::any_of(expression.any_of.begin(), expression.any_of.end(),
                                           [](const auto& e) { return bool(e.range); }) ||
                               std::any_of(expression.exactly_one_of.begin(), expression.exactly_one_of.end(),
                                           [](const auto& e) { return bool(e.range); }) ||
                               std::any_of(expression.all_of.begin(), expression.all_of.end(),
                                           [](const auto& e) { return bool(e.range); });
  if (!ranged_branches) {
    for (auto& part : predicates.range_parts(slot.slot.range, subject, true)) truths.push_back(part.truth);
  }
  for (auto& part : predicates.parts(expression, subject)) truths.push_back(part.truth);
  functions.insert(functions.end(), predicates.functions.begin(), predicates.functions.end());
  return all_true(truths);
}

// The array metaslot: one level of lists for each dimension, of the stated lengths.
Truth array_truth(Lowering& lowering, const ClassLayout& cls, const SlotLayout& slot, const std::string& sql,
                  std::vector<ObjectId>& functions) {
  const linkml::ArrayExpression& array = *slot.slot.slot.array;
  std::size_t dimensions = array.dimensions.items.size();
  if (array.exact_dimensions) dimensions = static_cast<std::size_t>(array.exact_dimensions->value);
  const auto minimum =
      array.minimum_dimensions ? static_cast<std::size_t>(array.minimum_dimensions->value) : 0;
  const auto maximum =
      array.maximum_dimensions ? static_cast<std::size_t>(array.maximum_dimensions->value) : 0;
  std::size_t low = dimensions, high = dimensions;
  if (dimensions == 0) {
    low = std::max<std::size_t>(minimum, 1);
    high = maximum;
  }
  if (high == 0 || high > 16) {
    if (minimum == 0 && !array.unbounded) return Truth::of("jsonb_typeof(" + sql + ") = 'array'");
    high = std::max<std::size_t>(low, 8);
    lowering.unenforced("array-dimensions", cls, &slot.slot,
                        "an array of unbounded dimensions is checked up to " + std::to_string(high));
  }
  const auto cardinality = [&](std::size_t level, const char* key) -> std::string {
    if (level >= array.dimensions.items.size()) return {};
    const linkml::Value* value = array.dimensions.items[level].find(key);
    return value == nullptr ? std::string() : text_of(value);
  };
  const std::function<std::string(std::size_t, std::size_t, const std::string&)> nested =
      [&](std::size_t level, std::size_t depth, const std::string& value) -> std::string {
    if (level == depth) {
      return "jsonb_typeof(" + value + ") <> 'array' AND (" +
             element_truth(lowering, cls, slot, value, functions).text() + ")";
    }
    const std::string name = "v" + std::to_string(level);
    std::string lengths;
    for (const auto& [key, op] : {std::pair{"exact_cardinality", "="}, std::pair{"minimum_cardinality", ">="},
                                  std::pair{"maximum_cardinality", "<="}}) {
      if (const std::string n = cardinality(level, key);
          !n.empty() && n.find_first_not_of("0123456789") == std::string::npos) {
        lengths += "jsonb_array_length(" + value + ") " + op + " " + n + " AND ";
      }
    }
    return "CASE WHEN jsonb_typeof(" + value + ") = 'array' THEN " + lengths +
           every_element(value, name, nested(level + 1, depth, name)) + " ELSE false END";
  };
  std::vector<Truth> alternatives;
  for (std::size_t depth = low; depth <= high; ++depth) {
    Truth truth = Truth::of(nested(0, depth, sql));
    alternatives.push_back(truth);
  }
  return any_true(alternatives);
}

}  // namespace

Truth json_slot_truth(Lowering& lowering, const ClassLayout& cls, const SlotLayout& slot,
                      const std::string& sql, std::vector<ObjectId>& functions) {
  if (slot.slot.slot.array) return array_truth(lowering, cls, slot, sql, functions);
  if (!slot.slot.multivalued()) return element_truth(lowering, cls, slot, sql, functions);
  const Truth element = element_truth(lowering, cls, slot, "element", functions);
  std::string list = every_element(sql, "element", element.text());
  if (element.is_always()) list = "true";
  const linkml::SlotExpression& expression = slot.slot.slot;
  ValuePredicates members(lowering, cls, slot);
  Subject member{"element", {}};
  member.type.sql = "jsonb";
  member.type.family = ValueType::Family::json;
  if (expression.all_members != nullptr) {
    const Truth each = members.holds(*expression.all_members, member);
    if (!each.is_always()) list += " AND " + every_element(sql, "element", each.text());
  }
  if (expression.has_member != nullptr) {
    list += " AND EXISTS (SELECT FROM jsonb_array_elements(" + sql + ") AS elements(element) WHERE " +
            members.holds(*expression.has_member, member).text() + ")";
  }
  functions.insert(functions.end(), members.functions.begin(), members.functions.end());
  if (linkml::is_true(slot.slot.slot.list_elements_unique)) {
    list += " AND (SELECT count(*) = count(DISTINCT element) FROM jsonb_array_elements(" + sql +
            ") AS elements(element))";
  }
  const auto length = [&](const linkml::Count& count, const char* op) {
    if (count) list += " AND jsonb_array_length(" + sql + ") " + op + " " + std::to_string(count->value);
  };
  length(expression.minimum_cardinality, ">=");
  length(expression.maximum_cardinality, "<=");
  length(expression.exact_cardinality, "=");
  // Inlined objects with a key may be written as a dictionary.
  const bool dictionary = slot.slot.inlined() && !slot.slot.inlined_as_list();
  return Truth::of("CASE jsonb_typeof(" + sql + ") WHEN 'array' THEN " + list +
                   (dictionary ? " WHEN 'object' THEN true" : "") + " ELSE false END");
}

std::string json_validator(Lowering& lowering, const linkml::InducedClass& cls, ObjectId* id) {
  const ClassLayout& layout = *lowering.layout(cls.name);
  const std::string name = fit_identifier("is_" + layout.table);
  *id = {Kind::function, layout.namespace_, {}, quote_identifier(name) + "(jsonb)"};
  id->name = name + "(jsonb)";
  std::string called = qualified_name(layout.namespace_, name);
  if (!lowering.makes_json_validator(cls.name)) return called;
  const auto of_whole_objects = [&](bool there, const char* what) {
    if (there) {
      lowering.unenforced("json-object", layout, nullptr,
                          std::string("its objects in JSON are not checked against its ") + what);
    }
  };
  of_whole_objects(!cls.rules.empty(), "rules");
  of_whole_objects(!cls.expressions.empty(), "any_of, all_of, exactly_one_of, none_of or slot_conditions");
  of_whole_objects(!cls.unique_keys.empty(), "unique keys");
  std::string keys, conditions;
  std::vector<ObjectId> functions;
  for (const linkml::InducedSlot& slot : layout.slots) {
    const std::string key = quote_literal(slot.name);
    keys += (keys.empty() ? "" : ", ") + key;
    const SlotLayout stored(slot);
    const std::string value = "(value -> " + key + ")";
    const Truth truth = json_slot_truth(lowering, layout, stored, value, functions);
    const std::string absent = "coalesce(jsonb_typeof(" + value + "), 'null') = 'null'";
    const bool required = slot.required() || slot.identifier();
    if (required) conditions += "\n    AND NOT (" + absent + ")";
    if (!truth.is_always()) conditions += "\n    AND (" + absent + " OR (" + truth.text() + "))";
  }
  // CASE keeps the operators away from values that are not objects. PL/pgSQL, whose bodies may name functions
  // that do not exist yet.
  std::string body = "\nBEGIN\n  RETURN CASE WHEN jsonb_typeof(value) = 'object' THEN\n    value - ARRAY[" +
                     keys + "]::text[] = '{}'::jsonb" + conditions + "\n  ELSE false END;\nEND\n";
  std::erase(functions, *id);
  std::sort(functions.begin(), functions.end());
  functions.erase(std::unique(functions.begin(), functions.end()), functions.end());
  const ObjectId made = add_function(lowering, layout.namespace_, name, "value jsonb", "jsonb", "boolean",
                                     "plpgsql", "immutable", body, {}, layout.span);
  Object& object = lowering.objects.back()->object;
  // Soft: two classes may refer to each other.
  for (const ObjectId& function : functions)
    object.depends_on.push_back(depends(function, DependencyType::soft));
  object.comment = "True for a JSON object of class " + cls.name;
  *id = made;
  return called;
}

}  // namespace schemac
