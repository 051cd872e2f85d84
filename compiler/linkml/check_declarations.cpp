// Checks names, bounds and patterns, each at its declaration.
#include <algorithm>

#include <fmt/format.h>

#include "linkml/induction.h"
#include "linkml/pattern_syntax.h"
#include "linkml/slot_merge.h"

namespace schemac::linkml {
namespace {

class DeclarationCheck {
 public:
  DeclarationCheck(Induction& induction, const InducedSchema& schema)
      : induction_(induction), symbols_(induction.symbols), schema_(schema) {}

  void run(const Module& module) {
    if (module.default_range) check_range(*module.default_range, "default_range");
    for (const Type& type : module.types) check_type(type);
    for (const Enum& definition : module.enums) check_enum(definition, definition.name.value);
    for (const Slot& slot : module.slots) check_slot(slot);
    for (const Class& definition : module.classes) check_class(definition);
  }

 private:
  using Names = std::vector<std::string_view>;

  void check_range(const Text& range, std::string_view where) {
    const RangeKind kind = induction_.range_kind(range.value);
    if (kind == RangeKind::undefined) {
      induction_.unknown_name(
          "unknown-range", range, "class, enum or type",
          [&] {
            Names names = names_of(symbols_.classes());
            for (const auto name : names_of(symbols_.enums())) names.push_back(name);
            for (const auto name : names_of(symbols_.types())) names.push_back(name);
            return names;
          },
          where);
    } else if (range.value == "Any" && !symbols_.find_class("Any") && !symbols_.find_type("Any") &&
               !induction_.options.sql_types.contains("Any") &&
               induction_.first_report("undefined-any", {})) {
      induction_.diagnostics.warning("undefined-any", range.span,
                                     "the range 'Any' is not declared; it is treated as any value",
                                     "declare it: 'classes: {Any: {class_uri: linkml:Any}}'");
    }
  }

  template <typename T>
  void check_name(const OptionalText& name, std::string_view kind, const Definitions<T>& definitions,
                  std::string_view where) {
    if (name) check_name(*name, kind, definitions, where);
  }
  template <typename T>
  void check_name(const Text& name, std::string_view kind, const Definitions<T>& definitions,
                  std::string_view where) {
    if (definitions.contains(name.value)) return;
    induction_.unknown_name(fmt::format("unknown-{}", kind), name, kind, definitions, where);
  }

  void check_pattern(const OptionalText& pattern) {
    if (!pattern) return;
    if (const auto fault = pattern_fault(pattern->value)) {
      induction_.diagnostics.error("bad-pattern", pattern->span,
                                   fmt::format("'{}' is not a regular expression: {} (at character {})",
                                               pattern->value, fault->message, fault->offset + 1));
    }
  }

  // {name} refers to a setting of the schema.
  void check_structured(const Shared<PatternExpression>& pattern) {
    if (!pattern || !pattern->syntax) return;
    const std::string& syntax = pattern->syntax->value;
    if (!pattern->interpolated || !pattern->interpolated->value) return check_pattern(pattern->syntax);
    for (std::size_t open = syntax.find('{'); open != std::string::npos; open = syntax.find('{', open + 1)) {
      const std::size_t close = syntax.find('}', open);
      if (close == std::string::npos) break;
      const std::string name = syntax.substr(open + 1, close - open - 1);
      const bool is_name = !name.empty() && name.find_first_not_of("0123456789,") != std::string::npos;
      if (!is_name || schema_.settings.contains(name) || !symbols_.complete()) continue;
      Names known;
      for (const auto& [key, ignored] : schema_.settings) known.emplace_back(key);
      std::string hint = did_you_mean(nearest_name(name, known));
      induction_.diagnostics.error(
          "unknown-setting", pattern->syntax->span,
          fmt::format("the pattern uses '{{{}}}', which is not defined under 'settings'", name),
          hint.empty() ? "define it under 'settings' of the schema" : hint);
    }
  }

  void check_bounds(const OptionalText& least, const OptionalText& greatest) {
    if (!least || !greatest || compare_values(least->value, greatest->value) <= 0) return;
    contradiction(greatest->span,
                  fmt::format("minimum_value {} is above maximum_value {}", least->value, greatest->value),
                  least->span, "the minimum");
  }

  void contradiction(Span span, std::string message, Span other, std::string note) {
    if (!induction_.first_report("contradictory-bounds", span)) return;
    induction_.diagnostics
        .error("contradictory-bounds", span, std::move(message), "no value can satisfy both")
        .notes.push_back({other, std::move(note)});
  }

  void check_expression(const SlotExpression& expression, std::string_view where) {
    if (expression.range) check_range(*expression.range, where);
    check_pattern(expression.pattern);
    check_structured(expression.structured_pattern);
    check_bounds(expression.minimum_value, expression.maximum_value);
    check_cardinalities(expression);
    for (const auto* list :
         {&expression.any_of, &expression.all_of, &expression.exactly_one_of, &expression.none_of}) {
      for (const SlotExpression& part : *list) check_expression(part, where);
    }
    if (expression.has_member) check_expression(*expression.has_member, where);
    if (expression.all_members) check_expression(*expression.all_members, where);
    if (expression.enum_range) check_enum(*expression.enum_range, where);
    if (expression.range_expression) {
      const InducedClass* of = expression.range ? schema_.find_class(expression.range->value) : nullptr;
      check_class_expression(*expression.range_expression, of, where, true);
    }
  }

  void check_cardinalities(const SlotExpression& slot) {
    const auto negative = [&](const Count& count) {
      if (count && count->value < 0 && induction_.first_report("contradictory-bounds", count->span)) {
        induction_.diagnostics.error("contradictory-bounds", count->span, "a cardinality cannot be negative");
      }
    };
    negative(slot.minimum_cardinality);
    negative(slot.maximum_cardinality);
    negative(slot.exact_cardinality);
    const auto below = [&](const Count& low, const Count& high, std::string_view low_name,
                           std::string_view high_name) {
      if (!low || !high || low->value <= high->value) return;
      contradiction(high->span,
                    fmt::format("{} {} is above {} {}", low_name, low->value, high_name, high->value),
                    low->span, "the other bound");
    };
    below(slot.minimum_cardinality, slot.maximum_cardinality, "minimum_cardinality", "maximum_cardinality");
    below(slot.exact_cardinality, slot.maximum_cardinality, "exact_cardinality", "maximum_cardinality");
    below(slot.minimum_cardinality, slot.exact_cardinality, "minimum_cardinality", "exact_cardinality");
  }

  void check_slot(const Slot& slot) {
    const std::string where = fmt::format("the slot '{}'", slot.name.value);
    check_expression(slot, where);
    check_name(slot.domain, "class", symbols_.classes(), where);
    check_name(slot.inverse, "slot", symbols_.slots(), where);
    for (const Text& name : slot.union_of) check_name(name, "slot", symbols_.slots(), where);
  }

  void check_type(const Type& type) {
    check_pattern(type.pattern);
    check_structured(type.structured_pattern);
    check_bounds(type.minimum_value, type.maximum_value);
    for (const Text& name : type.union_of) {
      check_name(name, "type", symbols_.types(), fmt::format("union_of of '{}'", type.name.value));
    }
    for (const auto* list : {&type.any_of, &type.all_of, &type.exactly_one_of, &type.none_of}) {
      for (const Type& part : *list) check_type(part);
    }
  }

  void check_enum(const EnumExpression& expression, std::string_view where) {
    const auto check_parent = [&](const Text& name, const PermissibleValue& child) {
      const auto& values = expression.permissible_values;
      if (name.value == child.name.value) {
        induction_.diagnostics.error("inheritance-cycle", name.span,
                                     fmt::format("the permissible value '{}' is its own parent", name.value));
      }
      if (std::any_of(values.begin(), values.end(),
                      [&](const PermissibleValue& value) { return value.name.value == name.value; })) {
        return;
      }
      Names known;
      for (const PermissibleValue& value : values) known.emplace_back(value.name.value);
      // The parent may also be a value of an enum that this one inherits.
      if (!expression.inherits.empty() || !expression.include.empty()) return;
      induction_.diagnostics.error(
          "unknown-permissible-value", name.span,
          fmt::format("'{}' is not a permissible value of the enum '{}'", name.value, where),
          did_you_mean(nearest_name(name.value, known)));
    };
    for (const PermissibleValue& value : expression.permissible_values) {
      if (value.is_a) check_parent(*value.is_a, value);
      for (const Text& mixin : value.mixins) check_parent(mixin, value);
    }
    for (const Text& name : expression.inherits) {
      if (!symbols_.enums().contains(name.value) && induction_.first_report("unknown-enum", name.span)) {
        induction_.unknown_name("unknown-enum", name, "enum", symbols_.enums(), "inherits");
      }
    }
    for (const EnumExpression& part : expression.include) check_enum(part, where);
    for (const EnumExpression& part : expression.minus) check_enum(part, where);
  }

  void check_class(const Class& definition) {
    const std::string where = fmt::format("the class '{}'", definition.name.value);
    for (const Slot& slot : definition.attributes) check_slot(slot);
    for (const Slot& slot : definition.slot_usage) check_slot(slot);
    for (const Text& name : definition.union_of) check_member(name, where);
    for (const Text& name : definition.disjoint_with) {
      check_name(name, "class", symbols_.classes(), where);
    }
    const InducedClass* induced = schema_.find_class(definition.name.value);
    if (induced == nullptr || induced->definition != &definition) return;
    for (const UniqueKey& key : definition.unique_keys) check_unique_key(key, *induced);
    for (const Text& name : definition.defining_slots) {
      check_class_slot(name, *induced, fmt::format("defining_slots of {}", where));
    }
    for (const ClassRule& rule : definition.rules) {
      const std::string of_rule = fmt::format("a rule of {}", where);
      if (rule.preconditions) check_class_expression(*rule.preconditions, induced, of_rule);
      if (rule.postconditions) check_class_expression(*rule.postconditions, induced, of_rule);
      if (rule.elseconditions) check_class_expression(*rule.elseconditions, induced, of_rule);
    }
    for (const ClassExpression& expression : definition.classification_rules) {
      check_class_expression(expression, nullptr, where);
    }
    for (const auto* list :
         {&definition.any_of, &definition.all_of, &definition.exactly_one_of, &definition.none_of}) {
      for (const ClassExpression& expression : *list) check_class_expression(expression, induced, where);
    }
    check_conditions(definition.slot_conditions, induced, where);
  }

  // union_of of a class, like a range, may mix classes with types.
  void check_member(const Text& name, std::string_view where) {
    if (symbols_.types().contains(name.value) || symbols_.enums().contains(name.value)) return;
    check_name(name, "class", symbols_.classes(), where);
  }

  void check_unique_key(const UniqueKey& key, const InducedClass& of) {
    const std::string where = fmt::format("the unique key '{}' of the class '{}'", key.name.value, of.name);
    if (key.slots.empty()) {
      induction_.diagnostics.error("missing-value", key.name.span, fmt::format("{} has no slots", where),
                                   "list them under 'unique_key_slots'");
    }
    for (auto name = key.slots.begin(); name != key.slots.end(); ++name) {
      check_class_slot(*name, of, where);
      const auto first = std::find(key.slots.begin(), name, *name);
      if (first == name) continue;
      induction_.diagnostics
          .error("duplicate-name", name->span, fmt::format("{} lists '{}' twice", where, name->value),
                 "remove one of them")
          .notes.push_back({first->span, "first here"});
    }
  }

  // A mixin or parent may name slots that only its descendants have.
  void check_class_slot(const Text& name, const InducedClass& of, std::string_view where) {
    if (has_slot(of, name.value)) return;
    for (const std::string& descendant : of.descendants) {
      if (has_slot(*schema_.find_class(descendant), name.value)) return;
    }
    if (!symbols_.complete()) return;
    Names known;
    for (const InducedSlot& slot : of.slots) known.emplace_back(slot.slot.name.value);
    const bool elsewhere = symbols_.slots().contains(name.value);
    std::string hint = elsewhere ? fmt::format("add it to the slots of '{}'", of.name)
                                 : did_you_mean(nearest_name(name.value, known));
    induction_.diagnostics.error(elsewhere ? "foreign-slot" : "unknown-slot", name.span,
                                 elsewhere ? fmt::format("'{}' is a slot of other classes, not of '{}' ({})",
                                                         name.value, of.name, where)
                                           : fmt::format("there is no slot '{}' ({})", name.value, where),
                                 std::move(hint));
  }

  static bool has_slot(const InducedClass& of, std::string_view name) {
    if (of.find(name) != nullptr) return true;
    return std::any_of(of.slots.begin(), of.slots.end(), [&](const InducedSlot& slot) {
      // 'exact mappings' and 'exact_mappings' are the same name.
      return std::equal(name.begin(), name.end(), slot.slot.name.value.begin(), slot.slot.name.value.end(),
                        [](char a, char b) { return (a == ' ' ? '_' : a) == (b == ' ' ? '_' : b); });
    });
  }

  // `of`: the class whose slots it names; nullptr if unknown. In a range_expression is_a may also name a type
  // or an enum.
  void check_class_expression(const ClassExpression& expression, const InducedClass* of,
                              std::string_view where, bool as_range = false) {
    if (expression.is_a) {
      if (as_range) {
        check_member(*expression.is_a, where);
      } else {
        check_name(*expression.is_a, "class", symbols_.classes(), where);
      }
      const InducedClass* narrowed = schema_.find_class(expression.is_a->value);
      if (narrowed != nullptr) of = narrowed;
    }
    check_conditions(expression.slot_conditions, of, where);
    for (const auto* list :
         {&expression.any_of, &expression.all_of, &expression.exactly_one_of, &expression.none_of}) {
      for (const ClassExpression& part : *list) check_class_expression(part, of, where, as_range);
    }
  }

  void check_conditions(const std::vector<std::pair<Text, SlotExpression>>& conditions,
                        const InducedClass* of, std::string_view where) {
    for (const auto& [name, condition] : conditions) {
      check_expression(condition, where);
      if (of != nullptr) check_class_slot(name, *of, where);
    }
  }

  Induction& induction_;
  const Symbols& symbols_;
  const InducedSchema& schema_;
};

}  // namespace

void check_declarations(Induction& induction, const InducedSchema& schema) {
  induction.in_parallel(induction.graph.modules.size(), [&](Induction& part, std::size_t i) {
    const Module& module = part.module(static_cast<std::uint32_t>(i));
    if (module.file != 0) DeclarationCheck(part, schema).run(module);
  });
}

}  // namespace schemac::linkml
