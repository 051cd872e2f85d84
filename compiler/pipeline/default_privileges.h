// ALTER DEFAULT PRIVILEGES acts on what is created after it, and nothing of that stands in the dependencies
// of an object. Here the order of the text becomes dependencies: an object that stands behind the statement
// in the SQL sources needs it, and the statement needs what stands before it. Then a project gives the
// privileges that running its files one after another gives.
//
// Objects that no SQL file makes (LinkML, namespaces that are implied) come before every such statement. An
// object that stands before the statement and needs one behind it is created after it: such a text cannot be
// run as it stands. Values in, edges out; no errors. Cost: statements times objects.
#pragma once
#include <vector>

#include "artifact/artifact.h"

namespace schemac {

// sql_files: in the order in which they were read.
void order_default_privileges(ArtifactSet& set, const std::vector<FileId>& sql_files);

}  // namespace schemac
