// diff after renames are known: plan has them already and needs them later.
#pragma once
#include <vector>

#include "diff/diff.h"
#include "diff/rename.h"

namespace schemac {

std::vector<Change> diff_renamed(const Renames& renames, const Catalog& to, const DiffOptions& options);

// True exactly if diff would find nothing, for options without renames. Stops at the first difference; copies
// nothing.
bool are_equal(const Catalog& from, const Catalog& to, const DiffOptions& options);

}  // namespace schemac
