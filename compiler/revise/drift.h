// Compares a live database with the result of its applied migrations.
#pragma once
#include <vector>

#include "catalog/catalog.h"
#include "diff/diff.h"

namespace schemac {

struct Drift {
  // The changes that remove the drift: `from` is the database, `to` the result of the migrations.
  std::vector<Change> changes;
  std::vector<ObjectId> unmanaged;  // neither created by a migration nor part of such an object; never drift
};

// Parts of a managed relation (index, constraint, trigger, policy, …) are managed too: anything added to it
// by hand is drift.
Drift find_drift(const Catalog& history, const Catalog& database);
std::vector<ObjectId> unmanaged_in(const Catalog& history, const Catalog& database);

// The namespaces in which the catalogs have objects, and the declared ones.
std::vector<std::string> managed_namespaces(const std::vector<std::string>& declared,
                                            const std::vector<const Catalog*>& catalogs);

}  // namespace schemac
