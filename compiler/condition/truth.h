// SQL conditions as values: built from parts, simplified if a part is constant, with parentheses only where
// they are needed.
//
// A part that SQL cannot express makes the condition that contains it loose: true wherever the model is true,
// and perhaps elsewhere. So a CHECK may accept a row that the model forbids (a note names the missing part),
// but it never refuses a row that the model allows, wherever that part is in a rule, a negation or an
// exclusive choice.
#pragma once
#include <string>
#include <vector>

namespace schemac {

struct Truth {
  enum class Kind { always, never, sql } kind = Kind::always;
  enum class Shape { atom, negation, conjunction, disjunction } shape = Shape::atom;
  std::string sql;
  bool loose = false;
  static Truth yes() { return {}; }
  static Truth no() { return {Kind::never, Shape::atom, {}}; }
  static Truth of(std::string text) { return {Kind::sql, Shape::atom, std::move(text)}; }
  static Truth unknown() { return {Kind::always, Shape::atom, {}, true}; }
  bool is_always() const { return kind == Kind::always; }
  bool is_never() const { return kind == Kind::never; }
  std::string text() const;  // "true" and "false" for constants
};
Truth all_true(const std::vector<Truth>& parts);
Truth any_true(const std::vector<Truth>& parts);
Truth one_true(const std::vector<Truth>& parts);
// If a loose condition is true, nothing is known, so its negation is unknown.
Truth negated(const Truth& part);
// `wrap(NOT each)`, negated: "no member that fails". As loose as `each`, not looser.
template <typename Wrap>
Truth none_fails(const Truth& each, Wrap wrap) {
  if (each.is_always()) return each;
  Truth exact = each;
  exact.loose = false;
  Truth all = negated(wrap(negated(exact)));
  all.loose = all.loose || each.loose;
  return all;
}

}  // namespace schemac
