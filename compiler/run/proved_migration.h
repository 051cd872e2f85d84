// A migration that leads from one catalog to another, planned and proved: what adopt and squash write.
#pragma once
#include <string>
#include <vector>

#include "migrate/plan.h"
#include "migrate/revision_graph.h"
#include "run/environment.h"

namespace schemac::run {

// Fills up, down, from, to, proved, creates, drops and hazards. history: the revisions (in order) that make
// `from`. UserError if up does not lead to `to`; a down part that does not lead back is said in `proved`. A
// migration whose up part is given keeps it, and its down part if it has one.
void fill_and_prove(Environment& environment, const RevisionGraph& graph,
                    const std::vector<std::string>& history, const Catalog& from, const Catalog& to,
                    Migration& migration);

}  // namespace schemac::run
