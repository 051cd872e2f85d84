// Enum types.
#include <algorithm>

#include "catalog/in_words.h"
#include "plan/hazard.h"
#include "plan/kinds/kind_plan.h"
#include "plan/needs.h"
#include "plan/object_actions.h"

namespace schemac {
namespace {

std::vector<std::string> new_values(const Object& from, const Object& to) {
  const auto& old = body_as<Enum>(from)->labels;
  const auto& wanted = body_as<Enum>(to)->labels;
  std::vector<std::string> statements;
  for (std::size_t at = 0; at < wanted.size(); ++at) {
    if (std::find(old.begin(), old.end(), wanted[at]) != old.end()) continue;
    std::string statement = "ALTER TYPE " + qualified_name(to.id) + " ADD VALUE " + quote_literal(wanted[at]);
    if (at > 0) {
      // The labels before it exist already; at the end no position needs to be stated.
      const bool last = std::none_of(
          wanted.begin() + static_cast<std::ptrdiff_t>(at), wanted.end(),
          [&](const std::string& label) { return std::find(old.begin(), old.end(), label) != old.end(); });
      if (!last) statement += " AFTER " + quote_literal(wanted[at - 1]);
    } else if (!old.empty()) {
      statement += " BEFORE " + quote_literal(old.front());
    }
    statements.push_back(std::move(statement));
  }
  return statements;
}

bool is_subsequence(const std::vector<std::string>& part, const std::vector<std::string>& whole) {
  auto at = part.begin();
  for (const std::string& label : whole) {
    if (at != part.end() && *at == label) ++at;
  }
  return at == part.end();
}

// A value cannot be dropped or moved.
ObjectAction classify_enum(const PlanContext& /*context*/, const Compared& compared) {
  return is_subsequence(body_as<Enum>(compared.from)->labels, body_as<Enum>(compared.to)->labels)
             ? ObjectAction::alter
             : ObjectAction::recreate;
}

void alter_enum(PlanDraft& draft, const Object& old, const Object& wanted) {
  const ObjectId& id = wanted.id;
  std::vector<std::string> statements = new_values(old, wanted);
  if (statements.empty()) return;
  Action action = make_action(id, "add values to " + in_words(id), std::move(statements), Phase::enum_values);
  action.step.commit_after = true;
  action.step.hazards.push_back(hazard::non_transactional(
      id, "A new value of " + in_words(id) + " can only be used after its transaction has ended."));
  draft.add(std::move(action));
}

}  // namespace

const KindPlan enum_plan = {
    .classify = classify_enum,
    .choose_parts = has_no_parts,
    .reach_below = reaches_nothing,
    .react = react_by_recreation,
    .create = create_plainly,
    .replace = never_replaced,
    .alter = alter_enum,
    .drop = drop_plainly,
    .goes_with_owner = goes_alone,
    .owners = owned_by_relation,
};

}  // namespace schemac
