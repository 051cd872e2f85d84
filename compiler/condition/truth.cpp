#include "condition/truth.h"

#include <algorithm>
#include <utility>

namespace schemac {

std::string Truth::text() const { return kind == Kind::sql ? sql : kind == Kind::always ? "true" : "false"; }

namespace {

std::string part_of(const Truth& truth, Truth::Shape inside) {
  const bool bare = truth.shape == Truth::Shape::atom || truth.shape == inside ||
                    (truth.shape == Truth::Shape::negation && inside != Truth::Shape::negation);
  return bare ? truth.text() : "(" + truth.text() + ")";
}

Truth combined(const std::vector<Truth>& parts, bool conjunction) {
  const Truth::Kind neutral = conjunction ? Truth::Kind::always : Truth::Kind::never;
  const Truth::Kind decisive = conjunction ? Truth::Kind::never : Truth::Kind::always;
  std::vector<const Truth*> kept;
  bool loose = false;
  const Truth* decided = nullptr;
  for (const Truth& part : parts) {
    if (part.kind == decisive && (decided == nullptr || !part.loose)) decided = &part;
    loose = loose || part.loose;
    if (part.kind == decisive || part.kind == neutral) continue;
    const bool repeated =
        std::any_of(kept.begin(), kept.end(), [&](const Truth* each) { return each->sql == part.sql; });
    if (!repeated) kept.push_back(&part);
  }
  if (decided != nullptr) return *decided;
  Truth result;
  if (kept.empty()) result = conjunction ? Truth::yes() : Truth::no();
  if (kept.size() == 1) result = *kept.front();
  result.loose = loose;
  if (kept.size() <= 1) return result;
  result.kind = Truth::Kind::sql;
  result.shape = conjunction ? Truth::Shape::conjunction : Truth::Shape::disjunction;
  for (const Truth* part : kept) {
    result.sql += (result.sql.empty() ? "" : conjunction ? " AND " : " OR ") + part_of(*part, result.shape);
  }
  return result;
}

}  // namespace

Truth all_true(const std::vector<Truth>& parts) { return combined(parts, true); }
Truth any_true(const std::vector<Truth>& parts) { return combined(parts, false); }

Truth negated(const Truth& part) {
  if (part.loose) return Truth::unknown();
  if (part.is_always()) return Truth::no();
  if (part.is_never()) return Truth::yes();
  Truth result;
  result.kind = Truth::Kind::sql;
  result.shape = Truth::Shape::negation;
  result.sql = "NOT (" + part.sql + ")";
  return result;
}

Truth one_true(const std::vector<Truth>& parts) {
  const bool loose = std::any_of(parts.begin(), parts.end(), [](const Truth& each) { return each.loose; });
  if (loose) {
    // Some branch holds; whether another one does, too, is unknown.
    Truth some = any_true(parts);
    some.loose = true;
    return some;
  }
  std::size_t certain = 0;
  std::vector<Truth> open;
  for (const Truth& part : parts) {
    certain += part.is_always() ? 1 : 0;
    if (part.kind == Truth::Kind::sql) open.push_back(part);
  }
  if (certain > 1) return Truth::no();
  if (certain == 1) return negated(any_true(open));
  if (open.empty()) return Truth::no();
  if (open.size() == 1) return open.front();
  std::string sum;
  for (const Truth& part : open)
    sum += (sum.empty() ? "" : " + ") + std::string("(") + part.sql + ")::integer";
  return Truth::of("(" + sum + ") = 1");
}

}  // namespace schemac
