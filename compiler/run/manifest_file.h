// Manifests on disk, with the texts of their objects beside them.
#pragma once
#include <filesystem>
#include <vector>

#include "artifact/artifact.h"
#include "run/environment.h"

namespace schemac::run {

// Damaged or newer ones are diagnostics; an absent one is an OsError.
ArtifactSet read_manifest_file(Environment& environment, const std::filesystem::path& path);
// Those of the schemas that the project refers to (DEPENDS, --manifest), in that order.
std::vector<ArtifactSet> depended_manifests(Environment& environment);

}  // namespace schemac::run
