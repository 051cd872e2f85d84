// Objects on a relation: constraints, indexes, policies.
#include <algorithm>

#include "catalog/ddl_parts.h"
#include "catalog/parent_key.h"

namespace schemac::ddl {
namespace {

// Statements on an index or on the index behind a key.
void alter_index(std::vector<std::string>& out, const ObjectId& id, const std::string& tablespace,
                 bool clustered, const std::string& attached_to) {
  if (tablespace.empty() && !clustered && attached_to.empty()) return;
  const std::string name = qualified_name(id.namespace_, id.name);
  if (!tablespace.empty())
    out.push_back("ALTER INDEX " + name + " SET TABLESPACE " + quote_identifier(tablespace));
  if (clustered) {
    out.push_back("ALTER TABLE " + qualified_name(id.namespace_, id.relation) + " CLUSTER ON " +
                  quote_identifier(id.name));
  }
  if (!attached_to.empty()) out.push_back("ALTER INDEX " + attached_to + " ATTACH PARTITION " + name);
}

}  // namespace

std::string create(const Object& object, const Constraint& constraint) {
  const ObjectId& id = object.id;
  std::string out =
      constraint.partitioned && !has_no_attach(constraint) ? "ALTER TABLE ONLY " : "ALTER TABLE ";
  constexpr std::size_t bytes_between = 20;
  out.reserve(out.size() + id.namespace_.size() + id.relation.size() + id.name.size() +
              constraint.definition.size() + bytes_between);
  append_qualified_name(out, id.namespace_, id.relation);
  out += " ADD CONSTRAINT ";
  append_identifier(out, id.name);
  return (out += ' ') += constraint.definition;
}

std::vector<std::string> complete(const Object& object, const Constraint& constraint) {
  std::vector<std::string> out;
  const bool made = made_with_parent(constraint);
  if (made && name_from_parent(object.id, constraint) != object.id.name)
    out.push_back(take_name_statement(object.id, constraint));
  // The definition does not state them, and between its parts is the only possible place.
  if (!constraint.index_options.empty()) {
    out.push_back("ALTER INDEX " + qualified_name(object.id.namespace_, object.id.name) + " SET (" +
                  storage_options_list(constraint.index_options) + ")");
  }
  alter_index(out, object.id, constraint.index_tablespace, constraint.clustered,
              made ? std::string{} : *constraint.attached_to);
  if (!constraint.index_comment.empty())
    out.push_back(key_index_comment(object.id, constraint.index_comment));
  return out;
}

std::vector<std::string> complete(const Object& object, const Index& index) {
  std::vector<std::string> out;
  // Kept from an index that this one replaces: the definition then does not state them.
  if (!index.options.empty() && index.definition.find(" WITH (") == std::string::npos) {
    out.push_back("ALTER INDEX " + qualified_name(object.id.namespace_, object.id.name) + " SET (" +
                  storage_options_list(index.options) + ")");
  }
  for (const auto& [column, target] : index.statistics_targets) {
    out.push_back("ALTER INDEX " + qualified_name(object.id.namespace_, object.id.name) + " ALTER COLUMN " +
                  std::to_string(column) + " SET STATISTICS " + std::to_string(target));
  }
  alter_index(out, object.id, index.tablespace, index.clustered, index.attached_to);
  return out;
}

std::string create(const Object& object, const Policy& policy) {
  std::string out = "CREATE POLICY " + quote_identifier(object.id.name) + " ON " +
                    qualified_name(object.id.namespace_, object.id.relation);
  if (!policy.permissive) out += " AS RESTRICTIVE";
  if (policy.command != "all") {
    std::string command = policy.command;
    std::transform(command.begin(), command.end(), command.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    out += " FOR " + command;
  }
  if (!policy.roles.empty() && policy.roles != std::vector<std::string>{"public"}) {
    std::vector<std::string> roles;
    for (const auto& role : policy.roles)
      roles.push_back(role == "public" ? "PUBLIC" : quote_identifier(role));
    out += " TO " + join(roles);
  }
  if (policy.using_expression) out += " USING (" + *policy.using_expression + ")";
  if (policy.check_expression) out += " WITH CHECK (" + *policy.check_expression + ")";
  return out;
}

}  // namespace schemac::ddl
