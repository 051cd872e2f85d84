// Rows that are part of the schema: what sources define in the lookup tables of enums
// (catalog/lookup_rows.h).
//
// No introspection reads them, since a table does not say which of its rows sources define. So they are
// objects of their own, added to a catalog from where they are known:
//  * the desired state: from the artifacts;
//  * a history: from the migrations' steps, which the generator marks with "[rows: <table>]"; their
//    statements, one after the other, say which rows sources have defined;
//  * a live database: those of the rows known from the two above that are there, as they stand there.
// Rows that no source defines are in none of them: they are never compared, changed or deleted.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "artifact/artifact.h"
#include "base/diagnostic.h"
#include "catalog/catalog.h"
#include "migrate/migration.h"
#include "pg/session.h"
#include "run/ledger.h"
#include "sqlfile/lookup_rows.h"

namespace schemac::run {

// By the table's id.
using LookupTables = std::map<ObjectId, sql::RowsByText>;

// The annotation of a step that changes such rows. id: theirs.
std::string lookup_rows_mark(const ObjectId& id);

// A statement of a marked step as schemac 0.1.0 wrote it also deletes rows that no source made. This blanks
// that part of it, so that they stay; true if there was one. Places in the text stay the same.
bool keep_rows_of_others(const MigrationStep& step, std::string& statement);

LookupTables lookup_rows_in(const Catalog& catalog);
LookupTables lookup_rows_in(const ArtifactSet& artifacts);
// Adds the tables and rows of `more` that are not there yet.
void merge_rows(LookupTables& tables, const LookupTables& more);

// What the steps make of the rows. A marked step that cannot be followed is the warning
// `untracked-lookup-rows`.
void follow_steps(LookupTables& tables, const std::vector<MigrationStep>& steps, Diagnostics& diagnostics);
// The same for the up part of a migration, whose dropped tables take their rows with them.
void follow_migration(LookupTables& tables, const Migration& migration, Diagnostics& diagnostics);

// The catalog with the rows that `before` has and the steps make of them. Steps that the generator wrote can
// be followed; what a person changed in others was reported when the migrations were read. drops: ids of what
// the steps drop or rename.
Catalog with_rows_after(Catalog catalog, const Catalog& before, const std::vector<std::string>& drops,
                        const std::vector<MigrationStep>& steps);

// Makes these the catalog's rows, as far as it has their tables.
void set_lookup_rows(Catalog& catalog, const LookupTables& tables);
Catalog without_lookup_rows(Catalog catalog);

// Sets the catalog's rows to those of `known` that the database has. Returns what could not be read (no
// privilege, row security), for a message: such rows count as they are known.
std::vector<std::string> read_lookup_rows(pg::Session& session, Catalog& catalog, const LookupTables& known);
// What the migrations that were applied to the database, as its ledger has them, made of the rows.
LookupTables applied_lookup_rows(Ledger& ledger);

}  // namespace schemac::run
