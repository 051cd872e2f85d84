// The effect of ALTER TABLE on the tables below the named one. DROP NOT NULL, SET NOT NULL, SET EXPRESSION,
// DROP COLUMN and ADD COLUMN reach partitions and child tables, also one that will differ from its parent, or
// differed before. So the changes of a table itself are computed from the result of the commands above, not
// only from its old state.
#include <algorithm>

#include "plan/attachments.h"
#include "plan/build_column_change.h"
#include "plan/hazard.h"

namespace schemac {
namespace {

const Column* column_in(const Object* table, const std::string& column) {
  const auto* body = table == nullptr ? nullptr : body_as<Table>(*table);
  return body == nullptr ? nullptr : find_column(body->columns, column);
}

std::vector<std::string> parents_of(const Table& table) {
  std::vector<std::string> parents = table.inherits;
  if (!table.partition_of.empty()) parents.push_back(table.partition_of);
  return parents;
}

// A key or a replica identity of the table needs the column's NOT NULL.
bool is_needed(const Catalog& catalog, const Object& table, const std::string& column) {
  bool needed = body_as<Table>(table)->replica_identity->starts_with("index ");
  each_on(catalog, Kind::constraint, table.id, [&](const ObjectId&, const Object& object) {
    const auto* key = body_as<Constraint>(object);
    needed = needed || (key != nullptr && key->type == ConstraintType::primary_key &&
                        std::find(key->columns.begin(), key->columns.end(), column) != key->columns.end());
  });
  return needed || column_in(&table, column)->identity != Identity::none;
}

}  // namespace

std::vector<ObjectId> ActionBuilder::parents_that_stay(const ObjectId& table,
                                                       const std::string& column) const {
  std::vector<ObjectId> found;
  if (!stays(table) || detaches(table) || choice(table).detach) return found;
  const auto* from = body_as<Table>(*s_.old_object(table));
  const auto* to = body_as<Table>(*s_.new_object(table));
  if (from == nullptr || to == nullptr) return found;
  const std::vector<std::string> before = parents_of(*from);
  for (const std::string& name : parents_of(*to)) {
    const Object* parent = s_.new_graph.relations().find(name);
    if (parent == nullptr || std::find(before.begin(), before.end(), name) == before.end()) continue;
    if (stays(parent->id) && column_in(parent, column) && column_in(s_.old_object(parent->id), column))
      found.push_back(parent->id);
  }
  return found;
}

// It comes after the same command on any table above.
void ActionBuilder::follow_parents(Action& action, const ObjectId& table, const std::string& column,
                                   const std::string& what) const {
  for (const ObjectId& parent : parents_that_stay(table, column)) {
    action.takes.push_back(what + qualified_name(parent) + "." + quote_identifier(column));
    follow_parents(action, parent, column, what);
  }
}

ActionBuilder::NotNullChange ActionBuilder::own_not_null(const ObjectId& table,
                                                         const std::string& column) const {
  const Column* from = column_in(s_.old_object(table), column);
  const Column* to = column_in(s_.new_object(table), column);
  if (from == nullptr || to == nullptr || !stays(table)) return NotNullChange::none;
  bool now = from->not_null;
  switch (not_null_from_above(table, column)) {
    case NotNullChange::none:
      break;
    case NotNullChange::set:
      now = true;
      break;
    case NotNullChange::drop:
      // From 18 on, a NOT NULL that the table declares itself remains when that of the parent is dropped; a
      // second DROP does no harm.
      now = s_.options.target_server_major >= not_null_is_a_constraint && !from->inherited && !to->not_null;
      break;
  }
  if (now == to->not_null) return NotNullChange::none;
  return to->not_null ? NotNullChange::set : NotNullChange::drop;
}

ActionBuilder::NotNullChange ActionBuilder::not_null_from_above(const ObjectId& table,
                                                                const std::string& column) const {
  for (const ObjectId& parent : parents_that_stay(table, column)) {
    const NotNullChange own = own_not_null(parent, column);
    if (own != NotNullChange::none && !not_null_alone(parent, column)) return own;
    const NotNullChange above = not_null_from_above(parent, column);
    if (above != NotNullChange::none) return above;
  }
  return NotNullChange::none;
}

// ONLY the table: some table below will differ. This avoids a scan, but from 18 on, and for partitioned
// tables, the server refuses it or records something else.
bool ActionBuilder::not_null_alone(const ObjectId& table, const std::string& column) const {
  const Object* now = s_.new_object(table);
  if (s_.options.target_server_major >= not_null_is_a_constraint || is_partitioned(*now)) return false;
  const bool wanted = column_in(now, column)->not_null;
  bool differs = false;
  each_below(old_children_, table, [&](const ObjectId& child) {
    const Column* to = stays(child) ? column_in(s_.new_object(child), column) : nullptr;
    differs = differs || (to != nullptr && to->not_null != wanted);
    return true;
  });
  return differs;
}

// From 18 on a child table's own NOT NULL stays its own beside the parent's; a child that will have it only
// from the parent drops its own directly before.
std::vector<std::string> ActionBuilder::leave_not_null_to(const ObjectId& table,
                                                          const std::string& column) const {
  std::vector<std::string> statements;
  if (s_.options.target_server_major < not_null_is_a_constraint) return statements;
  each_below(old_children_, table, [&](const ObjectId& child) {
    const Column* from = stays(child) ? column_in(s_.old_object(child), column) : nullptr;
    const Column* to = from == nullptr ? nullptr : column_in(s_.new_object(child), column);
    if (to == nullptr || !from->not_null || !to->not_null || !to->inherited) return true;
    const std::vector<std::string> parents = parents_of(*body_as<Table>(*s_.old_object(child)));
    const bool given = std::any_of(parents.begin(), parents.end(), [&](const std::string& name) {
      const Column* above = column_in(s_.old_graph.relations().find(name), column);
      return above != nullptr && above->not_null;
    });
    if (given || is_needed(s_.from, *s_.old_object(child), column) ||
        is_needed(s_.to, *s_.new_object(child), column))
      return true;
    statements.push_back(alter_relation(child, false) + " ALTER COLUMN " + quote_identifier(column) +
                         " DROP NOT NULL");
    return true;
  });
  return statements;
}

// The column of a table above whose expression this one has at the time of its own ALTER; nullptr: its own.
const Column* ActionBuilder::expression_from_above(const ObjectId& table, const std::string& column) const {
  for (const ObjectId& parent : parents_that_stay(table, column)) {
    const Column* from = column_in(s_.old_object(parent), column);
    const Column* to = column_in(s_.new_object(parent), column);
    if (!from->generated_expression || !to->generated_expression || regenerates(parent, column)) continue;
    const Column* above = expression_from_above(parent, column);
    const Column* now = above == nullptr ? from : above;
    if (!same_print(*now->generated_expression, *to->generated_expression, s_.renames)) return to;
    if (above != nullptr) return above;
  }
  return nullptr;
}

bool ActionBuilder::regenerates(const ObjectId& table, const std::string& column) const {
  const auto& columns = choice(table).columns;
  const auto found = columns.find(column);
  return found != columns.end() && found->second.regenerate;
}

// Dropped and added again. DROP COLUMN and ADD COLUMN of a table above reach the column of this one, too,
// unless the table declares it itself.
void ActionBuilder::regenerate_column(const Object& old, const Object& wanted, const Column& from,
                                      const Column& to) {
  const ObjectId& id = wanted.id;
  std::vector<ObjectId> parents = parents_that_stay(id, to.name);
  std::erase_if(parents, [&](const ObjectId& parent) { return !regenerates(parent, to.name); });
  if (parents.empty() || !to.inherited) {
    const std::size_t dropped = drop_column(old, from);
    for (const ObjectId& parent : parents) {
      actions_[dropped].takes.push_back("column " + qualified_name(parent) + "." + quote_identifier(to.name));
    }
    add_column(wanted, to, {dropped});
    return;
  }
  alter_column(old, wanted, as_added_by_parent(*column_in(s_.new_object(parents.front()), to.name)), to);
  complete_column(wanted, to);
}

}  // namespace schemac
