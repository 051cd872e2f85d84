#include "plan/table_trees.h"

#include "plan/partition_rules.h"

namespace schemac {
namespace {

using Links = std::map<std::string, std::set<std::string>>;

// Parents and children are neighbours, in whichever state they are related.
void link_tables(const Catalog& catalog, Links& links) {
  for (const auto& [id, object] : catalog.objects) {
    const auto* table = body_as<Table>(object);
    if (table == nullptr) continue;
    for (const std::string& parent : parents_of(*table)) {
      links[parent].insert(qualified_name(id));
      links[qualified_name(id)].insert(parent);
    }
  }
}

void find_trees(const Catalog& from, const Catalog& to, TableTrees& trees) {
  Links links;
  link_tables(from, links);
  link_tables(to, links);
  for (const auto& entry : links) {
    std::vector<std::string> open = {entry.first};
    while (!open.empty()) {
      const std::string table = std::move(open.back());
      open.pop_back();
      if (!trees.tree.emplace(table, entry.first).second) continue;
      const std::set<std::string>& neighbours = links.at(table);
      open.insert(open.end(), neighbours.begin(), neighbours.end());
    }
  }
}

}  // namespace

TableTrees table_trees(const Catalog& from, const Catalog& to) {
  TableTrees trees;
  for (const auto& [id, object] : from.objects) {
    const auto* table = body_as<Table>(object);
    if (table == nullptr) continue;
    for (const std::string& parent : parents_of(*table)) {
      trees.parents.insert(parent);
      trees.old_children[parent].push_back(id);
    }
    if (!table->partition_of.empty()) trees.old_partitions[table->partition_of].push_back(id);
  }
  for (const auto& [id, object] : to.objects) {
    if (const auto* table = body_as<Table>(object)) {
      for (const std::string& parent : parents_of(*table)) trees.parents.insert(parent);
      if (!table->partition_of.empty()) trees.new_partitions[table->partition_of].push_back(id);
    }
    if (const std::string* above = attached_to(object); above != nullptr && !above->empty())
      trees.new_attached[*above].push_back(id);
    if (id.kind == Kind::index) trees.new_indexes.emplace(qualified_name(id.namespace_, id.name), id);
  }
  find_trees(from, to, trees);
  return trees;
}

const std::string& TableTrees::tree_of(const ObjectId& table) const {
  static const std::string alone;
  const auto found = tree.find(qualified_name(table));
  return found == tree.end() ? alone : found->second;
}

}  // namespace schemac
