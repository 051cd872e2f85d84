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

 private:
  CLI::App& app_;
  std::map<const CLI::App*, Run> runs_;
};

// Parses, runs, turns every error into one clear line and an exit code. Never throws.
int main(int argc, char** argv);

}  // namespace schemac::cli
