// What every command gets: the global options, the environment (made when first asked for), and the two
// streams.
//
// Results go to stdout through print() and print_json(); everything else goes to stderr through the reporter.
// What is said there, and in JSON about a failure, passes through KnownPasswords, since it may quote an
// argument, a variable or a line of a file. Results do not: they are to be run. Whoever puts a connection
// string into one uses pg::redact(). A command returns its exit code; see docs/commands.md for their meaning.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "pg/hide_passwords.h"
#include "run/environment.h"

namespace schemac::cli {

enum ExitCode : int { exit_ok = 0, exit_error = 1, exit_difference = 2, exit_refused = 3, exit_usage = 64 };

struct GlobalOptions {
  std::string directory;
  std::string project_file;
  std::string schema;  // --schema FILE: a LinkML module in place of a project file
  std::string database_url;
  std::string build;                     // in place of the project file's; relative to the working directory
  std::string server_key;                // see Project::server_key
  std::vector<std::string> manifests;    // of schemas that this one refers to
  std::vector<std::string> named_files;  // by the command's own options and arguments
  std::string format = "text";
  std::string color = "auto";
  bool verbose = false;
  bool quiet = false;
  bool explain = false;
};

class TerminalReporter : public run::Reporter {
 public:
  // passwords: taken out of everything that is said.
  TerminalReporter(const GlobalOptions& options, const pg::KnownPasswords& passwords);
  ~TerminalReporter() override;
  void message(const std::string& text) override;
  void detail(const std::string& text) override;
  void explain(const std::string& text) override;
  void progress(const std::string& text) override;

 private:
  void clear_progress();
  const GlobalOptions& options_;
  const pg::KnownPasswords& passwords_;
  bool terminal_ = false;
  bool progress_shown_ = false;
};

class Context {
 public:
  // arguments: of the command line; a password in them is shown nowhere.
  explicit Context(const std::vector<std::string>& arguments = {});
  GlobalOptions options;

  enum class ProjectFile { required, optional };
  // Reads the project file (once). Its mistakes, or its absence where it is required, end the command
  // (CommandFailed).
  run::Environment& environment(ProjectFile need = ProjectFile::required);
  Files& files() { return files_; }
  SourceMap& sources() { return sources_; }
  Diagnostics& diagnostics() { return diagnostics_; }
  run::Reporter& reporter() { return reporter_; }

  bool json() const { return options.format == "json"; }
  bool color_for(int fd) const;
  void print(std::string_view text);            // stdout, as it is
  void print_json(const nlohmann::json& json);  // stdout, one object, indented
  void print_ordered_json(const nlohmann::ordered_json& json);
  // Writes the collected diagnostics (text to stderr; JSON to stdout as {"diagnostics": […]} where nothing
  // was printed yet) and forgets them. True if there were errors. Notes are shown only with --explain.
  bool flush_diagnostics();
  // flush_diagnostics(), and CommandFailed if there were errors.
  void stop_on_errors();
  // A one-line failure, in the chosen format.
  void fail(const std::string& message, const std::string& hint);

 private:
  Files files_;
  SourceMap sources_;
  Diagnostics diagnostics_;
  pg::KnownPasswords passwords_;
  TerminalReporter reporter_;
  std::optional<run::Environment> environment_;
  bool printed_ = false;
};

// Thrown when everything has been said already.
struct CommandFailed {
  int exit_code = exit_error;
};

}  // namespace schemac::cli
