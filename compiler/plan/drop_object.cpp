// Dropped objects: by their own statements, or with their owner.
#include <algorithm>

#include "catalog/ddl.h"
#include "catalog/in_words.h"
#include "plan/hazard.h"
#include "plan/kinds/kind_plan.h"
#include "plan/needs.h"
#include "plan/object_actions.h"
#include "plan/placeholder.h"

namespace schemac {
namespace {

Phase drop_phase(Kind kind, bool for_good) {
  if (kind == Kind::event_trigger || kind == Kind::default_privileges || kind == Kind::publication) {
    return Phase::early_drop;
  }
  return for_good ? Phase::final_drop : Phase::drop;
}

// Everything that it reads can be dropped before it.
std::size_t drop_to_placeholder(PlanDraft& draft, const Object& old) {
  Action action =
      make_action(old.id, "placeholder for " + in_words(old.id), reduce_to_placeholder(old), Phase::drop);
  action.step.lock = drop_lock(old.id.kind);
  if (const auto waits = draft.waits.find(old.id); waits != draft.waits.end()) action.after = waits->second;
  releases_of(draft, action, old.id);
  return draft.add(std::move(action));
}

}  // namespace

bool is_dropped(const PlanDraft& draft, const Object* object) {
  if (object == nullptr) return false;
  const ObjectAction action = draft.action_of(object->id);
  return action == ObjectAction::drop || action == ObjectAction::recreate;
}

bool goes_with_owner(const PlanDraft& draft, const Object& old) {
  if (draft.breaks.explicit_drops.contains(old.id)) return false;
  if (!old.id.relation.empty() && is_dropped(draft, draft.old_parent(old.id))) return true;
  return kind_plan(old).goes_with_owner(draft, old);
}

void release_all(PlanDraft& draft, Action& drop, const Object& old) {
  if (!draft.breaks.placeholder_drops.contains(old.id)) {
    releases_of(draft, drop, old.id);
    return;
  }
  drop.after.push_back(drop_to_placeholder(draft, old));
  for (const Dependency& edge : draft.context.old_graph.of(old.id)) {
    if (edge.on != old.id && edge.type != DependencyType::soft &&
        placeholder_needs(old, edge, draft.context.from))
      drop.releases.push_back(resource_of(edge.on, edge.column));
  }
}

void drop_object(PlanDraft& draft, const Object& old) {
  const ObjectId& id = old.id;
  const ChosenAction& choice = draft.choice(id);
  Action action = make_action(id, "drop " + in_words(id), {drop_statement(old)},
                              drop_phase(id.kind, choice.action == ObjectAction::drop));
  action.step.lock = drop_lock(id.kind);
  action.ends.push_back({id});
  if (const auto waits = draft.waits.find(id); waits != draft.waits.end()) action.after = waits->second;
  free_names(action, old);
  kind_plan(old).drop(draft, action, old);
  if (choice.because_of) action.step.hazards.push_back(hazard::dependents_rebuilt(id, *choice.because_of));
  draft.add(std::move(action));
}

}  // namespace schemac
