#include "run/refresh.h"

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "artifact/manifest.h"
#include "queries.h"
#include "run/ledger.h"
#include "run/staleness.h"

namespace schemac::run {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

struct Task {
  std::size_t view = 0;                 // in the graph
  std::vector<std::size_t> dependents;  // tasks
  std::size_t waiting_for = 0;
  double weight = 0;          // expected duration
  double remaining_path = 0;  // its own weight and the longest of its dependents'
  std::string snapshot_before;
};

// Names -> views; everything wrong with them in one message.
std::set<std::size_t> select(const ViewGraph& graph, const RefreshOptions& options) {
  std::set<std::size_t> chosen;
  if (options.views.empty()) {
    for (std::size_t i = 0; i < graph.views.size(); ++i) {
      const ViewNode& view = graph.views[i];
      const bool inside =
          options.namespaces.empty() || std::find(options.namespaces.begin(), options.namespaces.end(),
                                                  view.id.namespace_) != options.namespaces.end();
      if (view.materialized && inside) chosen.insert(i);
    }
    return chosen;
  }
  for (const std::string& name : options.views) {
    const std::optional<std::size_t> found = graph.find(name);
    if (!found) {
      std::vector<std::string> names;
      for (const ViewNode& view : graph.views) {
        names.push_back(qualified_name(view.id));
        names.push_back(view.id.name);
      }
      throw UserError(fmt::format("no view {}", name), did_you_mean(nearest_name(name, names)));
    }
    if (!graph.views[*found].materialized) {
      throw UserError(fmt::format("{} is a plain view: it has nothing to refresh", name),
                      "name the materialized views that it reads, or none for all");
    }
    chosen.insert(*found);
  }
  return options.with_dependents ? graph.with_dependents(chosen) : chosen;
}

// Declared dependencies may close a cycle that the server's own cannot.
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
      throw UserError("the views wait for each other: " + text,
                      "one of their sql_depends_on or functions must go");
    }
    state[i] = 1;
    for (const std::size_t other : graph.views[i].waits_for) visit(other);
    state[i] = 2;
    path.pop_back();
  };
  for (const std::size_t i : chosen) visit(i);
}

class Refresher {
 public:
  Refresher(Environment& environment, std::string url, const RefreshOptions& options, ViewGraph graph,
            RefreshListener& listener, const std::atomic<bool>& cancel)
      : environment_(environment),
        url_(std::move(url)),
        options_(options),
        graph_(std::move(graph)),
        listener_(listener),
        cancel_(cancel) {}

  void prepare(const std::set<std::size_t>& chosen, const std::vector<Staleness>& verdicts) {
    std::map<std::size_t, std::size_t> task_of;
    for (const std::size_t i : chosen) {
      task_of[i] = tasks_.size();
      Task task;
      task.view = i;
      const ViewNode& view = graph_.views[i];
      ViewResult result;
      result.id = view.id;
      result.rows = view.last && view.last->rows ? *view.last->rows : -1;
      if (view.last && view.last->duration) result.expected = *view.last->duration;
      result.reason = verdicts.empty() ? "" : verdicts[i].reason;
      // Without history a view's size stands for its time: only the order of starting depends on it.
      task.weight = result.expected.count() > 0 ? static_cast<double>(result.expected.count())
                                                : 1.0 + static_cast<double>(view.bytes) / 1e6;
      tasks_.push_back(std::move(task));
      results_.push_back(std::move(result));
    }
    for (Task& task : tasks_) {
      for (const std::size_t other : graph_.views[task.view].waits_for) {
        const auto found = task_of.find(other);
        if (found == task_of.end()) continue;
        tasks_[found->second].dependents.push_back(static_cast<std::size_t>(&task - tasks_.data()));
        ++task.waiting_for;
      }
    }
    const std::function<double(std::size_t)> path = [&](std::size_t i) {
      if (tasks_[i].remaining_path > 0) return tasks_[i].remaining_path;
      double longest = 0;
      for (const std::size_t dependent : tasks_[i].dependents) longest = std::max(longest, path(dependent));
      return tasks_[i].remaining_path = tasks_[i].weight + longest;
    };
    for (std::size_t i = 0; i < tasks_.size(); ++i) path(i);
    for (std::size_t i = 0; i < tasks_.size(); ++i) {
      if (tasks_[i].waiting_for == 0) ready_.push_back(i);
    }
  }

  // What run() would do, in one possible order.
  RefreshReport plan_only() {
    while (!ready_.empty()) {
      const auto next = std::max_element(ready_.begin(), ready_.end(),
                                         [&](std::size_t a, std::size_t b) { return starts_later(a, b); });
      const std::size_t task = *next;
      ready_.erase(next);
      results_[task].how = concurrently(graph_.views[tasks_[task].view]) ? "concurrently" : "plain";
      report_.views.push_back(results_[task]);
      for (const std::size_t dependent : tasks_[task].dependents) {
        if (--tasks_[dependent].waiting_for == 0) ready_.push_back(dependent);
      }
    }
    return std::move(report_);
  }

  RefreshReport run(unsigned jobs) {
    jobs = std::max(1U,
                    std::min<unsigned>(jobs, static_cast<unsigned>(std::max<std::size_t>(1, tasks_.size()))));
    std::vector<std::thread> threads;
    unfinished_ = tasks_.size();
    for (unsigned i = 0; i < jobs; ++i) threads.emplace_back([this] { work(); });
    {
      // Cancelling is polled here, so that a signal handler has to do no more than set a flag.
      std::unique_lock lock(mutex_);
      while (unfinished_ > 0 && !(stop_ && running_.empty())) {
        changed_.wait_for(lock, milliseconds(100));
        if (!cancel_ || report_.cancelled) continue;
        stop_ = true;
        report_.cancelled = true;
        for (pg::Session* session : running_) session->cancel();
        changed_.notify_all();
      }
    }
    for (std::thread& thread : threads) thread.join();
    if (fatal_) std::rethrow_exception(fatal_);
    for (std::size_t i = 0; i < results_.size(); ++i) {
      if (results_[i].outcome == ViewOutcome::waiting) {
        results_[i].outcome = ViewOutcome::skipped;
        if (results_[i].reason.empty() || report_.cancelled) results_[i].reason = "not started";
        started_.push_back(i);
      }
    }
    for (const std::size_t i : started_) report_.views.push_back(results_[i]);
    return std::move(report_);
  }

 private:
  bool starts_later(std::size_t a, std::size_t b) const {
    if (tasks_[a].remaining_path != tasks_[b].remaining_path)
      return tasks_[a].remaining_path < tasks_[b].remaining_path;
    return a > b;
  }

  void work() {
    std::unique_ptr<pg::Session> session;
    try {
      session = pg::connect(url_);
      session->execute(fmt::format("SET lock_timeout = '{}'; SET statement_timeout = '{}'",
                                   options_.lock_timeout.empty() ? "0" : options_.lock_timeout,
                                   options_.statement_timeout.empty() ? "0" : options_.statement_timeout));
    } catch (const std::exception&) {
      const std::lock_guard lock(mutex_);
      if (!fatal_) fatal_ = std::current_exception();
      stop_ = true;
      changed_.notify_all();
      return;
    }
    for (;;) {
      std::size_t task = 0;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return stop_ || unfinished_ == 0 || !ready_.empty(); });
        if (stop_ || unfinished_ == 0) return;
        const auto next = std::max_element(ready_.begin(), ready_.end(),
                                           [&](std::size_t a, std::size_t b) { return starts_later(a, b); });
        task = *next;
        ready_.erase(next);
        results_[task].outcome = ViewOutcome::running;
        started_.push_back(task);
        running_.push_back(session.get());
        listener_.changed(results_, task);
      }
      const Clock::time_point begin = Clock::now();
      ViewResult result = refresh_one(*session, task);
      result.duration = std::chrono::duration_cast<milliseconds>(Clock::now() - begin);
      const std::lock_guard lock(mutex_);
      running_.erase(std::find(running_.begin(), running_.end(), session.get()));
      finish(task, std::move(result));
    }
  }

  // With the mutex held.
  void finish(std::size_t task, ViewResult result) {
    results_[task] = std::move(result);
    --unfinished_;
    const ViewOutcome outcome = results_[task].outcome;
    if (outcome == ViewOutcome::done || outcome == ViewOutcome::gone) {
      for (const std::size_t dependent : tasks_[task].dependents) {
        if (--tasks_[dependent].waiting_for == 0 && results_[dependent].outcome == ViewOutcome::waiting) {
          ready_.push_back(dependent);
        }
      }
    } else {
      skip_dependents(task, results_[task].id);
      if (!options_.keep_going) stop_ = true;
    }
    listener_.changed(results_, task);
    changed_.notify_all();
  }

  void skip_dependents(std::size_t task, const ObjectId& because_of) {
    for (const std::size_t dependent : tasks_[task].dependents) {
      ViewResult& result = results_[dependent];
      if (result.outcome != ViewOutcome::waiting) continue;
      result.outcome = ViewOutcome::skipped;
      result.reason = fmt::format("{} was not refreshed", qualified_name(because_of));
      started_.push_back(dependent);
      --unfinished_;
      skip_dependents(dependent, because_of);
    }
  }

  bool concurrently(const ViewNode& view) const {
    Concurrently wish = options_.concurrently;
    if (const auto own = options_.by_view.find(view.id);
        own != options_.by_view.end() && wish == Concurrently::automatic) {
      wish = own->second;
    }
    if (wish == Concurrently::never) return false;
    // The server would refuse both; an unpopulated view has no readers to keep anyway.
    return view.populated && (wish == Concurrently::always || view.concurrently_possible);
  }

  ViewResult refresh_one(pg::Session& session, std::size_t task) {
    ViewResult result = results_[task];
    const ViewNode& view = graph_.views[tasks_[task].view];
    const bool without_blocking = concurrently(view);
    result.how = without_blocking ? "concurrently" : "plain";
    const std::string statement = fmt::format(
        "REFRESH MATERIALIZED VIEW {}{}", without_blocking ? "CONCURRENTLY " : "", qualified_name(view.id));
    const std::string started =
        graph_.has_ledger ? session.query("SELECT clock_timestamp()::text").value() : std::string();
    std::string snapshot;
    for (int attempt = 1;; ++attempt) {
      try {
        // Before the refresh takes its snapshot: what changes in between is then counted as not seen.
        if (graph_.has_ledger)
          snapshot = read_snapshots(session, graph_, {tasks_[task].view}).snapshots[tasks_[task].view];
        const pg::Result refreshed = session.execute(statement);
        if (refreshed.affected > 0) result.rows = refreshed.affected;
        if (session.server_version_num() >= 150000)
          session.execute("SELECT pg_catalog.pg_stat_force_next_flush()");
        result.outcome = ViewOutcome::done;
        break;
      } catch (const pg::DatabaseError& error) {
        if (error.is("40P01") && attempt < 4 && !cancel_) {
          std::this_thread::sleep_for(milliseconds(50 * attempt));
          continue;
        }
        result.reason = error.facts().message;
        result.outcome = error.is("42P01")              ? ViewOutcome::gone
                         : error.is("57014") && cancel_ ? ViewOutcome::cancelled
                                                        : ViewOutcome::failed;
        if (error.is("42501")) result.reason += fmt::format("; it belongs to {}", view.owner);
        break;
      }
    }
    record(session, result, started, snapshot);
    return result;
  }

  void record(pg::Session& session, ViewResult& result, const std::string& started,
              const std::string& snapshot) {
    if (!graph_.has_ledger || result.outcome == ViewOutcome::gone) return;
    try {
      if (result.outcome == ViewOutcome::done && result.rows < 0) {
        const pg::Result counted = session.query(
            "SELECT greatest(reltuples, 0)::bigint FROM pg_catalog.pg_class WHERE oid = $1::regclass",
            {qualified_name(result.id)});
        result.rows = std::stoll(counted.value());
      }
      session.query(
          queries::record_refresh,
          {environment_.project.name, qualified_name(result.id), started,
           result.rows < 0 ? pg::Parameter() : pg::Parameter(std::to_string(result.rows)), result.how,
           snapshot.empty() || result.outcome != ViewOutcome::done ? pg::Parameter()
                                                                   : pg::Parameter(snapshot),
           std::string(outcome_name(result.outcome)),
           result.outcome == ViewOutcome::failed ? pg::Parameter(result.reason) : pg::Parameter()});
    } catch (const pg::DatabaseError& error) {
      // The view is refreshed all the same; without history it only counts as stale next time.
      result.reason = "not recorded: " + error.facts().message;
    }
  }

  Environment& environment_;
  std::string url_;
  const RefreshOptions& options_;
  ViewGraph graph_;
  RefreshListener& listener_;
  const std::atomic<bool>& cancel_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Task> tasks_;
  std::vector<ViewResult> results_;  // per task
  std::vector<std::size_t> ready_;
  std::vector<std::size_t> started_;
  std::vector<pg::Session*> running_;
  std::size_t unfinished_ = 0;
  bool stop_ = false;
  std::exception_ptr fatal_;
  RefreshReport report_;
};

}  // namespace

bool RefreshReport::failed() const {
  return std::any_of(views.begin(), views.end(), [](const ViewResult& view) {
    return view.outcome == ViewOutcome::failed || view.outcome == ViewOutcome::skipped ||
           view.outcome == ViewOutcome::cancelled;
  });
}

const char* outcome_name(ViewOutcome outcome) {
  switch (outcome) {
    case ViewOutcome::waiting:
      return "waiting";
    case ViewOutcome::running:
      return "running";
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

void add_declared(const Environment& environment, RefreshOptions& options) {
  const std::optional<std::string> text =
      environment.files.read_if_exists(environment.project.path(environment.project.build) / "manifest.json");
  if (!text) return;
  Diagnostics ignored;  // a damaged manifest only means that nothing is declared
  const ArtifactSet set = read_manifest(*text, {}, ignored);
  for (const Artifact& artifact : set.artifacts) {
    if (artifact.id.kind != Kind::materialized_view && artifact.id.kind != Kind::view) continue;
    if (!artifact.soft_depends_on.empty()) options.declared_reads[artifact.id] = artifact.soft_depends_on;
    const auto wish = artifact.refresh.find("concurrently");
    if (wish == artifact.refresh.end()) continue;
    if (wish->second == "always") options.by_view[artifact.id] = Concurrently::always;
    if (wish->second == "never") options.by_view[artifact.id] = Concurrently::never;
  }
}

RefreshReport refresh(Environment& environment, const std::string& url, const RefreshOptions& options,
                      RefreshListener& listener, const std::atomic<bool>& cancel) {
  const std::unique_ptr<pg::Session> session = pg::connect(url);
  if (session->query("SELECT pg_catalog.pg_is_in_recovery()").value() == "t") {
    throw UserError("the database is a standby: views are refreshed on its primary");
  }
  const LedgerLock lock(*session, environment);
  ViewGraph graph = read_view_graph(*session, options.declared_reads);
  std::set<std::size_t> chosen = select(graph, options);
  refuse_cycles(graph, chosen);
  std::vector<Staleness> verdicts;
  RefreshReport fresh;
  if (options.stale_only) {
    verdicts = staleness(*session, graph);
    for (auto it = chosen.begin(); it != chosen.end();) {
      const ViewNode& view = graph.views[*it];
      environment.reporter.explain(fmt::format("{} is {}: {}", qualified_name(view.id),
                                               verdicts[*it].stale ? "stale" : "fresh",
                                               verdicts[*it].reason));
      if (verdicts[*it].stale) {
        ++it;
        continue;
      }
      ViewResult result;
      result.id = view.id;
      result.outcome = ViewOutcome::fresh;
      result.reason = verdicts[*it].reason;
      fresh.views.push_back(std::move(result));
      it = chosen.erase(it);
    }
  }
  unsigned jobs = options.jobs == 0 ? std::thread::hardware_concurrency() : options.jobs;
  Refresher refresher(environment, url, options, std::move(graph), listener, cancel);
  refresher.prepare(chosen, verdicts);
  RefreshReport report = options.dry_run ? refresher.plan_only() : refresher.run(jobs);
  report.views.insert(report.views.end(), fresh.views.begin(), fresh.views.end());
  return report;
}

}  // namespace schemac::run
