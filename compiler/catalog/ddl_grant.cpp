// GRANT and REVOKE that change one set of privileges into another.
#include <algorithm>
#include <map>
#include <tuple>

#include "catalog/ddl_parts.h"

namespace schemac {
namespace {

std::string grantee_reference(const Object& object, const std::string& grantee) {
  if (grantee.empty()) return "PUBLIC";
  if (grantee != owner_grantee) return quote_identifier(grantee);
  return object.owner ? quote_identifier(*object.owner) : "CURRENT_USER";
}

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return out;
}

// The grants of one grantor: one statement for each grantee, with its privileges and their columns in one
// list.
class Statements {
 public:
  Statements(const Object& object, std::string head, std::string_view preposition, std::string tail)
      : object_(object), head_(std::move(head)), preposition_(preposition), tail_(std::move(tail)) {}
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
      out.push_back(head_ + ddl::join(items) + " ON " + grant_target(object_.id) + ' ' +
                    std::string(preposition_) + ' ' + grantee_reference(object_, grantee) + tail_);
    }
  }

 private:
  using WholeAndColumns = std::pair<bool, std::vector<std::string>>;
  const Object& object_;
  std::string head_;
  std::string_view preposition_;
  std::string tail_;
  std::map<std::string, std::map<std::string, WholeAndColumns>> by_grantee_;
};

// Grants and revokes at one distance from the owner: a role can pass on only what it already has.
struct Round {
  std::vector<Grant> revoked, options_revoked, granted, granted_with_option;
};

// For each grantor, since the server records only the role that runs the statement as grantor.
void print_as_grantors(const Object& object, const std::vector<Grant>& grants, const std::string& head,
                       std::string_view preposition, const std::string& tail, std::vector<std::string>& out) {
  std::map<std::string, Statements> by_grantor;
  for (const Grant& grant : grants)
    by_grantor.try_emplace(grant.grantor, object, head, preposition, tail).first->second.add(grant);
  for (const auto& [grantor, statements] : by_grantor) {
    if (!grantor.empty()) out.push_back("SET ROLE " + quote_identifier(grantor));
    statements.print(out);
    if (!grantor.empty()) out.emplace_back("RESET ROLE");
  }
}

// The number of grants between the owner and each grant.
class Distances {
 public:
  explicit Distances(const std::vector<Grant>& grants) : grants_(grants), known_(grants.size()) {}
  std::size_t of(std::size_t at) {
    const Grant& grant = grants_[at];
    if (grant.grantor.empty()) return 0;
    if (known_[at] > 0) return known_[at];
    known_[at] = grants_.size();  // ends a walk in a cycle; the server refuses to create one
    std::size_t nearest = grants_.size();
    for (std::size_t other = 0; other < grants_.size(); ++other) {
      const Grant& source = grants_[other];
      if (source.grantee == grant.grantor && source.grantable && source.privilege == grant.privilege &&
          (source.column.empty() || source.column == grant.column))
        nearest = std::min(nearest, of(other));
    }
    // Another role may have the option: one that the grantor is a member of.
    return known_[at] = nearest == grants_.size() ? 1 : nearest + 1;
  }

 private:
  const std::vector<Grant>& grants_;
  std::vector<std::size_t> known_;
};

}  // namespace

std::string grant_target(const ObjectId& id) {
  const KindTraits& traits = traits_of(id.kind);
  if (traits.grant_keyword.empty()) return object_reference(id);
  std::string name = qualified_name(id);
  if (id.kind == Kind::aggregate && name.ends_with("(*)")) name.replace(name.size() - 3, 3, "()");
  return std::string(traits.grant_keyword) + ' ' + name;
}

std::vector<Grant> default_grants(const ObjectId& id) {
  if (id.kind == Kind::namespace_ && id.name == "public")
    return {{.grantee = "", .privilege = "usage", .column = ""}};
  switch (traits_of(id.kind).public_has) {
    case KindTraits::PublicHas::nothing:
      return {};
    case KindTraits::PublicHas::usage:
      return {{.grantee = "", .privilege = "usage", .column = ""}};
    case KindTraits::PublicHas::execute:
      return {{.grantee = "", .privilege = "execute", .column = ""}};
  }
  return {};
}

std::vector<Grant> granted_by_owner(const std::vector<Grant>& grants) {
  std::map<Grant, bool> merged;  // without the grant option, and whether any has it
  for (Grant grant : grants) {
    const bool option = grant.grantable;
    grant.grantor.clear();
    grant.grantable = false;
    bool& any = merged[grant];
    any = any || option;
  }
  std::vector<Grant> out;
  out.reserve(merged.size());
  for (const auto& [grant, option] : merged) {
    out.push_back(grant);
    out.back().grantable = option;
  }
  std::sort(out.begin(), out.end());
  return out;
}

namespace {

auto key_of(const Grant& grant) {
  return std::tie(grant.grantee, grant.privilege, grant.column, grant.grantor, grant.revoked);
}

// Each grant once, in order; with the grant option if any has it.
std::vector<Grant> merged_options(const std::vector<Grant>& grants) {
  using Key = std::tuple<std::string, std::string, std::string, std::string, bool>;
  std::map<Key, Grant> merged;
  for (const Grant& grant : grants) {
    Grant& kept = merged.try_emplace(Key(key_of(grant)), grant).first->second;
    kept.grantable = kept.grantable || grant.grantable;
  }
  std::vector<Grant> out;
  out.reserve(merged.size());
  for (auto& [_, grant] : merged) out.push_back(std::move(grant));
  return out;
}

const Grant* find_grant(const std::vector<Grant>& grants, const Grant& wanted) {
  const auto found = std::find_if(grants.begin(), grants.end(),
                                  [&](const Grant& grant) { return key_of(grant) == key_of(wanted); });
  return found == grants.end() ? nullptr : &*found;
}

bool is_revoked_with_whole(const Grant& grant, const std::vector<Grant>& revoked_whole) {
  return !grant.column.empty() &&
         std::any_of(revoked_whole.begin(), revoked_whole.end(), [&](const Grant& whole) {
           return whole.grantee == grant.grantee && whole.privilege == grant.privilege &&
                  whole.grantor == grant.grantor;
         });
}

}  // namespace

std::vector<std::string> grant_statements(const Object& object, const std::optional<std::vector<Grant>>& from,
                                          const std::optional<std::vector<Grant>>& to) {
  if (from == to) return {};
  const std::vector<Grant> before = merged_options(from ? *from : default_grants(object.id));
  const std::vector<Grant> after = merged_options(to ? *to : default_grants(object.id));

  std::map<std::size_t, Round> rounds;
  Distances old_distances(before);
  Distances new_distances(after);
  // REVOKE of a privilege on a relation also removes it from the columns: remaining column grants are granted
  // again.
  std::vector<Grant> revoked_whole;
  const auto takes = [&](const Grant& g) {
    if (g.column.empty()) revoked_whole.push_back(g);
  };
  for (std::size_t at = 0; at < before.size(); ++at) {
    const Grant& g = before[at];
    const Grant* kept = find_grant(after, g);
    Round& round = rounds[old_distances.of(at)];
    if (kept == nullptr) {
      (g.revoked ? round.granted : round.revoked).push_back(g);
      if (!g.revoked) takes(g);
    } else if (g.grantable && !kept->grantable) {
      round.options_revoked.push_back(g);
      takes(g);
    }
  }
  for (const Grant& g : after) {
    if (!g.revoked || find_grant(before, g) != nullptr) continue;
    rounds[0].revoked.push_back(g);
    takes(g);
  }
  for (std::size_t at = 0; at < after.size(); ++at) {
    const Grant& g = after[at];
    if (g.revoked) continue;
    const Grant* had = find_grant(before, g);
    if (had != nullptr && had->grantable >= g.grantable && !is_revoked_with_whole(g, revoked_whole)) continue;
    Round& round = rounds[new_distances.of(at)];
    (g.grantable ? round.granted_with_option : round.granted).push_back(g);
  }
  std::vector<std::string> out;
  for (auto round = rounds.rbegin(); round != rounds.rend(); ++round) {
    print_as_grantors(object, round->second.revoked, "REVOKE ", "FROM", "", out);
    print_as_grantors(object, round->second.options_revoked, "REVOKE GRANT OPTION FOR ", "FROM", "", out);
  }
  for (const auto& [_, round] : rounds) {
    print_as_grantors(object, round.granted, "GRANT ", "TO", "", out);
    print_as_grantors(object, round.granted_with_option, "GRANT ", "TO", " WITH GRANT OPTION", out);
  }
  return out;
}

}  // namespace schemac
