// Rows that are part of the schema: what lookup tables of enums hold.
//
// No catalog of the server shows them, so they are carried as objects of their own, kind `statements`, name
// "rows", on their table. In the desired state they come from the artifacts; in a history from the
// migrations' steps, which the generator marks with "[rows: <table>]": the last one of a table says what it
// holds. They take no part in drift.
#pragma once
#include <string>
#include <vector>

#include "artifact/artifact.h"
#include "catalog/catalog.h"
#include "migrate/migration.h"

namespace schemac::run {

bool is_reference_rows(const ObjectId& id);
// The annotation of a step that fills such a table.
std::string reference_rows_mark(const ObjectId& id);

void add_reference_rows(Catalog& catalog, const ArtifactSet& artifacts);
// What the steps do to the rows that the catalog has: set, or gone with their table.
void add_reference_rows(Catalog& catalog, const std::vector<MigrationStep>& steps);
// Those of `from` whose tables are in the catalog.
void keep_reference_rows(Catalog& catalog, const Catalog& from);

}  // namespace schemac::run
