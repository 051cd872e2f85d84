// How actions are chosen for tables: what a changed column does to its dependents, and what a change does to
// the tables below.
#include <algorithm>

#include "conversion/conversion.h"
#include "plan/backfill.h"
#include "plan/kinds/column.h"
#include "plan/kinds/kind_plan.h"
#include "plan/kinds/table.h"
#include "plan/kinds/type.h"
#include "plan/partition_rules.h"
#include "sqltext/sql_tokens.h"

namespace schemac {
namespace {

bool has_parent(const Object* table, const ObjectId& parent) {
  const auto* body = table == nullptr ? nullptr : body_as<Table>(*table);
  const std::string name = qualified_name(parent);
  return body != nullptr &&
         (body->partition_of == name ||
          std::find(body->inherits.begin(), body->inherits.end(), name) != body->inherits.end());
}

// Partitions and child tables of a table in both states.
std::vector<ObjectId> children_of(const PlanContext& context, const ObjectId& table) {
  std::vector<ObjectId> children;
  for (const Dependent& dependent : context.old_graph.on(table)) {
    if (is_table(dependent.id.kind) && has_parent(context.old_object(dependent.id), table) &&
        has_parent(context.new_object(dependent.id), table))
      children.push_back(dependent.id);
  }
  return children;
}

// Commands on a column reach the tables below: one that will differ from its parent must act after them.
void column_reaches_below(ActionChooser& chooser, const ObjectId& id, const Column& column) {
  const PlanContext& context = chooser.context();
  for (const ObjectId& child : children_of(context, id)) {
    const Column* own = find_column(body_as<Table>(*context.new_object(child))->columns, column.name);
    if (own != nullptr &&
        (own->not_null != column.not_null || own->generated_expression != column.generated_expression))
      chooser.alter(child, id);
    column_reaches_below(chooser, child, column);
  }
}

// The checks of that name of the tables below, in both states.
std::vector<ObjectId> checks_below(const PlanContext& context, const ObjectId& check) {
  std::vector<ObjectId> found;
  for (const ObjectId& child : children_of(context, check.parent())) {
    const ObjectId id{Kind::constraint, child.namespace_, child.name, check.name};
    if (context.old_object(id) != nullptr && context.new_object(id) != nullptr) found.push_back(id);
  }
  return found;
}

// A dropped check also drops the inherited ones of the tables below; one of them will stay as the table's
// own.
void keep_check_below(ActionChooser& chooser, const ObjectId& check) {
  const PlanContext& context = chooser.context();
  for (const ObjectId& id : checks_below(context, check)) {
    if (is_inherited(*context.old_object(id)) && !is_inherited(*context.new_object(id)))
      chooser.recreate(id, check);
    keep_check_below(chooser, id);
  }
}

// An added check meets those of the tables below that will be inherited from it: the server would keep them
// as the tables' own.
void take_check_below(ActionChooser& chooser, const ObjectId& check) {
  const PlanContext& context = chooser.context();
  for (const ObjectId& id : checks_below(context, check)) {
    if (!is_inherited(*context.old_object(id)) && is_inherited(*context.new_object(id)))
      chooser.recreate(id, check);
    take_check_below(chooser, id);
  }
}

bool is_check(const Object* object) {
  const auto* constraint = object == nullptr ? nullptr : body_as<Constraint>(*object);
  return constraint != nullptr && constraint->type == ConstraintType::check;
}

void retype(ActionChooser& chooser, const ObjectId& id, const std::string& column, bool through_text) {
  const PlanContext& context = chooser.context();
  ColumnAction& action = chooser.choice(id).columns[column];
  action.through_text = action.through_text || through_text;
  if (action.retype) return;
  action.retype = true;
  const Column& from = *find_column(body_as<Table>(*context.old_object(id))->columns, column);
  const Column& to = *find_column(body_as<Table>(*context.new_object(id))->columns, column);
  const Conversion how = conversion(column, {from.type, context.from}, {to.type, context.to}, through_text);
  if (how.rewrites || !how.using_expression.empty()) set_row_values_aside(chooser, id);
  chooser.alter(id, std::nullopt);
  chooser.invalidate(id, column, true);
}

void change_type(ActionChooser& chooser, const ObjectId& id, const Column& column) {
  const PlanContext& context = chooser.context();
  const bool beside =
      asks_backfill(context.options, id, column.name) &&
      backfill_obstacle(context, *context.old_object(id), *context.new_object(id), column).empty();
  if (!beside) {
    retype(chooser, id, column.name, false);
    return;
  }
  chooser.choice(id).columns[column.name].backfill = true;
  chooser.alter(id, std::nullopt);
  chooser.invalidate(id, column.name);
}

// No ALTER leads from the one form of a generated column to the other: it is dropped and added again.
bool needs_regeneration(const PlanContext& context, const Compared& compared, const Column& from,
                        const Column& to) {
  if (compared.column_differs(from.name, Attribute::generated_virtual)) return true;
  if (!to.generated_expression) return from.generated_expression && from.generated_virtual;
  if (!from.generated_expression || compared.column_differs(from.name, Attribute::type)) return true;
  // SET EXPRESSION is new in 17.
  return compared.column_differs(from.name, Attribute::generated_expression) &&
         context.options.target_server_major < 17;
}

// By something else than a column of another type.
bool rewrites_rows(const PlanContext& context, const Compared& compared) {
  const auto& from = body_as<Table>(compared.from)->columns;
  const auto& to = body_as<Table>(compared.to)->columns;
  return compared.differs(Attribute::access_method) || compared.differs(Attribute::unlogged) ||
         std::any_of(to.begin(), to.end(), [&](const Column& column) {
           if (find_column(from, column.name) != nullptr)
             return compared.column_differs(column.name, Attribute::generated_expression);
           return column.identity != Identity::none ||
                  (column.generated_expression && !column.generated_virtual) ||
                  (column.default_expression && is_volatile(*column.default_expression, context.to)) ||
                  !type_shape(column.type, context.to).checks.empty();
         });
}

}  // namespace

void table_reaches_below(ActionChooser& chooser, const ObjectId& id) {
  const PlanContext& context = chooser.context();
  const Object* old = context.old_object(id);
  const Object* now = context.new_object(id);
  if (old == nullptr || now == nullptr || chooser.choice(id).action != ObjectAction::alter) return;
  for (const Column& from : body_as<Table>(*old)->columns) {
    const Column* to = find_column(body_as<Table>(*now)->columns, from.name);
    if (to != nullptr &&
        (from.not_null != to->not_null || from.generated_expression != to->generated_expression))
      column_reaches_below(chooser, id, *to);
  }
}

void check_reaches_below(ActionChooser& chooser, const ObjectId& id) {
  const ObjectAction action = chooser.choice(id).action;
  const bool recreated = action == ObjectAction::recreate;
  if (is_check(chooser.context().old_object(id)) && (action == ObjectAction::drop || recreated))
    keep_check_below(chooser, id);
  if (is_check(chooser.context().new_object(id)) && (action == ObjectAction::create || recreated))
    take_check_below(chooser, id);
}

void choose_for_columns(ActionChooser& chooser, const Compared& compared) {
  const ObjectId& id = compared.from.id;
  if (rewrites_rows(chooser.context(), compared)) set_row_values_aside(chooser, id);
  for (const Column& old : body_as<Table>(compared.from)->columns) {
    const Column* wanted = find_column(body_as<Table>(compared.to)->columns, old.name);
    if (wanted == nullptr) {
      chooser.invalidate(id, old.name);
    } else if (needs_regeneration(chooser.context(), compared, old, *wanted)) {
      regenerate(chooser, id, old.name);
    } else if (compared.column_differs(old.name, Attribute::type) ||
               compared.column_differs(old.name, Attribute::collation)) {
      change_type(chooser, id, old);
    }
  }
}

void regenerate(ActionChooser& chooser, const ObjectId& id, const std::string& column) {
  ColumnAction& action = chooser.choice(id).columns[column];
  if (action.regenerate) return;
  action.regenerate = true;
  set_row_values_aside(chooser, id);
  chooser.alter(id, std::nullopt);
  chooser.invalidate(id, column);
  const PlanContext& context = chooser.context();
  for (const ObjectId& child : children_of(context, id)) {
    const Column* own = find_column(body_as<Table>(*context.new_object(child))->columns, column);
    if (own != nullptr && own->inherited) regenerate(chooser, child, column);
  }
}

std::vector<ObjectId> regenerated_alone(const PlanContext& context, const ChosenActions& chosen) {
  std::vector<ObjectId> found;
  for (const auto& [table, chosen_action] : chosen) {
    const ObjectId& id = table;  // a lambda captures no structured binding in clang
    const ChosenAction& choice = chosen_action;
    if (choice.action != ObjectAction::alter) continue;
    const bool alone = std::any_of(choice.columns.begin(), choice.columns.end(), [&](const auto& column) {
      if (!column.second.regenerate) return false;
      const Object* parent = inheriting_parent(context, *context.new_object(id), column.first);
      if (parent == nullptr || choice.detach || !has_parent(context.old_object(id), parent->id)) return false;
      const auto above = chosen.find(parent->id);
      if (above == chosen.end()) return true;
      const auto of_parent = above->second.columns.find(column.first);
      return above->second.action != ObjectAction::recreate &&
             (of_parent == above->second.columns.end() || !of_parent->second.regenerate);
    });
    if (alone) found.push_back(id);
  }
  return found;
}

void follow_computed(ActionChooser& chooser, const Invalid& invalid) {
  const PlanContext& context = chooser.context();
  const Object* old = context.old_object(invalid.object);
  const Object* now = context.new_object(invalid.object);
  const auto* from = old == nullptr ? nullptr : body_as<Table>(*old);
  const auto* to = now == nullptr ? nullptr : body_as<Table>(*now);
  if (from == nullptr || to == nullptr) return;
  for (const Column& column : from->columns) {
    const Column* wanted = find_column(to->columns, column.name);
    if (!column.generated_expression || wanted == nullptr || !wanted->generated_expression) continue;
    if (mentions_column(*column.generated_expression, invalid.column))
      regenerate(chooser, invalid.object, column.name);
  }
}

void set_type_aside(ActionChooser& chooser, const Invalid& invalid, const Dependent& dependent) {
  if (!is_swappable(invalid.object.kind) || dependent.id.kind != Kind::table) return;
  const PlanContext& context = chooser.context();
  const std::string& name = dependent.edge.dependent_column;
  const Column* old = find_column(body_as<Table>(*context.old_object(dependent.id))->columns, name);
  const Column* wanted = find_column(body_as<Table>(*context.new_object(dependent.id))->columns, name);
  if (old != nullptr && wanted != nullptr && uses_type(*old, invalid.object, context.from) &&
      uses_type(*wanted, invalid.object, context.to))
    chooser.choice(invalid.object).swap_type = true;
}

namespace {

void parent_reacts(ActionChooser& chooser, const Invalid& invalid, const ObjectId& id, const Table& from,
                   const Table& to) {
  const PlanContext& context = chooser.context();
  const bool inherits =
      !to.inherits.empty() && std::any_of(to.columns.begin(), to.columns.end(),
                                          [](const Column& column) { return column.inherited; });
  // See declares_otherwise.
  const bool loses_declarations = inherits && context.new_object(invalid.object) != nullptr;
  // Its rows may belong to other partitions now: they are copied with those of the parent. A foreign
  // table's rows are elsewhere and stay there.
  const bool moves_rows = id.kind == Kind::table && !from.partition_of.empty() &&
                          carries_rows(context, chooser.chosen(), invalid.object) &&
                          stays_below(context, id, invalid.object);
  if (loses_declarations || moves_rows) {
    chooser.recreate(id, invalid.object);
    return;
  }
  chooser.choice(id).detach = true;
  chooser.alter(id, invalid.object);
}

bool is_set_aside_for(const ChosenActions& chosen, const ObjectId& table, const std::string& column,
                      const ObjectId& part) {
  const auto choice = chosen.find(table);
  if (choice == chosen.end()) return false;
  const auto action = choice->second.columns.find(column);
  if (action == choice->second.columns.end()) return false;
  const std::vector<ObjectId>& parts = action->second.aside_for;
  return std::find(parts.begin(), parts.end(), part) != parts.end();
}

void column_reacts(ActionChooser& chooser, const Invalid& invalid, const ObjectId& id, const Column& from,
                   const Column& to) {
  const PlanContext& context = chooser.context();
  if (is_set_aside_for(chooser.chosen(), id, to.name, invalid.object)) return;
  if (is_swappable(invalid.object.kind) && uses_type(from, invalid.object, context.from)) {
    if (!uses_type(to, invalid.object, context.to)) return;
    chooser.choice(invalid.object).swap_type = true;
    if (is_partition_key(*body_as<Table>(*context.old_object(id)), from.name)) {
      chooser.recreate(id, invalid.object);
    } else if (to.generated_expression) {
      regenerate(chooser, id, to.name);
    } else {
      retype(chooser, id, to.name, invalid.object.kind != Kind::collation);
    }
    return;
  }
  if (from.generated_expression) {
    if (to.generated_expression) regenerate(chooser, id, to.name);
    return;
  }
  chooser.choice(id).columns[to.name].reset_default = true;
  chooser.alter(id, invalid.object);
}

}  // namespace

void table_reacts(ActionChooser& chooser, const Invalid& invalid, const Dependent& dependent) {
  const PlanContext& context = chooser.context();
  const ObjectId& id = dependent.id;
  const auto& from = *body_as<Table>(*context.old_object(id));
  const auto& to = *body_as<Table>(*context.new_object(id));
  const std::string& column = dependent.edge.dependent_column;
  const Column* wanted = find_column(to.columns, column);
  if (id == invalid.object) {
    // A generated column that reads the changed one.
    if (!column.empty() && column != invalid.column && wanted != nullptr && wanted->generated_expression)
      regenerate(chooser, id, column);
    return;
  }
  const std::vector<std::string> parents = parents_of(from);
  const bool parent =
      std::find(parents.begin(), parents.end(), qualified_name(invalid.object)) != parents.end();
  if (parent && invalid.column.empty()) {
    parent_reacts(chooser, invalid, id, from, to);
    return;
  }
  if (column.empty()) {
    if (invalid.column.empty() && !parent && invalid.object.kind != Kind::namespace_ &&
        invalid.object.kind != Kind::extension)
      chooser.recreate(id, invalid.object);
    return;
  }
  const Column* old = find_column(from.columns, column);
  if (old != nullptr && wanted != nullptr) column_reacts(chooser, invalid, id, *old, *wanted);
}

}  // namespace schemac
