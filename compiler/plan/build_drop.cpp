// Dropped objects: by their own statements, or with their owner.
#include <algorithm>

#include "catalog/ddl.h"
#include "plan/alter.h"
#include "plan/build.h"
#include "plan/hazard.h"
#include "plan/online.h"
#include "plan/partition_rules.h"
#include "plan/placeholder.h"

namespace schemac {
namespace {

Phase drop_phase(Kind kind, bool for_good) {
  if (kind == Kind::event_trigger || kind == Kind::default_privileges || kind == Kind::publication) {
    return Phase::early_drop;
  }
  return for_good ? Phase::final_drop : Phase::drop;
}

}  // namespace

// An object that is dropped with this one needs no statement of its own.
bool ActionBuilder::goes_with_owner(const Object& old) const {
  const auto gone = [&](const Object* owner) {
    if (owner == nullptr) return false;
    const ObjectAction f = action_of(owner->id);
    return f == ObjectAction::drop || f == ObjectAction::recreate;
  };
  if (breaks_.explicit_drops.contains(old.id)) return false;
  if (!old.id.relation.empty() && gone(old_parent(old.id))) return true;
  const std::string* parent_index = attached_to(old);
  const Object* partition = old.id.relation.empty() ? nullptr : old_parent(old.id);
  if (parent_index && !parent_index->empty() && !(partition && detaches(partition->id))) {
    for (const Dependency& edge : s_.old_graph.of(old.id)) {
      if ((edge.on.kind == Kind::index || edge.on.kind == Kind::constraint) && gone(s_.old_object(edge.on))) {
        return true;
      }
    }
  }
  if (is_inherited(old)) {
    const Object* table = old_parent(old.id);
    if (table == nullptr || body_as<Trigger>(old)) return true;
    return !detaches(table->id);
  }
  if (const auto* sequence = body_as<Sequence>(old); sequence && !sequence->owned_by_table.empty()) {
    const Object* table = s_.old_graph.relations().find(sequence->owned_by_table);
    if (table == nullptr) return false;
    if (gone(table)) return true;
    const Object* after = s_.new_object(table->id);
    const auto* body = after == nullptr ? nullptr : body_as<Table>(*after);
    if (body == nullptr) return false;
    const auto& columns = choice(table->id).columns;
    const auto column = columns.find(sequence->owned_by_column);
    return find_column(body->columns, sequence->owned_by_column) == nullptr ||
           (column != columns.end() && column->second.regenerate);
  }
  return false;
}

std::map<Resource, std::size_t> ActionBuilder::enders() const {
  std::map<Resource, std::size_t> first;
  for (std::size_t at = 0; at < actions_.size(); ++at) {
    for (const Resource& resource : actions_[at].ends) first.emplace(resource, at);
  }
  return first;
}

void ActionBuilder::attach_to_end_of_owner(const Object& old, std::map<Resource, std::size_t>& enders) {
  std::vector<Resource> owners;
  const Object* relation = old_parent(old.id);
  const auto* table = relation == nullptr ? nullptr : body_as<Table>(*relation);
  if (is_inherited(old) && body_as<Constraint>(old) && table != nullptr) {
    // The parent's constraint may be dropped before the tables.
    for (const Dependency& edge : s_.old_graph.of(old.id)) {
      if (edge.on.kind == Kind::constraint &&
          qualified_name(edge.on.namespace_, edge.on.relation) == table->partition_of)
        owners.push_back({edge.on, {}});
    }
    if (stays(relation->id)) {
      for (const ObjectId& above : checks_above(s_.old_graph, old)) owners.push_back({above, {}});
    }
  }
  if (const Object* parent = old_parent(old.id)) owners.push_back({parent->id, {}});
  if (const auto* sequence = body_as<Sequence>(old)) {
    if (const Object* table = s_.old_graph.relations().find(sequence->owned_by_table)) {
      owners.push_back({table->id, {}});
      owners.push_back({table->id, sequence->owned_by_column});
    }
  }
  if (const ObjectId* above = key_above(s_.old_graph, old)) owners.push_back({*above, {}});
  for (const Resource& owner : owners) {
    const auto ender = enders.find(owner);
    if (ender == enders.end()) continue;
    Action& action = actions_[ender->second];
    free_names(action, old);
    action.ends.push_back({old.id, {}});
    enders.emplace(Resource{old.id, {}}, ender->second);
    releases_of(action, old.id);
    return;
  }
}

// Everything that it reads can be dropped before it.
std::size_t ActionBuilder::drop_to_placeholder(const Object& old) {
  Action action = make(old.id, "placeholder for " + old.id.text(), reduce_to_placeholder(old), Phase::drop);
  action.step.lock = drop_lock(old.id.kind);
  if (const auto waits = waits_.find(old.id); waits != waits_.end()) action.after = waits->second;
  releases_of(action, old.id);
  return add(std::move(action));
}

// A foreign key that refers to the partitioned table blocks its partitions, too, until they are detached.
void ActionBuilder::leave_references(Action& action, const Object& old) const {
  const auto* table = body_as<Table>(old);
  if (table == nullptr || table->partition_of.empty()) return;
  for (const Dependent& dependent : s_.old_graph.on(old.id)) {
    const Object* holder = s_.old_object(dependent.id);
    const auto* key = holder == nullptr ? nullptr : body_as<Constraint>(*holder);
    if (key == nullptr || key->type != ConstraintType::foreign_key || action_of(dependent.id) == ObjectAction::drop ||
        key->referenced_table == qualified_name(old.id))
      continue;
    action.statements.insert(action.statements.begin(), "ALTER TABLE " + table->partition_of +
                                                            " DETACH PARTITION " + qualified_name(old.id));
    action.step.hazards.push_back(hazard::may_not_hold(dependent.id, dependent.id.text()));
    return;
  }
}

// Defaults and generated columns that call objects that cannot exist without the table.
void ActionBuilder::drop_defaults_first(Action& drop, const Object& table) {
  const ObjectId& id = table.id;
  for (const Column& column : body_as<Table>(table)->columns) {
    const bool generated = calls_routine(s_.old_graph, id, column);
    if (!generated && (!column.default_expression || column.generated_expression)) continue;
    const std::string name = qualified_name(id) + "." + quote_identifier(column.name);
    const std::string quoted = quote_identifier(column.name);
    Action before = generated ? make(id, "drop column " + name,
                                     {alter_relation(id, false) + " DROP COLUMN " + quoted}, Phase::drop)
                              : make(id, "drop default of " + name,
                                     {alter_relation(id, true) + " ALTER COLUMN " + quoted + " DROP DEFAULT"},
                                     Phase::drop);
    before.step.lock = Lock::access_exclusive;
    if (generated) before.ends.push_back({id, column.name});
    releases_of(before, id, column.name, false);
    drop.after.push_back(add(std::move(before)));
  }
  for (const Dependency& edge : s_.old_graph.of(id)) {
    if (edge.on == id) continue;
    if (edge.type == DependencyType::soft) {
      drop.yields.push_back({edge.on, edge.column});
      continue;
    }
    if (edge.dependent_column.empty() || is_type(edge.on.kind))
      drop.releases.push_back({edge.on, edge.column});
  }
}

void ActionBuilder::drop_object(const Object& old) {
  const ObjectId& id = old.id;
  const bool for_good = action_of(id) == ObjectAction::drop;
  const Object* table = id.relation.empty() ? nullptr : old_parent(id);
  Action action = make(id, "drop " + id.text(), {drop_statement(old)}, drop_phase(id.kind, for_good));
  action.step.lock = drop_lock(id.kind);
  action.ends.push_back({id, {}});
  if (const auto waits = waits_.find(id); waits != waits_.end()) action.after = waits->second;
  if (const auto* body = body_as<Table>(old)) {
    for (const Column& column : body->columns) action.ends.push_back({id, column.name});
  }
  if (const auto* body = body_as<View>(old)) {
    for (const Column& column : body->columns) action.ends.push_back({id, column.name});
  }
  free_names(action, old);
  if (is_table(id.kind) && breaks_.early_defaults.contains(id)) {
    drop_defaults_first(action, old);
  } else if (breaks_.placeholder_drops.contains(id)) {
    action.after.push_back(drop_to_placeholder(old));
    for (const Dependency& edge : s_.old_graph.of(id)) {
      if (edge.on != id && edge.type != DependencyType::soft && placeholder_needs(old, edge))
        action.releases.push_back({edge.on, edge.column});
    }
  } else {
    releases_of(action, id);
  }
  if (const auto* index = body_as<Index>(old); index && for_good && table && index->attached_to.empty() &&
                                               online(table->id) && !is_partitioned(*table)) {
    action.statements = {concurrent_drop(id)};
    action.phase = Phase::online;
    action.step.transactional = false;
    action.step.lock = Lock::share_update_exclusive;
    action.step.hazards.push_back(
        hazard::non_transactional(id, "DROP INDEX CONCURRENTLY cannot run in a transaction."));
  }
  if (is_table(id.kind)) guard_drop(action, old);
  leave_references(action, old);
  // Keys and checks inherited from the parent become independent after the partition is detached.
  if ((is_inherited(old) || (attached_to(old) && !attached_to(old)->empty())) && table) {
    action.needs.push_back({table->id, "@detached"});
  }
  // The server refuses to drop a check inherited from a parent.
  for (const ObjectId& above : checks_above(s_.old_graph, old)) {
    if (!is_inherited(old)) action.takes.push_back(above.text());
  }
  if (for_good && !is_carried(id) &&
      (id.kind == Kind::table || id.kind == Kind::sequence || id.kind == Kind::extension)) {
    action.step.hazards.push_back(hazard::drop_object(old, rows(id)));
  } else if (without_rows_.contains(id)) {
    action.step.hazards.push_back(hazard::drop_object(old, rows(id)));
  }
  if (const ChosenAction& d = choice(id); d.because_of) {
    action.step.hazards.push_back(hazard::dependents_rebuilt(id, *d.because_of));
  }
  add(std::move(action));
}

}  // namespace schemac
