// The SQL that puts views in the place of old ones without their readers noticing: each new one is built
// beside the old under another name, with its indexes; then one short transaction points plain views over,
// drops the old ones, and gives the new ones their names.
//
// Pure. Refers to the catalogs and the graph that it was made with. Cost: one pass over the objects of `to`.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "migrate/dependency.h"

namespace schemac {

// Moves the plain views that some rebuilt view is filled from, from `replaced` to `rebuilt`: what a new
// materialized view is filled from must be new itself, since it holds on to it by identity.
void rebuild_what_fills(const DependencyGraph& graph, std::set<ObjectId>& rebuilt,
                        std::set<ObjectId>& replaced);

class SwapScript {
 public:
  // rebuilt: views and materialized views that get a new identity. replaced: plain views that keep theirs and
  // read the new ones from then on. graph: of `to`. all_attributes: owner and privileges are those of `to`
  // even where it does not state them. What does not change is as the old one has it when it is swapped.
  SwapScript(const Catalog& from, const Catalog& to, const DependencyGraph& graph,
             const std::set<ObjectId>& rebuilt, const std::set<ObjectId>& replaced, bool all_attributes);

  // What is read before who reads it.
  const std::vector<ObjectId>& rebuilt() const { return rebuilt_; }
  const std::vector<ObjectId>& replaced() const { return replaced_; }
  const std::vector<ObjectId>& indexes_of(const ObjectId& view) const;

  static ObjectId beside(const ObjectId& view);
  // The new view over new views, its attributes and indexes. Of a replaced one: as it would be.
  std::vector<std::string> build(const ObjectId& view) const;
  // To run in one transaction, when all are built.
  std::vector<std::string> swap_in() const;

 private:
  std::vector<ObjectId> ordered(const std::set<ObjectId>& ids) const;
  std::string query_over_new(const ObjectId& view) const;
  // The plan changes none, so they are what the target has, whoever gave them.
  bool keeps_rights(const ObjectId& view) const;
  bool keeps_owner(const ObjectId& view) const;

  const Catalog& from_;
  const Catalog& to_;
  const DependencyGraph& graph_;
  bool all_attributes_;
  std::set<ObjectId> new_;
  std::vector<ObjectId> rebuilt_, replaced_;
  std::map<ObjectId, std::vector<ObjectId>> indexes_;
};

}  // namespace schemac
