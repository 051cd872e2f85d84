// The environment of a command: project, files, sources, and the database. Created once by main and passed by
// reference.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/files.h"
#include "catalog/identifier.h"
#include "compile/project.h"
#include "pg/embedded.h"
#include "pg/scratch.h"
#include "pg/session.h"

namespace schemac {

// Where results, progress and messages go; the CLI implements it for terminals and for JSON. Library code
// never prints.
class Reporter {
 public:
  Reporter() = default;
  virtual ~Reporter() = default;
  Reporter(const Reporter&) = delete;
  Reporter& operator=(const Reporter&) = delete;
  virtual void message(const std::string& text) = 0;   // one line to stderr; quiet hides it
  virtual void detail(const std::string& text) = 0;    // only with -v
  virtual void explain(const std::string& text) = 0;   // only with --explain
  virtual void progress(const std::string& text) = 0;  // only on a terminal; replaces the last progress line
};

// The server for scratch databases, and what their catalogs depend on.
struct ScratchServer {
  std::string url;  // of one of its databases
  bool embedded = false;
  int server_version_num = 0;
  std::string role;
  std::map<std::string, std::string> extensions;  // available ones, with their default versions
  // The project's database, if there is one and it is not on the embedded server.
  std::optional<pg::ServerEnvironment> like;
};

struct SourceFacts;  // source_facts.h

struct Environment {
  Files& files;
  SourceMap& sources;
  Diagnostics& diagnostics;
  Reporter& reporter;
  Project project;
  std::string database_url;  // --database-url; empty = by project settings

  // Created on first use by the functions below.
  std::unique_ptr<pg::EmbeddedServer> embedded{};
  std::string announced_database{};
  std::optional<ScratchServer> scratch{};
  std::shared_ptr<const SourceFacts> facts{};
};

// An error that the user can fix and that has no source position: one line, an optional hint, an exit code.
class UserError : public std::runtime_error {
 public:
  UserError(const std::string& message, std::string hint = {}, int exit_code = 1);
  const std::string& hint() const { return hint_; }
  int exit_code() const { return exit_code_; }

 private:
  std::string hint_;
  int exit_code_;
};

// The URL of the project's database: --database-url, else the variable that the project names, else, unless
// it is required, the embedded server (started). Reports which one, without password.
// UserError: the variable is required and not set.
std::string target_url(Environment& environment);
bool target_is_embedded(const Environment& environment);
// Not started. Its key is the build folder, so that two builds on one machine never share a server.
pg::EmbeddedServer& embedded_server(Environment& environment);

// A server for scratch databases by the setting `scratch`, chosen once:
//   auto      the embedded one if its major version is the target's and it has the target's extensions, else
//             the target if the role may create databases there, else the embedded one; any but the first
//             choice is reported
//   target    the target; if the role may not create databases there, the embedded one, which is reported
//   embedded, URL
const ScratchServer& scratch_server(Environment& environment);
std::string scratch_server_url(Environment& environment);
// Creates a database there, with the target's locale, settings and extensions, except the extensions in
// `own`, which the caller creates. With auto and target, if the server refuses to create a database, the
// embedded one is used and that is reported. snapshots: see pg::ScratchDatabase; a copied database already
// has all this.
std::unique_ptr<pg::ScratchDatabase> make_scratch_database(Environment& environment,
                                                           const std::set<ObjectId>& own = {},
                                                           const std::vector<std::string>& snapshots = {});
// A database on the same server with the server's defaults, without the target's locale and extensions.
std::unique_ptr<pg::ScratchDatabase> make_empty_scratch_database(Environment& environment);

}  // namespace schemac
