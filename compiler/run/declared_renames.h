// Renames that sources declare (sql_renamed_from), as diff takes them.
#pragma once
#include "artifact/artifact.h"
#include "migrate/diff.h"

namespace schemac::run {

// Only those that still have to happen: the old name is in `from`, the new one is not.
void add_declared_renames(const ArtifactSet& to, const Catalog& from, DiffOptions& options);
// The same renames the other way, for the down part.
DiffOptions reversed(const DiffOptions& options);

}  // namespace schemac::run
