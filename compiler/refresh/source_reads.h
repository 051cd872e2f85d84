// The reads that the compiler knows and the server does not record, for the view graph.
#pragma once
#include "artifact/artifact.h"
#include "refresh/view_graph.h"

namespace schemac {

// declared: as written. called: what string bodies read, and the path from a view to such a body where the
// server records no dependency (a domain's check, an aggregate, a cast). Linear in objects and edges.
SourceReads source_reads(const ArtifactSet& artifacts);

}  // namespace schemac
