// Created tables, attached and detached partitions, and the copy of rows from a table to its new form.
#include <algorithm>

#include "catalog/ddl.h"
#include "plan/alter.h"
#include "plan/build.h"
#include "plan/hazard.h"
#include "plan/online.h"
#include "plan/partition_rules.h"

namespace schemac {

namespace {

// As if the table had never had the column.
void take_out_column(Object& table, const std::string& column) {
  std::erase_if(std::get<Table>(table.body).columns,
                [&](const Column& other) { return other.name == column; });
  if (!table.grants) return;
  std::erase_if(*table.grants, [&](const Grant& grant) { return grant.column == column; });
  if (table.grants->empty()) table.grants.reset();
}

}  // namespace

bool calls_routine(const DependencyGraph& graph, const ObjectId& table, const Column& column) {
  if (!column.generated_expression || column.inherited) return false;
  const std::vector<Dependency>& edges = graph.of(table);
  return std::any_of(edges.begin(), edges.end(), [&](const Dependency& edge) {
    return edge.dependent_column == column.name && name_is_signature(edge.on.kind);
  });
}

bool ActionBuilder::attaches_later(const Object& table) const { return attaches(s_, chosen_, table); }

// Restrictions of the owner itself come after the rows, which the owner puts back.
void ActionBuilder::restrict_owner_later(Object& made) {
  const ObjectId& id = made.id;
  if (action_of(id) != ObjectAction::recreate) return;
  const Object whole = made;
  auto& body = std::get<Table>(made.body);
  if (made.grants) std::erase_if(*made.grants, [](const Grant& grant) { return grant.revoked; });
  std::vector<std::string> statements = grant_statements(whole, made.grants, whole.grants);
  if (body.force_row_security) {
    statements.push_back(alter_relation(id, false) + " FORCE ROW LEVEL SECURITY");
    body.force_row_security = false;
  }
  if (statements.empty()) return;
  Action action =
      make(id, "what binds the owner of " + qualified_name(id), std::move(statements), Phase::late);
  action.needs.push_back({id, {}});
  action.needs.push_back({id, "@rows"});
  add(std::move(action));
}

// From 18 on a NOT NULL that a table states itself is its own, beside that of the parents.
void ActionBuilder::leave_not_null_to_parents(Table& table) const {
  std::vector<std::string> parents = table.inherits;
  if (!table.partition_of.empty() && s_.options.target_server_major >= not_null_is_a_constraint)
    parents.push_back(table.partition_of);
  for (Column& column : table.columns) {
    column.not_null =
        column.not_null &&
        !(column.inherited && std::any_of(parents.begin(), parents.end(), [&](const auto& name) {
            const Object* parent = s_.new_graph.relations().find(name);
            const auto* above = parent == nullptr ? nullptr : body_as<Table>(*parent);
            const Column* given = above == nullptr ? nullptr : find_column(above->columns, column.name);
            return given != nullptr && given->not_null;
          }));
  }
}

void ActionBuilder::create_table(const Object& table) {
  const ObjectId& id = table.id;
  Object made = table;
  auto& body = std::get<Table>(made.body);
  const bool attach = attaches_later(table);
  const std::string parent_name = body.partition_of;
  if (attach) {
    body.partition_of.clear();
    body.partition_bound.clear();
    for (Column& column : body.columns) column.inherited = false;
  }
  restrict_owner_later(made);
  leave_not_null_to_parents(body);
  std::vector<const Column*> late;
  std::vector<const Column*> late_columns;
  const std::vector<Column> all = body.columns;
  if (breaks_.late_defaults.contains(id)) {
    for (const Column& column : all) {
      if (calls_routine(s_.new_graph, id, column)) late_columns.push_back(&column);
    }
    for (const Column* column : late_columns) take_out_column(made, column->name);
    for (Column& column : body.columns) {
      if (!column.default_expression || column.generated_expression) continue;
      column.default_expression.reset();
      late.push_back(find_column(all, column.name));
    }
  }
  Action action = make(id, "create " + id.text(), create_statements(made), Phase::change);
  action.makes.push_back({id, {}});
  for (const Column& column : body.columns) action.makes.push_back({id, column.name});
  take_names(action, made);
  for (const Dependency& edge : s_.new_graph.of(id)) {
    if (edge.on == id) continue;
    const bool parent = attach && qualified_name(edge.on) == parent_name;
    const bool deferred = std::any_of(late.begin(), late.end(), [&](const Column* column) {
      return column->name == edge.dependent_column && !mentions_type(column->type, edge.on);
    });
    const bool comes_later = std::any_of(late_columns.begin(), late_columns.end(), [&](const Column* column) {
      return column->name == edge.dependent_column;
    });
    if (parent || deferred || comes_later) continue;
    run(action, id, edge.on);
    (edge.type == DependencyType::soft ? action.wishes : action.needs).push_back({edge.on, edge.column});
  }
  for (const std::string& name : body.inherits) {
    const Object* parent = s_.new_graph.relations().find(name);
    if (parent == nullptr || !stays(parent->id)) continue;
    need_columns(action, *parent);
    take_dropped_columns(action, parent->id);
  }
  correct_privileges(action, made);
  const std::size_t created = add(std::move(action));
  for (const Column* column : late) {
    Action later = make(id, "default of " + qualified_name(id) + "." + quote_identifier(column->name), {},
                        Phase::foreign_key);
    alter_clause(
        later, id, true,
        {"ALTER COLUMN " + quote_identifier(column->name) + " SET DEFAULT " + *column->default_expression});
    later.after.push_back(created);
    needs_of(later, id, column->name, false);
    add(std::move(later));
  }
  for (const Column* column : late_columns) add_column(table, *column, {created});
  if (attach) attach_partition(table, {created});
}

void ActionBuilder::need_attached(Action& action, const ObjectId& key) const {
  const auto attached = new_attached_.find(qualified_name(key.namespace_, key.name));
  if (attached == new_attached_.end()) return;
  for (const ObjectId& below : attached->second) {
    action.needs.push_back({below, {}});
    action.needs.push_back({below, "@attached"});
    if (const Object* table = new_parent(below)) action.needs.push_back({table->id, "@attached"});
    need_attached(action, below);
  }
}

bool ActionBuilder::detaches(const ObjectId& table) const {
  if (!stays(table)) return false;
  const auto* from = body_as<Table>(*s_.old_object(table));
  const auto* to = body_as<Table>(*s_.new_object(table));
  if (from == nullptr || to == nullptr || from->partition_of.empty()) return false;
  return choice(table).detach || from->partition_of != to->partition_of ||
         from->partition_bound != to->partition_bound;
}

// The server attaches every equal index and gives the partition the parent's triggers: those to be dropped
// are dropped by then.
void ActionBuilder::leave_before_attaching(Action& action, const ObjectId& table) const {
  for (const Kind kind : {Kind::index, Kind::constraint, Kind::trigger}) {
    each_on(s_.from, kind, table, [&](const ObjectId& id, const Object& old) {
      const auto* constraint = body_as<Constraint>(old);
      if (constraint && constraint->type == ConstraintType::foreign_key) return;
      const Object* now = s_.new_object(id);
      const bool comes_after =
          now != nullptr && (kind == Kind::trigger ? is_inherited(*now) : has_equal_attached(s_.to, *now));
      if (now != nullptr && !comes_after) return;
      for (std::string& name : occupied_names(old)) action.takes.push_back(std::move(name));
    });
  }
}

void ActionBuilder::attach_partition(const Object& table, std::vector<std::size_t> after) {
  const auto& body = *body_as<Table>(table);
  const Object* parent = s_.new_graph.relations().find(body.partition_of);
  Action action = make(table.id, "attach partition " + qualified_name(table.id),
                       {"ALTER TABLE " + body.partition_of + " ATTACH PARTITION " + qualified_name(table.id) +
                        " " + body.partition_bound},
                       Phase::foreign_key);
  action.after = std::move(after);
  action.step.lock = Lock::share_update_exclusive;
  action.makes.push_back({table.id, "@attached"});
  action.needs.push_back({table.id, {}});
  for (const Column& column : body.columns) action.needs.push_back({table.id, column.name});
  if (parent != nullptr) {
    action.needs.push_back({parent->id, {}});
    if (const auto* columns = body_as<Table>(*parent)) {
      for (const Column& column : columns->columns) action.needs.push_back({parent->id, column.name});
    }
    take_dropped_columns(action, parent->id);
    take_dropped_columns(action, table.id);
  }
  if (action_of(table.id) == ObjectAction::recreate) action.needs.push_back({table.id, "@rows"});
  action.puts_together.push_back(qualified_name(table.id));
  leave_before_attaching(action, table.id);
  if (parent != nullptr) leave_before_attaching(action, parent->id);
  // Keys and indexes of both sides come first: the server matches them by their definitions.
  for (const Kind kind : {Kind::index, Kind::constraint}) {
    const auto need = [&](const ObjectId& id, const Object& object) {
      const auto* constraint = body_as<Constraint>(object);
      if (constraint && constraint->type == ConstraintType::foreign_key) return;
      if (id.relation == table.id.name && id.namespace_ == table.id.namespace_ &&
          (has_equal_attached(s_.to, object) || comes_from_parent(object)))
        return;
      action.needs.push_back({id, {}});
    };
    each_on(s_.to, kind, table.id, need);
    if (parent != nullptr) each_on(s_.to, kind, parent->id, need);
  }
  // The indexes of a partition that is itself partitioned are valid only after those of its partitions are
  // attached to them.
  for (const Kind kind : {Kind::index, Kind::constraint}) {
    each_on(s_.to, kind, table.id, [&](const ObjectId& id, const Object& object) {
      const auto attached = new_attached_.find(qualified_name(id.namespace_, id.name));
      if (attached == new_attached_.end() || comes_from_parent(object)) return;
      for (const ObjectId& below : attached->second) {
        action.needs.push_back({below, {}});
        action.needs.push_back({below, "@attached"});
      }
    });
  }
  if (stays(table.id)) {
    action.step.brief = false;
    action.step.hazards.push_back(hazard::validation_scan(table.id, Lock::access_exclusive));
    action.step.hazards.push_back(
        hazard::may_not_hold(table.id, "the partition bound of " + qualified_name(table.id)));
  }
  add(std::move(action));
}

void ActionBuilder::alter_clause(Action& action, const ObjectId& table, bool only,
                                 std::vector<std::string> clauses) const {
  action.table_head = alter_relation(table, only && parents_.contains(qualified_name(table)));
  std::string list;
  for (const std::string& clause : clauses) list += (list.empty() ? " " : ", ") + clause;
  action.statements.push_back(action.table_head + list);
  action.clauses = std::move(clauses);
  if (stays(table)) action.step.lock = Lock::access_exclusive;
}

std::optional<ObjectId> ActionBuilder::swapped_type(const std::string& type) const {
  for (const auto& [id, choice] : chosen_) {
    if (choice.swap_type && mentions_type(type, id)) return id;
  }
  return std::nullopt;
}

// A table that no ALTER can change to its new form keeps its rows: they are set aside, and put back after it
// is recreated. Those of a tree of partitions are set aside together, and go to their new partitions when
// they are put back.
void ActionBuilder::copy_rows(const Object& old) {
  const ObjectId& id = old.id;
  const Object* now = s_.new_object(id);
  if (now == nullptr || id.kind != Kind::table || is_carried(id)) return;
  const auto& from = *body_as<Table>(old);
  const auto& to = *body_as<Table>(*now);
  const bool whole_tree = carries_rows(s_, chosen_, id);
  std::vector<ObjectId> partitions;
  std::vector<ObjectId> leaving;
  each_below(old_partitions_, id, [&](const ObjectId& partition) {
    (stays(partition) ? leaving : partitions).push_back(partition);
    return !stays(partition);
  });
  // The rows stay in the partitions.
  if (!whole_tree && !leaving.empty()) return;
  std::string columns;
  std::string values;
  bool identity = false;
  std::vector<const Column*> advance;
  std::vector<Conversion> conversions;
  std::vector<ObjectId> remade;
  for (const Column& column : to.columns) {
    const Column* before = find_column(from.columns, column.name);
    if (before == nullptr || column.generated_expression) continue;
    identity = identity || column.identity != Identity::none;
    if (column.identity != Identity::none) advance.push_back(&column);
    std::string value = quote_identifier(column.name);
    const std::optional<ObjectId> swapped = swapped_type(before->type);
    if (swapped) remade.push_back(*swapped);
    if (before->type != column.type || swapped) {
      const Conversion& how = conversions.emplace_back(conversion(
          column.name, {before->type, s_.from}, {column.type, s_.to}, before->type == column.type));
      value = how.using_expression.empty() ? value + "::" + column.type : how.using_expression;
    }
    columns += (columns.empty() ? "" : ", ") + quote_identifier(column.name);
    values += (values.empty() ? "" : ", ") + value;
  }
  if (columns.empty()) {
    without_rows_.insert(id);
    return;
  }
  const std::string aside = qualified_name(aside_name(id, "__rows"));
  const std::string only =
      from.partition_by.empty() && old_children_.contains(qualified_name(id)) ? "ONLY " : "";
  // From here on the lock blocks writers: rows written after the copy would be lost with the old table.
  Action save = make(id, "set the rows of " + qualified_name(id) + " aside",
                     {"CREATE UNLOGGED TABLE " + aside + " AS SELECT * FROM " + only + qualified_name(id)},
                     Phase::drop);
  // All rows, including those that policies hide from the owner.
  if (from.force_row_security)
    save.statements.insert(save.statements.begin(),
                           alter_relation(id, false) + " NO FORCE ROW LEVEL SECURITY");
  if (old.grants) {
    std::vector<Grant> readable = *old.grants;
    std::erase_if(readable, [](const Grant& grant) { return grant.revoked && grant.privilege == "select"; });
    const std::vector<std::string> grants = grant_statements(old, old.grants, readable);
    save.statements.insert(save.statements.begin(), grants.begin(), grants.end());
  }
  if (whole_tree) {
    guard_drop(save, old);
  } else {
    save.statements.insert(save.statements.begin(), lock_tree(old));
  }
  save.step.lock = Lock::access_exclusive;
  save.step.brief = false;
  save.step.hazards.push_back(hazard::rebuilt_table(id));
  save.takes_apart.push_back(qualified_name(id));
  save.releases.push_back({id, {}});
  for (const Column& column : from.columns) save.releases.push_back({id, column.name});
  for (const ObjectId& partition : partitions) save.releases.push_back({partition, {}});
  for (const ObjectId& partition : leaving) save.needs.push_back({partition, "@detached"});
  releases_of(save, id);
  const std::size_t saved = add(std::move(save));
  Action restore =
      make(id, "put the rows of " + qualified_name(id) + " back",
           {"INSERT INTO " + qualified_name(id) + " (" + columns + ")" +
                (identity ? " OVERRIDING SYSTEM VALUE" : "") + " SELECT " + values + " FROM " + aside,
            "DROP TABLE " + aside},
           Phase::change);
  for (const Conversion& how : conversions) {
    restore.statements.insert(restore.statements.begin(), how.before.begin(), how.before.end());
    restore.statements.insert(restore.statements.end(), how.after.begin(), how.after.end());
  }
  // The rows set aside have the types that were renamed aside.
  for (const ObjectId& type : remade) restore.releases.push_back({type, {}});
  for (const Column* column : advance) {
    restore.statements.push_back(advance_sequence("pg_catalog.pg_get_serial_sequence(" +
                                                      quote_literal(qualified_name(id)) + ", " +
                                                      quote_literal(column->name) + ")",
                                                  id, column->name, column->identity_options->start));
  }
  restore.step.brief = false;
  restore.after.push_back(saved);
  restore.puts_together.push_back(qualified_name(id));
  restore.needs.push_back({id, {}});
  restore.makes.push_back({id, "@rows"});
  run_for_rows(restore, id);
  each_below(new_partitions_, id, [&](const ObjectId& partition) {
    restore.needs.push_back({partition, {}});
    restore.needs.push_back({partition, "@attached"});
    // An attached partition has its own rows.
    const bool attaching = attaches_later(*s_.new_object(partition));
    if (!attaching) restore.makes.push_back({partition, "@rows"});
    return !attaching;
  });
  add(std::move(restore));
}

}  // namespace schemac
