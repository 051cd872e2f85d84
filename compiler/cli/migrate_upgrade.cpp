// upgrade (also --sql, --dry-run, --targets), downgrade, stamp.
#include <unistd.h>

#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "apply/apply.h"
#include "apply/history_check.h"
#include "apply/squashed_ranges.h"
#include "apply/stamp.h"
#include "apply/upgrade_script.h"
#include "base/interrupt.h"
#include "cli/commands.h"
#include "cli/live_table.h"
#include "refresh/after_upgrade.h"
#include "revise/dry_run.h"
#include "targets/targets.h"
#include "workspace/migration_files.h"

namespace schemac::cli {
namespace {

struct RunArguments {
  std::string target;
  std::string lock_timeout;
  std::string statement_timeout;
  std::string in_doubt = "ask";
  std::vector<std::string> allow;
  bool sql = false;
  bool dry_run = false;
  std::string targets;
  unsigned jobs = 1;
  bool keep_going = false;
};

RunOptions run_options_of(const Environment& environment, const RunArguments& options) {
  RunOptions result = run_options(environment);
  if (!options.lock_timeout.empty()) result.lock_timeout = options.lock_timeout;
  if (!options.statement_timeout.empty()) result.statement_timeout = options.statement_timeout;
  result.allow = options.allow;
  if (options.in_doubt == "done") result.in_doubt = InDoubt::done;
  if (options.in_doubt == "again") result.in_doubt = InDoubt::again;
  return result;
}

int report(Context& context, const ApplyReport& report) {
  if (context.json()) {
    nlohmann::json migrations = nlohmann::json::array();
    for (const AppliedReport& migration : report.migrations) {
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

// "FROM:TO": the revisions between the two, without a database.
int print_script(Context& context, Environment& environment, const RevisionGraph& graph,
                 const RunArguments& options) {
  std::vector<std::string> pending;
  if (const std::size_t colon = options.target.find(':'); colon != std::string::npos) {
    const auto closure = [&](const std::string& word) {
      const ResolvedRevisions resolved = resolve_revision(graph, word, {});
      if (resolved.several_heads) refuse_several_heads(environment, graph);
      if (!resolved.error.empty()) throw UserError(resolved.error, "`schemac history` lists the revisions");
      return graph.closure(resolved.revisions);
    };
    const std::vector<std::string> from = closure(options.target.substr(0, colon));
    for (const std::string& revision : closure(options.target.substr(colon + 1))) {
      if (std::find(from.begin(), from.end(), revision) == from.end()) pending.push_back(revision);
    }
  } else {
    const std::unique_ptr<pg::Session> session = pg::connect(target_url(environment), pg::Settings::catalog);
    Ledger ledger(*session, environment.project.name);
    const LedgerState state = with_squashes(graph, ledger.read());
    refuse_inside_squash(graph, state);
    refuse_edited(environment, ledger, state, graph);
    pending = pending_revisions(environment, graph, state, options.target);
  }
  context.print(
      upgrade_script(graph, pending, environment.project.name, run_options_of(environment, options)));
  return exit_ok;
}

int dry_run(Context& context, Environment& environment, const RevisionGraph& graph,
            const RunArguments& options) {
  const DryRun proved = dry_run_upgrade(environment, target_url(environment), graph, options.target);
  if (context.json()) {
    nlohmann::json migrations = nlohmann::json::array();
    for (const std::string& revision : proved.revisions) {
      const Migration& migration = graph.migrations.at(revision);
      migrations.push_back({{"revision", revision},
                            {"message", migration.message},
                            {"hazards", migration.hazards},
                            {"sql", print_part(migration.up)}});
    }
    context.print_json({{"migrations", migrations}, {"database", proved.database}});
    return exit_ok;
  }
  for (const std::string& revision : proved.revisions) {
    const Migration& migration = graph.migrations.at(revision);
    context.print(fmt::format("-- {}  {}\n", revision, migration.message));
    for (const std::string& hazard : migration.hazards) context.print("-- hazard " + hazard + "\n");
    context.print(print_part(migration.up) + "\n");
  }
  context.reporter().message(
      proved.revisions.empty()
          ? "nothing to do"
          : fmt::format("{} would run: proved on a scratch database with the catalog of {}, without its rows",
                        proved.revisions.size() == 1 ? "1 migration"
                                                     : fmt::format("{} migrations", proved.revisions.size()),
                        proved.database));
  return exit_ok;
}

int upgrade_targets(Context& context, Environment& environment, const RevisionGraph& graph,
                    const RunArguments& options) {
  const TargetsReport report =
      upgrade_targets(environment, read_targets(environment, options.targets), graph, options.target,
                      run_options_of(environment, options), {options.jobs, options.keep_going});
  if (context.json()) {
    nlohmann::json targets = nlohmann::json::array();
    for (const TargetReport& target : report.targets) {
      targets.push_back({{"database", target.database},
                         {"outcome", outcome_word(target.outcome)},
                         {"migrations", target.migrations},
                         {"current", target.current},
                         {"duration_ms", target.duration.count()},
                         {"error", target.error},
                         {"hint", target.hint}});
    }
    context.print_json({{"targets", targets}});
  } else {
    std::size_t width = 0;
    for (const TargetReport& target : report.targets) width = std::max(width, target.database.size());
    for (const TargetReport& target : report.targets) {
      context.print(fmt::format(
          "{:<{}}  {:<9}  {:>3}  {:>7} ms  {}\n", target.database, width, outcome_word(target.outcome),
          target.migrations, target.duration.count(),
          target.error.empty() ? fmt::format("{}", fmt::join(target.current, ", ")) : target.error));
    }
    context.reporter().message(fmt::format(
        "{} databases: {} upgraded, {} already at the target, {} failed, {} not started",
        report.targets.size(), report.count(TargetOutcome::upgraded), report.count(TargetOutcome::at_target),
        report.count(TargetOutcome::failed), report.count(TargetOutcome::not_begun)));
  }
  const bool all = report.count(TargetOutcome::failed) + report.count(TargetOutcome::not_begun) == 0;
  return all ? exit_ok : exit_error;
}

// Reports what ran before the views are refreshed: it stays applied if one fails.
int finish(Context& context, const std::string& url, const ApplyReport& applied) {
  const int code = report(context, applied);
  LiveTable table(STDERR_FILENO, context.options.quiet || context.json());
  refresh_after_upgrade(context.environment(), url, applied, table, interrupt_flag());
  return code;
}

int upgrade(Context& context, const RunArguments& options) {
  Environment& environment = context.environment();
  const RevisionGraph graph = read_migrations(environment);
  context.stop_on_errors();
  if (options.sql) return print_script(context, environment, graph, options);
  if (options.dry_run) return dry_run(context, environment, graph, options);
  if (!options.targets.empty()) return upgrade_targets(context, environment, graph, options);
  const std::string url = target_url(environment);
  return finish(context, url,
                upgrade(environment, url, graph, options.target, run_options_of(environment, options)));
}

int downgrade(Context& context, const RunArguments& options) {
  Environment& environment = context.environment();
  const RevisionGraph graph = read_migrations(environment);
  context.stop_on_errors();
  const std::string url = target_url(environment);
  return finish(context, url,
                downgrade(environment, url, graph, options.target, run_options_of(environment, options)));
}

int stamp(Context& context, const std::string& target) {
  Environment& environment = context.environment();
  const RevisionGraph graph = read_migrations(environment);
  context.stop_on_errors();
  return report(context, stamp(environment, target_url(environment), graph, target));
}

void add_run_options(const Subcommand& command, RunArguments& options) {
  command
      .add_option("--lock-timeout", options.lock_timeout,
                  "Wait this long for a lock, then retry the transaction (default: the project's)")
      ->type_name("TIME");
  command
      .add_option("--statement-timeout", options.statement_timeout,
                  "Limit each statement (default: the project's)")
      ->type_name("TIME");
  command
      .add_option(
          "--in-doubt", options.in_doubt,
          "Treat a step interrupted by a crash as done, or run it again, when the catalog cannot show "
          "whether it ran (default: ask)")
      ->one_of({"ask", "done", "again"});
  command
      .add_option("--allow", options.allow,
                  "Let a DROP TABLE also drop partitions that its migration does not know")
      ->delimiter(',')
      ->one_of({"data-loss"})
      ->type_name("HAZARD");
}

}  // namespace

void add_upgrade(CommandLine& line) {
  auto up = std::make_shared<RunArguments>();
  up->target = "head";
  Subcommand command = line.add("upgrade", "Apply migrations");
  command->add_option("target", up->target, "Upgrade to head, heads, +N or a revision (default: head)")
      ->type_name("TARGET");
  add_run_options(command, *up);
  const Option sql = command->add_flag(
      "--sql", up->sql, "Print a script for psql; with FROM:TO as TARGET, contact no database");
  const Option dry_run = command->add_flag(
      "--dry-run", up->dry_run,
      "Prove the migrations in a scratch database made from the target's catalog, and print them");
  const Option targets =
      command
          ->add_option("--targets", up->targets,
                       "Upgrade many databases: each line of FILE is a URL, or query: URL SQL")
          ->type_name("FILE");
  command->add_option("-j,--jobs", up->jobs, "Upgrade this many databases at a time (default: 1)")
      ->needs(targets)
      ->type_name("N");
  command->add_flag("--keep-going", up->keep_going, "Continue with the other databases after a failure")
      ->needs(targets);
  dry_run->excludes(sql);
  targets->excludes(sql)->excludes(dry_run);
  line.on(command, [up](Context& context) { return upgrade(context, *up); });

  auto down = std::make_shared<RunArguments>();
  command = line.add("downgrade", "Revert migrations with their down parts");
  command->add_option("target", down->target, "Downgrade to a revision, -N or base")
      ->required()
      ->type_name("TARGET");
  command->allow_extras(false);
  add_run_options(command, *down);
  line.on(command, [down](Context& context) { return downgrade(context, *down); });

  auto target = std::make_shared<std::string>();
  command = line.add("stamp", "Record a revision as applied without running it");
  command->add_option("revision", *target, "Record this revision, head, heads or base")
      ->required()
      ->type_name("REVISION");
  line.on(command, [target](Context& context) { return stamp(context, *target); });
}

}  // namespace schemac::cli
