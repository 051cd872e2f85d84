// merge: one migration without steps that joins several heads, after proof that they commute.
//
// From the common ancestors, every order of the branches is run in a scratch database; all must give one
// catalog. Where they don't, or one does not run after another, the objects in conflict are named and nothing
// is written. Cost: a replay an order, two for two heads; for more than three heads each branch first and
// last.
#pragma once
#include <string>
#include <vector>

#include "migrate/revision_graph.h"
#include "run/environment.h"

namespace schemac::run {

struct Merged {
  Migration migration;
  std::string path;
};

// words: empty = all heads. UserError (3) for a conflict, (1) if there is nothing to join.
Merged merge(Environment& environment, const std::string& message, const std::vector<std::string>& words);

}  // namespace schemac::run
