// A live database against what its applied migrations make.
#pragma once
#include <vector>

#include "catalog/catalog.h"
#include "migrate/diff.h"

namespace schemac::run {

struct Drift {
  // What it would take to lead the database back: `from` is the database, `to` what migrations made.
  std::vector<Change> changes;
  std::vector<ObjectId> unmanaged;  // neither made by a migration nor part of what one made; never drift
};

// What hangs on a managed relation (index, constraint, trigger, policy, …) is managed too: anything added to
// it by hand is drift.
Drift find_drift(const Catalog& history, const Catalog& database);
std::vector<ObjectId> unmanaged_in(const Catalog& history, const Catalog& database);

// Namespaces that the catalogs have objects in, and those given.
std::vector<std::string> managed_namespaces(const std::vector<std::string>& declared,
                                            const std::vector<const Catalog*>& catalogs);

}  // namespace schemac::run
