#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "compile/compile.h"
#include "compile/depfile.h"

namespace schemac::cli {
namespace {

struct CompileArguments {
  std::string depfile;
  std::string depfile_target;
  bool check = false;
};

int compile_project(Context& context, const CompileArguments& options) {
  Environment& environment = context.environment();
  Compiled compiled = compile(environment.project, context.files(), context.sources(), context.diagnostics());
  context.stop_on_errors();
  std::size_t written = 0;
  if (!options.check) {
    written = write_build(environment.project, compiled, context.sources(), context.files());
    if (!options.depfile.empty()) {
      context.files().write_if_changed(options.depfile,
                                       depfile_text(options.depfile_target, compiled.sources));
    }
  }
  if (context.json()) {
    nlohmann::json diagnostics = nlohmann::json::array();
    for (const Diagnostic& diagnostic : context.diagnostics().items()) {
      diagnostics.push_back(to_json(diagnostic, context.sources()));
    }
    context.print_json({{"diagnostics", diagnostics},
                        {"root_hash", compiled.artifacts.root_hash},
                        {"artifacts", compiled.artifacts.artifacts.size()},
                        {"written", written}});
    if (!context.options.explain) context.diagnostics() = Diagnostics();
    return exit_ok;
  }
  const std::size_t objects = compiled.artifacts.artifacts.size();
  context.reporter().message(fmt::format("{}: {} object{}, {} file{} changed", environment.project.name,
                                         objects, objects == 1 ? "" : "s", written, written == 1 ? "" : "s"));
  // Freeing a large schema takes long and the process ends here, so it is not freed. Volatile, so that leak
  // checkers still see the pointer.
  [[maybe_unused]] static const Compiled* volatile kept = nullptr;
  kept = new Compiled(std::move(compiled));
  return exit_ok;
}

}  // namespace

void add_compile(CommandLine& line) {
  auto options = std::make_shared<CompileArguments>();
  Subcommand command = line.add("compile", "Compile the sources to SQL files, without a database");
  command->add_option("--depfile", options->depfile, "Write a Make depfile of every source that was read")
      ->type_name("FILE");
  command->add_option("--depfile-target", options->depfile_target, "Write this target into the depfile")
      ->type_name("TARGET");
  command->add_flag("--check", options->check, "Report mistakes only, write nothing");
  line.on(command, [options](Context& context) { return compile_project(context, *options); });
}

}  // namespace schemac::cli
