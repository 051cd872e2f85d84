// Plans a migration from one catalog to another and proves it, for adopt and squash.
#pragma once
#include <string>
#include <vector>

#include "history/revision_graph.h"
#include "workspace/environment.h"

namespace schemac {

// Fills up, down, from, to, proved, creates, drops, reads and hazards. history: the revisions (in order) that
// produce `from`. UserError if up does not lead to `to`; if down does not lead back, `proved` states it. A
// migration whose up part is given keeps it, and its down part if it has one.
void plan_and_prove(Environment& environment, const RevisionGraph& graph,
                    const std::vector<std::string>& history, const Catalog& from, const Catalog& to,
                    Migration& migration);

}  // namespace schemac
