// stamp: records a revision, and all before it, as applied without running anything.
//
// A revision that is recorded already gets the text that its file has now (the way out of "edited"); what
// lies after the target is forgotten. The steps of a migration that is half done are forgotten too.
#pragma once
#include <string>

#include "run/apply.h"

namespace schemac::run {

ApplyReport stamp(Environment& environment, const std::string& url, const RevisionGraph& graph,
                  const std::string& word);

}  // namespace schemac::run
