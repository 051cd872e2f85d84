#include "refresh/refresh.h"

#include <algorithm>
#include <functional>
#include <thread>

#include <fmt/format.h>

#include "apply/hooks.h"
#include "ledger/ledger_lock.h"
#include "refresh/run.h"
#include "refresh/staleness.h"
#include "refresh/swap.h"
#include "refresh/swap_plan.h"
#include "refresh/tracking.h"

namespace schemac {
namespace {

// Names -> views. Throws UserError for the first wrong name.
std::set<std::size_t> select(const ViewGraph& graph, const RefreshOptions& options,
                             const std::vector<std::string>& namespaces) {
  std::set<std::size_t> chosen;
  if (options.views.empty()) {
    for (std::size_t i = 0; i < graph.views.size(); ++i) {
      const ViewNode& view = graph.views[i];
      const bool inside = namespaces.empty() || std::find(namespaces.begin(), namespaces.end(),
                                                          view.id.namespace_) != namespaces.end();
      if (view.materialized && inside) chosen.insert(i);
    }
    return chosen;
  }
  for (const std::string& name : options.views) {
    const std::optional<std::size_t> found = graph.find(name);
    if (!found) {
      if (graph.ambiguous(name)) {
        throw UserError(fmt::format("{} is the name of several views", name), "name it with its namespace");
      }
      std::vector<std::string> names;
      for (const ViewNode& view : graph.views) {
        names.push_back(qualified_name(view.id));
        names.push_back(view.id.name);
      }
      throw UserError(fmt::format("no view {}", name), did_you_mean(nearest_name(name, names)));
    }
    if (!graph.views[*found].materialized) {
      throw UserError(fmt::format("{} is a plain view: it has nothing to refresh", name),
                      "name the materialized views that it reads, or no view to refresh all");
    }
    chosen.insert(*found);
  }
  return options.with_dependents ? graph.with_dependents(chosen) : chosen;
}

// Declared dependencies may close a cycle; the server's own dependencies cannot.
void refuse_cycles(const ViewGraph& graph, const std::set<std::size_t>& chosen) {
  std::map<std::size_t, int> state;
  std::vector<std::size_t> path;
  const std::function<void(std::size_t)> visit = [&](std::size_t i) {
    if (state[i] == 2) return;
    path.push_back(i);
    if (state[i] == 1) {
      std::string text;
      bool inside = false;
      for (const std::size_t step : path) {
        inside = inside || step == i;
        if (inside) text += (text.empty() ? "" : " -> ") + qualified_name(graph.views[step].id);
      }
      throw UserError("the views depend on each other: " + text,
                      "remove one of their sql_depends_on or functions");
    }
    state[i] = 1;
    for (const std::size_t other : graph.views[i].waits_for) visit(other);
    state[i] = 2;
    path.pop_back();
  };
  for (const std::size_t i : chosen) visit(i);
}

// True if the last refresh was not finished: this run then continues it and skips fresh views.
bool continues(const ViewGraph& graph, const std::set<std::size_t>& chosen, const RefreshOptions& options) {
  if (!options.views.empty()) return false;
  return std::any_of(chosen.begin(), chosen.end(), [&](std::size_t i) {
    const auto& last = graph.views[i].last;
    return last && last->last_outcome != outcome_name(ViewOutcome::done);
  });
}

// Removes the fresh views from chosen and returns them.
std::vector<ViewResult> leave_out_fresh(const ViewGraph& graph, const std::vector<Staleness>& verdicts,
                                        Reporter& reporter, std::set<std::size_t>& chosen) {
  std::vector<ViewResult> fresh;
  for (auto it = chosen.begin(); it != chosen.end();) {
    const ViewNode& view = graph.views[*it];
    const Staleness& verdict = verdicts[*it];
    reporter.explain(fmt::format("{} is {}: {}", qualified_name(view.id), verdict.stale ? "stale" : "fresh",
                                 verdict.reason));
    if (verdict.stale) {
      ++it;
      continue;
    }
    ViewResult result;
    result.id = view.id;
    result.outcome = ViewOutcome::fresh;
    result.reason = verdict.reason;
    result.rows = view.last && view.last->rows ? *view.last->rows : -1;
    fresh.push_back(std::move(result));
    it = chosen.erase(it);
  }
  return fresh;
}

// Which of the chosen views are built beside the old ones and swapped in.
SwapPlan swaps_of(pg::Session& session, const ViewGraph& graph, const std::set<std::size_t>& chosen,
                  const RefreshOptions& options, const SourceSettings& settings, Reporter& reporter) {
  SwapPlan swaps;
  if (!options.swap) return swaps;
  swaps = plan_swaps(session, graph, chosen, options, settings);
  for (const auto& [view, reason] : swaps.in_place) {
    reporter.message(
        fmt::format("{} is refreshed in place: {}", qualified_name(graph.views[view].id), reason));
  }
  return swaps;
}

}  // namespace

bool RefreshReport::failed() const {
  return std::any_of(views.begin(), views.end(), [](const ViewResult& view) {
    return view.outcome == ViewOutcome::failed || view.outcome == ViewOutcome::skipped ||
           view.outcome == ViewOutcome::cancelled;
  });
}

std::string RefreshReport::problem() const {
  if (!stopped_by.empty()) return "the refresh was stopped: " + stopped_by;
  if (cancelled) return "the refresh was cancelled";
  for (const ViewOutcome outcome : {ViewOutcome::failed, ViewOutcome::skipped}) {
    for (const ViewResult& view : views) {
      if (view.outcome == outcome)
        return fmt::format("{} was not refreshed: {}", qualified_name(view.id), view.reason);
    }
  }
  return {};
}

const char* outcome_name(ViewOutcome outcome) {
  switch (outcome) {
    case ViewOutcome::waiting:
      return "waiting";
    case ViewOutcome::running:
      return "running";
    case ViewOutcome::built:
      return "built";
    case ViewOutcome::done:
      return "done";
    case ViewOutcome::fresh:
      return "fresh";
    case ViewOutcome::failed:
      return "failed";
    case ViewOutcome::skipped:
      return "skipped";
    case ViewOutcome::gone:
      return "gone";
    case ViewOutcome::cancelled:
      return "cancelled";
  }
  return "";
}

RefreshOptions refresh_options(const Environment& environment) {
  RefreshOptions options;
  options.namespaces = environment.project.namespaces;
  options.lock_timeout = environment.project.database.lock_timeout;
  options.statement_timeout = environment.project.database.statement_timeout;
  return options;
}

RefreshReport refresh(Environment& environment, const std::string& url, const RefreshOptions& options,
                      RefreshListener& listener, const std::atomic<bool>& cancel) {
  return refresh(
      environment, url, options,
      [&](const ViewGraph& graph, const SourceSettings& settings) {
        return select(graph, options, options.namespaces.empty() ? settings.namespaces : options.namespaces);
      },
      listener, cancel);
}

RefreshReport refresh(Environment& environment, const std::string& url, const RefreshOptions& options,
                      const ChooseViews& choose, RefreshListener& listener, const std::atomic<bool>& cancel) {
  const SourceSettings settings = source_settings(environment);
  const std::unique_ptr<pg::Session> session = pg::connect(url, pg::Settings::catalog);
  if (session->query("SELECT pg_catalog.pg_is_in_recovery()").value() == "t") {
    throw UserError("the database is a standby: views are refreshed on its primary");
  }
  std::optional<LedgerLock> lock;
  if (!options.dry_run) {
    lock.emplace(*session, environment, url, LockWait{options.wait, &cancel});
    drop_swap_leftovers(*session, environment.reporter);
  }
  ViewGraph graph = read_view_graph(*session, settings.reads);
  if (graph.ledger_exists && !graph.may_record && !options.dry_run) {
    environment.reporter.message(
        "refreshes are not recorded: no privilege to read and write schemac.refresh, or to use its schema");
  }
  std::set<std::size_t> chosen = choose(graph, settings);
  refuse_cycles(graph, chosen);
  for (const auto& [reader, read] : graph.broken_cycles) {
    if (!chosen.contains(reader) || !chosen.contains(read)) continue;
    environment.reporter.message(fmt::format(
        "{} is refreshed before {}, which it reads through a function: the two depend on each other",
        qualified_name(graph.views[reader].id), qualified_name(graph.views[read].id)));
  }
  if (!options.dry_run)
    maintain_tracking(environment, *session, graph, settings.stated, options.lock_timeout);
  std::vector<Staleness> verdicts;
  std::vector<ViewResult> fresh;
  const bool goes_on = !options.stale_only && continues(graph, chosen, options);
  if (options.stale_only || goes_on) {
    if (goes_on) environment.reporter.message("continuing a refresh that was not finished");
    verdicts = staleness(*session, graph);
    fresh = leave_out_fresh(graph, verdicts, environment.reporter, chosen);
  }
  SwapPlan swaps = swaps_of(*session, graph, chosen, options, settings, environment.reporter);
  const std::set<std::size_t> swapped = swaps.views();
  std::erase_if(fresh, [&](const ViewResult& view) { return swapped.contains(*graph.find(view.id.text())); });
  const unsigned jobs = options.jobs == 0 ? std::thread::hardware_concurrency() : options.jobs;
  RefreshRun run(url, environment.project.name, options, settings, std::move(graph), std::move(chosen),
                 verdicts, std::move(swaps), listener, cancel);
  run.add_own_process(session->backend_pid());
  if (lock) run.watch([&] { lock->verify(); });
  RefreshReport report = options.dry_run ? run.plan_only() : run.run(jobs);
  report.views.insert(report.views.end(), fresh.begin(), fresh.end());
  if (!options.dry_run && !report.failed() && !report.cancelled && has_hooks(environment, "after-refresh")) {
    run_hooks(environment, *pg::connect(url, pg::Settings::script), "after-refresh");
  }
  return report;
}

}  // namespace schemac
