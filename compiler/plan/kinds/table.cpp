// Created tables.
#include <algorithm>

#include "catalog/ddl.h"
#include "catalog/in_words.h"
#include "plan/hazard.h"
#include "plan/kinds/column.h"
#include "plan/kinds/kind_plan.h"
#include "plan/kinds/table.h"
#include "plan/kinds/type.h"
#include "plan/needs.h"
#include "plan/object_actions.h"
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

std::string alter_relation(const ObjectId& id, bool only) {
  return "ALTER " + std::string(sql_keyword(id.kind)) + (only && id.kind == Kind::table ? " ONLY " : " ") +
         qualified_name(id);
}

bool calls_routine(const DependencyGraph& graph, const ObjectId& table, const Column& column) {
  if (!column.generated_expression || column.inherited) return false;
  const std::vector<Dependency>& edges = graph.of(table);
  return std::any_of(edges.begin(), edges.end(), [&](const Dependency& edge) {
    return edge.dependent_column == column.name && name_is_signature(edge.on.kind);
  });
}

namespace {

// Restrictions of the owner itself come after the rows, which the owner puts back.
void restrict_owner_later(PlanDraft& draft, Object& made) {
  const ObjectId& id = made.id;
  if (draft.action_of(id) != ObjectAction::recreate) return;
  const Object whole = made;
  auto& body = std::get<Table>(made.body);
  if (made.grants) std::erase_if(*made.grants, [](const Grant& grant) { return grant.revoked; });
  std::vector<std::string> statements = grant_statements(whole, made.grants, whole.grants);
  if (body.force_row_security) {
    statements.push_back(alter_relation(id, false) + " FORCE ROW LEVEL SECURITY");
    body.force_row_security = false;
  }
  if (statements.empty()) return;
  Action action = make_action(id, "row security and revoked privileges of the owner of " + qualified_name(id),
                              std::move(statements), Phase::late);
  action.needs.push_back({id});
  action.needs.push_back({id, Facet::rows});
  draft.add(std::move(action));
}

// From 18 on a NOT NULL that a table states itself is its own, beside that of the parents.
void leave_not_null_to_parents(const PlanDraft& draft, Table& table) {
  std::vector<std::string> parents = table.inherits;
  if (!table.partition_of.empty() && draft.context.options.target_server_major >= not_null_is_a_constraint)
    parents.push_back(table.partition_of);
  for (Column& column : table.columns) {
    column.not_null =
        column.not_null &&
        !(column.inherited && std::any_of(parents.begin(), parents.end(), [&](const auto& name) {
            const Object* parent = draft.context.new_graph.relations().find(name);
            const auto* above = parent == nullptr ? nullptr : body_as<Table>(*parent);
            const Column* given = above == nullptr ? nullptr : find_column(above->columns, column.name);
            return given != nullptr && given->not_null;
          }));
  }
}

void create_table(PlanDraft& draft, const Object& table) {
  const ObjectId& id = table.id;
  Object made = table;
  auto& body = std::get<Table>(made.body);
  const bool attach = attaches_later(draft, table);
  const std::string parent_name = body.partition_of;
  if (attach) {
    body.partition_of.clear();
    body.partition_bound.clear();
    for (Column& column : body.columns) {
      column.inherited = false;
      column.identity = own_identity(draft.context, table, column);
    }
  }
  restrict_owner_later(draft, made);
  leave_not_null_to_parents(draft, body);
  std::vector<const Column*> late;
  std::vector<const Column*> late_columns;
  const std::vector<Column> all = body.columns;
  if (draft.breaks.late_defaults.contains(id)) {
    for (const Column& column : all) {
      if (calls_routine(draft.context.new_graph, id, column)) late_columns.push_back(&column);
    }
    for (const Column* column : late_columns) take_out_column(made, column->name);
    for (Column& column : body.columns) {
      if (!column.default_expression || column.generated_expression) continue;
      column.default_expression.reset();
      late.push_back(find_column(all, column.name));
    }
  }
  Action action = make_action(id, "create " + in_words(id), create_statements(made), Phase::change);
  action.makes.push_back({id});
  for (const Column& column : body.columns) action.makes.push_back(resource_of(id, column.name));
  take_names(action, made);
  for (const Dependency& edge : draft.context.new_graph.of(id)) {
    if (edge.on == id) continue;
    const bool parent = attach && qualified_name(edge.on) == parent_name;
    const bool deferred = std::any_of(late.begin(), late.end(), [&](const Column* column) {
      return column->name == edge.dependent_column && !uses_type(*column, edge.on, draft.context.to);
    });
    const bool comes_later = std::any_of(late_columns.begin(), late_columns.end(), [&](const Column* column) {
      return column->name == edge.dependent_column;
    });
    if (parent || deferred || comes_later) continue;
    add_run(draft, action, id, edge.on);
    if (std::optional<Claim> overload = overload_of(edge.on)) action.takes.push_back(std::move(*overload));
    (edge.type == DependencyType::soft ? action.wishes : action.needs)
        .push_back(resource_of(edge.on, edge.column));
  }
  for (const std::string& name : body.inherits) {
    const Object* parent = draft.context.new_graph.relations().find(name);
    if (parent == nullptr || !draft.stays(parent->id)) continue;
    need_columns(action, *parent);
    take_dropped_columns(draft, action, parent->id);
  }
  correct_privileges(draft, action, made);
  const std::size_t created = draft.add(std::move(action));
  for (const Column* column : late) {
    Action later = make_action(id, "default of " + qualified_name(id) + "." + quote_identifier(column->name),
                               {}, Phase::foreign_key);
    alter_clause(
        draft, later, id, true,
        {"ALTER COLUMN " + quote_identifier(column->name) + " SET DEFAULT " + *column->default_expression});
    later.after.push_back(created);
    needs_of(draft, later, id, column->name, false);
    draft.add(std::move(later));
  }
  for (const Column* column : late_columns) add_column(draft, table, *column, {created});
  if (attach) attach_partition(draft, table, {created});
  set_identity_index(draft, id);
}

ObjectAction classify_table(const PlanContext& context, const Compared& compared) {
  if (compared.differs(Attribute::partition_by) || compared.differs(Attribute::server))
    return ObjectAction::recreate;
  // SET ACCESS METHOD is new in 15.
  if (compared.differs(Attribute::access_method) && context.options.target_server_major < 15)
    return ObjectAction::recreate;
  const auto& from = *body_as<Table>(compared.from);
  const auto& to = *body_as<Table>(compared.to);
  const bool recreates =
      partition_key_retyped(from, to) || declares_otherwise(context, compared.from.id, from, to);
  return recreates ? ObjectAction::recreate : ObjectAction::alter;
}

// Defaults and generated columns that call objects that cannot exist without the table.
void drop_defaults_first(PlanDraft& draft, Action& drop, const Object& table) {
  const ObjectId& id = table.id;
  for (const Column& column : body_as<Table>(table)->columns) {
    const bool generated = calls_routine(draft.context.old_graph, id, column);
    if (!generated && (!column.default_expression || column.generated_expression)) continue;
    const std::string name = qualified_name(id) + "." + quote_identifier(column.name);
    const std::string quoted = quote_identifier(column.name);
    Action before =
        generated ? make_action(id, "drop column " + name,
                                {alter_relation(id, false) + " DROP COLUMN " + quoted}, Phase::drop)
                  : make_action(id, "drop default of " + name,
                                {alter_relation(id, true) + " ALTER COLUMN " + quoted + " DROP DEFAULT"},
                                Phase::drop);
    before.step.lock = Lock::access_exclusive;
    if (generated) before.ends.push_back(resource_of(id, column.name));
    releases_of(draft, before, id, column.name, false);
    drop.after.push_back(draft.add(std::move(before)));
  }
  for (const Dependency& edge : draft.context.old_graph.of(id)) {
    if (edge.on == id) continue;
    if (edge.type == DependencyType::soft) {
      drop.yields.push_back(resource_of(edge.on, edge.column));
      continue;
    }
    if (edge.dependent_column.empty() || is_type(edge.on.kind))
      drop.releases.push_back(resource_of(edge.on, edge.column));
  }
}

void drop_table(PlanDraft& draft, Action& action, const Object& old) {
  const ObjectId& id = old.id;
  for (const Column& column : body_as<Table>(old)->columns)
    action.ends.push_back(resource_of(id, column.name));
  if (draft.breaks.early_defaults.contains(id)) {
    drop_defaults_first(draft, action, old);
  } else {
    release_all(draft, action, old);
  }
  guard_drop(draft, action, old);
  leave_references(draft, action, old);
  const bool for_good = draft.action_of(id) == ObjectAction::drop && !is_carried(draft, id);
  if ((for_good && id.kind == Kind::table) || draft.without_rows.contains(id))
    action.step.hazards.push_back(hazard::drop_object(old, draft.rows(id)));
}

}  // namespace

const KindPlan table_plan = {
    .classify = classify_table,
    .choose_parts = choose_for_columns,
    .reach_below = table_reaches_below,
    .react = table_reacts,
    .create = create_table,
    .replace = never_replaced,
    .alter = alter_table,
    .drop = drop_table,
    .goes_with_owner = goes_alone,
    .owners = owned_by_relation,
};

}  // namespace schemac
