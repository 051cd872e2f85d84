// State that the parts of the plan engine share: both catalogs under one set of names, their dependency
// graphs, and the chosen about every object.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/dependency.h"
#include "diff/rename.h"
#include "plan/plan.h"

namespace schemac {

enum class ObjectAction {
  keep,
  alter,     // in place
  replace,   // CREATE OR REPLACE
  recreate,  // drop and create
  create,
  drop
};

// The change of a column of a table that stays.
struct ColumnAction {
  bool retype = false;         // ALTER COLUMN … TYPE
  bool through_text = false;   // its type is recreated: the values are converted through text
  bool reset_default = false;  // an object that the default calls is recreated
  bool regenerate = false;     // dropped and added again: a generation expression
  bool backfill = false;       // a column of the new type is filled beside it and replaces it
  // Its type is made of the row types of these tables, and of types made of them; the tables are rewritten or
  // recreated, which the server refuses while a column stores such values: they are JSON in the meantime.
  std::vector<ObjectId> aside_for;
};

struct ChosenAction {
  ObjectAction action = ObjectAction::keep;
  std::optional<ObjectId> because_of;  // forced by this object's change
  bool detach = false;         // partition or child table whose parent is recreated: detached, attached again
  bool release_owner = false;  // sequence whose owning relation is recreated
  bool swap_type = false;      // type that columns use: renamed aside, recreated, dropped at the end
  std::set<std::string> domain_constraints;  // of a domain: dropped and added again
  bool domain_default = false;
  std::map<std::string, ColumnAction> columns;
};

using ChosenActions = std::map<ObjectId, ChosenAction>;

struct PlanContext {
  const Catalog& from;  // renamed
  const Catalog& to;
  const DependencyGraph& old_graph;
  const DependencyGraph& new_graph;
  const Renames& renames;
  const PlanOptions& options;
  std::set<ObjectId> unmanaged;

  const Object* old_object(const ObjectId& id) const { return from.find(id); }
  const Object* new_object(const ObjectId& id) const { return to.find(id); }
};

// In both states and not recreated: may contain rows.
bool stays(const PlanContext& context, const ChosenActions& chosen, const ObjectId& id);

const Column* find_column(const std::vector<Column>& columns, const std::string& name);

}  // namespace schemac
