#include "load/load.h"
#include "compile/compile.h"

#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "compile/compile.h"
#include "lower/lower.h"

namespace schemac::cli {
namespace {

struct LoadArguments {
  std::vector<std::string> files;
  std::string class_name;
  std::string input;
  bool dry_run = false;
};

int load_files(Context& context, const LoadArguments& options) {
  Environment& environment = context.environment(Context::ProjectFile::optional);
  if (environment.project.linkml.empty()) {
    throw UserError("load needs a LinkML schema, and none is named",
                    "name a project file with -c, or a LinkML schema with --schema");
  }
  environment.project.lower.storage = true;
  const Compiled compiled =
      compile(environment.project, context.files(), context.sources(), context.diagnostics());
  context.stop_on_errors();
  if (!context.options.explain)
    context.diagnostics() = Diagnostics();  // messages about the schema belong to `compile`
  LoadOptions load_options;
  for (const std::string& file : options.files) load_options.files.emplace_back(file);
  load_options.class_name = options.class_name;
  load_options.dry_run = options.dry_run;
  load_options.format = options.input == "yaml"    ? InstanceFormat::yaml
                        : options.input == "json"  ? InstanceFormat::json
                        : options.input == "jsonl" ? InstanceFormat::json_lines
                                                   : InstanceFormat::by_name;
  const std::unique_ptr<pg::Session> session = pg::connect(target_url(environment), pg::Settings::own);
  const LoadReport report = load(environment, *compiled.schema, *compiled.storage, *session, load_options);
  context.stop_on_errors();
  std::int64_t rows = 0;
  for (const LoadedTable& table : report.tables) rows += table.rows;
  if (context.json()) {
    nlohmann::json tables = nlohmann::json::array();
    for (const LoadedTable& table : report.tables)
      tables.push_back({{"table", table.table}, {"rows", table.rows}});
    context.print_json({{"loaded", {{"objects", report.objects}, {"rows", rows}, {"tables", tables}}}});
    return exit_ok;
  }
  if (context.options.verbose) {
    for (const LoadedTable& table : report.tables)
      context.print(fmt::format("{}: {} rows\n", table.table, table.rows));
  }
  context.print(fmt::format("{}: {} rows in {} tables\n", options.dry_run ? "would load" : "loaded", rows,
                            report.tables.size()));
  return exit_ok;
}

}  // namespace

void add_load(CommandLine& line) {
  auto options = std::make_shared<LoadArguments>();
  Subcommand command = line.add(
      "load", "Load LinkML instance data (YAML, JSON, JSON lines): all objects, or none on an error");
  command->add_option("files", options->files, "Load these files")->required()->type_name("FILE");
  command
      ->add_option("--class", options->class_name,
                   "Load objects of this class (default: the schema's tree root)")
      ->type_name("CLASS");
  command
      ->add_option("--input", options->input, "Read the files in this format (default: by the file's name)")
      ->one_of({"yaml", "json", "jsonl"});
  command->add_flag("--dry-run", options->dry_run, "Check the data against the database, keep nothing");
  line.on(command, [options](Context& context) { return load_files(context, *options); });
}

}  // namespace schemac::cli
