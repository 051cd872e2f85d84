// order_and_hash() for sets with cycles that a function can break.
#pragma once
#include <functional>
#include <vector>

#include "artifact/artifact.h"

namespace schemac {

// Gets a set that has a cycle: indices of artifacts, the first repeated at the end. True if it changed the
// set, which is then ordered again; false if the cycle must be reported.
using CycleBreaker = std::function<bool(ArtifactSet& set, const std::vector<std::size_t>& cycle)>;

void order_and_hash(ArtifactSet& set, const CycleBreaker& break_cycle, Diagnostics& diagnostics);

}  // namespace schemac
