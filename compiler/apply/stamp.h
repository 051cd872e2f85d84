// stamp: records a revision, and all before it, as applied without running anything.
//
// A recorded revision gets the present text of its file (this resolves an edited history). Revisions after
// the target are removed from the ledger, and so are the steps of a partly applied migration.
#pragma once
#include <string>

#include "apply/apply.h"

namespace schemac {

ApplyReport stamp(Environment& environment, const std::string& url, const RevisionGraph& graph,
                  const std::string& word);

}  // namespace schemac
