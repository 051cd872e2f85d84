// upgrade, downgrade, stamp.
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "run/apply.h"
#include "run/migration_files.h"
#include "run/stamp.h"

namespace schemac::cli {
namespace {

struct Options {
  std::string target;
  std::string lock_timeout;
  std::string statement_timeout;
  std::string in_doubt = "ask";
};

run::RunOptions run_options_of(const run::Environment& environment, const Options& options) {
  run::RunOptions result = run::run_options(environment);
  if (!options.lock_timeout.empty()) result.lock_timeout = options.lock_timeout;
  if (!options.statement_timeout.empty()) result.statement_timeout = options.statement_timeout;
  if (options.in_doubt == "done") result.in_doubt = run::InDoubt::done;
  if (options.in_doubt == "again") result.in_doubt = run::InDoubt::again;
  return result;
}

int report(Context& context, const run::ApplyReport& report) {
  if (context.json()) {
    nlohmann::json migrations = nlohmann::json::array();
    for (const run::AppliedReport& migration : report.migrations) {
      migrations.push_back({{"revision", migration.revision},
                            {"message", migration.message},
                            {"direction", migration.up ? "up" : "down"},
                            {"duration_ms", migration.duration_ms}});
    }
    context.print_json(
        {{"migrations", migrations}, {"current", report.current}, {"database", report.database}});
    return exit_ok;
  }
  const std::string at = report.current.empty() ? "base" : fmt::format("{}", fmt::join(report.current, ", "));
  context.reporter().message(report.migrations.empty() ? fmt::format("nothing to do; at {}", at)
                                                       : fmt::format("at {}", at));
  return exit_ok;
}

int upgrade(Context& context, const Options& options) {
  run::Environment& environment = context.environment();
  const RevisionGraph graph = run::read_migrations(environment);
  context.stop_on_errors();
  return report(context, run::upgrade(environment, run::target_url(environment), graph, options.target,
                                      run_options_of(environment, options)));
}

int downgrade(Context& context, const Options& options) {
  run::Environment& environment = context.environment();
  const RevisionGraph graph = run::read_migrations(environment);
  context.stop_on_errors();
  return report(context, run::downgrade(environment, run::target_url(environment), graph, options.target,
                                        run_options_of(environment, options)));
}

int stamp(Context& context, const std::string& target) {
  run::Environment& environment = context.environment();
  const RevisionGraph graph = run::read_migrations(environment);
  context.stop_on_errors();
  return report(context, run::stamp(environment, run::target_url(environment), graph, target));
}

void add_run_options(CLI::App& command, Options& options) {
  command
      .add_option("--lock-timeout", options.lock_timeout,
                  "How long a transaction waits for a lock before it is tried again")
      ->type_name("TIME");
  command.add_option("--statement-timeout", options.statement_timeout, "Limit for each statement")
      ->type_name("TIME");
  command
      .add_option("--in-doubt", options.in_doubt,
                  "What became of a step that a crash cut off and the catalog can't tell about")
      ->check(CLI::IsMember({"ask", "done", "again"}));
}

}  // namespace

void add_upgrade(CommandLine& line) {
  auto up = std::make_shared<Options>();
  up->target = "head";
  CLI::App* command = line.add("upgrade", "Apply migrations");
  command->add_option("target", up->target, "head (default), heads, +N or a revision")->type_name("TARGET");
  add_run_options(*command, *up);
  line.on(command, [up](Context& context) { return upgrade(context, *up); });

  auto down = std::make_shared<Options>();
  command = line.add("downgrade", "Take migrations back");
  command->add_option("target", down->target, "-N, a revision, or base")->required()->type_name("TARGET");
  command->allow_extras(false);
  add_run_options(*command, *down);
  line.on(command, [down](Context& context) { return downgrade(context, *down); });

  auto target = std::make_shared<std::string>();
  command = line.add("stamp", "Record a revision as applied without running it");
  command->add_option("revision", *target, "A revision, head, heads or base")
      ->required()
      ->type_name("REVISION");
  line.on(command, [target](Context& context) { return stamp(context, *target); });
}

}  // namespace schemac::cli
