// What the routines of one catalog read by way of bodies that are strings: the edges that no pg_depend has.
//
// Bodies are parsed when first asked for, once; a plan asks only for what its actions use. Names without a
// schema count for every object that has them, since the search path of the caller decides: an edge too many
// costs nothing but a place in the order. Refers to the catalog and the graph. Linear in what is reached.
#pragma once
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "catalog/called_reads.h"
#include "migrate/dependency.h"

namespace schemac {

// The objects that some users reach through what runs when it is used.
struct ReachedReads {
  std::vector<ObjectId> objects;  // the nodes of the groups
  ReadGroups groups;
  std::map<ObjectId, std::size_t> group_of;  // of a used object; absent where nothing is read by way of it
};

class BodyReads {
 public:
  BodyReads(const Catalog& catalog, const DependencyGraph& graph) : catalog_(catalog), graph_(graph) {}

  // Of a function or procedure whose body is a string; empty for all else.
  const std::vector<ObjectId>& of(const ObjectId& routine);
  ReachedReads reached(const std::set<ObjectId>& used);
  // Everything that the object reads that way, at any depth, and what it is declared to read; not by way of
  // tables and materialized views.
  std::set<ObjectId> all_of(const ObjectId& id);

 private:
  void index_names();
  std::vector<ObjectId> parsed(const Object& routine);

  const Catalog& catalog_;
  const DependencyGraph& graph_;
  std::map<ObjectId, std::vector<ObjectId>> known_;
  bool indexed_ = false;
  // By bare name.
  std::unordered_map<std::string, std::vector<ObjectId>> relations_, routines_, types_;
};

}  // namespace schemac
