// upgrade --dry-run: the pending migrations, run on a scratch database made from the target's catalog.
//
// Proves what reading can't: that they run on what is really there, drift included. Rows are not copied, so a
// step whose outcome depends on rows is not proved. Costs an introspection of the target and a scratch
// database.
#pragma once
#include <string>
#include <vector>

#include "migrate/revision_graph.h"
#include "run/environment.h"

namespace schemac::run {

struct Rehearsal {
  std::string database;                // without password
  std::vector<std::string> revisions;  // that would be applied, in order; the graph has them
};

// word: as in upgrade. Refuses what upgrade would refuse. UserError with the revision and step where one does
// not run.
Rehearsal rehearse_upgrade(Environment& environment, const std::string& url, const RevisionGraph& graph,
                           const std::string& word);

}  // namespace schemac::run
