// The effect of the database's default privileges on an object that the plan creates: what they grant beyond
// its own privileges is revoked, and what they remove of the built-in ones is granted.
#include <algorithm>

#include "catalog/ddl.h"
#include "plan/object_actions.h"

namespace schemac {
namespace {

std::string list_of(const std::set<std::string>& privileges) {
  std::string list;
  for (const std::string& privilege : privileges) list += (list.empty() ? "" : ", ") + privilege;
  return list;
}

// "GRANT INSERT, SELECT ON TABLES TO r WITH GRANT OPTION", as introspection prints it after the scope.
struct DefaultChange {
  bool grants = false;
  bool grantable = false;
  std::set<std::string> privileges;
};

DefaultChange default_change(const std::string& statement, std::size_t scope_end) {
  DefaultChange change;
  const std::size_t verb_end = statement.find(' ', scope_end);
  change.grants = statement.compare(scope_end, verb_end - scope_end, "GRANT") == 0;
  change.grantable = statement.ends_with(" WITH GRANT OPTION");
  const std::string list = statement.substr(verb_end + 1, statement.find(" ON ", verb_end) - verb_end - 1);
  for (std::size_t at = 0; at < list.size();) {
    const std::size_t comma = std::min(list.find(", ", at), list.size());
    change.privileges.insert(list.substr(at, comma - at));
    at = comma + 2;
  }
  return change;
}

// The privileges of a grantee by the owner's grants. An owner has all except those revoked from it.
struct Wanted {
  bool owner = false;
  std::set<std::string> privileges, grantable, revoked;
  std::map<std::string, std::vector<Grant>>
      on_columns;  // by privilege; a REVOKE on the whole object removes them
  bool has(const std::string& privilege) const {
    return owner ? !revoked.contains(privilege) : privileges.contains(privilege);
  }
};

Wanted wanted_of(const Object& object, const std::string& grantee, bool owner) {
  Wanted wanted{.owner = owner, .privileges = {}, .grantable = {}, .revoked = {}, .on_columns = {}};
  const auto is_grantee = [&](const std::string& name) {
    if (owner) return name == owner_grantee;
    return (name.empty() ? "PUBLIC" : quote_identifier(name)) == grantee;
  };
  for (const Grant& grant : object.grants ? *object.grants : default_grants(object.id)) {
    if (!grant.grantor.empty() || !is_grantee(grant.grantee)) continue;
    std::string privilege = grant.privilege;
    std::transform(privilege.begin(), privilege.end(), privilege.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    if (!grant.column.empty()) {
      wanted.on_columns[privilege].push_back(grant);
      continue;
    }
    if (grant.revoked) {
      wanted.revoked.insert(privilege);
      continue;
    }
    wanted.privileges.insert(privilege);
    if (grant.grantable) wanted.grantable.insert(privilege);
  }
  return wanted;
}

void correct(std::vector<std::string>& statements, const Object& object, const DefaultChange& change,
             const Wanted& wanted, const std::string& grantee) {
  const std::string target = grant_target(object.id);
  std::set<std::string> revoked, options_revoked, granted;
  for (const std::string& privilege : change.privileges) {
    const bool has = wanted.has(privilege);
    if (!change.grants && has) granted.insert(privilege);
    if (change.grants && !has) revoked.insert(privilege);
    if (change.grantable && has && !wanted.grantable.contains(privilege)) options_revoked.insert(privilege);
  }
  if (!granted.empty())
    statements.push_back("GRANT " + list_of(granted) + " ON " + target + " TO " + grantee);
  if (!revoked.empty())
    statements.push_back("REVOKE " + list_of(revoked) + " ON " + target + " FROM " + grantee);
  if (!options_revoked.empty()) {
    statements.push_back("REVOKE GRANT OPTION FOR " + list_of(options_revoked) + " ON " + target + " FROM " +
                         grantee);
  }
  revoked.merge(options_revoked);
  for (const std::string& privilege : revoked) {
    const auto columns = wanted.on_columns.find(privilege);
    if (columns == wanted.on_columns.end()) continue;
    for (std::string& statement : grant_statements(object, std::vector<Grant>(), columns->second))
      statements.push_back(std::move(statement));
  }
}

}  // namespace

std::vector<std::string> privilege_corrections(const PlanContext& context, const ChosenActions& chosen,
                                               const Object& object) {
  std::vector<std::string> statements;
  const auto stays = [&](const ObjectId& id) {
    const auto choice = chosen.find(id);
    return context.new_object(id) != nullptr &&
           (choice == chosen.end() || choice->second.action != ObjectAction::recreate);
  };
  const ObjectId& id = object.id;
  const std::string_view kinds = traits_of(id.kind).default_privileges;
  if (kinds.empty()) return statements;
  for (auto at = context.from.objects.lower_bound({Kind::default_privileges, {}, {}, {}});
       at != context.from.objects.end() && at->first.kind == Kind::default_privileges; ++at) {
    const auto* defaults = body_as<Scripted>(at->second);
    if (defaults == nullptr || !stays(at->first)) continue;
    // "FOR ROLE r [IN SCHEMA s] ON TABLES TO grantee"
    const std::string& name = at->first.name;
    const std::string on = " ON " + std::string(kinds) + " TO ";
    const std::size_t scope_end = name.rfind(on);
    if (scope_end == std::string::npos) continue;
    const std::string scope = name.substr(0, scope_end);
    if (scope.find(" IN SCHEMA ") != std::string::npos &&
        !scope.ends_with(" IN SCHEMA " + quote_identifier(id.namespace_)))
      continue;
    std::string grantee = name.substr(scope_end + on.size());
    // Privileges that the role revokes from itself it lacks as owner of the objects that it creates.
    const bool owner =
        scope == "FOR ROLE " + grantee || scope.starts_with("FOR ROLE " + grantee + " IN SCHEMA ");
    const Wanted wanted = wanted_of(object, grantee, owner);
    if (owner) grantee = object.owner ? quote_identifier(*object.owner) : "CURRENT_USER";
    const std::size_t verb = std::string_view("ALTER DEFAULT PRIVILEGES ").size() + scope.size() + 1;
    correct(statements, object, default_change(defaults->create, verb), wanted, grantee);
    for (const std::string& statement : defaults->completion)
      correct(statements, object, default_change(statement, verb), wanted, grantee);
  }
  return statements;
}

void correct_privileges(const PlanDraft& draft, Action& action, const Object& object) {
  for (std::string& statement : privilege_corrections(draft.context, draft.chosen, object))
    action.statements.push_back(std::move(statement));
}

}  // namespace schemac
