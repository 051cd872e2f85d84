// upgrade --dry-run: runs the pending migrations in a scratch database made from the target's catalog.
//
// Proves that they run on the target's actual state, including drift. Rows are not copied, so a step whose
// outcome depends on rows is not proved. Cost: an introspection of the target and a scratch database.
#pragma once
#include <string>
#include <vector>

#include "history/revision_graph.h"
#include "workspace/environment.h"

namespace schemac {

struct DryRun {
  std::string database;                // without password
  std::vector<std::string> revisions;  // that would be applied, in order; the graph has them
};

// word: as in upgrade. Refuses what upgrade would refuse. UserError with the revision and step that fails.
DryRun dry_run_upgrade(Environment& environment, const std::string& url, const RevisionGraph& graph,
                       const std::string& word);

}  // namespace schemac
