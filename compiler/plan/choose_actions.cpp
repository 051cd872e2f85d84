#include "plan/choose_actions.h"

#include <algorithm>

#include "plan/kinds/kind_plan.h"
#include "plan/kinds/table.h"
#include "plan/kinds/type.h"
#include "plan/object_actions.h"
#include "plan/partition_rules.h"

namespace schemac {
namespace {

ObjectAction first_action(const PlanContext& context, const Compared& compared) {
  if (compared.differences.empty()) return ObjectAction::keep;
  if (std::all_of(compared.differences.begin(), compared.differences.end(), is_decoration))
    return ObjectAction::alter;
  if (compared.from.body.index() != compared.to.body.index()) return ObjectAction::recreate;
  return kind_plan(compared.from).classify(context, compared);
}

}  // namespace

ActionChooser::ActionChooser(const PlanContext& context, const std::vector<Change>& changes)
    : context_(context), changes_(changes) {}

ChosenActions ActionChooser::run() {
  for (const Change& change : changes_) choose_first(change);
  for (const Change& change : changes_) {
    const Object* object = context_.old_object(change.id);
    kind_plan(object == nullptr ? *context_.new_object(change.id) : *object).reach_below(*this, change.id);
  }
  propagate();
  while (true) {
    const std::vector<ObjectId> indexes = conflicting_indexes(context_, chosen_);
    const std::vector<ObjectId> children = regenerated_alone(context_, chosen_);
    if (indexes.empty() && children.empty()) break;
    for (const ObjectId& index : indexes) recreate(index, index.parent());
    for (const ObjectId& child : children) recreate(child, std::nullopt);
    propagate();
  }
  swap_contained(*this);
  return std::move(chosen_);
}

void ActionChooser::alter(const ObjectId& id, const std::optional<ObjectId>& because_of) {
  ChosenAction& choice = chosen_[id];
  if (choice.action != ObjectAction::keep) return;
  choice.action = ObjectAction::alter;
  choice.because_of = because_of;
}

void ActionChooser::recreate(const ObjectId& id, const std::optional<ObjectId>& because_of) {
  ChosenAction& choice = chosen_[id];
  if (choice.action == ObjectAction::recreate || choice.action == ObjectAction::drop ||
      choice.action == ObjectAction::create)
    return;
  choice.action = ObjectAction::recreate;
  choice.because_of = because_of;
  invalidate(id);
}

void ActionChooser::invalidate(const ObjectId& id, const std::string& column, bool retyped) {
  if (reported_.emplace(id, column, retyped).second) invalid_.push_back({id, column, retyped});
}

void ActionChooser::choose_first(const Change& change) {
  ChosenAction& choice = chosen_[change.id];
  switch (change.action) {
    case Change::Action::create:
      choice.action = ObjectAction::create;
      return;
    case Change::Action::drop:
      choice.action = ObjectAction::drop;
      invalidate(change.id);
      if (const ObjectId* key = left_key(context_, *context_.old_object(change.id), nullptr))
        recreate(*key, change.id);
      return;
    case Change::Action::alter:
    case Change::Action::rename:
      break;
  }
  const Compared compared{*context_.old_object(change.id), *context_.new_object(change.id),
                          change.differences};
  choice.action = first_action(context_, compared);
  if (choice.action == ObjectAction::recreate) invalidate(change.id);
  if (const ObjectId* key = left_key(context_, compared.from, &compared.to)) recreate(*key, change.id);
  if (choice.action == ObjectAction::alter || choice.action == ObjectAction::keep)
    kind_plan(compared.from).choose_parts(*this, compared);
}

void ActionChooser::propagate() {
  while (!invalid_.empty()) {
    const Invalid invalid = invalid_.front();
    invalid_.pop_front();
    propagate(invalid);
  }
}

void ActionChooser::propagate(const Invalid& invalid) {
  if (invalid.retyped) follow_computed(*this, invalid);
  if (is_table(invalid.object.kind) && invalid.column.empty()) set_row_values_aside(*this, invalid.object);
  for (const Dependent& dependent : context_.old_graph.on(invalid.object)) {
    if (dependent.edge.type == DependencyType::soft) continue;
    if (!invalid.column.empty() && dependent.edge.column != invalid.column) continue;
    if (context_.old_object(dependent.id) == nullptr) continue;
    if (context_.new_object(dependent.id) == nullptr) {
      detach_key(invalid, dependent.id);
      continue;
    }
    react(invalid, dependent);
  }
}

void ActionChooser::react(const Invalid& invalid, const Dependent& dependent) {
  const ObjectId& id = dependent.id;
  if (detach_key(invalid, id)) return;
  ChosenAction& choice = chosen_[id];
  if (choice.action == ObjectAction::recreate) {
    // It may differ only as a consequence of this change: a view in the types of its columns.
    if (!choice.because_of && id != invalid.object) choice.because_of = invalid.object;
    set_type_aside(*this, invalid, dependent);
    return;
  }
  if (choice.action == ObjectAction::drop || choice.action == ObjectAction::create) return;
  kind_plan(*context_.old_object(id)).react(*this, invalid, dependent);
}

bool ActionChooser::detach_key(const Invalid& invalid, const ObjectId& id) {
  const Object* partition = partition_to_detach(context_, invalid.object, id);
  if (partition == nullptr) return false;
  chosen_[partition->id].detach = true;
  alter(partition->id, invalid.object);
  return true;
}

ChosenActions choose_actions(const PlanContext& context, const std::vector<Change>& changes) {
  return ActionChooser(context, changes).run();
}

}  // namespace schemac
