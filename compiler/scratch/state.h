// A STATE of the command line -> its catalog.
//
//   empty                          no objects
//   a database URL                 that database
//   database                       the project's database
//   project                        the sources, compiled now
//   manifest, or …/manifest.json   what was compiled before
//   FILE.yaml / FILE.json          a LinkML schema
//   FILE.sql or a folder of them   SQL, run in a scratch database (sql_script.h)
//   migrations, migrations@REV     history, replayed in a scratch database
#pragma once
#include <filesystem>
#include <string>
#include <utility>

#include "artifact/artifact.h"
#include "catalog/catalog.h"
#include "history/revision_graph.h"
#include "workspace/environment.h"
#include "workspace/migration_files.h"

namespace schemac {

enum class StateKind { empty, database, project, manifest, linkml, sql, migrations };

struct State {
  StateKind kind = StateKind::empty;
  Catalog catalog;
  std::string description;   // for people, without password
  std::string database_url;  // database: where it is
  // project, manifest, linkml: the compiled artifacts (renames, refresh settings). sql: the declared renames.
  ArtifactSet artifacts;
};

// all_attributes: also report owners and privileges that are defaults (an explicit --from of a database).
// Mistakes in sources go to environment.diagnostics; a word that is not a state is a UserError.
State read_state(Environment& environment, const std::string& word, bool all_attributes);

// Both states; two databases are read in parallel.
std::pair<State, State> read_states(Environment& environment, const std::string& from, const std::string& to,
                                    bool all_attributes);

// "database" or a URL.
bool is_database_state(const std::string& word);

}  // namespace schemac
