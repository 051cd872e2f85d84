// Composite types.
#include <algorithm>

#include "catalog/ddl.h"
#include "plan/hazard.h"
#include "plan/kinds/kind_plan.h"
#include "plan/needs.h"
#include "plan/object_actions.h"

namespace schemac {
namespace {

std::vector<std::string> attribute_changes(const Object& from, const Object& to) {
  const auto& old = body_as<CompositeType>(from)->columns;
  const auto& wanted = body_as<CompositeType>(to)->columns;
  const std::string head = "ALTER TYPE " + qualified_name(to.id);
  std::vector<std::string> statements;
  for (const Column& column : old) {
    if (find_column(wanted, column.name) == nullptr) {
      statements.push_back(head + " DROP ATTRIBUTE " + quote_identifier(column.name));
    }
  }
  for (const Column& column : wanted) {
    const Column* before = find_column(old, column.name);
    if (before == nullptr) {
      statements.push_back(head + " ADD ATTRIBUTE " + column_definition(column));
    } else if (before->type != column.type || before->collation != column.collation) {
      std::string statement =
          head + " ALTER ATTRIBUTE " + quote_identifier(column.name) + " TYPE " + column.type;
      if (!column.collation.empty()) statement += " COLLATE " + column.collation;
      statements.push_back(std::move(statement));
    }
    const std::string comment = before == nullptr ? std::string() : before->comment;
    if (before == nullptr && comment != column.comment) {
      statements.push_back(column_comment_statement(to, column.name, column.comment));
    }
  }
  return statements;
}

// Attributes are appended; one of another type must not be stored anywhere.
ObjectAction classify_composite_type(const PlanContext& context, const Compared& compared) {
  const auto& from = body_as<CompositeType>(compared.from)->columns;
  const auto& to = body_as<CompositeType>(compared.to)->columns;
  std::vector<std::string> result;
  bool retyped = false;
  for (const Column& column : from) {
    if (find_column(to, column.name) == nullptr) continue;
    result.push_back(column.name);
    retyped = retyped || compared.column_differs(column.name, Attribute::type) ||
              compared.column_differs(column.name, Attribute::collation);
  }
  for (const Column& column : to) {
    if (find_column(from, column.name) == nullptr) result.push_back(column.name);
  }
  for (std::size_t at = 0; at < to.size(); ++at) {
    if (result[at] != to[at].name) return ObjectAction::recreate;
  }
  return retyped && !context.old_graph.on(compared.from.id).empty() ? ObjectAction::recreate
                                                                    : ObjectAction::alter;
}

void alter_composite_type(PlanDraft& draft, const Object& old, const Object& wanted) {
  const ObjectId& id = wanted.id;
  std::vector<std::string> statements = attribute_changes(old, wanted);
  if (statements.empty()) return;
  Action action = alter_action(draft, id, std::move(statements));
  const auto& columns = body_as<CompositeType>(wanted)->columns;
  for (const Column& column : columns) action.makes.push_back(resource_of(id, column.name));
  const bool stored = !draft.context.old_graph.on(id).empty();
  for (const Column& column : body_as<CompositeType>(old)->columns) {
    if (stored && find_column(columns, column.name) == nullptr)
      action.step.hazards.push_back(hazard::drop_column(id, column.name));
  }
  draft.add(std::move(action));
}

}  // namespace

const KindPlan composite_type_plan = {
    .classify = classify_composite_type,
    .choose_parts = has_no_parts,
    .reach_below = reaches_nothing,
    .react = react_by_recreation,
    .create = create_plainly,
    .replace = never_replaced,
    .alter = alter_composite_type,
    .drop = drop_plainly,
    .goes_with_owner = goes_alone,
    .owners = owned_by_relation,
};

}  // namespace schemac
