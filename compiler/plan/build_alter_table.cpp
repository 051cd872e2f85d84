// A table that stays and changes as a whole: one function for each of its parts. Its columns are in other
// files.
#include <algorithm>

#include "catalog/ddl.h"
#include "plan/alter.h"
#include "plan/build.h"
#include "plan/hazard.h"

namespace schemac {
namespace {

bool contains(const std::vector<std::string>& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

}  // namespace

// The columns in their final form, including NOT NULL.
void need_columns(Action& action, const Object& table) {
  for (const Column& column : body_as<Table>(table)->columns) {
    action.needs.push_back({table.id, column.name});
    action.needs.push_back(not_null(table.id, column.name));
  }
}

void ActionBuilder::alter_table(const Object& old, const Object& wanted) {
  std::vector<std::size_t> detached;
  if (detaches(wanted.id)) detached.push_back(detach_partition(old));
  alter_columns(old, wanted);
  if (attaches_later(wanted)) attach_partition(wanted, detached);
  leave_parents(old, wanted);
  join_parents(old, wanted);
  set_of_type(old, wanted);
  set_storage(old, wanted);
  set_row_security(old, wanted);
  set_replica_identity(old, wanted);
}

Action ActionBuilder::table_step(const ObjectId& table, const std::string& title, const std::string& clause,
                                 Lock lock, bool only) {
  Action action = make(table, title + " " + qualified_name(table),
                       {alter_relation(table, only) + " " + clause}, Phase::change);
  action.step.lock = lock;
  return action;
}

std::size_t ActionBuilder::detach_partition(const Object& old) {
  const ObjectId& id = old.id;
  const std::string& parent_name = body_as<Table>(old)->partition_of;
  Action action =
      make(id, "detach partition " + qualified_name(id),
           {"ALTER TABLE " + parent_name + " DETACH PARTITION " + qualified_name(id)}, Phase::drop);
  action.step.lock = Lock::access_exclusive;
  action.makes.push_back({id, "@detached"});
  action.takes_apart.push_back(qualified_name(id));
  if (const Object* parent = s_.old_graph.relations().find(parent_name)) {
    action.releases.push_back({parent->id, {}});
    // Objects on the parent alone must still exist, also its keys: the copies become the partition's own.
    for (const Kind kind : {Kind::constraint, Kind::index}) {
      each_on(s_.from, kind, parent->id, [&](const ObjectId& other, const Object&) {
        action.releases.push_back({other, {}});
      });
    }
  }
  return add(std::move(action));
}

void ActionBuilder::leave_parents(const Object& old, const Object& wanted) {
  const ObjectId& id = wanted.id;
  for (const std::string& parent : body_as<Table>(old)->inherits) {
    if (contains(body_as<Table>(wanted)->inherits, parent) && !choice(id).detach) continue;
    Action action = table_step(id, "no inherit of", "NO INHERIT " + parent, Lock::access_exclusive);
    action.phase = Phase::drop;
    action.makes.push_back({id, "@detached"});
    action.takes_apart.push_back(qualified_name(id));
    if (const Object* object = s_.old_graph.relations().find(parent))
      action.releases.push_back({object->id, {}});
    add(std::move(action));
  }
}

void ActionBuilder::join_parents(const Object& old, const Object& wanted) {
  const ObjectId& id = wanted.id;
  for (const std::string& parent : body_as<Table>(wanted)->inherits) {
    if (contains(body_as<Table>(old)->inherits, parent) && !choice(id).detach) continue;
    Action action = table_step(id, "inherit of", "INHERIT " + parent, Lock::access_exclusive);
    action.phase = Phase::foreign_key;
    action.puts_together.push_back(qualified_name(id));
    need_columns(action, wanted);
    each_on(s_.to, Kind::constraint, id, [&](const ObjectId& other, const Object&) {
      action.needs.push_back({other, {}});
    });
    if (const Object* object = s_.new_graph.relations().find(parent)) {
      action.needs.push_back({object->id, {}});
      for (const Column& column : body_as<Table>(*object)->columns) {
        action.needs.push_back({object->id, column.name});
      }
      take_dropped_columns(action, object->id);
    }
    add(std::move(action));
  }
}

void ActionBuilder::set_of_type(const Object& old, const Object& wanted) {
  const ObjectId& id = wanted.id;
  const auto& to = *body_as<Table>(wanted);
  if (body_as<Table>(old)->of_type == to.of_type) return;
  Action action =
      table_step(id, "type of", to.of_type.empty() ? "NOT OF" : "OF " + to.of_type, Lock::access_exclusive);
  needs_of(action, id);
  for (const Column& column : to.columns) action.needs.push_back({id, column.name});
  add(std::move(action));
}

void ActionBuilder::set_storage(const Object& old, const Object& wanted) {
  const ObjectId& id = wanted.id;
  const auto& from = *body_as<Table>(old);
  const auto& to = *body_as<Table>(wanted);
  if (id.kind == Kind::foreign_table) {
    const std::string clause = foreign_option_clause(from.options, to.options);
    if (!clause.empty()) add(table_step(id, "options of", clause, Lock::access_exclusive));
  } else {
    for (const std::string& clause : storage_option_clauses(from.options, to.options)) {
      add(table_step(id, "options of", clause, Lock::share_update_exclusive));
    }
  }
  if (from.unlogged != to.unlogged) set_persistence(id, to.unlogged);
  const auto rewriting = [&](const std::string& title, const std::string& clause) {
    Action action = table_step(id, title, clause, Lock::access_exclusive);
    if (to.partition_by.empty()) {
      action.step.brief = false;
      action.step.hazards.push_back(hazard::table_rewrite(id, clause));
    }
    add(std::move(action));
  };
  if (from.tablespace != to.tablespace) {
    rewriting("tablespace of",
              "SET TABLESPACE " + (to.tablespace.empty() ? "pg_default" : quote_identifier(to.tablespace)));
  }
  if (from.access_method != to.access_method) {
    rewriting("access method of",
              "SET ACCESS METHOD " +
                  (to.access_method.empty() ? std::string("heap") : quote_identifier(to.access_method)));
  }
}

void ActionBuilder::set_persistence(const ObjectId& id, bool unlogged) {
  const std::string clause = unlogged ? "SET UNLOGGED" : "SET LOGGED";
  Action action = table_step(id, "persistence of", clause, Lock::access_exclusive);
  action.step.brief = false;
  action.step.hazards.push_back(hazard::table_rewrite(id, clause));
  action.makes.push_back({id, "@persistence"});
  // A logged table may never refer to an unlogged one.
  for (const auto& [other, object] : s_.to.objects) {
    const auto* key = body_as<Constraint>(object);
    if (key == nullptr || key->type != ConstraintType::foreign_key || s_.old_object(other) == nullptr)
      continue;
    const Object* referring = new_parent(other);
    const Object* referenced = s_.new_graph.relations().find(key->referenced_table);
    if (referring == nullptr || referenced == nullptr || referring->id == referenced->id) continue;
    if (unlogged && referenced->id == id) action.needs.push_back({referring->id, "@persistence"});
    if (!unlogged && referring->id == id) action.needs.push_back({referenced->id, "@persistence"});
  }
  add(std::move(action));
}

void ActionBuilder::set_row_security(const Object& old, const Object& wanted) {
  const auto& from = *body_as<Table>(old);
  const auto& to = *body_as<Table>(wanted);
  const auto set = [&](const std::string& clause) {
    add(table_step(wanted.id, "row security of", clause, Lock::access_exclusive));
  };
  if (from.row_security != to.row_security)
    set(to.row_security ? "ENABLE ROW LEVEL SECURITY" : "DISABLE ROW LEVEL SECURITY");
  if (from.force_row_security != to.force_row_security)
    set(to.force_row_security ? "FORCE ROW LEVEL SECURITY" : "NO FORCE ROW LEVEL SECURITY");
}

// A replica identity by an index is set when that index is created.
void ActionBuilder::set_replica_identity(const Object& old, const Object& wanted) {
  const ObjectId& id = wanted.id;
  const std::string& from = body_as<Table>(old)->replica_identity;
  const std::string& to = body_as<Table>(wanted)->replica_identity;
  if (from == to || to.starts_with("index ")) return;
  const std::string word = to == "full" ? "FULL" : to == "nothing" ? "NOTHING" : "DEFAULT";
  Action action =
      table_step(id, "replica identity of", "REPLICA IDENTITY " + word, Lock::access_exclusive, true);
  if (from.starts_with("index ")) {
    const std::string index = from.substr(6);
    action.releases.push_back({{Kind::index, id.namespace_, id.name, index}, {}});
    action.releases.push_back({{Kind::constraint, id.namespace_, id.name, index}, {}});
  }
  add(std::move(action));
}

}  // namespace schemac
