#include "plan/build.h"

#include <algorithm>

#include "catalog/called_reads.h"
#include "catalog/ddl.h"
#include "catalog/lookup_rows.h"
#include "catalog/name_style.h"
#include "plan/alter.h"
#include "plan/attachments.h"
#include "plan/hazard.h"
#include "plan/online.h"

namespace schemac {
bool is_type(Kind kind) {
  return kind == Kind::enum_ || kind == Kind::domain || kind == Kind::composite_type ||
         kind == Kind::range_type || kind == Kind::base_type;
}

bool is_table(Kind kind) { return kind == Kind::table || kind == Kind::foreign_table; }

const std::string* attached_to(const Object& object) {
  if (const auto* index = body_as<Index>(object)) return &*index->attached_to;
  if (const auto* constraint = body_as<Constraint>(object)) return &*constraint->attached_to;
  return nullptr;
}

bool is_inherited(const Object& object) {
  if (const auto* constraint = body_as<Constraint>(object)) {
    return constraint->inherited && constraint->attached_to.empty();
  }
  if (const auto* trigger = body_as<Trigger>(object)) return trigger->inherited;
  return false;
}

std::vector<std::string> occupied_names(const Object& object) {
  const ObjectId& id = object.id;
  const std::string name = qualified_name(id.namespace_, id.name);
  switch (traits_of(id.kind).names) {
    case KindTraits::NameSpace::relation_and_type:
      return {"relation " + name, "type " + name};
    case KindTraits::NameSpace::relation:
      return {"relation " + name};
    case KindTraits::NameSpace::type: {
      std::vector<std::string> names = {"type " + name};
      const auto* range = body_as<RangeType>(object);
      if (range && !range->multirange_name.empty()) names.push_back("type " + range->multirange_name);
      return names;
    }
    case KindTraits::NameSpace::routine:
      return {"routine " + name};
    case KindTraits::NameSpace::own:
      break;
  }
  std::vector<std::string> names = {id.text()};
  // The index behind a key.
  const auto* constraint = body_as<Constraint>(object);
  if (constraint &&
      (constraint->type == ConstraintType::primary_key || constraint->type == ConstraintType::unique ||
       constraint->type == ConstraintType::exclusion)) {
    names.push_back("relation " + name);
  }
  return names;
}

ObjectId aside_name(const ObjectId& id, std::string_view suffix) {
  ObjectId aside = id;
  aside.name = with_suffix(id.name, suffix);
  return aside;
}

namespace {

bool is_primary_key(const Object& object) {
  const auto* constraint = body_as<Constraint>(object);
  return constraint != nullptr && constraint->type == ConstraintType::primary_key;
}

// A table can have only one at a time.
std::string primary_key_of(const ObjectId& constraint) {
  return "primary key of " + qualified_name(constraint.namespace_, constraint.relation);
}

}  // namespace

const ChosenAction& ActionBuilder::choice(const ObjectId& id) const {
  static const ChosenAction keep;
  const auto found = chosen_.find(id);
  return found == chosen_.end() ? keep : found->second;
}

bool ActionBuilder::stays(const ObjectId& id) const { return schemac::stays(s_, chosen_, id); }

std::optional<std::int64_t> ActionBuilder::rows(const ObjectId& id) const {
  const auto was = s_.renames.old_of_new.find(id);
  const auto facts = s_.options.facts.find(was == s_.renames.old_of_new.end() ? id : was->second);
  if (facts == s_.options.facts.end()) return std::nullopt;
  return facts->second.rows;
}

bool ActionBuilder::online(const ObjectId& table) const {
  return stays(table) && !breaks_.at_once && !is_taken_apart(table) &&
         takes_online_form(s_.options, rows(table));
}

Object ActionBuilder::wanted(const ObjectId& id) const {
  Object object = *s_.new_object(id);
  const Object* old = s_.old_object(id);
  if (old == nullptr || s_.options.diff.all_attributes) return object;
  carry_over(object, *old);
  return object;
}

std::size_t ActionBuilder::add(Action action) {
  actions_.push_back(std::move(action));
  return actions_.size() - 1;
}

Action ActionBuilder::make(const ObjectId& id, std::string title, std::vector<std::string> statements,
                           Phase phase) {
  Action action;
  action.step.object = id;
  action.step.title = std::move(title);
  action.statements = std::move(statements);
  action.phase = phase;
  return action;
}

// Keys and indexes of a partitioned table contain no rows themselves, and its partitions are attached to them
// before the rows are put back.
bool ActionBuilder::precedes_rows(const ObjectId& id) const {
  const Object* object = s_.new_object(id);
  const Object* table = new_parent(id);
  if (object == nullptr || table == nullptr || !is_partitioned(*table)) return false;
  const auto* constraint = body_as<Constraint>(*object);
  return body_as<Index>(*object) || (constraint && constraint->type != ConstraintType::foreign_key);
}

void ActionBuilder::run(Action& action, const ObjectId& id, const ObjectId& on) const {
  if (!runs_when_used(on.kind) || is_made_unread(id.kind)) return;
  action.runs.push_back(on);
  if (action_of(on) == ObjectAction::replace) action.wishes.push_back({on, "@replaced"});
}

void ActionBuilder::ran(Action& action, const ObjectId& id, const ObjectId& on) {
  if (runs_when_used(on.kind) && !is_made_unread(id.kind)) action.ran.push_back(on);
}

void ActionBuilder::run_for_rows(Action& action, const ObjectId& table) const {
  const auto run_all = [&](const ObjectId& id) {
    for (const Dependency& edge : s_.new_graph.of(id)) run(action, id, edge.on);
  };
  run_all(table);
  for (const Dependent& dependent : s_.new_graph.on(table)) {
    const Kind kind = dependent.id.kind;
    if (kind == Kind::constraint || kind == Kind::index || kind == Kind::trigger) run_all(dependent.id);
  }
}

void ActionBuilder::needs_of(Action& action, const ObjectId& id, const std::string& column, bool all) const {
  for (const Dependency& edge : s_.new_graph.of(id)) {
    if (edge.on == id || (!all && edge.dependent_column != column)) continue;
    run(action, id, edge.on);
    if (edge.type == DependencyType::soft) {
      action.wishes.push_back({edge.on, edge.column});
      continue;
    }
    action.needs.push_back({edge.on, edge.column});
    // Rows and index entries must not be computed by a placeholder.
    if (breaks_.placeholders.contains(edge.on)) action.wishes.push_back({edge.on, "@whole"});
    if (action_of(edge.on) == ObjectAction::recreate && is_table(edge.on.kind) && !is_table(id.kind) &&
        !precedes_rows(id)) {
      action.needs.push_back({edge.on, "@rows"});
    }
  }
}

void ActionBuilder::releases_of(Action& action, const ObjectId& id, const std::string& column,
                                bool all) const {
  for (const Dependency& edge : s_.old_graph.of(id)) {
    if (edge.on == id || (!all && edge.dependent_column != column)) continue;
    ran(action, id, edge.on);
    if (edge.type == DependencyType::soft) {
      action.yields.push_back({edge.on, edge.column});
      continue;
    }
    action.releases.push_back({edge.on, edge.column});
    if (all && is_type(edge.on.kind)) action.releases.push_back({edge.on, "@name"});
  }
}

void ActionBuilder::take_names(Action& action, const Object& object) const {
  for (std::string& name : occupied_names(object)) action.takes.push_back(std::move(name));
  if (is_primary_key(object)) action.takes.push_back(primary_key_of(object.id));
}

void ActionBuilder::free_names(Action& action, const Object& object) const {
  for (std::string& name : occupied_names(object)) action.frees.push_back(std::move(name));
  if (is_primary_key(object)) action.frees.push_back(primary_key_of(object.id));
  // A foreign key that is created later must not find this key and choose it.
  const auto* constraint = body_as<Constraint>(object);
  const auto* index = body_as<Index>(object);
  if ((constraint && constraint->type != ConstraintType::foreign_key) || (index && index->unique)) {
    action.frees.push_back("keys of " + qualified_name(object.id.namespace_, object.id.relation));
  }
}

void ActionBuilder::find_relatives() {
  for (const auto& [id, object] : s_.from.objects) {
    const auto* table = body_as<Table>(object);
    if (table == nullptr) continue;
    if (!table->partition_of.empty()) {
      parents_.insert(table->partition_of);
      old_partitions_[table->partition_of].push_back(id);
      old_children_[table->partition_of].push_back(id);
    }
    for (const std::string& parent : table->inherits) {
      parents_.insert(parent);
      old_children_[parent].push_back(id);
    }
  }
  for (const auto& [id, object] : s_.to.objects) {
    if (const auto* table = body_as<Table>(object)) {
      if (!table->partition_of.empty()) {
        parents_.insert(table->partition_of);
        new_partitions_[table->partition_of].push_back(id);
      }
      parents_.insert(table->inherits.begin(), table->inherits.end());
    }
    if (const std::string* above = attached_to(object); above && !above->empty()) {
      new_attached_[*above].push_back(id);
    }
    if (id.kind == Kind::index) new_indexes_.emplace(qualified_name(id.namespace_, id.name), id);
  }
}

std::vector<Action> ActionBuilder::run() {
  actions_.clear();
  find_relatives();
  find_trees();
  std::optional<std::size_t> last;
  for (const RenameStep& rename : s_.renames.steps) {
    Action action = make(rename.object, rename.title, {rename.sql}, Phase::rename);
    action.step.lock =
        rename.object.kind == Kind::index ? Lock::share_update_exclusive : Lock::access_exclusive;
    if (last) action.after.push_back(*last);
    // It may move into a new namespace.
    if (!rename.object.namespace_.empty())
      action.needs.push_back({{Kind::namespace_, {}, {}, rename.object.namespace_}, {}});
    last = add(std::move(action));
  }
  backfill_columns();
  build_keys();
  defer_drops();
  for (const auto& [new_id, old_id] : s_.renames.old_of_new) {
    if (is_lookup_rows(new_id) && s_.new_object(new_id) != nullptr) change_rows(new_id, true);
  }
  for (const auto& [id, choice] : chosen_) {
    if (choice.action == ObjectAction::recreate && is_table(id.kind)) copy_rows(*s_.old_object(id));
  }
  std::vector<const Object*> implicit;
  for (const auto& [id, choice] : chosen_) {
    const Object* old = s_.old_object(id);
    if (is_lookup_rows(id)) {
      const bool renamed = s_.renames.old_of_new.contains(id) && s_.new_object(id) != nullptr;
      if (choice.action != ObjectAction::keep && !renamed) change_rows(id, false);
      continue;
    }
    if (choice.action != ObjectAction::drop && choice.action != ObjectAction::recreate) continue;
    if (choice.swap_type) {
      swap_type(*old);
    } else if (swaps_index(*old) || swaps_key(*old)) {
      continue;  // by the action that creates its replacement
    } else if (goes_with_owner(*old)) {
      implicit.push_back(old);
    } else {
      drop_object(*old);
    }
  }
  for (const auto& [id, choice] : chosen_) {
    if (is_lookup_rows(id)) continue;
    switch (choice.action) {
      case ObjectAction::keep:
      case ObjectAction::drop:
        break;
      case ObjectAction::create:
      case ObjectAction::recreate:
        create_object(id);
        break;
      case ObjectAction::replace:
        replace_object(id);
        break;
      case ObjectAction::alter:
        alter_object(id);
        break;
    }
  }
  reset_replica_identity();
  // An object that is dropped with its owner: its names are free, and its dependencies end, when the owner's
  // do.
  std::map<Resource, std::size_t> ends = enders();
  for (const Object* old : implicit) attach_to_end_of_owner(*old, ends);
  for (Action& action : actions_) {
    std::string sql;
    for (const std::string& statement : action.statements) sql += (sql.empty() ? "" : ";\n") + statement;
    action.step.sql = std::move(sql);
    if (!action.step.transactional || action.step.lock == Lock::access_exclusive) {
      if (!action.step.lock_timeout) action.step.lock_timeout = s_.options.lock_timeout;
    }
  }
  return std::move(actions_);
}

}  // namespace schemac
