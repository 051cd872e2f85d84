// A scratch database, which exists for one computation.
//
// Named schemac_scratch_<pid>_<random>, created from template0 with the wanted encoding and locale, dropped
// by the destructor. The next run drops one that a crash left behind: its creator holds an advisory lock on a
// key of its name from before it exists, and pg_locks shows the locks of all databases. (The process id alone
// proves nothing: the server may be on another machine.)
//
// A state that is expensive to create (extensions, a long history) can be kept: keep_as_snapshot() leaves the
// database as a snapshot under a name derived from its content, and later ones are copied from it. A server
// keeps the most recently used `snapshot_capacity` and drops the others; no session is ever connected to one.
// A snapshot is complete: it gets its name when it is finished. Only for private servers: on a shared server
// the database would be left as litter.
//
// Cost: 60 to 80 ms to create (with either strategy of CREATE DATABASE; the default is used, since FILE_COPY
// makes the whole server checkpoint), 6 ms to drop; a copy of a snapshot about 10 ms more per 10 MB. Two
// connections during its life. A pool of prepared databases was rejected: the cache of elaborated catalogs
// makes scratch databases rare, and a pool needs an owner.
#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pg/session.h"

namespace schemac::pg {

// What elaboration depends on besides the SQL.
struct ServerEnvironment {
  int server_version_num = 0;
  std::string encoding;
  std::string collate;
  std::string ctype;
  std::string locale_provider;  // "c", "i", "b"
  std::string icu_locale;
  std::vector<std::string> roles;
  struct ExtensionVersion {
    std::string name, schema, version;
    friend bool operator==(const ExtensionVersion&, const ExtensionVersion&) = default;
  };
  std::vector<ExtensionVersion> extensions;  // installed in that database
  // Settings of the connection, name and value, that affect how hand-written SQL reads names and times.
  std::vector<std::pair<std::string, std::string>> settings;
  std::string settings_key() const;  // the part of them that belongs to a cache key
};

ServerEnvironment read_environment(Session& session);

class ScratchDatabase {
 public:
  // server_url: any database of the server (CREATEDB needed). like: encoding and locale; default: the
  // server's template0. snapshots: their names, the best first; the first that exists is copied.
  explicit ScratchDatabase(const std::string& server_url, const ServerEnvironment* like = nullptr,
                           const std::vector<std::string>& snapshots = {});
  ~ScratchDatabase();  // drops it; never throws
  ScratchDatabase(const ScratchDatabase&) = delete;
  ScratchDatabase& operator=(const ScratchDatabase&) = delete;

  Session& session();
  const std::string& url() const { return url_; }
  const std::string& name() const { return name_; }
  // False if the server lacks the wanted locale; then it is C, which does not change how definitions are
  // printed.
  bool has_wanted_locale() const { return has_wanted_locale_; }
  // The index in `snapshots` of the snapshot that it was copied from; nullopt: it is empty.
  std::optional<std::size_t> copied_from() const { return copied_from_; }

  // Ends the session and keeps the database under the name, or drops it if the name is in use. The object
  // must not be used afterwards. Other sessions on the database must be closed.
  void keep_as_snapshot(const std::string& name);
  // Makes the settings the defaults of later sessions.
  void take_settings(const ServerEnvironment& like);
  // "schemac_kept_" and a digest of the content.
  static std::string snapshot_name(std::string_view content);
  static constexpr std::size_t snapshot_capacity = 6;

 private:
  void copy_snapshot(const std::vector<std::string>& snapshots);
  void create_empty(const ServerEnvironment* like);
  void drop();  // never throws

  std::string server_url_;
  std::string url_;
  std::string name_;
  bool has_wanted_locale_ = true;
  bool is_snapshot_ = false;
  std::optional<std::size_t> copied_from_;
  std::unique_ptr<Session> maintenance_;  // holds the lock
  std::unique_ptr<Session> session_;
};

}  // namespace schemac::pg
