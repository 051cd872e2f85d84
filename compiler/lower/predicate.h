// A slot expression about a present value, as an SQL condition.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "condition/expression.h"
#include "condition/truth.h"
#include "lower/lowering.h"

namespace schemac {

// A present value (neither NULL nor JSON null).
struct Subject {
  std::string sql;
  ValueType type;
  // If the value is a column of the class's row: the prefix of a column's name ("", "owner.").
  std::optional<std::string> row = std::nullopt;
};

// Writes the conditions of expressions on values. Notes and errors name its slot and class.
class ValuePredicates {
 public:
  ValuePredicates(Lowering& lowering, const ClassLayout& cls, const SlotLayout& slot)
      : lowering_(lowering), cls_(cls), slot_(slot) {}

  struct Part {
    std::string kind;  // "minimum", "pattern", "any_of", …: ends the constraint's name
    Truth truth;
    Span span;
  };
  // The expression's own constraints, separately. The caller handles presence, cardinality and membership.
  std::vector<Part> parts(const linkml::SlotExpression& expression, const Subject& subject);
  // A constraint on the slot that is not written, and the note about it.
  Part unwritten(const std::string& kind, const std::string& reason, Span span);
  // The constraints of the range: lexical form, type constraints, enum values, shape of JSON.
  std::vector<Part> range_parts(const std::string& range, const Subject& subject, bool nested);
  Truth holds(const linkml::SlotExpression& expression, const Subject& subject);
  // Ids of the functions that some part needed: they are dependencies of the constraint.
  std::vector<ObjectId> functions;
  // Further columns of the row that some part reads.
  std::vector<std::string> columns;

 private:
  void bounds(const linkml::SlotExpression& expression, const Subject& subject, std::vector<Part>& parts);
  void patterns(const linkml::SlotExpression& expression, const Subject& subject, std::vector<Part>& parts);
  void equalities(const linkml::SlotExpression& expression, const Subject& subject, std::vector<Part>& parts);
  // equals_expression.
  Part computed(const linkml::Text& expression, const Subject& subject);
  std::optional<Operand> operand_of(std::string_view name, const Subject& subject) const;
  void enum_values(const linkml::SlotExpression& expression, const Subject& subject,
                   std::vector<Part>& parts);
  void type_parts(const linkml::InducedType& type, const Subject& subject, bool nested,
                  std::vector<Part>& parts);
  void reference_part(const linkml::InducedClass& cls, std::vector<Part>& parts);
  Truth object_of(const linkml::ClassExpression& expression, const Subject& subject);
  // Presence, cardinality and membership of a branch, which apply to the slot and not to one value.
  void presence_of_branch(const linkml::SlotExpression& branch, std::vector<Truth>& truths);
  void json_range(const std::string& range, const Subject& subject, std::vector<Part>& parts);
  Truth lexical(linkml::BaseType base, const std::string& text) const;
  std::string text_of_subject(const Subject& subject) const;
  Truth when_json(const Subject& subject, std::string_view json_type, Truth truth) const;
  std::string validator(const linkml::InducedClass& cls);

  Lowering& lowering_;
  const ClassLayout& cls_;
  const SlotLayout& slot_;
  std::vector<const linkml::Type*> unions_;  // the unions whose members are being written
};

// Without cardinality and membership: the rest applies to each value.
linkml::SlotExpression of_each_value(linkml::SlotExpression expression);

// A type's constraints as those of a slot.
linkml::SlotExpression expression_of(const linkml::Type& type);
// The function that checks whether a JSON value is an object of the class; created on first use.
std::string json_validator(Lowering& lowering, const linkml::InducedClass& cls, ObjectId* id);
// The condition on one JSON value of the slot (an element if the slot is a list).
Truth json_slot_truth(Lowering& lowering, const ClassLayout& cls, const SlotLayout& slot,
                      const std::string& sql, std::vector<ObjectId>& functions);

}  // namespace schemac
