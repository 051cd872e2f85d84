// A database that exists for one computation.
//
// Named schemac_scratch_<pid>_<random>, created from template0 with the wanted encoding and locale, dropped
// by the destructor; one that a crash left behind is dropped by the next run: its maker holds an advisory
// lock on a key of its name from before it exists, and pg_locks shows those of all databases. (The process
// number alone would tell nothing: the server may be another machine's.)
//
// A state that is dear to make (extensions, a long history) can be kept: keep_as() leaves the database under
// a name that says what is in it, and later ones are copied from it. A server keeps the `kept_databases` used
// last, and drops the others; nobody is ever connected to one. A kept database is whole: it gets its name
// when it is finished. For servers of one's own only: on another's server a database that stays would be
// litter.
//
// Cost: 60 to 80 ms to create (either strategy of CREATE DATABASE; the default is kept, since FILE_COPY makes
// the whole server checkpoint), 6 ms to drop; a copy of a kept one some 10 ms more for each 10 MB. Two
// connections while it lives. A pool of prepared databases was rejected: the cache of elaborated catalogs
// makes a scratch database rare, and a pool has to be owned by someone.
#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pg/session.h"

namespace schemac::pg {

// What elaboration depends on besides the SQL; see DESIGN decision 1.
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
  // Of the connection, name and value: by which hand-written SQL reads names and times.
  std::vector<std::pair<std::string, std::string>> settings;
  std::string settings_key() const;  // what of them belongs to the key of a cache
};

ServerEnvironment read_environment(Session& session);

class ScratchDatabase {
 public:
  // server_url: any database of the server (CREATEDB needed). like: encoding and locale; default: the
  // server's template0. kept: names of kept databases, the best first; the first that is there is copied.
  explicit ScratchDatabase(const std::string& server_url, const ServerEnvironment* like = nullptr,
                           const std::vector<std::string>& kept = {});
  ~ScratchDatabase();  // drops it; never throws
  ScratchDatabase(const ScratchDatabase&) = delete;
  ScratchDatabase& operator=(const ScratchDatabase&) = delete;

  Session& session();
  const std::string& url() const { return url_; }
  const std::string& name() const { return name_; }
  // False if the server does not have the wanted locale: then it is C, which changes no print of a
  // definition.
  bool has_wanted_locale() const { return has_wanted_locale_; }
  // Which of `kept` it was copied from; nullopt: none, it is empty.
  std::optional<std::size_t> copied_from() const { return copied_from_; }

  // Ends the session and keeps the database under the name; where that is taken already, drops it. The object
  // is of no use afterwards. Other sessions on it must be closed.
  void keep_as(const std::string& name);
  // Sessions that are opened from now on have the settings as their own.
  void take_settings(const ServerEnvironment& like);
  // "schemac_kept_" and a digest of what is in it.
  static std::string kept_name(std::string_view content);
  static constexpr std::size_t kept_databases = 6;

 private:
  void copy_kept(const std::vector<std::string>& kept);
  void create_empty(const ServerEnvironment* like);
  void drop();  // never throws

  std::string server_url_;
  std::string url_;
  std::string name_;
  bool has_wanted_locale_ = true;
  bool kept_ = false;
  std::optional<std::size_t> copied_from_;
  std::unique_ptr<Session> maintenance_;  // holds the lock
  std::unique_ptr<Session> session_;
};

}  // namespace schemac::pg
