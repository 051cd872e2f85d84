// Renames that sources declare (sql_renamed_from), as diff takes them.
#pragma once
#include "artifact/artifact.h"
#include "diff/diff.h"

namespace schemac {

// Only pending renames: the old name is in `from`, the new one is not.
void add_declared_renames(const ArtifactSet& to, const Catalog& from, DiffOptions& options);
// The same renames reversed, for the down part.
DiffOptions reversed(const DiffOptions& options);

}  // namespace schemac
