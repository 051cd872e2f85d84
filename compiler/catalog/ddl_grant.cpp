// GRANT and REVOKE that lead from one set of privileges to another.
#include <algorithm>
#include <map>
#include <tuple>

#include "catalog/ddl_parts.h"

namespace schemac {
namespace {

std::string grant_target(const ObjectId& id) {
  switch (id.kind) {
    case Kind::table:
    case Kind::foreign_table:
    case Kind::view:
    case Kind::materialized_view:
      return "TABLE " + qualified_name(id);
    case Kind::aggregate: {
      std::string name = qualified_name(id);
      if (name.ends_with("(*)")) name.replace(name.size() - 3, 3, "()");
      return "FUNCTION " + name;
    }
    case Kind::foreign_server:
      return "FOREIGN SERVER " + qualified_name(id);
    default:
      return object_reference(id);
  }
}

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return out;
}

// One statement for each grantee, its privileges and their columns in one list.
class Statements {
 public:
  Statements(std::string head, std::string target, std::string_view preposition, std::string tail)
      : head_(std::move(head)),
        target_(std::move(target)),
        preposition_(preposition),
        tail_(std::move(tail)) {}
  void add(const Grant& grant) {
    auto& columns = by_grantee_[grant.grantee][grant.privilege];
    if (grant.column.empty()) {
      columns.first = true;
    } else {
      columns.second.push_back(quote_identifier(grant.column));
    }
  }
  void print(std::vector<std::string>& out) const {
    for (const auto& [grantee, privileges] : by_grantee_) {
      std::vector<std::string> items;
      for (const auto& [privilege, columns] : privileges) {
        if (columns.first) items.push_back(upper(privilege));
        if (!columns.second.empty())
          items.push_back(upper(privilege) + " (" + ddl::join(columns.second) + ")");
      }
      out.push_back(head_ + ddl::join(items) + " ON " + target_ + ' ' + std::string(preposition_) + ' ' +
                    (grantee.empty() ? "PUBLIC" : quote_identifier(grantee)) + tail_);
    }
  }

 private:
  using WholeAndColumns = std::pair<bool, std::vector<std::string>>;
  std::string head_, target_;
  std::string_view preposition_;
  std::string tail_;
  std::map<std::string, std::map<std::string, WholeAndColumns>> by_grantee_;
};

}  // namespace

std::vector<Grant> default_grants(const ObjectId& id) {
  switch (id.kind) {
    case Kind::function:
    case Kind::procedure:
    case Kind::aggregate:
      return {{.grantee = "", .privilege = "execute", .column = ""}};
    case Kind::enum_:
    case Kind::domain:
    case Kind::composite_type:
    case Kind::range_type:
    case Kind::base_type:
    case Kind::language:
      return {{.grantee = "", .privilege = "usage", .column = ""}};
    case Kind::namespace_:
      if (id.name == "public") return {{.grantee = "", .privilege = "usage", .column = ""}};
      return {};
    default:
      return {};
  }
}

std::vector<std::string> grant_statements(const Object& object, const std::optional<std::vector<Grant>>& from,
                                          const std::optional<std::vector<Grant>>& to) {
  if (from == to) return {};
  using Key = std::tuple<std::string, std::string, std::string>;
  const auto keyed = [&](const std::optional<std::vector<Grant>>& grants) {
    std::map<Key, Grant> out;
    for (const Grant& g : grants ? *grants : default_grants(object.id)) {
      Grant& merged = out.try_emplace(Key{g.grantee, g.privilege, g.column}, g).first->second;
      merged.grantable = merged.grantable || g.grantable;
    }
    return out;
  };
  const auto before = keyed(from);
  const auto after = keyed(to);

  const std::string target = grant_target(object.id);
  Statements revoke("REVOKE ", target, "FROM", "");
  Statements revoke_option("REVOKE GRANT OPTION FOR ", target, "FROM", "");
  Statements grant("GRANT ", target, "TO", "");
  Statements grant_with_option("GRANT ", target, "TO", " WITH GRANT OPTION");
  // Revoking a privilege on a relation takes the same one off its columns too: those that stay are granted
  // anew.
  std::vector<Key> revoked_whole;
  for (const auto& [key, g] : before) {
    const auto found = after.find(key);
    if (found == after.end()) {
      revoke.add(g);
      if (g.column.empty()) revoked_whole.push_back(key);
    } else if (g.grantable && !found->second.grantable) {
      revoke_option.add(g);
      if (g.column.empty()) revoked_whole.push_back(key);
    }
  }
  for (const auto& [key, g] : after) {
    const auto found = before.find(key);
    const bool lost = !g.column.empty() && std::find(revoked_whole.begin(), revoked_whole.end(),
                                                     Key{g.grantee, g.privilege, ""}) != revoked_whole.end();
    if (found != before.end() && found->second.grantable >= g.grantable && !lost) continue;
    (g.grantable ? grant_with_option : grant).add(g);
  }
  std::vector<std::string> out;
  revoke.print(out);
  revoke_option.print(out);
  grant.print(out);
  grant_with_option.print(out);
  return out;
}

}  // namespace schemac
