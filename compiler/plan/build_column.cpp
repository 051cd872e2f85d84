// Added and dropped columns of a table that stays. Changed columns are in build_alter_column.cpp.
#include <algorithm>

#include "catalog/ddl.h"
#include "plan/alter.h"
#include "plan/attachments.h"
#include "plan/build.h"
#include "plan/build_column_change.h"
#include "plan/hazard.h"
#include "plan/online.h"
#include "sqltext/sql_tokens.h"

namespace schemac {
namespace {

std::string column_title(const ObjectId& table, const std::string& column) {
  return qualified_name(table) + "." + quote_identifier(column);
}

std::string alter_column_head(const std::string& column) {
  return "ALTER COLUMN " + quote_identifier(column) + " ";
}

// Calls that give a different value for each row; a routine of the state counts as volatile if it is declared
// so.
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

}  // namespace

void ActionBuilder::touch_column(Action& action, const ObjectId& table, const std::string& column,
                                 bool old_too) const {
  action.makes.push_back({table, column});
  if (old_too) action.ends.push_back({table, column});
  const auto children = old_children_.find(qualified_name(table));
  if (children == old_children_.end()) return;
  for (const ObjectId& child : children->second) {
    if (stays(child)) touch_column(action, child, column, old_too);
  }
}

void ActionBuilder::alter_columns(const Object& old, const Object& wanted) {
  const auto& from = *body_as<Table>(old);
  const auto& to = *body_as<Table>(wanted);
  const auto& column_actions = choice(wanted.id).columns;
  for (const Column& column : from.columns) {
    if (find_column(to.columns, column.name) != nullptr) continue;
    const Object* parent = parent_reaching(old, column.name);
    // The parent's DROP COLUMN reaches it, unless another child table keeps the column.
    bool parent_drops = false;
    const Object* leaves = nullptr;
    std::vector<std::string> parents = from.inherits;
    if (!from.partition_of.empty() && !detaches(old.id)) parents.push_back(from.partition_of);
    for (const std::string& name : parents) {
      const Object* above = column.inherited ? s_.old_graph.relations().find(name) : nullptr;
      const auto* body = above == nullptr ? nullptr : body_as<Table>(*above);
      if (body == nullptr || !find_column(body->columns, column.name) || !stays(above->id)) continue;
      const auto* after = body_as<Table>(*s_.new_object(above->id));
      if (find_column(after->columns, column.name) != nullptr) continue;
      parent_drops = true;
      if (child_keeps(above->id, column.name)) leaves = above;
    }
    if (parent == nullptr && !parent_drops) drop_column(old, column);
    if (leaves != nullptr) {
      const std::size_t dropped = drop_column(old, column);
      actions_[dropped].takes.push_back("column " + column_title(leaves->id, column.name));
    }
  }
  for (const Column& column : to.columns) {
    const Column* before = find_column(from.columns, column.name);
    const Object* parent = parent_reaching(wanted, column.name);
    if (before == nullptr) {
      if (parent == nullptr) {
        add_column(wanted, column, {});
        continue;
      }
      // The parent's ADD COLUMN reached it, with the parent's attributes. A column that it declares itself
      // exists before.
      const Column* given = find_column(body_as<Table>(*parent)->columns, column.name);
      const Object* parent_before = s_.old_object(parent->id);
      const bool added = find_column(body_as<Table>(*parent_before)->columns, column.name) == nullptr;
      if (added && (column.inherited || !to.partition_of.empty())) {
        alter_column(old, wanted, as_added_by_parent(*given), column);
        complete_column(wanted, column);
      } else {
        add_column(wanted, column, {});
      }
      continue;
    }
    const auto found = column_actions.find(column.name);
    if (found != column_actions.end() && found->second.regenerate) {
      regenerate_column(old, wanted, *before, column);
      continue;
    }
    if (found != column_actions.end() && found->second.backfill && !found->second.retype)
      continue;  // by backfill_columns
    alter_column(old, wanted, *before, column);
  }
}

const Object* ActionBuilder::parent_reaching(const Object& table, const std::string& column) const {
  return detaches(table.id) ? nullptr : inheriting_parent(s_, table, column);
}

void ActionBuilder::take_dropped_columns(Action& action, const ObjectId& table) const {
  const Object* old = s_.old_object(table);
  const Object* wanted = s_.new_object(table);
  if (old == nullptr || wanted == nullptr) return;
  const auto* from = body_as<Table>(*old);
  const auto* to = body_as<Table>(*wanted);
  if (from == nullptr || to == nullptr) return;
  for (const Column& column : from->columns) {
    if (find_column(to->columns, column.name) == nullptr)
      action.takes.push_back("column " + column_title(table, column.name));
  }
}

bool ActionBuilder::child_keeps(const ObjectId& table, const std::string& column) const {
  const auto children = old_children_.find(qualified_name(table));
  if (children == old_children_.end()) return false;
  return std::any_of(children->second.begin(), children->second.end(), [&](const ObjectId& child) {
    if (!stays(child)) return false;
    const auto* from = body_as<Table>(*s_.old_object(child));
    const auto* to = body_as<Table>(*s_.new_object(child));
    const Column* before = find_column(from->columns, column);
    return before != nullptr && before->inherited && find_column(to->columns, column) != nullptr;
  });
}

std::size_t ActionBuilder::drop_column(const Object& old, const Column& column) {
  const ObjectId& id = old.id;
  Action action = make(id, "drop column " + column_title(id, column.name), {}, Phase::drop);
  const auto* wanted = s_.new_object(id) ? body_as<Table>(*s_.new_object(id)) : nullptr;
  const bool comes_back = wanted != nullptr && find_column(wanted->columns, column.name) != nullptr;
  // If it is dropped from the parent ONLY, it becomes the child tables' own.
  const bool only = !comes_back && child_keeps(id, column.name);
  alter_clause(action, id, only, {"DROP COLUMN " + quote_identifier(column.name)});
  action.clauses.clear();
  if (only) {
    action.ends.push_back({id, column.name});
  } else {
    touch_column(action, id, column.name, true);
    action.makes.clear();
  }
  releases_of(action, id, column.name, false);
  if (detaches(id)) action.needs.push_back({id, "@detached"});
  if (column.generated_expression) {
    for (const Column& other : body_as<Table>(old)->columns) {
      if (mentions_column(*column.generated_expression, other.name) && other.name != column.name) {
        action.releases.push_back({id, other.name});
      }
    }
  }
  if (!comes_back) action.phase = Phase::final_drop;
  action.frees.push_back("column " + column_title(id, column.name));
  if (!column.generated_expression) action.step.hazards.push_back(hazard::drop_column(id, column.name));
  if (column.identity != Identity::none) {
    action.frees.push_back("relation " + qualified_name(id.namespace_, id.name + "_" + column.name + "_seq"));
  }
  return add(std::move(action));
}

std::size_t ActionBuilder::add_column(const Object& wanted, const Column& column,
                                      std::vector<std::size_t> after) {
  const ObjectId& id = wanted.id;
  const std::string title = column_title(id, column.name);
  Action action = make(id, "add column " + title, {}, Phase::change);
  const bool foreign = id.kind == Kind::foreign_table;
  Column plain = column;
  std::string definition = column_definition(plain);
  if (foreign && !column.options.empty()) {
    const std::size_t type_end = quote_identifier(column.name).size() + 1 + column.type.size();
    definition.insert(type_end, " OPTIONS (" + foreign_options_list(column.options) + ")");
  }
  alter_clause(action, id, false, {"ADD COLUMN " + definition});
  action.clauses.clear();
  if (foreign) plain.options.clear();
  Object granted = wanted;
  // Privileges on a column that is new in its table are a change of the table: see decorate.
  if (const Object* old = s_.old_object(id);
      old != nullptr && stays(id) && find_column(body_as<Table>(*old)->columns, column.name) == nullptr)
    granted.grants.reset();
  for (std::string& statement : column_attachments(granted, plain))
    action.statements.push_back(std::move(statement));
  action.after = std::move(after);
  touch_column(action, id, column.name, false);
  needs_of(action, id, column.name, false);
  action.frees.push_back("declaration of " + title);
  if (const auto children = old_children_.find(qualified_name(id)); children != old_children_.end()) {
    for (const ObjectId& child : children->second) {
      action.takes.push_back("declaration of " + column_title(child, column.name));
    }
  }
  for (const Dependency& edge : s_.new_graph.of(id)) {
    // A generated column reads columns beside it.
    if (edge.on == id && edge.dependent_column == column.name) action.needs.push_back({id, edge.column});
  }
  if (column.generated_expression) {
    for (const Column& other : body_as<Table>(wanted)->columns) {
      if (other.name != column.name && mentions_column(*column.generated_expression, other.name)) {
        action.needs.push_back({id, other.name});
      }
    }
  }
  if (column.identity != Identity::none) {
    action.takes.push_back("relation " + qualified_name(id.namespace_, id.name + "_" + column.name + "_seq"));
  }
  if (stays(id)) warn_of_new_column(action, id, column);
  return add(std::move(action));
}

// The attachments of a column that was added with its parent's: ADD COLUMN created only the definition.
void ActionBuilder::complete_column(const Object& wanted, const Column& column) {
  const ObjectId& id = wanted.id;
  Column named;
  named.name = column.name;
  named.comment = column.comment;
  std::vector<std::string> statements = column_attachments(wanted, named);
  if (statements.empty()) return;
  Action action = make(id, "comment and privileges of " + column_title(id, column.name),
                       std::move(statements), Phase::late);
  action.needs.push_back({id, column.name});
  add(std::move(action));
}

void ActionBuilder::warn_of_new_column(Action& action, const ObjectId& id, const Column& column) const {
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
  } else if (column.default_expression && is_volatile(*column.default_expression, s_.to)) {
    action.step.hazards.push_back(hazard::volatile_default(id, column.name));
    action.step.brief = false;
  } else if (column.not_null && !column.default_expression) {
    action.step.hazards.push_back(hazard::new_not_null(id, column.name));
  }
}

void ActionBuilder::set_not_null(const ColumnChange& change) {
  const ObjectId& id = change.id();
  const std::string& column = change.to.name;
  const std::string& title = change.title();
  const std::string head = alter_column_head(column);
  const std::string name = quote_identifier(column);
  const bool taken_away = !change.fresh && not_null_from_above(id, column) == NotNullChange::drop;
  if (id.kind != Kind::table || !online(id) || taken_away || (!change.fresh && not_null_alone(id, column))) {
    set_not_null_at_once(change);
    return;
  }
  // With a validated check SET NOT NULL needs no scan under the exclusive lock.
  const std::string check =
      quote_identifier(aside_name({Kind::constraint, {}, {}, id.name + "_" + column}, "__not_null").name);
  const std::string table = alter_relation(id, false);
  Action claim = make(id, "not null of " + title + " as a check",
                      {table + " ADD CONSTRAINT " + check + " CHECK (" + name + " IS NOT NULL) NOT VALID"},
                      Phase::staged);
  claim.step.lock = Lock::access_exclusive;
  claim.step.commit_after = true;
  claim.after = change.chain;
  follow_parents(claim, id, column, "not null of ");
  claim.needs.push_back({id, {}});
  const std::size_t claimed = add(std::move(claim));
  Action validate =
      make(id, "validate not null of " + title, {table + " VALIDATE CONSTRAINT " + check}, Phase::online);
  validate.step.lock = Lock::share_update_exclusive;
  validate.step.brief = false;
  validate.step.commit_after = true;
  validate.step.hazards.push_back(hazard::may_not_hold(id, "NOT NULL of " + title));
  validate.after.push_back(claimed);
  const std::size_t validated = add(std::move(validate));
  Action set =
      make(id, "set not null of " + title,
           {table + " " + head + "SET NOT NULL", table + " DROP CONSTRAINT " + check}, Phase::online);
  set.step.lock = Lock::access_exclusive;
  set.after.push_back(validated);
  const std::vector<std::string> leave = leave_not_null_to(id, column);
  set.statements.insert(set.statements.begin(), leave.begin(), leave.end());
  set.frees.push_back("not null of " + title);
  touch_column(set, id, not_null(id, column).second, false);
  add(std::move(set));
}

}  // namespace schemac
