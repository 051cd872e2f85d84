// Objects of any kind that stay: replaced, altered, or with changed owner, comments and privileges.
#include <algorithm>

#include "catalog/ddl.h"
#include "catalog/in_words.h"
#include "plan/hazard.h"
#include "plan/kinds/kind_plan.h"
#include "plan/needs.h"
#include "plan/object_actions.h"

namespace schemac {
namespace {

// By any grantor.
bool has_grant(const Object& object, const Grant& wanted) {
  const std::vector<Grant> grants = object.grants.value_or(default_grants(object.id));
  return std::any_of(grants.begin(), grants.end(), [&](const Grant& grant) {
    return grant.grantee == wanted.grantee && grant.privilege == wanted.privilege &&
           grant.column == wanted.column && grant.revoked == wanted.revoked;
  });
}

std::string lost_privileges(const Object& from, const Object& to) {
  std::string lost;
  const auto add = [&](const Grant& grant) {
    lost += (lost.empty() ? "" : ", ") + grant.privilege + " of " +
            (grant.grantee.empty()            ? "public"
             : grant.grantee == owner_grantee ? "its owner"
                                              : grant.grantee);
  };
  if (from.grants) {
    for (const Grant& grant : *from.grants)
      if (!grant.revoked && !has_grant(to, grant)) add(grant);
  }
  if (to.grants) {
    for (const Grant& grant : *to.grants)
      if (grant.revoked && !has_grant(from, grant)) add(grant);
  }
  return lost;
}

}  // namespace

std::vector<std::string> decoration_statements(const Object& from, const Object& to, bool all_attributes) {
  std::vector<std::string> statements;
  if (to.owner && from.owner != to.owner) {
    const std::string statement = owner_statement(to, *to.owner);
    if (!statement.empty()) statements.push_back(statement);
  } else if (all_attributes && !to.owner && from.owner) {
    if (!owner_statement(to, *from.owner).empty()) {
      statements.push_back("ALTER " + object_reference(to.id) + " OWNER TO CURRENT_USER");
    }
  }
  if (from.comment != to.comment) statements.push_back(comment_statement(to, to.comment));
  const auto columns = [](const Object& object) -> const std::vector<Column>* {
    if (const auto* table = body_as<Table>(object)) return &table->columns;
    if (const auto* view = body_as<View>(object)) return &view->columns;
    if (const auto* type = body_as<CompositeType>(object)) return &type->columns;
    return nullptr;
  };
  const std::vector<Column>* old = columns(from);
  const std::vector<Column>* wanted = columns(to);
  if (old != nullptr && wanted != nullptr) {
    for (const Column& column : *wanted) {
      const Column* before = find_column(*old, column.name);
      if (before != nullptr && before->comment != column.comment) {
        statements.push_back(column_comment_statement(to, column.name, column.comment));
      }
    }
  }
  if ((all_attributes || to.grants) && from.grants != to.grants) {
    for (std::string& statement : grant_statements(to, from.grants, to.grants)) {
      statements.push_back(std::move(statement));
    }
  }
  return statements;
}

bool is_decoration(const Difference& difference) {
  switch (difference.of) {
    case Difference::Of::object:
      return difference.attribute == Attribute::owner || difference.attribute == Attribute::privileges ||
             difference.attribute == Attribute::comment;
    case Difference::Of::column:
      return difference.attribute == Attribute::comment;
    case Difference::Of::constraint:
    case Difference::Of::property:
      return false;
  }
  return false;
}

void replace_object(PlanDraft& draft, const ObjectId& id) {
  const Object object = draft.wanted(id);
  kind_plan(object).replace(draft, *draft.context.old_object(id), object);
}

Action replace_action(const PlanDraft& draft, const Object& wanted) {
  const ObjectId& id = wanted.id;
  Action action =
      make_action(id, "replace " + in_words(id), {replace_statement(wanted)}, create_phase(id.kind));
  needs_of(draft, action, id);
  releases_of(draft, action, id);
  return action;
}

void add_replacement(PlanDraft& draft, Action action, const Object& old, const Object& wanted) {
  for (std::string& statement : decoration_statements(old, wanted, draft.context.options.diff.all_attributes))
    action.statements.push_back(std::move(statement));
  draft.add(std::move(action));
}

void alter_object(PlanDraft& draft, const ObjectId& id) {
  const Object object = draft.wanted(id);
  kind_plan(object).alter(draft, *draft.context.old_object(id), object);
  decorate(draft, id);
}

Action alter_action(const PlanDraft& draft, const ObjectId& id, std::vector<std::string> statements) {
  Action action = make_action(id, "alter " + in_words(id), std::move(statements), create_phase(id.kind));
  needs_of(draft, action, id);
  releases_of(draft, action, id);
  return action;
}

void decorate(PlanDraft& draft, const ObjectId& id) {
  const Object& old = *draft.context.old_object(id);
  const Object object = draft.wanted(id);
  std::vector<std::string> statements =
      decoration_statements(old, object, draft.context.options.diff.all_attributes);
  if (statements.empty()) return;
  Action action = make_action(id, "owner, comments and privileges of " + in_words(id), std::move(statements),
                              Phase::late);
  const bool comments_only = old.owner == object.owner && old.grants == object.grants;
  if (comments_only) action.step.title = "comments of " + in_words(id);
  action.step.lock = comments_only && is_relation(id.kind) ? Lock::share_update_exclusive : Lock::none;
  action.needs.push_back({id});
  if (const auto* table = body_as<Table>(object)) {
    for (const Column& column : table->columns) action.needs.push_back(resource_of(id, column.name));
  }
  if (const std::string lost = lost_privileges(old, object); !lost.empty())
    action.step.hazards.push_back(hazard::privileges_lost(id, lost));
  draft.add(std::move(action));
}

}  // namespace schemac
