// adopt: a database that something else made becomes this project's.
//
// What is there now is written as the first migration, proved on a scratch database, and recorded as applied
// without running it; from then on every object of it is managed. The version tables of other tools are
// recognised (queries/foreign_version_tables.sql): their last revision is noted in the migration and in the
// ledger, and they stay unmanaged, as does whatever another project manages. Nothing in the database changes
// but the ledger.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "migrate/migration.h"
#include "run/environment.h"

namespace schemac::run {

struct ForeignVersion {
  std::string tool;      // "Alembic"
  std::string relation;  // "public.alembic_version"
  std::optional<std::string> revision;
};

struct Adopted {
  std::string database;  // without password
  Migration migration;
  std::string path;
  std::vector<ForeignVersion> versions;
};

// UserError: the project has migrations already, or the database has some of them; an empty database; what
// is there can't be made again from its catalog.
Adopted adopt(Environment& environment, const std::string& url, const std::string& message);

}  // namespace schemac::run
