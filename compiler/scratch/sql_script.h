// The .sql file of a STATE, or a folder of them -> the statements for a server to run.
//
// A state is created by running its SQL in a scratch database, so it may contain any DDL, also DROP and DO;
// the output of pg_dump is one. Skipped, with one warning per file: statements that change rows (INSERT, COPY
// and its lines, …), which are not part of a schema. Errors, with the place: psql's meta-commands, and
// statements with effects outside the database (roles, tablespaces, other databases, the server's settings).
// Subscriptions are skipped and reported as unread, as introspection does.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "artifact/artifact.h"
#include "base/source.h"
#include "workspace/environment.h"

namespace schemac {

struct ScriptStatement {
  std::string text;
  Span span;
};

struct SqlScript {
  // In file order; each file begins with the session's own settings.
  std::vector<std::vector<ScriptStatement>> files;
  ArtifactSet stated;  // id and `stated` alone, of the statements that state renames or dependencies
  std::vector<std::string> unread;  // skipped objects that belong to a catalog
};

// path: as the user wrote it; diagnostics show the files with it.
SqlScript read_sql_script(Environment& environment, const std::filesystem::path& path);
// One text of that name.
SqlScript read_sql_script(Environment& environment, std::string name, const std::string& text);

}  // namespace schemac
