// The SQL that replaces views without an interruption for their readers: each new one is built beside the old
// one under another name, with its indexes; then one short transaction changes plain views to read the new
// ones, drops the old ones, and gives the new ones their names.
//
// Pure. Refers to the catalogs and the graph given to it. Cost: one pass over the objects of `to`.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/dependency.h"

namespace schemac {

// Moves the plain views from which some rebuilt view is filled from `replaced` to `rebuilt`: a new
// materialized view must be filled from new views, since it refers to them by identity.
void rebuild_what_fills(const DependencyGraph& graph, std::set<ObjectId>& rebuilt,
                        std::set<ObjectId>& replaced);

class SwapScript {
 public:
  // rebuilt: views and materialized views that get a new identity. replaced: plain views that keep theirs and
  // read the new ones from then on. graph: of `to`. all_attributes: owner and privileges are those of `to`
  // even if it does not state them. Unchanged attributes are those of the old view at the time of the swap.
  SwapScript(const Catalog& from, const Catalog& to, const DependencyGraph& graph,
             const std::set<ObjectId>& rebuilt, const std::set<ObjectId>& replaced, bool all_attributes);

  // Views come before their readers.
  const std::vector<ObjectId>& rebuilt() const { return rebuilt_; }
  const std::vector<ObjectId>& replaced() const { return replaced_; }
  const std::vector<ObjectId>& indexes_of(const ObjectId& view) const;

  static ObjectId beside(const ObjectId& view);
  // The new view over new views, its attributes and indexes. Of a replaced view: its final form.
  std::vector<std::string> build(const ObjectId& view) const;
  // To run in one transaction, after all are built.
  std::vector<std::string> swap_in() const;

 private:
  std::vector<ObjectId> ordered(const std::set<ObjectId>& ids) const;
  std::string query_over_new(const ObjectId& view) const;
  // The plan changes none, so they are those on the target, granted by any role.
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
