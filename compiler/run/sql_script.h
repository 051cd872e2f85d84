// The .sql file of a STATE, or a folder of them -> what a server is to run.
//
// A state is made by running its SQL in a scratch database, so every DDL may stand in it, DROP and DO too;
// what pg_dump writes is one. Left out, with one warning a file: statements about rows (INSERT, COPY and its
// lines, …), which are no part of a schema. Errors, with the place: psql's meta-commands, and statements that
// reach beyond the database (roles, tablespaces, other databases, the server's settings). Subscriptions are
// left out and named, as introspection names them.
#pragma once
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "artifact/artifact.h"
#include "base/source.h"
#include "run/environment.h"

namespace schemac::run {

struct ScriptStatement {
  std::string text;
  Span span;
};

struct SqlScript {
  // In file order; each file begins with the session's own settings.
  std::vector<std::vector<ScriptStatement>> files;
  // "-- schemac: renamed_from …": id, renamed_from and columns_renamed_from alone.
  ArtifactSet renames;
  // "-- schemac: depends_on …": the object, and names as written.
  std::vector<std::pair<ObjectId, std::vector<std::string>>> declared;
  std::vector<std::string> unread;  // what was left out and belongs to a catalog
};

// path: as the user wrote it; diagnostics show the files with it.
SqlScript read_sql_script(Environment& environment, const std::filesystem::path& path);
// One text of that name.
SqlScript read_sql_script(Environment& environment, std::string name, const std::string& text);

}  // namespace schemac::run
