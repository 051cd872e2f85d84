// Known renames. They run first, so that the rest of a plan uses one set of names: apply_renames gives `from`
// in its state after the rename statements, including texts.
//
// After a rename the server prints every dependent with the new name, but keeps the name of a view's column:
// "SELECT x" becomes "SELECT y AS x". So two prints are compared by same_print, for which the old and the new
// name of a column are one word.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "diff/diff.h"

namespace schemac {

struct RenameStep {
  std::string sql;
  std::string title;
  ObjectId object;  // as in the renamed catalog
};

struct Renames {
  Catalog from;                             // with the new names
  std::vector<RenameStep> steps;            // in running order
  std::map<ObjectId, ObjectId> old_of_new;  // objects that a step renamed, including objects attached to them
  std::map<ObjectId, std::map<std::string, std::string>> columns;  // table -> new column -> old column
  std::set<std::pair<std::string, std::string>> column_words;      // (old, new)
  bool empty() const { return steps.empty(); }
};

// Renames of the options, and of constraints, indexes and owned sequences that differ only in name.
Renames apply_renames(const Catalog& from, const Catalog& to, const DiffOptions& options);

bool same_print(const std::string& from, const std::string& to, const Renames& renames);

}  // namespace schemac
