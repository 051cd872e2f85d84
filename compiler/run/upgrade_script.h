// upgrade --sql: what an upgrade would do, as a script for psql, for people who may not let a tool near a
// database.
//
// The script keeps the same ledger: `schemac current` cannot tell afterwards who ran it. It may be run again
// after a failure or twice: what is recorded is left out. Differences to upgrade itself: it stops, instead of
// waiting, where another session has the ledger's lock; a [batch] step runs as one statement; a lock that is
// not to be had ends it; and a step outside a transaction that was cut off is left to `schemac upgrade`,
// which can look at the catalog. Needs psql 10 (\if, \gset). Pure.
#pragma once
#include <string>
#include <vector>

#include "migrate/revision_graph.h"
#include "run/migration_runner.h"

namespace schemac::run {

std::string upgrade_script(const RevisionGraph& graph, const std::vector<std::string>& revisions,
                           const std::string& project, const RunOptions& options);

// $1, $2, … of a query replaced by expressions, comments left out. For the tool's own queries only.
std::string with_parameters(std::string_view query, const std::vector<std::string>& expressions);

}  // namespace schemac::run
