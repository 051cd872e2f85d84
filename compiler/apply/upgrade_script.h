// upgrade --sql: the upgrade as a script for psql, for databases that no tool may access.
//
// The script writes the same ledger as upgrade. It can be run again: recorded migrations and steps are
// skipped. Differences to upgrade: it stops, instead of waiting, if another session holds the ledger's lock;
// a [batch] step runs as one statement; an unavailable lock ends it; and an interrupted step outside a
// transaction is left to `schemac upgrade`, which reads the catalog. Needs psql 10 (\if, \gset). Pure.
#pragma once
#include <string>
#include <vector>

#include "apply/migration_runner.h"
#include "history/revision_graph.h"

namespace schemac {

std::string upgrade_script(const RevisionGraph& graph, const std::vector<std::string>& revisions,
                           const std::string& project, const RunOptions& options);

// $1, $2, … of a query replaced by expressions, comments left out. For the tool's own queries only.
std::string with_parameters(std::string_view query, const std::vector<std::string>& expressions);

}  // namespace schemac
