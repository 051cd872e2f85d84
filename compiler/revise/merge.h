// merge: joins several heads by one migration without steps, after proving that the branches commute.
//
// After the common ancestors, every order of the branches is run in a scratch database; all must lead to the
// catalog of the first order. If they do not, or if one branch does not run after another, the conflicting
// objects are named and nothing is written. Cost: one proof per order, so two for two heads; for more than
// three heads, the rotations only, so that each branch is first once and last once.
#pragma once
#include <string>
#include <vector>

#include "history/revision_graph.h"
#include "workspace/environment.h"

namespace schemac {

struct Merged {
  Migration migration;
  std::string path;
};

// heads: as in resolve_revision; empty = all. UserError (3) for a conflict, (1) if there is nothing to join.
Merged merge(Environment& environment, const std::string& message, const std::vector<std::string>& heads);

}  // namespace schemac
