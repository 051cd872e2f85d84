// The project's folder of migrations.
#pragma once
#include "history/revision_graph.h"
#include "workspace/environment.h"

namespace schemac {

// Reads and links every *.sql of the folder; a missing folder counts as empty. Mistakes go to
// environment.diagnostics.
RevisionGraph read_migrations(Environment& environment);

}  // namespace schemac
