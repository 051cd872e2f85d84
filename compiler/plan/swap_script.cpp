#include "plan/swap_script.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "catalog/ddl.h"
#include "plan/attachments.h"
#include "plan/object_actions.h"
#include "plan/swap_rights.h"
#include "sqltext/relation_in_query.h"

namespace schemac {

void rebuild_what_fills(const DependencyGraph& graph, std::set<ObjectId>& rebuilt,
                        std::set<ObjectId>& replaced) {
  bool growing = true;
  while (growing) {
    growing = false;
    for (auto at = replaced.begin(); at != replaced.end();) {
      const auto& readers = graph.on(*at);
      const bool fills = std::any_of(readers.begin(), readers.end(), [&](const Dependent& reader) {
        return reader.edge.type != DependencyType::soft && rebuilt.contains(reader.id);
      });
      if (!fills) {
        ++at;
        continue;
      }
      rebuilt.insert(*at);
      at = replaced.erase(at);
      growing = true;
    }
  }
}

SwapScript::SwapScript(const Catalog& from, const Catalog& to, const DependencyGraph& graph,
                       const std::set<ObjectId>& rebuilt, const std::set<ObjectId>& replaced,
                       bool all_attributes)
    : from_(from),
      to_(to),
      graph_(graph),
      all_attributes_(all_attributes),
      new_(rebuilt),
      rebuilt_(ordered(rebuilt)),
      replaced_(ordered(replaced)) {
  for (const ObjectId& id : rebuilt_) {
    std::set<ObjectId> indexes;
    for (const Dependent& dependent : graph.on(id)) {
      if (dependent.id.kind == Kind::index && dependent.id.relation == id.name) indexes.insert(dependent.id);
    }
    indexes_[id].assign(indexes.begin(), indexes.end());
  }
}

const std::vector<ObjectId>& SwapScript::indexes_of(const ObjectId& view) const {
  static const std::vector<ObjectId> none;
  const auto found = indexes_.find(view);
  return found == indexes_.end() ? none : found->second;
}

ObjectId SwapScript::beside(const ObjectId& view) { return aside_name(view, "__new"); }

std::vector<ObjectId> SwapScript::ordered(const std::set<ObjectId>& ids) const {
  std::vector<ObjectId> order;
  std::set<ObjectId> done;
  const auto visit = [&](const auto& self, const ObjectId& id) -> void {
    if (!ids.contains(id) || !done.insert(id).second) return;
    for (const Dependency& edge : graph_.of(id)) {
      if (edge.on != id) self(self, edge.on);
    }
    order.push_back(id);
  };
  for (const ObjectId& id : ids) visit(visit, id);
  return order;
}

std::string SwapScript::query_over_new(const ObjectId& view) const {
  std::string query = body_as<View>(*to_.find(view))->query;
  std::set<ObjectId> read;
  for (const Dependency& edge : graph_.of(view)) {
    if (new_.contains(edge.on) && read.insert(edge.on).second)
      query = with_relation(query, edge.on, beside(edge.on));
  }
  return query;
}

bool SwapScript::keeps_rights(const ObjectId& view) const {
  const auto& grants = to_.find(view)->grants;
  return grants == from_.find(view)->grants || (!all_attributes_ && !grants);
}

bool SwapScript::keeps_owner(const ObjectId& view) const {
  const auto& owner = to_.find(view)->owner;
  return owner == from_.find(view)->owner || (!all_attributes_ && !owner);
}

std::vector<std::string> SwapScript::build(const ObjectId& view) const {
  Object made = *to_.find(view);
  made.id = beside(view);
  std::get<View>(made.body).query = query_over_new(view);
  if (!all_attributes_) carry_over(made, *from_.find(view));
  // No role reads it before its privileges are final, whatever the default privileges are.
  const std::optional<std::vector<Grant>> grants = std::exchange(made.grants, std::nullopt);
  std::vector<std::string> statements = create_statements(made);
  statements.push_back(only_owner_rights(made.id));
  for (std::string& statement : grant_statements(made, std::nullopt, grants))
    statements.push_back(std::move(statement));
  for (const ObjectId& index : indexes_of(view)) {
    Object copy = *to_.find(index);
    auto& body = std::get<Index>(copy.body);
    body.definition = index_definition_on(body.definition, beside(index).name, beside(view));
    copy.id = beside(index);
    copy.id.relation = beside(view).name;
    for (std::string& statement : create_statements(copy)) statements.push_back(std::move(statement));
  }
  return statements;
}

std::vector<std::string> SwapScript::swap_in() const {
  std::vector<std::string> statements;
  for (const ObjectId& id : replaced_) {
    Object view = *to_.find(id);
    std::get<View>(view.body).query = query_over_new(id);
    statements.push_back(replace_statement(view));
    Object wanted = *to_.find(id);
    if (!all_attributes_) carry_over(wanted, *from_.find(id));
    for (std::string& statement : decoration_statements(*from_.find(id), wanted, all_attributes_)) {
      statements.push_back(std::move(statement));
    }
  }
  for (const ObjectId& id : rebuilt_) {
    if (keeps_rights(id)) statements.push_back(rights_of_the_old(id, beside(id), keeps_owner(id)));
  }
  for (auto id = rebuilt_.rbegin(); id != rebuilt_.rend(); ++id) {
    statements.push_back(drop_statement(*from_.find(*id)));
  }
  for (const ObjectId& id : rebuilt_) {
    statements.push_back("ALTER " + object_reference(beside(id)) + " RENAME TO " + quote_identifier(id.name));
    for (const ObjectId& index : indexes_of(id)) {
      statements.push_back("ALTER INDEX " + qualified_name(index.namespace_, beside(index).name) +
                           " RENAME TO " + quote_identifier(index.name));
    }
  }
  return statements;
}

}  // namespace schemac
