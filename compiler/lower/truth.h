// SQL conditions as values: built from parts, folded where a part is constant, with parentheses only where
// they are needed.
//
// A part that SQL cannot say makes what contains it loose: true wherever the model is, and perhaps elsewhere.
// So a CHECK may let a row pass that the model forbids (a note says which part is missing), but it never
// refuses one that the model allows, wherever in a rule, a negation or an exclusive choice that part stands.
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
// Of something loose nothing is known where it is true, so the negation of it is unknown.
Truth negated(const Truth& part);
// `wrap(NOT each)`, negated: "no member that fails". As loose as `each`, not more.
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
