// What hangs on tables: constraints and indexes.
#include <algorithm>

#include "catalog/ddl.h"
#include "migrate/alter.h"
#include "migrate/build.h"
#include "migrate/hazard.h"
#include "migrate/online.h"

namespace schemac {

void ActionBuilder::create_constraint(const Object& constraint) {
  const ObjectId& id = constraint.id;
  const auto& body = *body_as<Constraint>(constraint);
  const Object* table = new_parent(id);
  const bool existing = table != nullptr && stays(table->id);
  const bool foreign_key = body.type == ConstraintType::foreign_key;
  const bool key = body.type == ConstraintType::primary_key || body.type == ConstraintType::unique;
  Object made = constraint;
  const bool later = table != nullptr && attaches_later(*table) && !body.attached_to.empty();
  if (later) {
    std::get<Constraint>(made.body).attached_to.clear();
    std::get<Constraint>(made.body).inherited = false;
  }
  Action action = make(id, "create " + id.text(), create_statements(made),
                       foreign_key ? Phase::foreign_key : Phase::change);
  needs_of(action, id);
  if (later) {
    std::erase_if(action.needs, [&](const Resource& need) {
      return need.first.kind == Kind::constraint && need.first.relation != id.relation;
    });
  } else if (!body.attached_to.empty() && table != nullptr) {
    action.needs.push_back({table->id, "@attached"});
  }
  take_names(action, constraint);
  action.makes.push_back({id, {}});
  if (body.partitioned) {
    // ON ONLY: the keys of partitions that are made with PARTITION OF follow by themselves.
    for (const auto& [other, object] : s_.to.objects) {
      const auto* partition = body_as<Table>(object);
      if (partition && table && partition->partition_of == qualified_name(table->id) &&
          !attaches_later(object)) {
        action.needs.push_back({other, {}});
      }
    }
  }
  if (foreign_key) {
    if (const Object* referenced = s_.new_graph.relations().find(body.referenced_table)) {
      action.needs.push_back({referenced->id, "@rows"});
      action.takes.push_back("keys of " + qualified_name(referenced->id));
      action.needs.push_back({referenced->id, "@persistence"});
    }
    if (table != nullptr) action.needs.push_back({table->id, "@persistence"});
  }
  if (table != nullptr) action.needs.push_back({table->id, "@rows"});
  if (!existing) {
    add(std::move(action));
    return;
  }
  action.step.lock = foreign_key ? Lock::share_row_exclusive : Lock::access_exclusive;
  const bool partitioned = is_partitioned(*table);
  const bool staged = online(table->id) && table->id.kind == Kind::table && body.validated && body.enforced;
  if (staged && (body.type == ConstraintType::check || (foreign_key && !partitioned))) {
    action.statements.front() += " NOT VALID";
    action.step.commit_after = true;
    action.phase = Phase::staged;
    Action validate = make(
        id, "validate " + id.text(),
        {"ALTER TABLE " + qualified_name(table->id) + " VALIDATE CONSTRAINT " + quote_identifier(id.name)},
        Phase::online);
    validate.step.lock = Lock::share_update_exclusive;
    validate.step.brief = false;
    validate.step.hazards.push_back(hazard::may_not_hold(id, id.text()));
    validate.after.push_back(add(std::move(action)));
    add(std::move(validate));
    return;
  }
  const std::string index = key && staged && !partitioned && body.attached_to.empty()
                                ? key_index(id, body.definition)
                                : std::string();
  if (!index.empty()) {
    Action build = make(id, "build the index of " + id.text(), {index}, Phase::online);
    build.step.transactional = false;
    build.step.brief = false;
    build.step.lock = Lock::share_update_exclusive;
    build.step.hazards.push_back(
        hazard::non_transactional(id, "CREATE INDEX CONCURRENTLY cannot run in a transaction."));
    build.step.hazards.push_back(hazard::may_not_hold(id, id.text()));
    build.needs = action.needs;
    build.takes = action.takes;
    action.statements.front() = key_from_index(id, body);
    action.phase = Phase::online;
    action.after.push_back(add(std::move(build)));
    add(std::move(action));
    return;
  }
  if (body.validated && body.enforced && body.type != ConstraintType::not_null) {
    action.step.brief = false;
    if (key || body.type == ConstraintType::exclusion) {
      action.step.hazards.push_back(hazard::blocking_index_build(id, table->id));
    } else {
      action.step.hazards.push_back(hazard::validation_scan(id, action.step.lock));
    }
    action.step.hazards.push_back(hazard::may_not_hold(id, id.text()));
  }
  add(std::move(action));
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
  if (statements.empty()) return;
  Action action = make(id, "alter " + id.text(), std::move(statements), Phase::change);
  action.step.lock = lock;
  action.step.brief = brief;
  if (!brief) action.step.hazards.push_back(hazard::may_not_hold(id, id.text()));
  needs_of(action, id);
  add(std::move(action));
}

void ActionBuilder::create_index(const Object& index) {
  const ObjectId& id = index.id;
  const auto& body = *body_as<Index>(index);
  const Object* table = new_parent(id);
  const bool existing = table != nullptr && stays(table->id);
  const bool later = table != nullptr && attaches_later(*table) && !body.attached_to.empty();
  Object made = index;
  if (later || !body.attached_to.empty()) std::get<Index>(made.body).attached_to.clear();
  Action action = make(id, "create " + id.text(), create_statements(made), Phase::change);
  needs_of(action, id);
  if (!body.attached_to.empty()) {
    std::erase_if(action.needs, [&](const Resource& need) {
      return need.first.kind == Kind::index && need.first.relation != id.relation;
    });
  }
  take_names(action, index);
  action.makes.push_back({id, {}});
  if (table != nullptr && is_partitioned(*table)) {
    for (const auto& [other, object] : s_.to.objects) {
      const auto* partition = body_as<Table>(object);
      if (partition && partition->partition_of == qualified_name(table->id) && !attaches_later(object)) {
        action.needs.push_back({other, {}});
      }
    }
  }
  if (existing && (table->id.kind == Kind::table || table->id.kind == Kind::materialized_view) &&
      !is_partitioned(*table)) {
    if (online(table->id)) {
      action.statements.front() = concurrent_build(body.definition);
      action.step.transactional = action.statements.size() > 1;
      action.step.lock = Lock::share_update_exclusive;
      action.step.brief = false;
      action.phase = Phase::online;
      // Only the build itself is outside a transaction.
      std::vector<std::string> rest(action.statements.begin() + 1, action.statements.end());
      action.statements.resize(1);
      action.step.transactional = false;
      action.step.hazards.push_back(
          hazard::non_transactional(id, "CREATE INDEX CONCURRENTLY cannot run in a transaction."));
      if (body.unique) action.step.hazards.push_back(hazard::may_not_hold(id, id.text()));
      const std::size_t built = add(std::move(action));
      if (!rest.empty()) {
        Action complete = make(id, "complete " + id.text(), std::move(rest), Phase::online);
        complete.after.push_back(built);
        complete.step.lock = Lock::share_update_exclusive;
        add(std::move(complete));
      }
      if (!later && !body.attached_to.empty()) attach_index(index, body.attached_to);
      return;
    }
    action.step.lock = Lock::share;
    action.step.brief = false;
    action.step.hazards.push_back(hazard::blocking_index_build(id, table->id));
    if (body.unique) action.step.hazards.push_back(hazard::may_not_hold(id, id.text()));
  }
  add(std::move(action));
  if (!later && !body.attached_to.empty()) attach_index(index, body.attached_to);
}

void ActionBuilder::attach_index(const Object& child, const std::string& parent_index) {
  Action action = make(child.id, "attach " + child.id.text(),
                       {"ALTER INDEX " + parent_index + " ATTACH PARTITION " +
                        qualified_name(child.id.namespace_, child.id.name)},
                       Phase::online);
  action.makes.push_back({child.id, "@attached"});
  action.needs.push_back({child.id, {}});
  for (const Dependency& edge : s_.new_graph.of(child.id)) action.needs.push_back({edge.on, {}});
  for (const auto& [id, object] : s_.to.objects) {
    if (id.kind == Kind::index && qualified_name(id.namespace_, id.name) == parent_index) {
      action.needs.push_back({id, {}});
    }
  }
  if (const Object* table = new_parent(child.id)) {
    action.needs.push_back({table->id, "@attached"});
    if (stays(table->id)) action.step.lock = Lock::share_update_exclusive;
  }
  add(std::move(action));
}

void ActionBuilder::alter_index(const Object& old, const Object& wanted) {
  const ObjectId& id = wanted.id;
  const auto& from = *body_as<Index>(old);
  const auto& to = *body_as<Index>(wanted);
  const std::string table = "ALTER TABLE " + qualified_name(id.namespace_, id.relation);
  const std::string index = "ALTER INDEX " + qualified_name(id.namespace_, id.name);
  std::vector<std::string> statements;
  Lock lock = Lock::share_update_exclusive;
  for (const std::string& clause : storage_option_clauses(from.options, to.options)) {
    statements.push_back(index + " " + clause);
  }
  if (from.tablespace != to.tablespace) {
    statements.push_back(index + " SET TABLESPACE " +
                         (to.tablespace.empty() ? "pg_default" : quote_identifier(to.tablespace)));
    lock = Lock::access_exclusive;
  }
  for (const auto& [column, target] : to.statistics_targets) {
    const auto before = from.statistics_targets.find(column);
    if (before != from.statistics_targets.end() && before->second == target) continue;
    statements.push_back(index + " ALTER COLUMN " + std::to_string(column) + " SET STATISTICS " +
                         std::to_string(target));
  }
  for (const auto& [column, target] : from.statistics_targets) {
    if (to.statistics_targets.contains(column)) continue;
    statements.push_back(index + " ALTER COLUMN " + std::to_string(column) + " SET STATISTICS -1");
  }
  if (from.clustered != to.clustered) {
    statements.push_back(to.clustered ? table + " CLUSTER ON " + quote_identifier(id.name)
                                      : table + " SET WITHOUT CLUSTER");
  }
  if (from.attached_to.empty() && !to.attached_to.empty()) {
    const Object* owner = new_parent(id);
    const auto* before = owner ? s_.old_object(owner->id) : nullptr;
    const bool attaching =
        before && body_as<Table>(*before)->partition_of != body_as<Table>(*owner)->partition_of;
    if (!attaching) attach_index(wanted, to.attached_to);
  }
  if (statements.empty()) return;
  Action action = make(id, "alter " + id.text(), std::move(statements), Phase::change);
  action.step.lock = lock;
  add(std::move(action));
}

}  // namespace schemac
