#include "lower/predicate.h"

#include <algorithm>
#include <optional>

#include "condition/pattern.h"

namespace schemac {

using linkml::BaseType;
using linkml::SlotExpression;
using Family = ValueType::Family;

SlotExpression expression_of(const linkml::Type& type) {
  SlotExpression expression;
  expression.minimum_value = type.minimum_value;
  expression.maximum_value = type.maximum_value;
  expression.pattern = type.pattern;
  expression.structured_pattern = type.structured_pattern;
  expression.equals_string = type.equals_string;
  expression.equals_string_in = type.equals_string_in;
  expression.equals_number = type.equals_number;
  const auto convert = [](const std::vector<linkml::Type>& types, List<SlotExpression>& to) {
    for (const linkml::Type& each : types) to.push_back(expression_of(each));
  };
  convert(type.any_of, expression.any_of);
  convert(type.all_of, expression.all_of);
  convert(type.exactly_one_of, expression.exactly_one_of);
  convert(type.none_of, expression.none_of);
  expression.span = type.span;
  return expression;
}

SlotExpression of_each_value(SlotExpression expression) {
  expression.exact_cardinality.reset();
  expression.minimum_cardinality.reset();
  expression.maximum_cardinality.reset();
  expression.has_member.reset();
  expression.all_members.reset();
  expression.required.reset();
  expression.value_presence.reset();
  return expression;
}

ValuePredicates::Part ValuePredicates::unwritten(const std::string& kind, const std::string& reason,
                                                 Span span) {
  lowering_.unenforced(kind, cls_, &slot_.slot, reason, span);
  return {kind, Truth::unknown(), span};
}

std::string ValuePredicates::text_of_subject(const Subject& subject) const {
  if (subject.type.family == Family::json) return "(" + subject.sql + " #>> '{}')";
  if (subject.type.family == Family::text) return subject.sql;
  return subject.sql + "::text";
}

// A cast of a JSON value must not run on a value of another type; only CASE guarantees the order.
Truth ValuePredicates::when_json(const Subject& subject, std::string_view json_type, Truth truth) const {
  if (truth.kind != Truth::Kind::sql || subject.type.family != Family::json) return truth;
  return Truth::of("CASE WHEN jsonb_typeof(" + subject.sql + ") = '" + std::string(json_type) + "' THEN " +
                   truth.sql + " ELSE false END");
}

void ValuePredicates::bounds(const SlotExpression& expression, const Subject& subject,
                             std::vector<Part>& parts) {
  const auto bound = [&](const linkml::OptionalText& value, const char* op, const char* kind) {
    if (!value) return;
    Subject number = subject;
    ValueType type = subject.type;
    if (type.family == Family::json) {
      type = ValueType{};
      type.sql = "numeric";
      type.family = Family::number;
      number.sql = text_of_subject(subject) + "::numeric";
    }
    if (type.textual() || type.family == Family::boolean || type.family == Family::other) {
      const bool written_as_sql = type.base == BaseType::sql && type.family == Family::other;
      if (!written_as_sql) {
        parts.push_back(unwritten(
            "bound", std::string(kind) + "_value does not apply to values of type " + type.sql, value->span));
        return;
      }
    }
    const std::optional<std::string> limit = literal(type, value->value);
    // A bound between two integers is still a bound.
    std::optional<std::string> fraction;
    if (!limit && type.family == Family::integer) {
      ValueType numeric;
      numeric.family = Family::number;
      fraction = literal(numeric, value->value);
    }
    if (!limit && !fraction) {
      parts.push_back(unwritten(
          "bound", std::string(kind) + "_value '" + value->value + "' is not a value of type " + type.sql,
          value->span));
      return;
    }
    const std::string& text = limit ? *limit : *fraction;
    parts.push_back(
        {kind, when_json(subject, "number", Truth::of(number.sql + " " + op + " " + text)), value->span});
  };
  bound(expression.minimum_value, ">=", "minimum");
  bound(expression.maximum_value, "<=", "maximum");
}

void ValuePredicates::patterns(const SlotExpression& expression, const Subject& subject,
                               std::vector<Part>& parts) {
  const auto match = [&](const std::string& pattern, Span span) {
    const TranslatedPattern translated = translate_pattern(pattern);
    if (translated.ok) {
      parts.push_back({"pattern",
                       when_json(subject, "string",
                                 Truth::of(text_of_subject(subject) + " ~ " + quote_literal(translated.are))),
                       span});
      return;
    }
    parts.push_back({"pattern", Truth::unknown(), span});
    if (!translated.malformed) {  // otherwise the reader has reported it
      lowering_.diagnostics.warning("pattern-not-translatable", span,
                                    "pattern '" + pattern + "' of slot '" + slot_.slot.slot.name.value +
                                        "' of class '" + cls_.cls->name +
                                        "' is not enforced: " + translated.why);
    }
  };
  if (expression.pattern) match(expression.pattern->value, expression.pattern->span);
  if (!expression.structured_pattern || !expression.structured_pattern->syntax) return;
  const linkml::PatternExpression& structured = *expression.structured_pattern;
  std::string pattern = structured.syntax->value;
  // LinkML's generators insert settings unless interpolated is false.
  if (!structured.interpolated || structured.interpolated->value) {
    std::string expanded;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      const std::size_t close = pattern[i] == '{' ? pattern.find('}', i) : std::string::npos;
      if (close == std::string::npos) {
        expanded += pattern[i];
        continue;
      }
      const std::string name = pattern.substr(i + 1, close - i - 1);
      const auto setting = lowering_.schema.settings.find(name);
      if (setting != lowering_.schema.settings.end()) {
        expanded += "(?:" + setting->second + ")";
        i = close;
        continue;
      }
      const bool quantifier = !name.empty() && name.find_first_not_of("0123456789,") == std::string::npos;
      if (!quantifier) return;  // an unknown setting, which the reader has reported
      expanded += pattern[i];
    }
    pattern = expanded;
  }
  const bool partial = linkml::is_true(structured.partial_match);
  if (!partial) pattern = "^(?:" + pattern + ")$";
  match(pattern, structured.syntax->span);
}

void ValuePredicates::equalities(const SlotExpression& expression, const Subject& subject,
                                 std::vector<Part>& parts) {
  if (!expression.equals_string && expression.equals_string_in.empty() && !expression.equals_number &&
      !expression.equals_expression)
    return;
  const bool json = subject.type.family == Family::json;
  const auto text_literal = [&](const std::string& value) {
    return json ? "to_jsonb(" + quote_literal(value) + "::text)" : quote_literal(value);
  };
  const std::string text = json ? subject.sql : text_of_subject(subject);
  if (expression.equals_string) {
    parts.push_back({"equals", Truth::of(text + " = " + text_literal(expression.equals_string->value)),
                     expression.equals_string->span});
  }
  if (!expression.equals_string_in.empty()) {
    std::string list;
    for (const linkml::Text& each : expression.equals_string_in) {
      list += (list.empty() ? "" : ", ") + text_literal(each.value);
    }
    parts.push_back(
        {"values", Truth::of(text + " IN (" + list + ")"), expression.equals_string_in.front().span});
  }
  if (expression.equals_number) {
    ValueType numeric;
    numeric.family = Family::number;
    const auto value = literal(numeric, expression.equals_number->value);
    if (!value) {
      parts.push_back(unwritten("equals-number", "'" + expression.equals_number->value + "' is not a number",
                                expression.equals_number->span));
    } else if (subject.type.textual() || subject.type.family == Family::boolean) {
      parts.push_back(
          unwritten("equals-number", "its values are not numbers", expression.equals_number->span));
    } else {
      const std::string number = json ? text_of_subject(subject) + "::numeric" : subject.sql;
      parts.push_back({"equals", when_json(subject, "number", Truth::of(number + " = " + *value)),
                       expression.equals_number->span});
    }
  }
  if (expression.equals_expression) parts.push_back(computed(*expression.equals_expression, subject));
}

ValuePredicates::Part ValuePredicates::computed(const linkml::Text& expression, const Subject& subject) {
  const auto refused = [&](const std::string& reason) {
    return unwritten("equals-expression", "equals_expression is not enforced: " + reason, expression.span);
  };
  if (subject.type.family == Family::json) return refused("its values are JSON");
  const Computation computation =
      compute(expression.value, [&](std::string_view name) { return operand_of(name, subject); });
  if (!computation.unknown_slot.empty()) {
    lowering_.unknown_slot("equals_expression", computation.unknown_slot, cls_, expression.span);
    return {"equals", Truth::unknown(), expression.span};
  }
  if (!computation.problem.empty()) return refused(computation.problem);
  const bool textual = computation.family == Family::text;
  const bool number = computation.family == Family::integer || computation.family == Family::number;
  const bool fits = number ? subject.type.family == Family::integer || subject.type.family == Family::number
                    : textual ? subject.type.textual()
                              : subject.type.family == computation.family;
  if (!fits) return refused("its type differs from the slot's type");
  columns.insert(columns.end(), computation.columns.begin(), computation.columns.end());
  const std::string value = textual ? text_of_subject(subject) : subject.sql;
  if (computation.operands.empty())
    return {"equals", Truth::of(value + " = " + computation.sql), expression.span};
  Truth equal = Truth::of("(" + value + " = (" + computation.sql + ")) IS NOT FALSE");
  if (computation.strict) return {"equals", equal, expression.span};
  std::string operands;
  for (const std::string& each : computation.operands) operands += (operands.empty() ? "" : ", ") + each;
  const Truth absent =
      Truth::of(computation.operands.size() == 1 ? operands + " IS NULL" : "num_nulls(" + operands + ") > 0");
  return {"equals", any_true({absent, equal}), expression.span};
}

std::optional<Operand> ValuePredicates::operand_of(std::string_view name, const Subject& subject) const {
  const auto slot = std::find_if(cls_.layouts.begin(), cls_.layouts.end(), [&](const SlotLayout& each) {
    return each.slot.name == name || each.slot.slot.name.value == name;
  });
  if (slot == cls_.layouts.end()) return std::nullopt;
  Operand operand;
  const bool column = slot->storage.how == SlotStorage::How::column ||
                      slot->storage.how == SlotStorage::How::foreign_key_column;
  if (!subject.row || !column || slot->storage.base_table != slot_.storage.base_table) {
    operand.problem = "'" + std::string(name) + "' is not a column of the same row";
    return operand;
  }
  operand.sql = *subject.row + quote_identifier(slot->storage.column);
  operand.family = slot->type.family;
  operand.column = slot->storage.column;
  return operand;
}

void ValuePredicates::enum_values(const SlotExpression& expression, const Subject& subject,
                                  std::vector<Part>& parts) {
  if (expression.enum_range == nullptr) return;
  const std::optional<std::vector<std::string>> values =
      static_values(lowering_.schema, *expression.enum_range);
  if (!values) {
    parts.push_back(unwritten("enum-range", "the values of its enum_range are not known when compiling",
                              expression.enum_range->span));
    return;
  }
  const bool json = subject.type.family == Family::json;
  std::string list;
  for (const std::string& value : *values) {
    const std::string text = quote_literal(value);
    list += (list.empty() ? "" : ", ") + (json ? "to_jsonb(" + text + "::text)" : text);
  }
  if (list.empty()) return;
  parts.push_back({"values",
                   Truth::of((json ? subject.sql : text_of_subject(subject)) + " IN (" + list + ")"),
                   expression.span});
}

Truth ValuePredicates::lexical(BaseType base, const std::string& text) const {
  const auto matches = [&](const char* are) { return Truth::of(text + " ~ " + quote_literal(are)); };
  switch (base) {
    case BaseType::uri:
      return matches("^[A-Za-z][A-Za-z0-9+.-]*:[^\\s<>\"{}|\\\\^`]*$");
    case BaseType::uriorcurie:
      return matches("^[A-Za-z_][A-Za-z0-9_+.-]*:[^\\s<>\"{}|\\\\^`]*$");
    case BaseType::curie:
      return matches("^([A-Za-z_][A-Za-z0-9_.-]*)?:[^\\s<>\"{}|\\\\^`]*$");
    case BaseType::ncname:
      return matches("^[[:alpha:]_][[:alnum:]_.-]*$");
    case BaseType::nodeidentifier:
      return matches("^(_:)?[^\\s<>\"{}|\\\\^`]+$");
    case BaseType::date_or_datetime:
      return matches(
          "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])"
          "([T ]([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d+)?)?(Z|[+-]\\d{2}:?\\d{2})?)?$");
    case BaseType::jsonpointer:
      return matches("^(/([^/~]|~[01])*)*$");
    case BaseType::jsonpath:
      return matches("^\\$");
    default:
      return Truth::yes();
  }
}

std::vector<ValuePredicates::Part> ValuePredicates::range_parts(const std::string& range,
                                                                const Subject& subject, bool nested) {
  std::vector<Part> parts;
  if (subject.type.family == Family::json) {
    json_range(range, subject, parts);
    return parts;
  }
  if (const linkml::InducedEnum* enumeration = lowering_.schema.find_enum(range)) {
    const auto found = lowering_.enum_types.find(range);
    const bool native = subject.type.enumeration == enumeration && subject.type.sql != "text";
    const bool lookup = !nested && found != lowering_.enum_types.end() && !found->second.needs.empty() &&
                        found->second.needs.front().kind == Kind::table &&
                        subject.type.enumeration == enumeration;
    if (enumeration->open || enumeration->dynamic || native || lookup) return parts;
    std::string list;
    for (const auto& value : enumeration->values)
      list += (list.empty() ? "" : ", ") + quote_literal(value.text);
    parts.push_back({"values",
                     list.empty() ? Truth::no() : Truth::of(text_of_subject(subject) + " IN (" + list + ")"),
                     slot_.slot.span});
    return parts;
  }
  if (const linkml::InducedClass* cls = lowering_.schema.find_class(range)) {
    reference_part(*cls, parts);
    return parts;
  }
  const linkml::InducedType* type = lowering_.schema.find_type(range);
  if (type == nullptr) return parts;
  const bool wants_lexical =
      !is_false(lowering_.annotations.of_slot_or_above(*cls_.cls, slot_.slot, "sql_check_lexical")) &&
      !is_false(lowering_.annotations.of_type(*type, "sql_check_lexical"));
  if (wants_lexical && subject.type.family == Family::text) {
    const Truth form = lexical(type->base, subject.sql);
    if (!form.is_always()) parts.push_back({"lexical", form, slot_.slot.span});
  }
  type_parts(*type, subject, nested, parts);
  return parts;
}

// That a reference is one to the class: the foreign key checks this if the reference can be to one table
// only.
void ValuePredicates::reference_part(const linkml::InducedClass& cls, std::vector<Part>& parts) {
  if (slot_.target == nullptr || slot_.targets.empty()) return;  // JSON, or noted as a key-reference
  const auto& ancestors = slot_.target->ancestors;
  if (std::find(ancestors.begin(), ancestors.end(), cls.name) != ancestors.end() &&
      slot_.targets.size() == 1) {
    return;
  }
  const bool noted = std::find(slot_.targets.begin(), slot_.targets.end(), cls.name) != slot_.targets.end();
  if (noted) {  // as a reference to several tables
    parts.push_back({"range", Truth::unknown(), slot_.slot.span});
    return;
  }
  parts.push_back(
      unwritten("range", "references to rows of '" + cls.name + "' are not checked", slot_.slot.span));
}

// The conditions of each type of the chain; a union requires those of one of its members.
void ValuePredicates::type_parts(const linkml::InducedType& type, const Subject& subject, bool nested,
                                 std::vector<Part>& parts) {
  for (const linkml::Type* link : type.chain) {
    std::vector<Part> of_type = this->parts(expression_of(*link), subject);
    parts.insert(parts.end(), of_type.begin(), of_type.end());
    if (link->union_of.empty() || std::find(unions_.begin(), unions_.end(), link) != unions_.end()) continue;
    unions_.push_back(link);
    std::vector<Truth> members;
    for (const linkml::Text& name : link->union_of) {
      std::vector<Truth> member;
      for (Part& part : range_parts(name.value, subject, nested)) member.push_back(part.truth);
      members.push_back(all_true(member));
    }
    unions_.pop_back();
    parts.push_back({"union", any_true(members), link->span});
  }
}

void ValuePredicates::json_range(const std::string& range, const Subject& subject, std::vector<Part>& parts) {
  const auto json_type = [&](const char* name) {
    return Truth::of("jsonb_typeof(" + subject.sql + ") = '" + name + "'");
  };
  if (const linkml::InducedEnum* enumeration = lowering_.schema.find_enum(range)) {
    if (enumeration->open || enumeration->dynamic) {
      parts.push_back({"type", json_type("string"), slot_.slot.span});
      return;
    }
    std::string list;
    for (const auto& value : enumeration->values) {
      list += (list.empty() ? "" : ", ") + std::string("to_jsonb(") + quote_literal(value.text) + "::text)";
    }
    parts.push_back({"values", list.empty() ? Truth::no() : Truth::of(subject.sql + " IN (" + list + ")"),
                     slot_.slot.span});
    return;
  }
  if (const linkml::InducedClass* cls = lowering_.schema.find_class(range)) {
    const ClassLayout& target = *lowering_.layout(range);
    if (target.is_any) return;
    const bool as_reference =
        target.has_identifier() && !slot_.slot.inlined() && !slot_.slot.inlined_as_list();
    if (as_reference) {
      const bool number =
          target.key_type.family == Family::integer || target.key_type.family == Family::number;
      parts.push_back({"type", json_type(number ? "number" : "string"), slot_.slot.span});
      return;
    }
    parts.push_back({"object", Truth::of(validator(*cls) + "(" + subject.sql + ")"), slot_.slot.span});
    return;
  }
  const linkml::InducedType* type = lowering_.schema.find_type(range);
  if (type == nullptr) return;
  const std::string text = text_of_subject(subject);
  switch (type->base) {
    case BaseType::any:
    case BaseType::sql:
      break;
    case BaseType::integer:
      parts.push_back(
          {"type", when_json(subject, "number", Truth::of(text + "::numeric % 1 = 0")), slot_.slot.span});
      break;
    case BaseType::float_:
    case BaseType::double_:
    case BaseType::decimal:
      parts.push_back({"type", json_type("number"), slot_.slot.span});
      break;
    case BaseType::boolean:
      parts.push_back({"type", json_type("boolean"), slot_.slot.span});
      break;
    case BaseType::date:
      parts.push_back({"type", Truth::of(text + " ~ '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$'"),
                       slot_.slot.span});
      break;
    case BaseType::time:
      parts.push_back({"type", Truth::of(text + " ~ '^([01]\\d|2[0-3]):[0-5]\\d'"), slot_.slot.span});
      break;
    case BaseType::datetime:
      parts.push_back({"type", Truth::of(text + " ~ '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])[T ]'"),
                       slot_.slot.span});
      break;
    default:
      parts.push_back({"type", json_type("string"), slot_.slot.span});
      if (const Truth form = lexical(type->base, text); !form.is_always()) {
        parts.push_back({"lexical", when_json(subject, "string", form), slot_.slot.span});
      }
  }
  type_parts(*type, subject, true, parts);
}

std::string ValuePredicates::validator(const linkml::InducedClass& cls) {
  ObjectId id;
  std::string name = json_validator(lowering_, cls, &id);
  functions.push_back(id);
  return name;
}

std::vector<ValuePredicates::Part> ValuePredicates::parts(const SlotExpression& expression,
                                                          const Subject& subject) {
  std::vector<Part> parts;
  if (slot_.storage.how == SlotStorage::How::owned_row ||
      slot_.storage.how == SlotStorage::How::child_table) {
    // The column is the key of a row; conditions on values are about text and numbers.
    if (expression.pattern || expression.structured_pattern || expression.minimum_value ||
        expression.maximum_value || expression.equals_string || !expression.equals_string_in.empty() ||
        expression.equals_number) {
      parts.push_back(unwritten("object-value",
                                "its values are objects: patterns, bounds and equals_… do not apply to them",
                                expression.span));
    }
    return parts;
  }
  bounds(expression, subject, parts);
  patterns(expression, subject, parts);
  equalities(expression, subject, parts);
  enum_values(expression, subject, parts);
  const auto branches = [&](const std::vector<SlotExpression>& list) {
    std::vector<Truth> truths;
    truths.reserve(list.size());
    for (const SlotExpression& branch : list) truths.push_back(holds(branch, subject));
    return truths;
  };
  if (!expression.any_of.empty()) {
    parts.push_back({"any_of", any_true(branches(expression.any_of)), expression.any_of.front().span});
  }
  if (!expression.all_of.empty()) {
    parts.push_back({"all_of", all_true(branches(expression.all_of)), expression.all_of.front().span});
  }
  if (!expression.exactly_one_of.empty()) {
    parts.push_back({"exactly_one_of", one_true(branches(expression.exactly_one_of)),
                     expression.exactly_one_of.front().span});
  }
  if (!expression.none_of.empty()) {
    parts.push_back(
        {"none_of", negated(any_true(branches(expression.none_of))), expression.none_of.front().span});
  }
  if (subject.type.family == Family::json && expression.range_expression != nullptr) {
    parts.push_back({"range", object_of(*expression.range_expression, subject), expression.span});
  }
  return parts;
}

// A class expression on a JSON object: only about its class.
Truth ValuePredicates::object_of(const linkml::ClassExpression& expression, const Subject& subject) {
  std::vector<Truth> truths;
  if (expression.is_a) {
    for (Part& part : range_parts(expression.is_a->value, subject, true)) truths.push_back(part.truth);
  }
  if (!expression.slot_conditions.empty()) {
    truths.push_back(unwritten("json-conditions",
                               "the slot_conditions of its range_expression are not checked in JSON",
                               expression.slot_conditions.front().first.span)
                         .truth);
  }
  const auto branches = [&](const std::vector<linkml::ClassExpression>& list) {
    std::vector<Truth> each;
    each.reserve(list.size());
    for (const linkml::ClassExpression& branch : list) each.push_back(object_of(branch, subject));
    return each;
  };
  if (!expression.any_of.empty()) truths.push_back(any_true(branches(expression.any_of)));
  if (!expression.all_of.empty()) truths.push_back(all_true(branches(expression.all_of)));
  if (!expression.exactly_one_of.empty()) truths.push_back(one_true(branches(expression.exactly_one_of)));
  if (!expression.none_of.empty()) truths.push_back(negated(any_true(branches(expression.none_of))));
  return all_true(truths);
}

void ValuePredicates::presence_of_branch(const SlotExpression& branch, std::vector<Truth>& truths) {
  // The value is present.
  if (branch.value_presence && branch.value_presence->value == "ABSENT") truths.push_back(Truth::no());
  const bool of_the_slot = branch.exact_cardinality || branch.minimum_cardinality ||
                           branch.maximum_cardinality || branch.has_member != nullptr ||
                           branch.all_members != nullptr || !branch.bindings.empty() || branch.array;
  if (!of_the_slot) return;
  truths.push_back(
      unwritten("branch",
                "a branch is checked for each value; cardinality, membership, bindings and array "
                "shape concern the whole list",
                branch.span)
          .truth);
}

Truth ValuePredicates::holds(const SlotExpression& expression, const Subject& subject) {
  std::vector<Truth> truths;
  if (expression.range && expression.range->value != subject.type.sql) {
    const bool same = (subject.type.type != nullptr && subject.type.type->name == expression.range->value) ||
                      (subject.type.enumeration != nullptr && subject.type.family == Family::enumeration &&
                       subject.type.enumeration->name == expression.range->value);
    if (!same) {
      for (Part& part : range_parts(expression.range->value, subject, true)) truths.push_back(part.truth);
      if (subject.type.family == Family::number) {
        const linkml::InducedType* type = lowering_.schema.find_type(expression.range->value);
        if (type != nullptr && type->base == BaseType::integer)
          truths.push_back(Truth::of(subject.sql + " % 1 = 0"));
      }
    }
  }
  presence_of_branch(expression, truths);
  for (Part& part : parts(expression, subject)) truths.push_back(part.truth);
  return all_true(truths);
}

}  // namespace schemac
