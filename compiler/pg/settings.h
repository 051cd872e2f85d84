// Under which settings a session runs its statements. Every connection names one of them, and so does
// whatever runs statements of another class on it (SettingsScope in session.h):
//
//   catalog  what the tool reads of catalogs and its ledger, and DDL that it printed itself: the settings of
//            pg_dump, so that every print is comparable, search_path '' and row_security off
//   script   SQL texts of files: migrations and hooks. The connection's own settings, but for those that
//            change how a text is read or where what it makes is put (queries/settings_script.sql)
//   own      what reads or writes the user's data: REFRESH, load, queries of the user. The settings that psql
//            would have: of the server, the database, the role, PGOPTIONS and the URL
//
// Under all three the limits on time are the tool's: a session that waits must not be ended by the server's
// timeouts for idle sessions, and a statement ends at the project's lock_timeout and statement_timeout.
#pragma once
#include <string>

namespace schemac::pg {

enum class Settings { catalog, script, own };

struct Limits {  // as PostgreSQL reads them: "5s", "0"
  std::string lock_timeout = "0";
  std::string statement_timeout = "0";
};

// The statements that lead a session to the settings, from any others. They may stand in a transaction, whose
// rollback takes them back. No semicolon at the end.
std::string settings_statements(Settings settings, const Limits& limits, int server_version_num);
// The same, to run migrations with psql, which keeps its own limits.
std::string script_settings();

}  // namespace schemac::pg
