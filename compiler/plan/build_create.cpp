// Created objects. Tables, constraints and indexes are in other files.
#include <algorithm>

#include "catalog/ddl.h"
#include "plan/alter.h"
#include "plan/build.h"
#include "plan/hazard.h"
#include "plan/online.h"
#include "plan/placeholder.h"

namespace schemac {

void ActionBuilder::create_object(const ObjectId& id) {
  const Object object = wanted(id);
  const auto* constraint = body_as<Constraint>(object);
  const bool check = constraint != nullptr && constraint->type == ConstraintType::check;
  const Object* relation = id.relation.empty() ? nullptr : new_parent(id);
  if (is_inherited(object) && !(check && relation != nullptr && attaches_later(*relation))) {
    // Created with its parent's; its own attachments follow.
    const std::vector<std::string> rest = create_statements(object);
    if (rest.empty()) return;
    Action action = make(id, "complete " + id.text(), rest, Phase::late);
    needs_of(action, id);
    add(std::move(action));
    return;
  }
  if (is_table(id.kind)) {
    create_table(object);
    complete_object(id);
    return;
  }
  if (id.kind == Kind::constraint) {
    create_constraint(object);
    return;
  }
  if (id.kind == Kind::index) {
    create_index(object);
    return;
  }
  if (breaks_.placeholders.contains(id)) {
    create_through_placeholder(object);
    return;
  }
  Action action = make(id, "create " + id.text(), create_statements(object), create_phase(id.kind));
  action.makes.push_back({id, {}});
  if (const auto* view = body_as<View>(object)) {
    for (const Column& column : view->columns) action.makes.push_back({id, column.name});
    if (id.kind == Kind::materialized_view) {
      action.step.brief = false;
      if (!view->with_data) action.step.hazards.push_back(hazard::matview_empty(id));
      if (view->with_data && action_of(id) == ObjectAction::recreate) {
        action.step.hazards.push_back(hazard::matview_filled(id));
      }
    }
  }
  correct_privileges(action, object);
  take_names(action, object);
  if (id.kind == Kind::trigger && relation != nullptr) {
    take_copies(action, relation->id);
    if (detaches(relation->id)) action.needs.push_back({relation->id, "@detached"});
  }
  // A sequence's owner is set later: the owner's default calls the sequence.
  if (!body_as<Sequence>(object)) needs_of(action, id);
  if (id.kind == Kind::statements && relation != nullptr) run_for_rows(action, relation->id);
  if (body_as<Sequence>(object) && !id.namespace_.empty()) {
    action.needs.push_back({{Kind::namespace_, {}, {}, id.namespace_}, {}});
  }
  if (const Object* relation = id.relation.empty() ? nullptr : new_parent(id);
      relation && stays(relation->id)) {
    action.step.lock = id.kind == Kind::trigger      ? Lock::share_row_exclusive
                       : id.kind == Kind::statistics ? Lock::share_update_exclusive
                                                     : Lock::access_exclusive;
  }
  add(std::move(action));
  complete_object(id);
}

void ActionBuilder::take_copies(Action& trigger, const ObjectId& table) const {
  const auto partitions = new_partitions_.find(qualified_name(table));
  if (partitions == new_partitions_.end()) return;
  for (const ObjectId& partition : partitions->second) {
    trigger.takes.push_back(
        ObjectId{Kind::trigger, partition.namespace_, partition.name, trigger.step.object.name}.text());
    take_copies(trigger, partition);
  }
}

// Other objects need it before it can have its final form.
void ActionBuilder::create_through_placeholder(const Object& object) {
  const ObjectId& id = object.id;
  const std::size_t columns = placeholder_columns(object, s_.to);
  Action placeholder =
      make(id, "placeholder for " + id.text(), {placeholder_statement(object, columns)}, create_phase(id.kind));
  Action whole = make(id, "create " + id.text(), complete_placeholder(object), create_phase(id.kind));
  placeholder.makes.push_back({id, {}});
  whole.makes.push_back({id, "@whole"});
  if (const auto* view = body_as<View>(object)) {
    for (std::size_t at = 0; at < view->columns.size(); ++at)
      (at < columns ? placeholder : whole).makes.push_back({id, view->columns[at].name});
  }
  for (const Dependency& edge : s_.new_graph.of(id)) {
    if (edge.on != id && edge.type != DependencyType::soft && placeholder_needs(object, edge))
      placeholder.needs.push_back({edge.on, edge.column});
  }
  take_names(placeholder, object);
  const std::size_t placed = add(std::move(placeholder));
  whole.after.push_back(placed);
  needs_of(whole, id);
  correct_privileges(whole, object);
  add(std::move(whole));
}

void ActionBuilder::complete_object(const ObjectId& id) {
  const Object object = wanted(id);
  std::vector<std::string> statements = completion_statements(object);
  if (statements.empty()) return;
  Action action = make(id, "complete " + id.text(), std::move(statements), Phase::foreign_key);
  action.needs.push_back({id, {}});
  if (const auto* sequence = body_as<Sequence>(object)) {
    const Object* table = s_.new_graph.relations().find(sequence->owned_by_table);
    action.step.title = "owner column of " + id.text();
    if (table != nullptr) {
      action.needs.push_back({table->id, sequence->owned_by_column});
      if (stays(table->id) && s_.old_object(id) == nullptr) {
        const Object* before = s_.old_object(table->id);
        const auto* body = before ? body_as<Table>(*before) : nullptr;
        // Rows exist already: the sequence continues after their values.
        if (body && find_column(body->columns, sequence->owned_by_column)) {
          action.statements.push_back(
              advance_sequence(quote_literal(qualified_name(id)) + "::pg_catalog.regclass", table->id,
                               sequence->owned_by_column, sequence->options.start));
        }
      }
    }
  } else {
    const std::string index = body_as<Table>(object)->replica_identity->substr(6);
    action.step.title = "replica identity of " + qualified_name(id);
    action.step.lock = stays(id) ? Lock::access_exclusive : Lock::none;
    action.needs.push_back({{Kind::index, id.namespace_, id.name, index}, {}});
    action.needs.push_back({{Kind::constraint, id.namespace_, id.name, index}, {}});
    for (const Column& column : body_as<Table>(object)->columns)
      action.needs.push_back(not_null(id, column.name));
  }
  add(std::move(action));
}

// A recreated index removes the table's replica identity when it is dropped.
void ActionBuilder::reset_replica_identity() {
  for (const auto& [id, object] : s_.to.objects) {
    const auto* table = body_as<Table>(object);
    if (!table || !table->replica_identity->starts_with("index ") || !stays(id)) continue;
    const std::string index = table->replica_identity->substr(6);
    const bool rebuilt = action_of({Kind::index, id.namespace_, id.name, index}) == ObjectAction::recreate ||
                         action_of({Kind::constraint, id.namespace_, id.name, index}) == ObjectAction::recreate;
    const auto* before = body_as<Table>(*s_.old_object(id));
    if (rebuilt || (before && before->replica_identity != table->replica_identity)) complete_object(id);
  }
}

}  // namespace schemac
