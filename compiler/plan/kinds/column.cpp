// Added and dropped columns of a table that stays.
#include <algorithm>

#include "catalog/ddl.h"
#include "conversion/type_shape.h"
#include "plan/attachments.h"
#include "plan/hazard.h"
#include "plan/kinds/column.h"
#include "plan/kinds/options.h"
#include "plan/kinds/table.h"
#include "plan/needs.h"
#include "plan/partition_rules.h"
#include "sqltext/sql_tokens.h"

namespace schemac {

std::string column_title(const ObjectId& table, const std::string& column) {
  return qualified_name(table) + "." + quote_identifier(column);
}

const Object* parent_reaching(const PlanDraft& draft, const Object& table, const std::string& column) {
  return detaches(draft, table.id) ? nullptr : inheriting_parent(draft.context, table, column);
}

bool is_volatile(const std::string& expression, const Catalog& catalog) {
  static const std::set<std::string> builtin = {"random",           "gen_random_uuid",  "clock_timestamp",
                                                "nextval",          "timeofday",        "uuidv7",
                                                "uuid_generate_v4", "uuid_generate_v1", "random_normal"};
  const std::vector<PrintedToken> tokens = tokenize_sql(expression);
  for (std::size_t at = 0; at + 1 < tokens.size(); ++at) {
    if (!tokens[at].is_name() || !tokens[at + 1].is_symbol("(")) continue;
    if (builtin.contains(tokens[at].value)) return true;
    if (at < 2 || !tokens[at - 1].is_symbol(".")) continue;
    for (const auto& [id, object] : catalog.objects) {
      const auto* routine = body_as<Routine>(object);
      if (routine == nullptr || routine->volatility != "volatile") continue;
      if (id.namespace_ == tokens[at - 2].value && id.name.starts_with(tokens[at].text + "(")) return true;
    }
  }
  return false;
}

namespace {}  // namespace

void touch_column(const PlanDraft& draft, Action& action, const Resource& column, bool old_too) {
  action.makes.push_back(column);
  if (old_too) action.ends.push_back(column);
  const auto children = draft.trees.old_children.find(qualified_name(column.object));
  if (children == draft.trees.old_children.end()) return;
  for (const ObjectId& child : children->second) {
    if (draft.stays(child)) touch_column(draft, action, {child, column.facet, column.column}, old_too);
  }
}

namespace {}  // namespace

void take_dropped_columns(const PlanDraft& draft, Action& action, const ObjectId& table) {
  const Object* old = draft.context.old_object(table);
  const Object* wanted = draft.context.new_object(table);
  if (old == nullptr || wanted == nullptr) return;
  const auto* from = body_as<Table>(*old);
  const auto* to = body_as<Table>(*wanted);
  if (from == nullptr || to == nullptr) return;
  for (const Column& column : from->columns) {
    if (find_column(to->columns, column.name) == nullptr)
      action.takes.push_back({Claim::On::column, column_title(table, column.name)});
  }
}

namespace {

bool child_keeps(const PlanDraft& draft, const ObjectId& table, const std::string& column) {
  const auto children = draft.trees.old_children.find(qualified_name(table));
  if (children == draft.trees.old_children.end()) return false;
  return std::any_of(children->second.begin(), children->second.end(), [&](const ObjectId& child) {
    if (!draft.stays(child)) return false;
    const auto* from = body_as<Table>(*draft.context.old_object(child));
    const auto* to = body_as<Table>(*draft.context.new_object(child));
    const Column* before = find_column(from->columns, column);
    return before != nullptr && before->inherited && find_column(to->columns, column) != nullptr;
  });
}

}  // namespace

std::size_t drop_column(PlanDraft& draft, const Object& old, const Column& column) {
  const ObjectId& id = old.id;
  Action action = make_action(id, "drop column " + column_title(id, column.name), {}, Phase::drop);
  const auto* wanted = draft.context.new_object(id) ? body_as<Table>(*draft.context.new_object(id)) : nullptr;
  const bool comes_back = wanted != nullptr && find_column(wanted->columns, column.name) != nullptr;
  // If it is dropped from the parent ONLY, it becomes the child tables' own.
  const bool only = !comes_back && child_keeps(draft, id, column.name);
  alter_clause(draft, action, id, only, {"DROP COLUMN " + quote_identifier(column.name)});
  action.clauses.clear();
  if (only) {
    action.ends.push_back(resource_of(id, column.name));
  } else {
    touch_column(draft, action, resource_of(id, column.name), true);
    action.makes.clear();
  }
  releases_of(draft, action, id, column.name, false);
  if (detaches(draft, id)) action.needs.push_back({id, Facet::detached});
  if (column.generated_expression) {
    for (const Column& other : body_as<Table>(old)->columns) {
      if (mentions_column(*column.generated_expression, other.name) && other.name != column.name) {
        action.releases.push_back(resource_of(id, other.name));
      }
    }
  }
  if (!comes_back) action.phase = Phase::final_drop;
  action.frees.push_back({Claim::On::column, column_title(id, column.name)});
  action.frees.push_back({Claim::On::row_type, base_type(column.type)});
  if (!column.generated_expression) action.step.hazards.push_back(hazard::drop_column(id, column.name));
  if (column.identity != Identity::none) {
    action.frees.push_back(
        {Claim::On::relation, qualified_name(id.namespace_, id.name + "_" + column.name + "_seq")});
  }
  return draft.add(std::move(action));
}

namespace {

void warn_of_new_column(const PlanDraft& draft, Action& action, const ObjectId& id, const Column& column) {
  const std::string title = column_title(id, column.name);
  if (column.identity != Identity::none) {
    action.step.hazards.push_back(hazard::table_rewrite(id, "A new identity column"));
    if (column.identity_options->maximum < INT16_MAX) {
      action.step.hazards.push_back(hazard::may_not_hold(id, "the bounds of the identity of " + title));
    }
    action.step.brief = false;
  } else if (column.generated_expression && !column.generated_virtual) {
    action.step.hazards.push_back(hazard::table_rewrite(id, "A new stored generated column"));
    action.step.brief = false;
  } else if (column.default_expression && is_volatile(*column.default_expression, draft.context.to)) {
    action.step.hazards.push_back(hazard::volatile_default(id, column.name));
    action.step.brief = false;
  } else if (column.not_null && !column.default_expression) {
    action.step.hazards.push_back(hazard::new_not_null(id, column.name));
  }
}

}  // namespace

std::size_t add_column(PlanDraft& draft, const Object& wanted, const Column& column,
                       std::vector<std::size_t> after) {
  const ObjectId& id = wanted.id;
  const std::string title = column_title(id, column.name);
  Action action = make_action(id, "add column " + title, {}, Phase::change);
  const bool foreign = id.kind == Kind::foreign_table;
  Column plain = column;
  std::string definition = column_definition(plain);
  if (foreign && !column.options.empty()) {
    const std::size_t type_end = quote_identifier(column.name).size() + 1 + column.type.size();
    definition.insert(type_end, " OPTIONS (" + foreign_options_list(column.options) + ")");
  }
  alter_clause(draft, action, id, false, {"ADD COLUMN " + definition});
  action.clauses.clear();
  if (foreign) plain.options.clear();
  Object granted = wanted;
  // Privileges on a column that is new in its table are a change of the table: see decorate.
  if (const Object* old = draft.context.old_object(id);
      old != nullptr && draft.stays(id) && find_column(body_as<Table>(*old)->columns, column.name) == nullptr)
    granted.grants.reset();
  for (std::string& statement : column_attachments(granted, plain))
    action.statements.push_back(std::move(statement));
  action.after = std::move(after);
  touch_column(draft, action, resource_of(id, column.name), false);
  needs_of(draft, action, id, column.name, false);
  action.frees.push_back({Claim::On::declaration, title});
  if (const auto children = draft.trees.old_children.find(qualified_name(id));
      children != draft.trees.old_children.end()) {
    for (const ObjectId& child : children->second) {
      action.takes.push_back({Claim::On::declaration, column_title(child, column.name)});
    }
  }
  for (const Dependency& edge : draft.context.new_graph.of(id)) {
    // A generated column reads columns beside it.
    if (edge.on == id && edge.dependent_column == column.name)
      action.needs.push_back(resource_of(id, edge.column));
  }
  if (column.generated_expression) {
    for (const Column& other : body_as<Table>(wanted)->columns) {
      if (other.name != column.name && mentions_column(*column.generated_expression, other.name)) {
        action.needs.push_back(resource_of(id, other.name));
      }
    }
  }
  if (column.identity != Identity::none) {
    action.takes.push_back(
        {Claim::On::relation, qualified_name(id.namespace_, id.name + "_" + column.name + "_seq")});
  }
  if (draft.stays(id)) warn_of_new_column(draft, action, id, column);
  return draft.add(std::move(action));
}

// The attachments of a column that was added with its parent's: ADD COLUMN created only the definition.
void complete_column(PlanDraft& draft, const Object& wanted, const Column& column) {
  const ObjectId& id = wanted.id;
  Column named;
  named.name = column.name;
  named.comment = column.comment;
  std::vector<std::string> statements = column_attachments(wanted, named);
  if (statements.empty()) return;
  Action action = make_action(id, "comment and privileges of " + column_title(id, column.name),
                              std::move(statements), Phase::late);
  action.needs.push_back(resource_of(id, column.name));
  draft.add(std::move(action));
}

namespace {

// The parent's DROP COLUMN reaches it, unless another child table keeps the column.
void drop_or_leave(PlanDraft& draft, const Object& old, const Column& column) {
  const auto& from = *body_as<Table>(old);
  const PlanContext& context = draft.context;
  bool parent_drops = false;
  const Object* leaves = nullptr;
  std::vector<std::string> parents = from.inherits;
  if (!from.partition_of.empty() && !detaches(draft, old.id)) parents.push_back(from.partition_of);
  for (const std::string& name : parents) {
    const Object* above = column.inherited ? context.old_graph.relations().find(name) : nullptr;
    const auto* body = above == nullptr ? nullptr : body_as<Table>(*above);
    if (body == nullptr || !find_column(body->columns, column.name) || !draft.stays(above->id)) continue;
    const auto* after = body_as<Table>(*context.new_object(above->id));
    if (find_column(after->columns, column.name) != nullptr) continue;
    parent_drops = true;
    if (child_keeps(draft, above->id, column.name)) leaves = above;
  }
  if (parent_reaching(draft, old, column.name) == nullptr && !parent_drops) drop_column(draft, old, column);
  if (leaves == nullptr) return;
  const std::size_t dropped = drop_column(draft, old, column);
  draft.actions[dropped].takes.push_back({Claim::On::column, column_title(leaves->id, column.name)});
}

void add_or_take(PlanDraft& draft, const Object& old, const Object& wanted, const Column& column) {
  const Object* parent = parent_reaching(draft, wanted, column.name);
  if (parent != nullptr) {
    // The parent's ADD COLUMN reached it, with the parent's attributes. A column that it declares itself
    // exists before.
    const Column* given = find_column(body_as<Table>(*parent)->columns, column.name);
    const Object* parent_before = draft.context.old_object(parent->id);
    const bool added = find_column(body_as<Table>(*parent_before)->columns, column.name) == nullptr;
    if (added && (column.inherited || !body_as<Table>(wanted)->partition_of.empty())) {
      alter_column(draft, old, wanted, as_added_by_parent(*given), column);
      complete_column(draft, wanted, column);
      return;
    }
  }
  add_column(draft, wanted, column, {});
}

}  // namespace

void alter_columns(PlanDraft& draft, const Object& old, const Object& wanted) {
  const auto& from = *body_as<Table>(old);
  const auto& to = *body_as<Table>(wanted);
  const auto& column_actions = draft.choice(wanted.id).columns;
  for (const Column& column : from.columns) {
    if (find_column(to.columns, column.name) == nullptr) drop_or_leave(draft, old, column);
  }
  for (const Column& column : to.columns) {
    const Column* before = find_column(from.columns, column.name);
    if (before == nullptr) {
      add_or_take(draft, old, wanted, column);
      continue;
    }
    const auto found = column_actions.find(column.name);
    const ColumnAction action = found == column_actions.end() ? ColumnAction{} : found->second;
    if (action.regenerate) {
      regenerate_column(draft, old, wanted, *before, column);
    } else if (!action.backfill || action.retype) {  // otherwise by backfill_columns
      alter_column(draft, old, wanted, *before, column);
    }
  }
}

}  // namespace schemac
