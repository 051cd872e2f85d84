// Views and materialized views.
#include <algorithm>

#include "catalog/ddl.h"
#include "catalog/in_words.h"
#include "plan/hazard.h"
#include "plan/kinds/column.h"
#include "plan/kinds/kind_plan.h"
#include "plan/kinds/options.h"
#include "plan/kinds/table.h"
#include "plan/needs.h"
#include "plan/object_actions.h"

namespace schemac {
namespace {

std::vector<std::string> view_column_statements(const Object& from, const Object& to) {
  const auto* old = body_as<View>(from);
  const auto* wanted = body_as<View>(to);
  if (old == nullptr || wanted == nullptr) return {};
  std::vector<std::string> statements;
  for (const Column& column : wanted->columns) {
    const Column* before = find_column(old->columns, column.name);
    const Column none{};
    if (before == nullptr) before = &none;
    const std::string head = "ALTER " + std::string(sql_keyword(to.id.kind)) + " " + qualified_name(to.id) +
                             " ALTER COLUMN " + quote_identifier(column.name);
    if (before->default_expression != column.default_expression) {
      statements.push_back(head + (column.default_expression ? " SET DEFAULT " + *column.default_expression
                                                             : std::string(" DROP DEFAULT")));
    }
    for (std::string& statement : column_attribute_changes(to.id, *before, column)) {
      statements.push_back(std::move(statement));
    }
    if (before == &none && !column.comment.empty()) {
      statements.push_back(column_comment_statement(to, column.name, column.comment));
    }
  }
  return statements;
}

void alter_view(PlanDraft& draft, const Object& old, const Object& wanted) {
  const ObjectId& id = wanted.id;
  const auto& from = *body_as<View>(old);
  const auto& to = *body_as<View>(wanted);
  const std::string head = alter_relation(id, false) + " ";
  std::vector<std::string> statements = view_column_statements(old, wanted);
  for (const std::string& clause : storage_option_clauses(from.options, to.options)) {
    statements.push_back(head + clause);
  }
  if (from.tablespace != to.tablespace) {
    statements.push_back(head + "SET TABLESPACE " +
                         (to.tablespace.empty() ? "pg_default" : quote_identifier(to.tablespace)));
  }
  if (from.access_method != to.access_method) {
    statements.push_back(
        head + "SET ACCESS METHOD " +
        (to.access_method.empty() ? std::string("heap") : quote_identifier(to.access_method)));
  }
  if (statements.empty()) return;
  Action action = make_action(id, "alter " + in_words(id), std::move(statements), Phase::view);
  action.step.lock = Lock::access_exclusive;
  needs_of(draft, action, id);
  releases_of(draft, action, id);
  draft.add(std::move(action));
}

// CREATE OR REPLACE is possible: it keeps its columns and only appends.
bool is_replaceable(const View& from, const View& to) {
  if (from.columns.size() > to.columns.size() || from.recursive != to.recursive) return false;
  for (std::size_t at = 0; at < from.columns.size(); ++at) {
    const Column& old = from.columns[at];
    const Column& wanted = to.columns[at];
    if (old.name != wanted.name || old.type != wanted.type || old.collation != wanted.collation) return false;
  }
  return true;
}

ObjectAction classify_view(const PlanContext& context, const Compared& compared) {
  const auto& from = *body_as<View>(compared.from);
  const auto& to = *body_as<View>(compared.to);
  if (compared.from.id.kind == Kind::view)
    return is_replaceable(from, to) ? ObjectAction::replace : ObjectAction::recreate;
  const bool same_columns = is_replaceable(from, to) && from.columns.size() == to.columns.size();
  if (compared.differs(Attribute::query) || !same_columns) return ObjectAction::recreate;
  // SET ACCESS METHOD is new in 15.
  return compared.differs(Attribute::access_method) && context.options.target_server_major < 15
             ? ObjectAction::recreate
             : ObjectAction::alter;
}

void create_view(PlanDraft& draft, const Object& object) {
  const ObjectId& id = object.id;
  if (draft.breaks.placeholders.contains(id)) {
    create_through_placeholder(draft, object);
    return;
  }
  const auto& view = *body_as<View>(object);
  Action action = create_action(draft, object);
  for (const Column& column : view.columns) action.makes.push_back(resource_of(id, column.name));
  if (id.kind == Kind::materialized_view) {
    action.step.brief = false;
    if (!view.with_data) action.step.hazards.push_back(hazard::matview_empty(id));
    if (view.with_data && draft.action_of(id) == ObjectAction::recreate)
      action.step.hazards.push_back(hazard::matview_filled(id));
  }
  needs_of(draft, action, id);
  draft.add(std::move(action));
}

void replace_view(PlanDraft& draft, const Object& old, const Object& wanted) {
  Action action = replace_action(draft, wanted);
  for (std::string& statement : view_column_statements(old, wanted))
    action.statements.push_back(std::move(statement));
  action.step.lock = Lock::access_exclusive;
  // Only appended columns are new.
  const auto& before = body_as<View>(old)->columns;
  for (const Column& column : body_as<View>(wanted)->columns) {
    if (find_column(before, column.name) == nullptr)
      action.makes.push_back(resource_of(wanted.id, column.name));
  }
  add_replacement(draft, std::move(action), old, wanted);
}

void drop_view(PlanDraft& draft, Action& action, const Object& old) {
  for (const Column& column : body_as<View>(old)->columns)
    action.ends.push_back(resource_of(old.id, column.name));
  release_all(draft, action, old);
}

}  // namespace

const KindPlan view_plan = {
    .classify = classify_view,
    .choose_parts = has_no_parts,
    .reach_below = reaches_nothing,
    .react = react_by_recreation,
    .create = create_view,
    .replace = replace_view,
    .alter = alter_view,
    .drop = drop_view,
    .goes_with_owner = goes_alone,
    .owners = owned_by_relation,
};

}  // namespace schemac
