// diff after the renames are known: plan has them already and needs them further.
#pragma once
#include <vector>

#include "migrate/diff.h"
#include "migrate/rename.h"

namespace schemac {

std::vector<Change> diff_renamed(const Renames& renames, const Catalog& to, const DiffOptions& options);

// Exactly if diff would find nothing, for options without renames. Stops at the first difference; copies
// nothing.
bool are_equal(const Catalog& from, const Catalog& to, const DiffOptions& options);

}  // namespace schemac
