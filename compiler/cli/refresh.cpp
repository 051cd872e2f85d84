#include <unistd.h>

#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/interrupt.h"
#include "cli/commands.h"
#include "cli/live_table.h"
#include "refresh/refresh.h"
#include "refresh/result_text.h"

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

int code_of(const RefreshReport& report) {
  if (!report.stopped_by.empty()) {
    throw UserError(fmt::format("the refresh was stopped: {}", report.stopped_by),
                    "run the same command again to refresh the remaining views");
  }
  return report.failed() || report.cancelled ? exit_error : exit_ok;
}

RefreshOptions refresh_options(const RefreshArguments& arguments, const Environment& environment) {
  RefreshOptions options = schemac::refresh_options(environment);
  options.views = arguments.views;
  options.jobs = arguments.jobs;
  options.stale_only = arguments.stale_only;
  options.with_dependents = arguments.with_dependents;
  options.concurrently = parse_concurrently(arguments.concurrently).value();  // CLI11 checked it
  options.keep_going = arguments.keep_going;
  options.dry_run = arguments.dry_run;
  options.wait = !arguments.no_wait;
  options.swap = arguments.views_how == "swap";
  if (!arguments.lock_timeout.empty()) options.lock_timeout = arguments.lock_timeout;
  if (!arguments.statement_timeout.empty()) options.statement_timeout = arguments.statement_timeout;
  return options;
}

nlohmann::json results_json(const RefreshReport& report, bool dry_run) {
  nlohmann::json views = nlohmann::json::array();
  for (const ViewResult& view : report.views) {
    nlohmann::json item = {{"view", qualified_name(view.id)},
                           {"outcome", dry_run ? "would refresh" : outcome_name(view.outcome)},
                           {"how", view.how},
                           {"reason", view.reason},
                           {"duration_ms", view.duration.count()}};
    item["rows"] = view.rows >= 0 ? nlohmann::json(view.rows) : nlohmann::json(nullptr);
    views.push_back(std::move(item));
  }
  return views;
}

int refresh_views(Context& context, const RefreshArguments& arguments) {
  if (!context.json() && context.options.format != "text") {
    throw UserError(fmt::format("refresh has no format {}", context.options.format), "text or json",
                    exit_usage);
  }
  Environment& environment = context.environment(Context::ProjectFile::optional);
  RefreshOptions options = refresh_options(arguments, environment);
  const std::string url = target_url(environment);

  LiveTable table(STDERR_FILENO, context.options.quiet || context.json() || arguments.dry_run);
  const RefreshReport report = refresh(environment, url, options, table, interrupt_flag());
  if (context.json()) {
    context.print_json({{"views", results_json(report, arguments.dry_run)}});
  } else if (arguments.dry_run) {
    for (const ViewResult& view : report.views) {
      context.print(view.outcome == ViewOutcome::fresh
                        ? result_text(view) + "\n"
                        : fmt::format("would refresh {}  {}{}\n", qualified_name(view.id), view.how,
                                      view.reason.empty() ? "" : ": " + view.reason));
    }
  } else {
    for (const ViewResult& view : report.views) context.print(result_text(view) + "\n");
    if (report.views.empty()) context.reporter().message("no materialized views to refresh");
  }
  return code_of(report);
}

}  // namespace

void add_refresh(CommandLine& line) {
  auto arguments = std::make_shared<RefreshArguments>();
  Subcommand command = line.add("refresh", "Refresh materialized views in dependency order");
  command
      ->add_option("view", arguments->views, "Refresh these views (default: all of the managed namespaces)")
      ->type_name("VIEW");
  command
      ->add_option("-j,--jobs", arguments->jobs, "Use this many connections (default: the number of cores)")
      ->type_name("N");
  command->add_flag("--stale-only", arguments->stale_only, "Refresh only views that may be out of date");
  command->add_flag("--with-dependents", arguments->with_dependents,
                    "Also refresh the views that read the named ones");
  command
      ->add_option("--concurrently", arguments->concurrently,
                   "Refresh without blocking readers; auto: if the view has a unique index (default: auto)")
      ->one_of({"auto", "always", "never"});
  command->add_flag("--keep-going", arguments->keep_going,
                    "Continue after a failure with views that do not read the failed view");
  command->add_flag("--dry-run", arguments->dry_run, "Print what would be refreshed");
  command
      ->add_option(
          "--views", arguments->views_how,
          "Refresh other views in place, or build them beside the old ones and swap (default: in-place)")
      ->one_of({"in-place", "swap"});
  command
      ->add_option("--lock-timeout", arguments->lock_timeout,
                   "Wait this long for a view's lock, in each of five attempts (default: the project's)")
      ->type_name("TIME");
  command
      ->add_option("--statement-timeout", arguments->statement_timeout,
                   "Limit the refresh of each view (default: the project's)")
      ->type_name("TIME");
  const Option wait =
      command->add_flag("--wait", arguments->wait, "Wait for another refresh to finish (default)");
  command->add_flag("--no-wait", arguments->no_wait, "End at once if another refresh is running")
      ->excludes(wait);
  line.on(command, [arguments](Context& context) { return refresh_views(context, *arguments); });
}

}  // namespace schemac::cli
