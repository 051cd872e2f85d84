// The columns that a view's source declares, held against those that its query yields.
#pragma once
#include "artifact/artifact.h"
#include "base/diagnostic.h"
#include "catalog/catalog.h"

namespace schemac::run {

// Warnings, or errors for a view with sql_strict: a declared column that the query does not yield, one that
// it yields and nobody declared, a type that differs. Views without declared columns are left alone.
void check_view_columns(const ArtifactSet& artifacts, const Catalog& catalog, Diagnostics& diagnostics);

}  // namespace schemac::run
