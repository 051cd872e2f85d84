// Which tables, indexes and keys are above and below each other in the two states of a plan: partitions,
// child tables, attached indexes. By qualified name. Built once: a scan of the catalogs for each column would
// make large plans quadratic.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "catalog/catalog.h"

namespace schemac {

struct TableTrees {
  using Below = std::map<std::string, std::vector<ObjectId>>;
  std::set<std::string> parents;  // tables with partitions or child tables in either state
  Below old_children;             // table -> its partitions and child tables
  Below old_partitions, new_partitions;
  Below new_attached;                           // index or key -> those attached to it
  std::map<std::string, ObjectId> new_indexes;  // name -> id
  std::map<std::string, std::string> tree;      // table with a parent or children -> name of its tree

  // Empty for a table without parents and children.
  const std::string& tree_of(const ObjectId& table) const;
};
TableTrees table_trees(const Catalog& from, const Catalog& to);

// The tables below a table, level by level; visit returns whether to continue below that one.
template <typename F>
void each_below(const TableTrees::Below& children, const ObjectId& table, const F& visit) {
  const auto found = children.find(qualified_name(table));
  if (found == children.end()) return;
  for (const ObjectId& child : found->second) {
    if (visit(child)) each_below(children, child, visit);
  }
}

}  // namespace schemac
