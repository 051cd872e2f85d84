// Constraints of tables.
#include <algorithm>

#include "catalog/ddl.h"
#include "catalog/lookup_rows.h"
#include "catalog/parent_key.h"
#include "plan/alter.h"
#include "plan/build.h"
#include "plan/hazard.h"
#include "plan/online.h"
#include "plan/partition_rules.h"

namespace schemac {

void ActionBuilder::create_constraint(const Object& constraint) {
  const ObjectId& id = constraint.id;
  const auto& body = *body_as<Constraint>(constraint);
  const Object* table = new_parent(id);
  if (comes_from_parent(constraint)) {
    name_key_from_parent(constraint);
    return;
  }
  Action action = constraint_action(constraint, table);
  if (table == nullptr || !stays(table->id)) {
    add(std::move(action));
    return;
  }
  const bool foreign_key = body.type == ConstraintType::foreign_key;
  action.step.lock = foreign_key ? Lock::share_row_exclusive : Lock::access_exclusive;
  const bool staged = online(table->id) && table->id.kind == Kind::table && body.validated && body.enforced &&
                      !is_inherited(constraint);
  if (staged && (body.type == ConstraintType::check || (foreign_key && !is_partitioned(*table)))) {
    stage_validation(id, std::move(action));
    return;
  }
  if (const auto beside = column_builds_.find(id); beside != column_builds_.end()) {
    action.statements.front() =
        "ALTER TABLE " + qualified_name(table->id) + " " + key_from_index(id, body, beside->second);
    add(std::move(action));
    return;
  }
  if (key_builds_.contains(id)) {
    take_built_index(constraint, std::move(action));
    return;
  }
  // A key of a partitioned table has no rows itself.
  if (body.validated && body.enforced && body.type != ConstraintType::not_null && !body.partitioned) {
    action.step.brief = false;
    const bool key = body.type == ConstraintType::primary_key || body.type == ConstraintType::unique ||
                     body.type == ConstraintType::exclusion;
    action.step.hazards.push_back(key ? hazard::blocking_index_build(id, table->id)
                                      : hazard::validation_scan(id, action.step.lock));
    action.step.hazards.push_back(hazard::may_not_hold(id, id.text()));
  }
  const std::size_t made_at = add(std::move(action));
  if (body.type == ConstraintType::check && !body.validated) validate_copies(id, table->id, made_at);
}

// Created in one step, with everything that it needs.
Action ActionBuilder::constraint_action(const Object& constraint, const Object* table) {
  const ObjectId& id = constraint.id;
  const auto& body = *body_as<Constraint>(constraint);
  const bool foreign_key = body.type == ConstraintType::foreign_key;
  Object made = constraint;
  const bool later = (table != nullptr && attaches_later(*table)) || attached_by_parent(constraint);
  // The server requires the parent's checks, valid ones, when it attaches.
  if (is_inherited(constraint) || (later && !body.attached_to.empty())) {
    std::get<Constraint>(made.body).attached_to.clear();
    std::get<Constraint>(made.body).inherited = false;
  }
  Action action = make(id, "create " + id.text(), create_statements(made),
                       foreign_key ? Phase::foreign_key : Phase::change);
  needs_of(action, id);
  if (later && !body.attached_to.empty()) {
    std::erase_if(action.needs, [&](const Resource& need) {
      const bool key = need.first.kind == Kind::constraint || need.first.kind == Kind::index;
      return key && need.first.relation != id.relation;
    });
  } else if (table != nullptr && !body.attached_to.empty()) {
    action.needs.push_back({table->id, "@attached"});
  }
  follow_equal(action, constraint);
  take_names(action, constraint);
  action.makes.push_back({id, {}});
  if (body.partitioned) need_partitions(action, id);
  if (covers_partitions(constraint)) cover_partitions(action, constraint);
  if (foreign_key) need_referenced(action, constraint);
  if (body.type == ConstraintType::check && table != nullptr) order_check(action, table->id);
  if (foreign_key && table != nullptr) action.needs.push_back({table->id, "@persistence"});
  if (table != nullptr && !precedes_rows(id)) action.needs.push_back({table->id, "@rows"});
  if (body.type == ConstraintType::primary_key && table != nullptr) {
    for (const std::string& column : body.columns) action.needs.push_back(not_null(table->id, column));
  }
  return action;
}

// The server merges a check with an equal one of a child table, but adds none beside a check inherited from a
// parent: the child's own check comes before the parent's, and after the effects of the parent's old one.
void ActionBuilder::order_check(Action& action, const ObjectId& table) const {
  const std::string& name = action.step.object.name;
  action.frees.push_back("declaration of " + action.step.object.text());
  const auto children = old_children_.find(qualified_name(table));
  if (children == old_children_.end()) return;
  for (const ObjectId& child : children->second) {
    const ObjectId below{Kind::constraint, child.namespace_, child.name, name};
    action.takes.push_back("declaration of " + below.text());
    action.takes.push_back(below.text());
  }
}

void ActionBuilder::need_referenced(Action& action, const Object& foreign_key) const {
  // A unique index of a partitioned table is invalid until those of all its partitions are attached.
  for (const Dependency& edge : s_.new_graph.of(foreign_key.id)) {
    if (edge.on.kind == Kind::index || edge.on.kind == Kind::constraint) need_attached(action, edge.on);
  }
  const Object* referenced =
      s_.new_graph.relations().find(body_as<Constraint>(foreign_key)->referenced_table);
  if (referenced == nullptr) return;
  action.needs.push_back({referenced->id, "@rows"});
  action.needs.push_back({lookup_rows_id(referenced->id), {}});
  action.takes.push_back("keys of " + qualified_name(referenced->id));
  action.needs.push_back({referenced->id, "@persistence"});
}

// NOT VALID, and validated by a separate step.
void ActionBuilder::stage_validation(const ObjectId& id, Action action) {
  action.statements.front() += " NOT VALID";
  action.step.commit_after = true;
  action.phase = Phase::staged;
  Action validate = make(id, "validate " + id.text(),
                         {"ALTER TABLE " + qualified_name(id.namespace_, id.relation) +
                          " VALIDATE CONSTRAINT " + quote_identifier(id.name)},
                         Phase::online);
  validate.step.lock = Lock::share_update_exclusive;
  validate.step.brief = false;
  validate.step.hazards.push_back(hazard::may_not_hold(id, id.text()));
  validate.after.push_back(add(std::move(action)));
  add(std::move(validate));
}

// NOT VALID reaches the partitions and child tables, whose copies may be valid nevertheless.
void ActionBuilder::validate_copies(const ObjectId& check, const ObjectId& table, std::size_t made) {
  const auto children = old_children_.find(qualified_name(table));
  if (children == old_children_.end()) return;
  for (const ObjectId& child : children->second) {
    if (!stays(child) || detaches(child)) continue;
    const ObjectId id{Kind::constraint, child.namespace_, child.name, check.name};
    const Object* copy = s_.new_object(id);
    if (copy != nullptr && is_inherited(*copy) && body_as<Constraint>(*copy)->validated) {
      Action action =
          make(id, "validate " + id.text(),
               {"ALTER TABLE " + qualified_name(child) + " VALIDATE CONSTRAINT " + quote_identifier(id.name)},
               Phase::change);
      action.step.lock = Lock::share_update_exclusive;
      action.step.brief = false;
      action.step.hazards.push_back(hazard::may_not_hold(id, id.text()));
      action.after.push_back(made);
      add(std::move(action));
    }
    validate_copies(check, child, made);
  }
}

void ActionBuilder::alter_constraint(const Object& old, const Object& wanted) {
  const ObjectId& id = wanted.id;
  const auto& from = *body_as<Constraint>(old);
  const auto& to = *body_as<Constraint>(wanted);
  const std::string table = "ALTER TABLE " + qualified_name(id.namespace_, id.relation);
  const std::string index = "ALTER INDEX " + qualified_name(id.namespace_, id.name);
  std::vector<std::string> statements;
  Lock lock = Lock::share_update_exclusive;
  bool brief = true;
  if (!to.inherited &&
      (from.deferrable != to.deferrable || from.initially_deferred != to.initially_deferred)) {
    statements.push_back(table + " ALTER CONSTRAINT " + quote_identifier(id.name) +
                         (to.deferrable ? " DEFERRABLE" : " NOT DEFERRABLE") +
                         (to.initially_deferred ? " INITIALLY DEFERRED"
                          : to.deferrable       ? " INITIALLY IMMEDIATE"
                                                : ""));
    lock = Lock::access_exclusive;
  }
  if (!from.validated && to.validated) {
    statements.push_back(table + " VALIDATE CONSTRAINT " + quote_identifier(id.name));
    brief = false;
  }
  for (const std::string& clause : storage_option_clauses(from.index_options, to.index_options)) {
    statements.push_back(index + " " + clause);
  }
  if (from.index_tablespace != to.index_tablespace) {
    statements.push_back(
        index + " SET TABLESPACE " +
        (to.index_tablespace.empty() ? "pg_default" : quote_identifier(to.index_tablespace)));
    lock = Lock::access_exclusive;
  }
  if (from.clustered != to.clustered) {
    statements.push_back(to.clustered ? table + " CLUSTER ON " + quote_identifier(id.name)
                                      : table + " SET WITHOUT CLUSTER");
  }
  const Object* parent_table = new_parent(id);
  if (!made_with_parent(to) && from.attached_to.empty() && !to.attached_to.empty() &&
      parent_table != nullptr && !attaches_later(*parent_table) && !attached_by_parent(wanted)) {
    attach_index(wanted, to.attached_to);
  }
  if (statements.empty()) return;
  Action action = make(id, "alter " + id.text(), std::move(statements), Phase::change);
  action.step.lock = lock;
  action.step.brief = brief;
  if (!brief) action.step.hazards.push_back(hazard::may_not_hold(id, id.text()));
  needs_of(action, id);
  add(std::move(action));
}

}  // namespace schemac
