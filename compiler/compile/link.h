// Unlinked objects -> artifacts: every name resolved, relations written qualified. Private to compile.
#pragma once
#include "base/diagnostic.h"
#include "compile/symbols.h"

namespace schemac {

// Adds implied namespaces and extensions as objects. A relation that no source defines is an error, unless it
// belongs to an extension or the server.
void link(UnlinkedObjects& objects, Symbols& symbols, const SourceMap& sources, Diagnostics& diagnostics);

}  // namespace schemac
