// Compares the columns that a view's source declares with those that its query yields.
#pragma once
#include "artifact/artifact.h"
#include "base/diagnostic.h"
#include "catalog/catalog.h"

namespace schemac {

// Warnings, or errors for a view with sql_strict: a declared column that the query does not yield, an
// undeclared column that it yields, a type that differs. Views without declared columns are not checked.
void check_view_columns(const ArtifactSet& artifacts, const Catalog& catalog, Diagnostics& diagnostics);

}  // namespace schemac
