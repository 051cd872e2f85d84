// The settings under which a session runs statements. Every connection names one of them; code that runs
// statements of another class on it uses a SettingsScope (session.h):
//
//   catalog  for reading catalogs and the ledger, and for generated DDL: the settings of pg_dump, so that
//            printed definitions are comparable, search_path '' and row_security off
//   script   for SQL from files: migrations and hooks. The connection's own settings, except those that
//            change how a text is read or where its objects are created (queries/settings_script.sql)
//   own      for the user's data: REFRESH, load, queries of the user. The settings that psql would have:
//            of the server, the database, the role, PGOPTIONS and the URL
//
// Under all three, schemac sets the time limits: the server's timeouts for idle sessions must not end a
// waiting session, and a statement ends at the project's lock_timeout and statement_timeout.
#pragma once
#include <string>

namespace schemac::pg {

enum class Settings { catalog, script, own };

struct Limits {  // in PostgreSQL's form: "5s", "0"
  std::string lock_timeout = "0";
  std::string statement_timeout = "0";
};

// The statements that apply the settings, whatever the present ones are. They may run in a transaction; its
// rollback undoes them. No semicolon at the end.
std::string settings_statements(Settings settings, const Limits& limits, int server_version_num);
// The same for running migrations with psql, which keeps its own limits.
std::string script_settings();

}  // namespace schemac::pg
