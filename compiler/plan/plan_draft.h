// The actions of a plan while they are made, and what they are made from. The kinds of objects add them
// (plan/kinds); nothing here is particular to a kind.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "plan/action.h"
#include "plan/plan_context.h"
#include "plan/table_trees.h"

namespace schemac {

// How cycles are broken; grows until there is an order.
struct CycleBreaks {
  std::set<ObjectId> late_defaults;  // tables whose column defaults are set, and whose generated columns that
                                     // call a routine are added, after they exist
  std::set<ObjectId> explicit_drops;     // attachments of dropped tables that have a DROP of their own
  std::set<ObjectId> early_defaults;     // dropped tables whose defaults and such columns are dropped first
  std::set<ObjectId> placeholders;       // objects that are created as a placeholder first (placeholder.h)
  std::set<ObjectId> placeholder_drops;  // the same for drops: replaced by the placeholder, then dropped
  bool at_once = false;  // no online forms: they would commit while a tree of tables lacks rows
};

struct KeyBuild {
  std::size_t action = 0;
  std::string index;  // its name until the constraint is created from it
};

struct PlanDraft {
  PlanDraft(const PlanContext& context, const ChosenActions& chosen, const CycleBreaks& breaks);

  const PlanContext& context;
  const ChosenActions& chosen;
  const CycleBreaks& breaks;
  const TableTrees trees;
  std::vector<Action> actions;

  // What is built beside an old object, and what waits for it.
  std::map<ObjectId, KeyBuild> key_builds;  // key of `to` -> the concurrent build of its index
  std::map<ObjectId, std::vector<std::size_t>> table_builds;  // table -> the builds that old keys wait for
  std::map<ObjectId, std::string> column_builds;  // index or key of a backfilled column -> its replacement
  std::map<ObjectId, std::vector<std::size_t>> table_swaps;  // table -> what a backfilled column waits for
  std::map<ObjectId, std::vector<std::size_t>>
      waits;                                 // dropped object -> the actions that its drop waits for
  std::map<ObjectId, std::size_t> restored;  // index or statistics -> what restores its targets
  std::set<std::string> apart;               // trees of which tables are recreated or detached for a time
  std::set<ObjectId> guarded;                // tables whose drop follows a guard
  std::set<ObjectId> without_rows;           // recreated tables whose rows cannot be restored

  const ChosenAction& choice(const ObjectId& id) const;
  ObjectAction action_of(const ObjectId& id) const { return choice(id).action; }
  bool stays(const ObjectId& id) const;  // in both states and not recreated: may contain rows
  // The relation that it belongs to, in the old or new state.
  const Object* old_parent(const ObjectId& id) const { return context.old_graph.relations().parent(id); }
  const Object* new_parent(const ObjectId& id) const { return context.new_graph.relations().parent(id); }
  bool online(const ObjectId& table) const;
  std::optional<std::int64_t> rows(const ObjectId& id) const;
  // The object in its final form: what `to` does not state is taken from `from`.
  Object wanted(const ObjectId& id) const;
  // Returns its index.
  std::size_t add(Action action);
};

// Every object of the kind that belongs to the relation.
template <typename F>
void each_on(const Catalog& catalog, Kind kind, const ObjectId& relation, F&& visit) {
  for (auto at = catalog.objects.lower_bound({kind, relation.namespace_, relation.name, {}});
       at != catalog.objects.end() && at->first.kind == kind && at->first.namespace_ == relation.namespace_ &&
       at->first.relation == relation.name;
       ++at) {
    visit(at->first, at->second);
  }
}

// A name for what is built beside an object, or for an object that is set aside.
ObjectId aside_name(const ObjectId& id, std::string_view suffix);

}  // namespace schemac
