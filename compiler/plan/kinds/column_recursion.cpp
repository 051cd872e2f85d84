// The effect of ALTER TABLE on the tables below the named one. DROP NOT NULL, SET NOT NULL, SET EXPRESSION,
// DROP COLUMN and ADD COLUMN reach partitions and child tables, also one that will differ from its parent, or
// differed before. So the changes of a table itself are computed from the result of the commands above, not
// only from its old state.
#include <algorithm>

#include "plan/attachments.h"
#include "plan/hazard.h"
#include "plan/kinds/column.h"
#include "plan/kinds/table.h"
#include "plan/online.h"
#include "plan/partition_rules.h"

namespace schemac {
namespace {

const Column* column_in(const Object* table, const std::string& column) {
  const auto* body = table == nullptr ? nullptr : body_as<Table>(*table);
  return body == nullptr ? nullptr : find_column(body->columns, column);
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

std::vector<ObjectId> parents_that_stay(const PlanDraft& draft, const ObjectId& table,
                                        const std::string& column) {
  std::vector<ObjectId> found;
  if (!draft.stays(table) || detaches(draft, table) || draft.choice(table).detach) return found;
  const auto* from = body_as<Table>(*draft.context.old_object(table));
  const auto* to = body_as<Table>(*draft.context.new_object(table));
  if (from == nullptr || to == nullptr) return found;
  const std::vector<std::string> before = parents_of(*from);
  for (const std::string& name : parents_of(*to)) {
    const Object* parent = draft.context.new_graph.relations().find(name);
    if (parent == nullptr || std::find(before.begin(), before.end(), name) == before.end()) continue;
    if (draft.stays(parent->id) && column_in(parent, column) &&
        column_in(draft.context.old_object(parent->id), column))
      found.push_back(parent->id);
  }
  return found;
}

// It comes after the same command on any table above.
void follow_parents(const PlanDraft& draft, Action& action, const ObjectId& table, const std::string& column,
                    Claim::On what) {
  for (const ObjectId& parent : parents_that_stay(draft, table, column)) {
    action.takes.push_back({what, column_title(parent, column)});
    follow_parents(draft, action, parent, column, what);
  }
}

NotNullChange own_not_null(const PlanDraft& draft, const ObjectId& table, const std::string& column) {
  const Column* from = column_in(draft.context.old_object(table), column);
  const Column* to = column_in(draft.context.new_object(table), column);
  if (from == nullptr || to == nullptr || !draft.stays(table)) return NotNullChange::none;
  bool now = from->not_null;
  switch (not_null_from_above(draft, table, column)) {
    case NotNullChange::none:
      break;
    case NotNullChange::set:
      now = true;
      break;
    case NotNullChange::drop:
      // From 18 on, a NOT NULL that the table declares itself remains when that of the parent is dropped; a
      // second DROP does no harm.
      now = draft.context.options.target_server_major >= not_null_is_a_constraint && !from->inherited &&
            !to->not_null;
      break;
  }
  if (now == to->not_null) return NotNullChange::none;
  return to->not_null ? NotNullChange::set : NotNullChange::drop;
}

NotNullChange not_null_from_above(const PlanDraft& draft, const ObjectId& table, const std::string& column) {
  for (const ObjectId& parent : parents_that_stay(draft, table, column)) {
    const NotNullChange own = own_not_null(draft, parent, column);
    if (own != NotNullChange::none && !not_null_alone(draft, parent, column)) return own;
    const NotNullChange above = not_null_from_above(draft, parent, column);
    if (above != NotNullChange::none) return above;
  }
  return NotNullChange::none;
}

// ONLY the table: some table below will differ. This avoids a scan, but from 18 on, and for partitioned
// tables, the server refuses it or records something else.
bool not_null_alone(const PlanDraft& draft, const ObjectId& table, const std::string& column) {
  const Object* now = draft.context.new_object(table);
  if (draft.context.options.target_server_major >= not_null_is_a_constraint || is_partitioned(*now))
    return false;
  const bool wanted = column_in(now, column)->not_null;
  bool differs = false;
  each_below(draft.trees.old_children, table, [&](const ObjectId& child) {
    const Column* to = draft.stays(child) ? column_in(draft.context.new_object(child), column) : nullptr;
    differs = differs || (to != nullptr && to->not_null != wanted);
    return true;
  });
  return differs;
}

// From 18 on a child table's own NOT NULL stays its own beside the parent's; a child that will have it only
// from the parent drops its own directly before.
std::vector<std::string> leave_not_null_to(const PlanDraft& draft, const ObjectId& table,
                                           const std::string& column) {
  std::vector<std::string> statements;
  if (draft.context.options.target_server_major < not_null_is_a_constraint) return statements;
  each_below(draft.trees.old_children, table, [&](const ObjectId& child) {
    const Column* from = draft.stays(child) ? column_in(draft.context.old_object(child), column) : nullptr;
    const Column* to = from == nullptr ? nullptr : column_in(draft.context.new_object(child), column);
    if (to == nullptr || !from->not_null || !to->not_null || !to->inherited) return true;
    const std::vector<std::string> parents = parents_of(*body_as<Table>(*draft.context.old_object(child)));
    const bool given = std::any_of(parents.begin(), parents.end(), [&](const std::string& name) {
      const Column* above = column_in(draft.context.old_graph.relations().find(name), column);
      return above != nullptr && above->not_null;
    });
    if (given || is_needed(draft.context.from, *draft.context.old_object(child), column) ||
        is_needed(draft.context.to, *draft.context.new_object(child), column))
      return true;
    statements.push_back(alter_relation(child, false) + " ALTER COLUMN " + quote_identifier(column) +
                         " DROP NOT NULL");
    return true;
  });
  return statements;
}

namespace {

bool regenerates(const PlanDraft& draft, const ObjectId& table, const std::string& column) {
  const auto& columns = draft.choice(table).columns;
  const auto found = columns.find(column);
  return found != columns.end() && found->second.regenerate;
}

}  // namespace

// The column of a table above whose expression this one has at the time of its own ALTER; nullptr: its own.
const Column* expression_from_above(const PlanDraft& draft, const ObjectId& table,
                                    const std::string& column) {
  for (const ObjectId& parent : parents_that_stay(draft, table, column)) {
    const Column* from = column_in(draft.context.old_object(parent), column);
    const Column* to = column_in(draft.context.new_object(parent), column);
    if (!from->generated_expression || !to->generated_expression || regenerates(draft, parent, column))
      continue;
    const Column* above = expression_from_above(draft, parent, column);
    const Column* now = above == nullptr ? from : above;
    if (!same_print(*now->generated_expression, *to->generated_expression, draft.context.renames)) return to;
    if (above != nullptr) return above;
  }
  return nullptr;
}

// Dropped and added again. DROP COLUMN and ADD COLUMN of a table above reach the column of this one, too,
// unless the table declares it itself.
void regenerate_column(PlanDraft& draft, const Object& old, const Object& wanted, const Column& from,
                       const Column& to) {
  const ObjectId& id = wanted.id;
  std::vector<ObjectId> parents = parents_that_stay(draft, id, to.name);
  std::erase_if(parents, [&](const ObjectId& parent) { return !regenerates(draft, parent, to.name); });
  if (parents.empty() || !to.inherited) {
    const std::size_t dropped = drop_column(draft, old, from);
    for (const ObjectId& parent : parents) {
      draft.actions[dropped].takes.push_back({Claim::On::column, column_title(parent, to.name)});
    }
    add_column(draft, wanted, to, {dropped});
    return;
  }
  alter_column(draft, old, wanted,
               as_added_by_parent(*column_in(draft.context.new_object(parents.front()), to.name)), to);
  complete_column(draft, wanted, to);
}

}  // namespace schemac
