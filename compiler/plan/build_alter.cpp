// Objects of any kind that stay and change in place: replaced, altered, or with changed owner, comments and
// privileges.
#include <algorithm>

#include "catalog/ddl.h"
#include "plan/alter.h"
#include "plan/build.h"
#include "plan/hazard.h"
#include "plan/online.h"

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

void ActionBuilder::replace_object(const ObjectId& id) {
  const Object& old = *s_.old_object(id);
  const Object object = wanted(id);
  if (is_inherited(object)) return;  // its parent's change reaches it
  std::vector<std::string> statements = {replace_statement(object)};
  if (const auto* trigger = body_as<Trigger>(object)) {
    if (!trigger->enabled.empty()) statements.push_back(enabled_statement(object));
  }
  if (const auto* rule = body_as<Rule>(object)) {
    if (rule->enabled != body_as<Rule>(old)->enabled) statements.push_back(enabled_statement(object));
  }
  const std::vector<std::string> defaults = view_column_statements(old, object);
  statements.insert(statements.end(), defaults.begin(), defaults.end());
  Action action = make(id, "replace " + id.text(), std::move(statements), create_phase(id.kind));
  if (const auto* view = body_as<View>(object)) {
    action.step.lock = Lock::access_exclusive;
    // Only appended columns are new.
    const auto& before = body_as<View>(old)->columns;
    for (const Column& column : view->columns) {
      if (find_column(before, column.name) == nullptr) action.makes.push_back({id, column.name});
    }
  } else if (!id.relation.empty()) {
    action.step.lock = Lock::share_row_exclusive;
  }
  needs_of(action, id);
  releases_of(action, id);
  if (name_is_signature(id.kind)) {
    action.makes.push_back({id, "@replaced"});
    action.ran.push_back(id);
  }
  const std::size_t replaced = add(std::move(action));
  const std::vector<std::string> decorations = alter_decorations(old, object, s_.options.diff.all_attributes);
  if (!decorations.empty()) {
    actions_[replaced].statements.insert(actions_[replaced].statements.end(), decorations.begin(),
                                         decorations.end());
  }
}

void ActionBuilder::alter_object(const ObjectId& id) {
  const Object& old = *s_.old_object(id);
  const Object object = wanted(id);
  std::vector<std::string> statements;
  Phase phase = create_phase(id.kind);
  Lock lock = Lock::none;
  bool commit_after = false;
  std::string title = "alter " + id.text();
  if (body_as<Enum>(old)) {
    statements = alter_enum(old, object);
    commit_after = !statements.empty();
    if (commit_after) {
      phase = Phase::enum_values;
      title = "add values to " + id.text();
    }
  } else if (body_as<CompositeType>(old)) {
    statements = alter_composite(old, object);
  } else if (body_as<Extension>(old)) {
    statements = alter_extension(old, object);
  } else if (body_as<Policy>(old)) {
    statements = alter_policy(old, object);
    lock = Lock::access_exclusive;
  } else if (const auto* statistics = body_as<Statistics>(object)) {
    if (statistics->target != body_as<Statistics>(old)->target) {
      statements.push_back("ALTER STATISTICS " + qualified_name(id) + " SET STATISTICS " +
                           std::to_string(statistics->target));
      lock = Lock::share_update_exclusive;
    }
  } else if (body_as<Trigger>(old) || body_as<Rule>(old)) {
    const bool changed = body_as<Trigger>(old)
                             ? body_as<Trigger>(old)->enabled != body_as<Trigger>(object)->enabled
                             : body_as<Rule>(old)->enabled != body_as<Rule>(object)->enabled;
    if (changed) statements.push_back(enabled_statement(object));
    lock = body_as<Trigger>(old) ? Lock::share_row_exclusive : Lock::access_exclusive;
  } else if (const auto* scripted = body_as<Scripted>(object)) {
    for (const auto& [name, value] : scripted->properties) {
      const auto& before = body_as<Scripted>(old)->properties;
      const auto was = before.find(name);
      const auto statement = scripted->alterations.find(name);
      if ((was == before.end() || was->second != value) && statement != scripted->alterations.end()) {
        statements.push_back(statement->second);
      }
    }
  } else if (body_as<Table>(old)) {
    alter_table(old, object);
  } else if (body_as<Constraint>(old)) {
    alter_constraint(old, object);
  } else if (body_as<Index>(old)) {
    alter_index(old, object);
  } else if (body_as<Domain>(old)) {
    alter_domain(old, object);
  } else if (body_as<View>(old)) {
    alter_view(old, object);
  } else if (body_as<Sequence>(old)) {
    alter_sequence(old, object);
  }
  if (!statements.empty()) {
    Action action = make(id, title, std::move(statements), phase);
    action.step.lock = lock;
    action.step.commit_after = commit_after;
    if (const auto* type = body_as<CompositeType>(object)) {
      for (const Column& column : type->columns) action.makes.push_back({id, column.name});
      const bool stored = !s_.old_graph.on(id).empty();
      for (const Column& column : body_as<CompositeType>(old)->columns) {
        if (stored && find_column(type->columns, column.name) == nullptr)
          action.step.hazards.push_back(hazard::drop_column(id, column.name));
      }
    }
    if (commit_after) {
      action.step.hazards.push_back(hazard::non_transactional(
          id, "A new value of " + id.text() + " can only be used after its transaction has ended."));
    } else {
      needs_of(action, id);
      releases_of(action, id);
    }
    add(std::move(action));
  }
  decorate(id);
}

void ActionBuilder::decorate(const ObjectId& id) {
  const Object& old = *s_.old_object(id);
  const Object object = wanted(id);
  std::vector<std::string> statements = alter_decorations(old, object, s_.options.diff.all_attributes);
  if (statements.empty()) return;
  Action action =
      make(id, "owner, comments and privileges of " + id.text(), std::move(statements), Phase::late);
  const bool comments_only = old.owner == object.owner && old.grants == object.grants;
  if (comments_only) action.step.title = "comments of " + id.text();
  action.step.lock = comments_only && is_relation(id.kind) ? Lock::share_update_exclusive : Lock::none;
  action.needs.push_back({id, {}});
  if (const auto* table = body_as<Table>(object)) {
    for (const Column& column : table->columns) action.needs.push_back({id, column.name});
  }
  if (const std::string lost = lost_privileges(old, object); !lost.empty())
    action.step.hazards.push_back(hazard::privileges_lost(id, lost));
  add(std::move(action));
}

}  // namespace schemac
