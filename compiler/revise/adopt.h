// adopt: makes an existing database managed by this project.
//
// Writes the present catalog as the first migration, proves it in a scratch database, and records it as
// applied without running it. From then on all its objects are managed. The version tables of other tools are
// recognised (queries/foreign_version_tables.sql): their last revision is recorded in the migration and in
// the ledger. They stay unmanaged, like the objects of other projects. Nothing in the database changes except
// the ledger.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "history/migration.h"
#include "workspace/environment.h"

namespace schemac {

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

// UserError: the project already has migrations, or the database has applied some; the database is empty; its
// catalog cannot be recreated in a scratch database.
Adopted adopt(Environment& environment, const std::string& url, const std::string& message);

}  // namespace schemac
