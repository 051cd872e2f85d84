// A private PostgreSQL server, made from the installed binaries, for a project that names no database.
//
// Data in /var/tmp (or $TMPDIR where that is not writable) in a folder of its own for each key, sockets in a
// folder with a short path (107 bytes is the limit) and mode 0700; no TCP. As root everything is owned by,
// and the server runs as, another user (postgres, else nobody). It is started on demand, survives the command
// that started it, and stops with stop(). Two keys never meet. A server that crashed is started again and
// recovers; a stale pid file is no obstacle. Settings: fsync off (a private scratch server: a crash of the
// tool or the server loses nothing, one of the operating system may), logging to a file in the data folder's
// parent.
//
// The folders are checked before anything in them is used (embedded_folders.h), the process behind the socket
// by libpq's requirepeer, which is in the URL. The server gets nothing of the caller's environment but what
// PostgreSQL needs, and no open files.
//
// start() is safe to call from several processes at once (a lock file). Errors: DatabaseError or OsError with
// the tail of the server's log.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/files.h"

namespace schemac::pg {

struct EmbeddedOptions {
  std::string key;  // any text, for example the absolute build path; hashed into the folder names
  std::string database = "schemac";   // created if absent
  std::filesystem::path binaries;     // folder with initdb and postgres; empty = find_binaries()
  std::vector<std::string> settings;  // extra "name=value", for tests
};

struct EmbeddedStatus {
  bool exists = false;
  bool running = false;
  int pid = 0;
  std::string version;  // "15"
  std::filesystem::path data_folder;
  std::filesystem::path socket_folder;
  std::string url;  // for the database of the options
};

class EmbeddedServer {
 public:
  EmbeddedServer(EmbeddedOptions options, Files& files);
  EmbeddedServer(const EmbeddedServer&) = delete;
  EmbeddedServer& operator=(const EmbeddedServer&) = delete;

  std::string start();  // the URL; does little if it runs already (a connect)
  void stop();
  void destroy();  // stop, and remove the data
  EmbeddedStatus status() const;

 private:
  EmbeddedOptions options_;
  Files& files_;
};

// Folders with initdb and postgres: $SCHEMAC_PG_BINDIR, pg_config --bindir, PATH, /usr/lib/postgresql/*/bin;
// newest major version that the tool's parser covers first. Empty if there is none.
std::optional<std::filesystem::path> find_binaries();

}  // namespace schemac::pg
