// What the compiler knows of reading and the server does not, for the graph of views.
#pragma once
#include "artifact/artifact.h"
#include "run/refresh/view_graph.h"

namespace schemac::run {

// declared: as written. called: what string bodies read, and the way from a view to such a body where the
// server records no step of it (a domain's check, an aggregate, a cast). Linear in objects and edges.
SourceReads source_reads(const ArtifactSet& artifacts);

}  // namespace schemac::run
