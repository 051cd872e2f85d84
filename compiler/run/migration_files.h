// The project's folder of migrations.
#pragma once
#include "migrate/revision_graph.h"
#include "run/environment.h"

namespace schemac::run {

// Every *.sql of the folder, read and linked; a folder that is not there is empty. Mistakes go to
// environment.diagnostics.
RevisionGraph read_migrations(Environment& environment);

}  // namespace schemac::run
