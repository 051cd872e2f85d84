// The command line: global options, one function per command group that adds its commands, dispatch, exit
// codes.
//
// A command group is a file with one function `void add_<group>(CommandLine&)` that commands.h lists. It
// declares options on the command and sets the function that runs:
//
//   void add_compile(CommandLine& line) {
//     struct CompileArguments { bool check = false; };
//     auto options = std::make_shared<CompileArguments>();
//     Subcommand command = line.add("compile", "Compile the sources");
//     command->add_flag("--check", options->check, "Write nothing");
//     line.on(command, [options](Context& context) { return compile(context, *options); });
//   }
#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/context.h"

namespace schemac::cli {

class CommandLine {
 public:
  using Run = std::function<int(Context&)>;
  explicit CommandLine(CLI::App& app) : app_(app) {}
  // parent: for commands of two words (db start); nullptr = top level.
  Subcommand add(const std::string& name, const std::string& description, Subcommand parent = {});
  void on(const Subcommand& command, Run run) { runs_[command.app()] = std::move(run); }
  CLI::App& app() { return app_; }
  // The function of the parsed command; nullptr if the line names none.
  const Run* selected() const;
  // The values of its options and arguments of type FILE and STATE.
  std::vector<std::string> named_files() const;
  // The option or argument whose value looks like a connection string with a password and must not be one,
  // since it would be written into a file or file name. Empty if absent.
  std::string misplaced_password() const;

 private:
  const CLI::App* chosen() const;
  CLI::App& app_;
  std::map<const CLI::App*, Run> runs_;
};

// Defines all options and commands; a test reads them from here.
void define(CommandLine& line, GlobalOptions& options);

// Parses, runs, and turns every error into one line and an exit code. Never throws.
int main(int argc, char** argv);

}  // namespace schemac::cli
