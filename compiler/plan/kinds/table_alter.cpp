// A table that stays and changes as a whole: one function for each of its parts.
#include <algorithm>

#include "catalog/ddl.h"
#include "plan/hazard.h"
#include "plan/kinds/column.h"
#include "plan/kinds/kind_plan.h"
#include "plan/kinds/options.h"
#include "plan/kinds/table.h"
#include "plan/needs.h"

namespace schemac {
namespace {

bool contains(const std::vector<std::string>& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

}  // namespace

// The columns in their final form, including NOT NULL.
void need_columns(Action& action, const Object& table) {
  for (const Column& column : body_as<Table>(table)->columns) {
    action.needs.push_back(resource_of(table.id, column.name));
    action.needs.push_back(not_null(table.id, column.name));
  }
}

Action table_step(const ObjectId& table, const std::string& title, const std::string& clause, Lock lock,
                  bool only) {
  Action action = make_action(table, title + " " + qualified_name(table),
                              {alter_relation(table, only) + " " + clause}, Phase::change);
  action.step.lock = lock;
  return action;
}

void alter_clause(const PlanDraft& draft, Action& action, const ObjectId& table, bool only,
                  std::vector<std::string> clauses) {
  action.table_head = alter_relation(table, only && draft.trees.parents.contains(qualified_name(table)));
  std::string list;
  for (const std::string& clause : clauses) list += (list.empty() ? " " : ", ") + clause;
  action.statements.push_back(action.table_head + list);
  action.clauses = std::move(clauses);
  if (draft.stays(table)) action.step.lock = Lock::access_exclusive;
  action.takes.push_back({Claim::On::row_type, qualified_name(table)});
}

namespace {

void leave_parents(PlanDraft& draft, const Object& old, const Object& wanted) {
  const ObjectId& id = wanted.id;
  for (const std::string& parent : body_as<Table>(old)->inherits) {
    if (contains(body_as<Table>(wanted)->inherits, parent) && !draft.choice(id).detach) continue;
    Action action = table_step(id, "remove parent of", "NO INHERIT " + parent, Lock::access_exclusive);
    action.phase = Phase::drop;
    action.makes.push_back({id, Facet::detached});
    action.takes_apart.push_back(qualified_name(id));
    if (const Object* object = draft.context.old_graph.relations().find(parent))
      action.releases.push_back({object->id});
    draft.add(std::move(action));
  }
}

void join_parents(PlanDraft& draft, const Object& old, const Object& wanted) {
  const ObjectId& id = wanted.id;
  for (const std::string& parent : body_as<Table>(wanted)->inherits) {
    if (contains(body_as<Table>(old)->inherits, parent) && !draft.choice(id).detach) continue;
    Action action = table_step(id, "add parent of", "INHERIT " + parent, Lock::access_exclusive);
    action.phase = Phase::foreign_key;
    action.puts_together.push_back(qualified_name(id));
    need_columns(action, wanted);
    each_on(draft.context.to, Kind::constraint, id,
            [&](const ObjectId& other, const Object&) { action.needs.push_back({other}); });
    if (const Object* object = draft.context.new_graph.relations().find(parent)) {
      action.needs.push_back({object->id});
      for (const Column& column : body_as<Table>(*object)->columns) {
        action.needs.push_back(resource_of(object->id, column.name));
      }
      take_dropped_columns(draft, action, object->id);
    }
    draft.add(std::move(action));
  }
}

void set_of_type(PlanDraft& draft, const Object& old, const Object& wanted) {
  const ObjectId& id = wanted.id;
  const auto& to = *body_as<Table>(wanted);
  if (body_as<Table>(old)->of_type == to.of_type) return;
  Action action =
      table_step(id, "type of", to.of_type.empty() ? "NOT OF" : "OF " + to.of_type, Lock::access_exclusive);
  needs_of(draft, action, id);
  for (const Column& column : to.columns) action.needs.push_back(resource_of(id, column.name));
  draft.add(std::move(action));
}

void set_persistence(PlanDraft& draft, const ObjectId& id, bool unlogged) {
  const std::string clause = unlogged ? "SET UNLOGGED" : "SET LOGGED";
  Action action = table_step(id, "persistence of", clause, Lock::access_exclusive);
  action.step.brief = false;
  action.step.hazards.push_back(hazard::table_rewrite(id, clause));
  action.makes.push_back({id, Facet::persistence});
  // A logged table may never refer to an unlogged one.
  for (const auto& [other, object] : draft.context.to.objects) {
    const auto* key = body_as<Constraint>(object);
    if (key == nullptr || key->type != ConstraintType::foreign_key ||
        draft.context.old_object(other) == nullptr)
      continue;
    const Object* referring = draft.new_parent(other);
    const Object* referenced = draft.context.new_graph.relations().find(key->referenced_table);
    if (referring == nullptr || referenced == nullptr || referring->id == referenced->id) continue;
    if (unlogged && referenced->id == id) action.needs.push_back({referring->id, Facet::persistence});
    if (!unlogged && referring->id == id) action.needs.push_back({referenced->id, Facet::persistence});
  }
  draft.add(std::move(action));
}

void set_storage(PlanDraft& draft, const Object& old, const Object& wanted) {
  const ObjectId& id = wanted.id;
  const auto& from = *body_as<Table>(old);
  const auto& to = *body_as<Table>(wanted);
  if (id.kind == Kind::foreign_table) {
    const std::string clause = foreign_option_clause(from.options, to.options);
    if (!clause.empty()) draft.add(table_step(id, "options of", clause, Lock::access_exclusive));
  } else {
    for (const std::string& clause : storage_option_clauses(from.options, to.options)) {
      draft.add(table_step(id, "options of", clause, Lock::share_update_exclusive));
    }
  }
  if (from.unlogged != to.unlogged) set_persistence(draft, id, to.unlogged);
  const auto rewriting = [&](const std::string& title, const std::string& clause) {
    Action action = table_step(id, title, clause, Lock::access_exclusive);
    if (to.partition_by.empty()) {
      action.step.brief = false;
      action.step.hazards.push_back(hazard::table_rewrite(id, clause));
    }
    draft.add(std::move(action));
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

void set_row_security(PlanDraft& draft, const Object& old, const Object& wanted) {
  const auto& from = *body_as<Table>(old);
  const auto& to = *body_as<Table>(wanted);
  const auto set = [&](const std::string& clause) {
    draft.add(table_step(wanted.id, "row security of", clause, Lock::access_exclusive));
  };
  if (from.row_security != to.row_security)
    set(to.row_security ? "ENABLE ROW LEVEL SECURITY" : "DISABLE ROW LEVEL SECURITY");
  if (from.force_row_security != to.force_row_security)
    set(to.force_row_security ? "FORCE ROW LEVEL SECURITY" : "NO FORCE ROW LEVEL SECURITY");
}

// A replica identity by an index is set when that index is created.
void set_replica_identity(PlanDraft& draft, const Object& old, const Object& wanted) {
  const ObjectId& id = wanted.id;
  const std::string& from = body_as<Table>(old)->replica_identity;
  const std::string& to = body_as<Table>(wanted)->replica_identity;
  if (from == to || to.starts_with("index ")) return;
  const std::string word = to == "full" ? "FULL" : to == "nothing" ? "NOTHING" : "DEFAULT";
  Action action =
      table_step(id, "replica identity of", "REPLICA IDENTITY " + word, Lock::access_exclusive, true);
  if (from.starts_with("index ")) {
    const std::string index = from.substr(6);
    action.releases.push_back({ObjectId{Kind::index, id.namespace_, id.name, index}});
    action.releases.push_back({ObjectId{Kind::constraint, id.namespace_, id.name, index}});
  }
  draft.add(std::move(action));
}

}  // namespace

void alter_table(PlanDraft& draft, const Object& old, const Object& wanted) {
  std::vector<std::size_t> detached;
  if (detaches(draft, wanted.id)) detached.push_back(detach_partition(draft, old));
  alter_columns(draft, old, wanted);
  if (attaches_later(draft, wanted)) attach_partition(draft, wanted, detached);
  leave_parents(draft, old, wanted);
  join_parents(draft, old, wanted);
  set_of_type(draft, old, wanted);
  set_storage(draft, old, wanted);
  set_row_security(draft, old, wanted);
  set_replica_identity(draft, old, wanted);
}

void set_identity_index(PlanDraft& draft, const ObjectId& id) {
  const Object object = draft.wanted(id);
  std::vector<std::string> statements = completion_statements(object);
  if (statements.empty()) return;
  Action action =
      make_action(id, "replica identity of " + qualified_name(id), std::move(statements), Phase::foreign_key);
  action.step.lock = draft.stays(id) ? Lock::access_exclusive : Lock::none;
  const std::string index = body_as<Table>(object)->replica_identity->substr(6);
  action.needs.push_back({id});
  action.needs.push_back({ObjectId{Kind::index, id.namespace_, id.name, index}});
  action.needs.push_back({ObjectId{Kind::constraint, id.namespace_, id.name, index}});
  for (const Column& column : body_as<Table>(object)->columns)
    action.needs.push_back(not_null(id, column.name));
  draft.add(std::move(action));
}

// A recreated index removes the table's replica identity when it is dropped.
void reset_replica_identities(PlanDraft& draft) {
  for (const auto& [id, object] : draft.context.to.objects) {
    const auto* table = body_as<Table>(object);
    if (table == nullptr || !table->replica_identity->starts_with("index ") || !draft.stays(id)) continue;
    const std::string index = table->replica_identity->substr(6);
    const bool recreated =
        draft.action_of({Kind::index, id.namespace_, id.name, index}) == ObjectAction::recreate ||
        draft.action_of({Kind::constraint, id.namespace_, id.name, index}) == ObjectAction::recreate;
    const auto* before = body_as<Table>(*draft.context.old_object(id));
    if (recreated || (before != nullptr && before->replica_identity != table->replica_identity))
      set_identity_index(draft, id);
  }
}

}  // namespace schemac
