// Drafts -> artifacts: every name resolved, relations written qualified. Private to pipeline.
#pragma once
#include "base/diagnostic.h"
#include "pipeline/symbols.h"

namespace schemac {

// Adds namespaces and extensions that are implied, as drafts of their own. A relation that nobody defines is
// an error, unless it is an extension's or the server's.
void link(Drafts& drafts, Symbols& symbols, const SourceMap& sources, Diagnostics& diagnostics);

}  // namespace schemac
