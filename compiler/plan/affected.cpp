#include "plan/affected.h"

#include <set>

namespace schemac {
namespace {

AffectedDependent::Outcome outcome_of(ObjectAction action) {
  switch (action) {
    case ObjectAction::keep:
      return AffectedDependent::Outcome::untouched;
    case ObjectAction::alter:
      return AffectedDependent::Outcome::altered;
    case ObjectAction::replace:
      return AffectedDependent::Outcome::replaced;
    case ObjectAction::create:
    case ObjectAction::recreate:
      return AffectedDependent::Outcome::rebuilt;
    case ObjectAction::drop:
      return AffectedDependent::Outcome::dropped;
  }
  return AffectedDependent::Outcome::untouched;
}

ChosenAction choice_of(const ChosenActions& chosen, const ObjectId& id) {
  const auto found = chosen.find(id);
  return found == chosen.end() ? ChosenAction{} : found->second;
}

bool is_reported(const ObjectId& id, const ChosenAction& choice, const std::set<ObjectId>& changed) {
  // An index of an altered table is part of the table.
  if (choice.action == ObjectAction::keep && !id.relation.empty()) return false;
  // An object that is changed, created or dropped for its own reason is reported as such, unless the change
  // before it is the reason.
  return !changed.contains(id) || choice.because_of || choice.action == ObjectAction::recreate;
}

}  // namespace

std::vector<AffectedDependent> affected_dependents(const PlanContext& context, const ChosenActions& chosen,
                                                   const std::vector<Change>& changes) {
  std::vector<AffectedDependent> affected;
  std::set<ObjectId> reported;
  std::set<ObjectId> changed;
  for (const Change& change : changes) changed.insert(change.id);
  for (const Change& change : changes) {
    std::vector<ObjectId> queue = {change.id};
    for (std::size_t at = 0; at < queue.size(); ++at) {
      const ObjectId current = queue[at];
      for (const Dependent& dependent : context.old_graph.on(current)) {
        const ObjectId& id = dependent.id;
        if (dependent.edge.type == DependencyType::soft || id == current) continue;
        const ChosenAction choice = choice_of(chosen, id);
        if (!is_reported(id, choice, changed) || !reported.insert(id).second) continue;
        affected.push_back({outcome_of(choice.action), id, choice.because_of.value_or(current),
                            !context.unmanaged.contains(id), change.id});
        queue.push_back(id);
      }
    }
  }
  return affected;
}

void note_replaced(const std::vector<Action>& actions, std::vector<AffectedDependent>& dependents) {
  std::set<ObjectId> acted_on;
  for (const Action& action : actions) acted_on.insert(action.step.object);
  for (AffectedDependent& dependent : dependents) {
    if (dependent.object.kind == Kind::view && dependent.outcome == AffectedDependent::Outcome::rebuilt &&
        !acted_on.contains(dependent.object))
      dependent.outcome = AffectedDependent::Outcome::replaced;
  }
}

}  // namespace schemac
