// What a command runs in: project, files, sources, and which database. Made once by main and passed by
// reference.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/files.h"
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

struct Environment {
  Files& files;
  SourceMap& sources;
  Diagnostics& diagnostics;
  Reporter& reporter;
  Project project;
  std::string database_url;  // --database-url; empty = by project settings
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
std::string target_url(Environment& environment);
bool target_is_embedded(const Environment& environment);
pg::EmbeddedServer& embedded_server(Environment& environment);
// A server for scratch databases by the setting `scratch`; like: the target's environment where there is a
// target.
std::string scratch_server_url(Environment& environment, const pg::ServerEnvironment* like);

}  // namespace schemac::run
