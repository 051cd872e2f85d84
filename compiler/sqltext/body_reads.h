// What the routines of one catalog read through bodies that are strings: edges that pg_depend lacks.
//
// Bodies are parsed once, at the first query; a plan queries only what its actions use. A name without a
// schema counts for every object of that name, since the caller's search path decides: an unnecessary edge
// only restricts the order. Refers to the catalog and the graph. Linear in what is reached.
#pragma once
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "catalog/called_reads.h"
#include "catalog/dependency.h"

namespace schemac {

// The objects that some users reach through objects that run when they are used.
struct ReachedReads {
  std::vector<ObjectId> objects;  // the nodes of the groups
  ReadGroups groups;
  std::map<ObjectId, std::size_t> group_of;  // of a used object; absent if nothing is read through it
};

class BodyReads {
 public:
  BodyReads(const Catalog& catalog, const DependencyGraph& graph) : catalog_(catalog), graph_(graph) {}

  // Of a function or procedure whose body is a string; empty for everything else.
  const std::vector<ObjectId>& of(const ObjectId& routine);
  ReachedReads reached(const std::set<ObjectId>& used);
  // Everything that the object reads in this way, at any depth, and what it is declared to read; not through
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
