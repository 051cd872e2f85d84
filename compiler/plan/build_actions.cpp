#include "plan/object_actions.h"

#include <algorithm>

#include "catalog/lookup_rows.h"
#include "plan/hazard.h"
#include "plan/kinds/column.h"
#include "plan/kinds/key.h"
#include "plan/kinds/kind_plan.h"
#include "plan/kinds/lookup_rows.h"
#include "plan/kinds/table.h"
#include "plan/kinds/type.h"
#include "plan/needs.h"

namespace schemac {
namespace {

std::map<Resource, std::size_t> enders(const PlanDraft& draft) {
  std::map<Resource, std::size_t> first;
  for (std::size_t at = 0; at < draft.actions.size(); ++at) {
    for (const Resource& resource : draft.actions[at].ends) first.emplace(resource, at);
  }
  return first;
}

void attach_to_end_of_owner(PlanDraft& draft, const Object& old, std::map<Resource, std::size_t>& enders) {
  for (const Resource& owner : kind_plan(old).owners(draft, old)) {
    const auto ender = enders.find(owner);
    if (ender == enders.end()) continue;
    Action& action = draft.actions[ender->second];
    free_names(action, old);
    action.ends.push_back({old.id});
    enders.emplace(Resource{old.id}, ender->second);
    releases_of(draft, action, old.id);
    return;
  }
}

void complete_step(const PlanOptions& options, Action& action) {
  std::string sql;
  for (const std::string& statement : action.statements) sql += (sql.empty() ? "" : ";\n") + statement;
  action.step.sql = std::move(sql);
  const bool waits_long = !action.step.transactional || action.step.lock == Lock::access_exclusive;
  if (waits_long && !action.step.lock_timeout) action.step.lock_timeout = options.lock_timeout;
}

void add_renames(PlanDraft& draft) {
  std::optional<std::size_t> last;
  for (const RenameStep& rename : draft.context.renames.steps) {
    Action action = make_action(rename.object, rename.title, {rename.sql}, Phase::rename);
    action.step.lock =
        rename.object.kind == Kind::index ? Lock::share_update_exclusive : Lock::access_exclusive;
    if (last) action.after.push_back(*last);
    // It may move into a new namespace.
    if (!rename.object.namespace_.empty())
      action.needs.push_back({ObjectId{Kind::namespace_, {}, {}, rename.object.namespace_}});
    last = draft.add(std::move(action));
  }
}

void change_lookup_rows(PlanDraft& draft) {
  const PlanContext& context = draft.context;
  const auto is_renamed = [&](const ObjectId& id) {
    return context.renames.old_of_new.contains(id) && context.new_object(id) != nullptr;
  };
  for (const auto& [new_id, old_id] : context.renames.old_of_new) {
    if (is_lookup_rows(new_id) && is_renamed(new_id)) change_rows(draft, new_id, true);
  }
  for (const auto& [id, choice] : draft.chosen) {
    if (is_lookup_rows(id) && choice.action != ObjectAction::keep && !is_renamed(id))
      change_rows(draft, id, false);
  }
}

// Returns those that are dropped with another object.
std::vector<const Object*> drop_objects(PlanDraft& draft) {
  std::vector<const Object*> implicit;
  for (const auto& [id, choice] : draft.chosen) {
    const Object* old = draft.context.old_object(id);
    if (is_lookup_rows(id) || !is_dropped(draft, old)) continue;
    if (choice.swap_type) {
      swap_type(draft, *old);
    } else if (swaps_index(draft, *old) || swaps_key(draft, *old)) {
      continue;  // by the action that creates its replacement
    } else if (goes_with_owner(draft, *old)) {
      implicit.push_back(old);
    } else {
      drop_object(draft, *old);
    }
  }
  return implicit;
}

void make_object(PlanDraft& draft, const ObjectId& id, ObjectAction action) {
  switch (action) {
    case ObjectAction::keep:
    case ObjectAction::drop:
      return;
    case ObjectAction::create:
    case ObjectAction::recreate:
      return create_object(draft, id);
    case ObjectAction::replace:
      return replace_object(draft, id);
    case ObjectAction::alter:
      return alter_object(draft, id);
  }
}

}  // namespace

std::vector<Action> build_actions(const PlanContext& context, const ChosenActions& chosen,
                                  const CycleBreaks& breaks) {
  PlanDraft draft(context, chosen, breaks);
  add_renames(draft);
  backfill_columns(draft);
  build_keys(draft);
  defer_drops(draft);
  change_lookup_rows(draft);
  for (const auto& [id, choice] : draft.chosen) {
    if (choice.action == ObjectAction::recreate && is_table(id.kind))
      copy_rows(draft, *context.old_object(id));
  }
  const std::vector<const Object*> implicit = drop_objects(draft);
  for (const auto& [id, choice] : draft.chosen) {
    if (!is_lookup_rows(id)) make_object(draft, id, choice.action);
  }
  reset_replica_identities(draft);
  // An object that is dropped with its owner: its names are free, and its dependencies end, when the owner's
  // do.
  std::map<Resource, std::size_t> ends = enders(draft);
  for (const Object* old : implicit) attach_to_end_of_owner(draft, *old, ends);
  for (Action& action : draft.actions) complete_step(context.options, action);
  return std::move(draft.actions);
}

}  // namespace schemac
