// The command line: global options, one function per command group that adds its commands, dispatch, exit
// codes.
//
// A command group is a file with one function `void add_<group>(CommandLine&)` that commands.h lists. It
// declares options on the CLI11 sub-command and says what runs:
//
//   void add_compile(CommandLine& line) {
//     struct Options { bool check = false; };
//     auto options = std::make_shared<Options>();
//     CLI::App* command = line.add("compile", "Compile the sources");
//     command->add_flag("--check", options->check, "Write nothing");
//     line.on(command, [options](Context& context) { return compile(context, *options); });
//   }
#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/context.h"

namespace schemac::cli {

class CommandLine {
 public:
  using Run = std::function<int(Context&)>;
  explicit CommandLine(CLI::App& app) : app_(app) {}
  // parent: for commands of two words (db start); nullptr = top level.
  CLI::App* add(const std::string& name, const std::string& description, CLI::App* parent = nullptr);
  void on(CLI::App* command, Run run) { runs_[command] = std::move(run); }
  CLI::App& app() { return app_; }
  // What the parsed line asks for; nullptr if it names no command that runs.
  const Run* selected() const;
  // The values of its options and arguments of type FILE and STATE.
  std::vector<std::string> named_files() const;
  // The option or argument whose value looks like a connection string with a password, where none belongs: it
  // would end up in a file or in a file's name. Empty if there is none.
  std::string misplaced_password() const;

 private:
  const CLI::App* chosen() const;
  CLI::App& app_;
  std::map<const CLI::App*, Run> runs_;
};

// All options and commands; a test asks it for them.
void define(CommandLine& line, GlobalOptions& options);

// Parses, runs, turns every error into one clear line and an exit code. Never throws.
int main(int argc, char** argv);

}  // namespace schemac::cli
