#include "run/refresh/refresh.h"

#include <unistd.h>

#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/interrupt.h"
#include "cli/commands.h"
#include "cli/live_table.h"
#include "cli/refresh.h"

namespace schemac::cli {
namespace {

struct RefreshArguments {
  std::vector<std::string> views;
  unsigned jobs = 0;
  bool stale_only = false;
  bool with_dependents = false;
  std::string concurrently = "auto";
  bool keep_going = false;
  bool dry_run = false;
  bool no_wait = false;
  bool wait = false;
  std::string views_how = "in-place";
  std::string lock_timeout, statement_timeout;
};

std::string result_line(const run::ViewResult& view) {
  std::string line = fmt::format("{:<9} {}", run::outcome_name(view.outcome), qualified_name(view.id));
  if (view.outcome == run::ViewOutcome::done) {
    line += fmt::format("  {}{}, {}", view.how, view.rows >= 0 ? ", " + rows_text(view.rows) : std::string(),
                        duration_text(view.duration));
  }
  if (!view.reason.empty() && view.outcome != run::ViewOutcome::done) line += ": " + view.reason;
  return line;
}

int code_of(const run::RefreshReport& report) {
  if (!report.stopped_by.empty()) {
    throw run::UserError(fmt::format("the refresh was stopped: {}", report.stopped_by),
                         "the same command goes on with what is left");
  }
  return report.failed() || report.cancelled ? exit_error : exit_ok;
}

int refresh_views(Context& context, const RefreshArguments& arguments) {
  if (!context.json() && context.options.format != "text") {
    throw run::UserError(fmt::format("refresh has no format {}", context.options.format), "text or json",
                         exit_usage);
  }
  run::Environment& environment = context.environment(Context::ProjectFile::optional);
  run::RefreshOptions options;
  options.views = arguments.views;
  options.jobs = arguments.jobs;
  options.stale_only = arguments.stale_only;
  options.with_dependents = arguments.with_dependents;
  options.concurrently = arguments.concurrently == "always"  ? run::Concurrently::always
                         : arguments.concurrently == "never" ? run::Concurrently::never
                                                             : run::Concurrently::automatic;
  options.keep_going = arguments.keep_going;
  options.dry_run = arguments.dry_run;
  options.wait = !arguments.no_wait;
  options.namespaces = environment.project.namespaces;
  options.swap = arguments.views_how == "swap";
  const DatabaseSettings& database = environment.project.database;
  options.lock_timeout = arguments.lock_timeout.empty() ? database.lock_timeout : arguments.lock_timeout;
  options.statement_timeout =
      arguments.statement_timeout.empty() ? database.statement_timeout : arguments.statement_timeout;
  run::add_declared(environment, options);
  const std::string url = run::target_url(environment);

  LiveTable table(STDERR_FILENO, context.options.quiet || context.json() || arguments.dry_run);
  const run::RefreshReport report = run::refresh(environment, url, options, table, interrupt_flag());
  if (context.json()) {
    nlohmann::json views = nlohmann::json::array();
    for (const run::ViewResult& view : report.views) {
      nlohmann::json item = {
          {"view", qualified_name(view.id)},
          {"outcome", arguments.dry_run ? "would refresh" : run::outcome_name(view.outcome)},
          {"how", view.how},
          {"reason", view.reason},
          {"duration_ms", view.duration.count()}};
      item["rows"] = view.rows >= 0 ? nlohmann::json(view.rows) : nlohmann::json(nullptr);
      views.push_back(std::move(item));
    }
    context.print_json({{"views", views}});
  } else if (arguments.dry_run) {
    for (const run::ViewResult& view : report.views) {
      context.print(view.outcome == run::ViewOutcome::fresh
                        ? result_line(view) + "\n"
                        : fmt::format("would refresh {}  {}{}\n", qualified_name(view.id), view.how,
                                      view.reason.empty() ? "" : ": " + view.reason));
    }
  } else {
    for (const run::ViewResult& view : report.views) context.print(result_line(view) + "\n");
    if (report.views.empty()) context.reporter().message("no materialized views to refresh");
  }
  return code_of(report);
}

}  // namespace

int refresh_emptied_views(Context& context, const std::string& url,
                          const std::set<ObjectId>& populated_before) {
  LiveTable table(STDERR_FILENO, context.options.quiet || context.json());
  const run::RefreshReport report =
      run::refresh_after_upgrade(context.environment(), url, populated_before, table, interrupt_flag());
  for (const run::ViewResult& view : report.views) context.reporter().message(result_line(view));
  return code_of(report);
}

void add_refresh(CommandLine& line) {
  auto arguments = std::make_shared<RefreshArguments>();
  CLI::App* command = line.add("refresh", "Refresh materialized views in dependency order");
  command->add_option("view", arguments->views, "Views (default: all of the managed namespaces)")
      ->type_name("VIEW");
  command->add_option("-j,--jobs", arguments->jobs, "Connections (default: cores)")->type_name("N");
  command->add_flag("--stale-only", arguments->stale_only, "Only views that may be out of date");
  command->add_flag("--with-dependents", arguments->with_dependents, "And all that read the named ones");
  command->add_option("--concurrently", arguments->concurrently, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  command->add_flag("--keep-going", arguments->keep_going,
                    "After a failure refresh what does not read the failed view");
  command->add_flag("--dry-run", arguments->dry_run, "Say what would be refreshed");
  command
      ->add_option(
          "--views", arguments->views_how,
          "swap: build those that cannot be refreshed concurrently beside, so that readers never wait")
      ->check(CLI::IsMember({"in-place", "swap"}));
  command
      ->add_option("--lock-timeout", arguments->lock_timeout,
                   "How long a view waits for its lock, each of five times")
      ->type_name("TIME");
  command->add_option("--statement-timeout", arguments->statement_timeout, "Limit for each view")
      ->type_name("TIME");
  CLI::Option* wait =
      command->add_flag("--wait", arguments->wait, "Wait for another refresher (the default)");
  command->add_flag("--no-wait", arguments->no_wait, "Leave at once if another refresher is at work")
      ->excludes(wait);
  line.on(command, [arguments](Context& context) { return refresh_views(context, *arguments); });
}

}  // namespace schemac::cli
