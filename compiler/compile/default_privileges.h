// ALTER DEFAULT PRIVILEGES affects objects that are created after it, and the dependencies of an object do
// not show that. This pass turns the order of the text into dependencies: an object after the statement in
// the SQL sources needs it, and the statement needs the objects before it. Then a project gives the same
// privileges as running its files one after another.
//
// Objects that no SQL file creates (LinkML, implied namespaces) come before every such statement. An object
// that is before the statement and needs one after it is created after it: such a text cannot be run as it
// is. Values in, edges out; no errors. Cost: statements times objects.
#pragma once
#include <vector>

#include "artifact/artifact.h"

namespace schemac {

// sql_files: in the order in which they were read.
void order_default_privileges(ArtifactSet& set, const std::vector<FileId>& sql_files);

}  // namespace schemac
