// diff after the renames are known: plan has them already and needs them further.
#pragma once
#include <vector>

#include "migrate/diff.h"
#include "migrate/rename.h"

namespace schemac {

std::vector<Change> diff_renamed(const Renames& renames, const Catalog& to, const DiffOptions& options);

}  // namespace schemac
