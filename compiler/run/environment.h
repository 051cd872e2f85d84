// What a command runs in: project, files, sources, and which database. Made once by main and passed by
// reference.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/files.h"
#include "catalog/identifier.h"
#include "pg/embedded.h"
#include "pg/scratch.h"
#include "pg/session.h"
#include "pipeline/compile.h"
#include "pipeline/project.h"

namespace schemac::run {

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

// The server that scratch databases are made in, and what their catalogs depend on.
struct ScratchServer {
  std::string url;  // of a database of it
  bool embedded = false;
  int server_version_num = 0;
  std::string role;
  std::map<std::string, std::string> extensions;  // that could be installed, with their default versions
  // The project's database, where there is one and it is another server than the embedded one.
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

  // Made on first use by the functions below.
  std::unique_ptr<pg::EmbeddedServer> embedded{};
  std::string announced_database{};
  std::optional<ScratchServer> scratch{};
  std::shared_ptr<const SourceFacts> facts{};
};

// A mistake that the user can mend and that has no source position: one line, maybe a hint; exit code.
class UserError : public std::runtime_error {
 public:
  UserError(std::string message, std::string hint = {}, int exit_code = 1);
  const std::string& hint() const { return hint_; }
  int exit_code() const { return exit_code_; }

 private:
  std::string hint_;
  int exit_code_;
};

// The URL of the project's database: --database-url, else the variable that the project names, else, unless
// it is required, the embedded server (started). Says on the reporter which one, without password.
// UserError: the variable is required and not set.
std::string target_url(Environment& environment);
bool target_is_embedded(const Environment& environment);
// Not started. Its key is the build folder, so that two builds on one machine never meet.
pg::EmbeddedServer& embedded_server(Environment& environment);

// A server for scratch databases by the setting `scratch`, decided once:
//   auto      the embedded one if its major version is the target's and it has the target's extensions, else
//             the target if the role may create databases there, else the embedded one; what is second best
//             is said on the reporter
//   target    the target; the embedded one, which is said, if the role may not create databases there
//   embedded, URL
const ScratchServer& scratch_server(Environment& environment);
std::string scratch_server_url(Environment& environment);
// With auto and target, a server that refuses to create one is left for the embedded one, which is said.
// A database on it, like the target's, with the extensions that the target has, except those that the caller
// is going to make. kept: see pg::ScratchDatabase; one that is copied has all this already.
std::unique_ptr<pg::ScratchDatabase> make_scratch_database(Environment& environment,
                                                           const std::set<ObjectId>& own = {},
                                                           const std::vector<std::string>& kept = {});
// One on the same server, as the server makes it: without the target's locale and extensions.
std::unique_ptr<pg::ScratchDatabase> make_empty_scratch_database(Environment& environment);

}  // namespace schemac::run
