#include "plan/merge_steps.h"

#include <algorithm>
#include <map>

namespace schemac {

std::vector<Step> merge_steps(std::vector<Action>& actions, const std::vector<std::size_t>& order) {
  std::vector<Step> steps;
  Action* last = nullptr;
  for (const std::size_t at : order) {
    Action& action = actions[at];
    const bool joins = last != nullptr && !action.clauses.empty() && !last->clauses.empty() &&
                       action.table_head == last->table_head && action.step.transactional &&
                       last->step.transactional && !last->step.commit_after && !action.step.commit_after &&
                       action.statements.size() == 1 && last->statements.size() == 1;
    if (!joins) {
      last = &action;
      steps.push_back(action.step);
      continue;
    }
    Step& step = steps.back();
    last->clauses.insert(last->clauses.end(), action.clauses.begin(), action.clauses.end());
    step.sql = last->table_head;
    for (std::size_t clause = 0; clause < last->clauses.size(); ++clause) {
      step.sql += (clause == 0 ? "\n  " : ",\n  ") + last->clauses[clause];
    }
    step.title += ", " + action.step.title;
    step.brief = step.brief && action.step.brief;
    step.lock = std::max(step.lock, action.step.lock);
    step.recreates.insert(step.recreates.end(), action.step.recreates.begin(), action.step.recreates.end());
    for (Hazard& hazard : action.step.hazards) {
      const bool known = std::any_of(step.hazards.begin(), step.hazards.end(), [&](const Hazard& other) {
        return other.code == hazard.code && other.code == "table-rewrite";
      });
      if (!known) step.hazards.push_back(std::move(hazard));
    }
  }
  for (std::size_t at = 0; at < steps.size(); ++at) {
    const bool last_step = at + 1 == steps.size();
    const bool values_follow = !last_step && steps[at].commit_after && steps[at + 1].commit_after &&
                               steps[at].object.kind == Kind::enum_ &&
                               steps[at + 1].object.kind == Kind::enum_;
    if (values_follow || (steps[at].commit_after && last_step) ||
        (!last_step && steps[at].commit_after && !steps[at + 1].transactional)) {
      steps[at].commit_after = false;
    }
  }
  return steps;
}

std::string torn_apart(const std::vector<Action>& actions, const std::vector<std::size_t>& order) {
  std::map<std::string, std::size_t> first;  // transaction in which the rows are removed
  std::size_t transaction = 0;
  for (const std::size_t at : order) {
    const Action& action = actions[at];
    const bool alone = !action.step.transactional || action.step.batch;
    if (alone) ++transaction;
    for (const std::string& table : action.takes_apart) first.emplace(table, transaction);
    for (const std::string& table : action.puts_together) {
      const auto begun = first.find(table);
      if (begun != first.end() && begun->second != transaction) return table;
    }
    if (alone || action.step.commit_after) ++transaction;
  }
  return {};
}

}  // namespace schemac
