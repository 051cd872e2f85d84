// order_and_hash() for sets with cycles that somebody can break.
#pragma once
#include <functional>
#include <vector>

#include "artifact/artifact.h"

namespace schemac {

// Gets a set that has a cycle: places of artifacts, the first repeated at the end. True if it changed the
// set, which is then ordered anew; false if the cycle is to be reported.
using CycleBreaker = std::function<bool(ArtifactSet& set, const std::vector<std::size_t>& cycle)>;

void order_and_hash(ArtifactSet& set, const CycleBreaker& break_cycle, Diagnostics& diagnostics);

}  // namespace schemac
