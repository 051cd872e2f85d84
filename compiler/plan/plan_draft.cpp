#include "plan/plan_draft.h"

#include <algorithm>

#include "catalog/name_style.h"
#include "plan/attachments.h"
#include "plan/kinds/table.h"
#include "plan/online.h"

namespace schemac {

PlanDraft::PlanDraft(const PlanContext& state, const ChosenActions& actions_chosen,
                     const CycleBreaks& cycle_breaks)
    : context(state), chosen(actions_chosen), breaks(cycle_breaks), trees(table_trees(state.from, state.to)) {
  find_trees_apart(*this);
}

const ChosenAction& PlanDraft::choice(const ObjectId& id) const {
  static const ChosenAction keep;
  const auto found = chosen.find(id);
  return found == chosen.end() ? keep : found->second;
}

bool PlanDraft::stays(const ObjectId& id) const { return schemac::stays(context, chosen, id); }

std::optional<std::int64_t> PlanDraft::rows(const ObjectId& id) const {
  const auto was = context.renames.old_of_new.find(id);
  const auto facts = context.options.facts.find(was == context.renames.old_of_new.end() ? id : was->second);
  if (facts == context.options.facts.end()) return std::nullopt;
  return facts->second.rows;
}

bool PlanDraft::online(const ObjectId& table) const {
  return stays(table) && !breaks.at_once && !is_taken_apart(*this, table) &&
         takes_online_form(context.options, rows(table));
}

Object PlanDraft::wanted(const ObjectId& id) const {
  Object object = *context.new_object(id);
  const Object* old = context.old_object(id);
  if (old == nullptr || context.options.diff.all_attributes) return object;
  carry_over(object, *old);
  return object;
}

std::size_t PlanDraft::add(Action action) {
  actions.push_back(std::move(action));
  return actions.size() - 1;
}

Action make_action(const ObjectId& id, std::string title, std::vector<std::string> statements, Phase phase) {
  Action action;
  action.step.object = id;
  action.step.title = std::move(title);
  action.statements = std::move(statements);
  action.phase = phase;
  return action;
}

ObjectId aside_name(const ObjectId& id, std::string_view suffix) {
  ObjectId aside = id;
  aside.name = with_suffix(id.name, suffix);
  return aside;
}

}  // namespace schemac
