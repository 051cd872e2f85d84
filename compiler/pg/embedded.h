// The embedded server: a private PostgreSQL from the installed binaries, for a project that names no
// database.
//
// Its data is in /var/tmp (or $TMPDIR if that is not writable), in one folder per key; its sockets are in a
// folder with a short path (the limit is 107 bytes) and mode 0700; it does not listen on TCP. For root,
// another user (postgres, else nobody) owns the files and runs the server. It is started on demand, keeps
// running after the command, and stops with stop(). Servers of different keys share nothing. A crashed server
// is started again and recovers; a stale pid file is handled. Settings: fsync off (a crash of the tool or the
// server loses nothing, a crash of the operating system may), logging to a file in the data folder's parent.
//
// The folders are checked before anything in them is used (embedded_folders.h), and the process behind the
// socket by libpq's requirepeer, which is in the URL. Of the caller's environment the server gets only what
// PostgreSQL needs, and no open files.
//
// start() is safe to call from several processes at once (it uses a lock file). Errors: DatabaseError or
// OsError with the tail of the server's log.
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

  std::string start();  // returns the URL; only connects if the server already runs
  void stop();
  void destroy();  // stop, and remove the data
  EmbeddedStatus status() const;

 private:
  EmbeddedOptions options_;
  Files& files_;
};

// Searches a folder with initdb and postgres: $SCHEMAC_PG_BINDIR, pg_config --bindir, PATH,
// /usr/lib/postgresql/*/bin; the newest major version that the tool's parser covers first. nullopt if
// nothing is found.
std::optional<std::filesystem::path> find_binaries();

}  // namespace schemac::pg
