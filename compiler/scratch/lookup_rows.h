// Lookup rows: rows that are part of the schema, because sources define them in the lookup tables of enums
// (catalog/lookup_rows.h).
//
// Introspection does not read them, since a table does not show which of its rows sources define. They are
// separate objects, added to a catalog from these places:
//  * the desired state: from the artifacts;
//  * a history: from the migrations' steps, which the generator marks with "[rows: <table>]"; their
//    statements, in order, state which rows sources have defined;
//  * a live database: the rows known from the two above that exist there, with their present values.
// Rows that no source defines are never compared, changed or deleted.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "artifact/artifact.h"
#include "base/diagnostic.h"
#include "catalog/catalog.h"
#include "history/migration.h"
#include "ledger/ledger.h"
#include "pg/session.h"
#include "sqlfile/lookup_rows.h"

namespace schemac {

// By the table's id.
using LookupTables = std::map<ObjectId, sql::RowsByText>;

// The annotation of a step that changes lookup rows. id: of the rows.
std::string lookup_rows_mark(const ObjectId& id);

// Statements of marked steps written by schemac 0.1.0 also delete rows that no source defines. Blanks that
// part of the statement, so that these rows stay; true if there was one. Positions in the text do not change.
bool keep_rows_of_others(const MigrationStep& step, std::string& statement);

LookupTables lookup_rows_in(const Catalog& catalog);
LookupTables lookup_rows_in(const ArtifactSet& artifacts);
// Adds the tables and rows of `more` that are missing.
void merge_rows(LookupTables& tables, const LookupTables& more);

// Applies the steps to the rows. A marked step that cannot be followed gives the warning
// `untracked-lookup-rows`.
void follow_steps(LookupTables& tables, const std::vector<MigrationStep>& steps, Diagnostics& diagnostics);
// The same for the up part of a migration; the rows of dropped tables are removed.
void follow_migration(LookupTables& tables, const Migration& migration, Diagnostics& diagnostics);

// The catalog with the rows of `before` after the steps. Generated steps can be followed; hand-written
// changes to them were reported when the migrations were read. drops: ids that the steps drop or rename.
Catalog with_rows_after(Catalog catalog, const Catalog& before, const std::vector<std::string>& drops,
                        const std::vector<MigrationStep>& steps);

// Sets the catalog's lookup rows, for the tables that it has.
void set_lookup_rows(Catalog& catalog, const LookupTables& tables);
Catalog without_lookup_rows(Catalog catalog);

// Sets the catalog's rows to those of `known` that the database has. Returns what could not be read (no
// privilege, row security), for a message; such rows count as known.
std::vector<std::string> read_lookup_rows(pg::Session& session, Catalog& catalog, const LookupTables& known);
// The lookup rows after the applied migrations of the ledger.
LookupTables applied_lookup_rows(Ledger& ledger);

}  // namespace schemac
