// The context of a command: the global options, the environment (created on first use), and the two streams.
//
// Results go to stdout through print() and print_json(); everything else goes to stderr through the reporter.
// Messages there, and failures in JSON, pass through KnownPasswords, since they may quote an argument, a
// variable or a line of a file. Results do not, since they may be executed: code that puts a connection
// string into one uses pg::redact(). A command returns its exit code; see docs/commands.md.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "pg/hide_passwords.h"
#include "workspace/environment.h"

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

class TerminalReporter : public Reporter {
 public:
  // passwords: removed from every message.
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
  // arguments: of the command line; passwords in them are never shown.
  explicit Context(const std::vector<std::string>& arguments = {});
  GlobalOptions options;

  enum class ProjectFile { required, optional };
  // Reads the project file (once). Mistakes in it, or its absence if it is required, end the command
  // (CommandFailed).
  Environment& environment(ProjectFile need = ProjectFile::required);
  Files& files() { return files_; }
  SourceMap& sources() { return sources_; }
  Diagnostics& diagnostics() { return diagnostics_; }
  Reporter& reporter() { return reporter_; }

  bool json() const { return options.format == "json"; }
  bool color_for(int fd) const;
  void print(std::string_view text);            // stdout, as it is
  void print_json(const nlohmann::json& json);  // stdout, one object, indented
  void print_ordered_json(const nlohmann::ordered_json& json);
  // Writes the collected diagnostics (text to stderr; JSON to stdout as {"diagnostics": […]} if nothing was
  // printed yet) and clears them. True if there were errors. Notes are shown only with --explain.
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
  std::optional<Environment> environment_;
  bool printed_ = false;
};

// Thrown when everything has already been reported.
struct CommandFailed {
  int exit_code = exit_error;
};

}  // namespace schemac::cli
