// Reads manifests, with the SQL files of their objects.
#pragma once
#include <filesystem>
#include <vector>

#include "artifact/artifact.h"
#include "workspace/environment.h"

namespace schemac {

// A damaged or newer manifest is a diagnostic; a missing one is an OsError.
ArtifactSet read_manifest_file(Environment& environment, const std::filesystem::path& path);
// Those of the schemas that the project refers to (DEPENDS, --manifest), in that order.
std::vector<ArtifactSet> depended_manifests(Environment& environment);

}  // namespace schemac
