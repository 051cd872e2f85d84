#include "run/refresh_run.h"

#include <algorithm>
#include <map>
#include <thread>

#include <fmt/format.h>

#include "queries.h"

namespace schemac::run {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// Without history a view's size stands for its time: only the order of starting depends on it.
double weight_of(const ViewNode& view) {
  if (view.last && view.last->duration) return 1.0 + static_cast<double>(view.last->duration->count());
  return 1.0 + static_cast<double>(view.bytes) / 1e6;
}

}  // namespace

bool refreshes_concurrently(const ViewNode& view, const RefreshOptions& options) {
  Concurrently wish = options.concurrently;
  if (const auto own = options.by_view.find(view.id);
      own != options.by_view.end() && wish == Concurrently::automatic) {
    wish = own->second;
  }
  if (wish == Concurrently::never) return false;
  // An unpopulated view the server would refuse, and it has no readers to spare.
  return view.populated && (wish == Concurrently::always || view.concurrently_possible);
}

RefreshRun::RefreshRun(const std::string& url, const std::string& project, const RefreshOptions& options,
                       ViewGraph graph, const std::set<std::size_t>& chosen,
                       const std::vector<Staleness>& verdicts, RefreshListener& listener,
                       const std::atomic<bool>& cancel)
    : url_(url),
      project_(project),
      options_(options),
      graph_(std::move(graph)),
      listener_(listener),
      cancel_(cancel) {
  std::map<std::size_t, std::size_t> task_of;
  std::vector<double> weights;
  for (const std::size_t i : chosen) {
    task_of[i] = views_.size();
    const ViewNode& view = graph_.views[i];
    ViewResult result;
    result.id = view.id;
    result.rows = view.last && view.last->rows ? *view.last->rows : -1;
    if (view.last && view.last->duration) result.expected = *view.last->duration;
    if (!verdicts.empty()) result.reason = verdicts[i].reason;
    weights.push_back(weight_of(view));
    views_.push_back(i);
    results_.push_back(std::move(result));
    // What it reads was fresh before, or will be.
    ask_again_.push_back(!verdicts.empty() && verdicts[i].only_by_source &&
                         std::all_of(view.waits_for.begin(), view.waits_for.end(), [&](std::size_t other) {
                           return chosen.contains(other) || !verdicts[other].stale;
                         }));
  }
  std::vector<std::vector<std::size_t>> waits_for(views_.size());
  for (std::size_t task = 0; task < views_.size(); ++task) {
    for (const std::size_t other : graph_.views[views_[task]].waits_for) {
      if (const auto found = task_of.find(other); found != task_of.end())
        waits_for[task].push_back(found->second);
    }
  }
  order_.emplace(std::move(weights), waits_for);
  unfinished_ = views_.size();
}

RefreshReport RefreshRun::plan_only() {
  while (order_->has_ready()) {
    const std::size_t task = order_->take();
    results_[task].how =
        refreshes_concurrently(graph_.views[views_[task]], options_) ? "concurrently" : "plain";
    report_.views.push_back(results_[task]);
    order_->ended_well(task);
  }
  return std::move(report_);
}

RefreshReport RefreshRun::run(unsigned jobs) {
  workers_ = std::clamp<std::size_t>(jobs, 1, std::max<std::size_t>(1, views_.size()));
  if (views_.empty()) return std::move(report_);
  std::vector<std::thread> threads;
  for (std::size_t i = workers_; i > 0; --i) threads.emplace_back([this] { work(); });
  wait_and_cancel();
  for (std::thread& thread : threads) thread.join();
  close();
  if (fatal_) std::rethrow_exception(fatal_);
  for (const std::size_t task : started_) report_.views.push_back(results_[task]);
  return std::move(report_);
}

// Cancelling is polled here, so that a signal handler has to do no more than set a flag; and repeated, since
// a request that comes between two statements has no effect.
void RefreshRun::wait_and_cancel() {
  std::unique_lock lock(mutex_);
  Clock::time_point shown = Clock::now();
  while (workers_ > 0) {
    changed_.wait_for(lock, milliseconds(100));
    if (Clock::now() - shown >= milliseconds(100)) {
      shown = Clock::now();
      listener_.time_passed(results_);
    }
    if (!cancel_) continue;
    stop_ = true;
    report_.cancelled = true;
    for (pg::Session* session : cancellable_) session->cancel();
    changed_.notify_all();
  }
}

// What was never started is told, and recorded, so that the next refresh knows that this one was not
// finished.
void RefreshRun::close() {
  std::vector<std::size_t> left;
  for (std::size_t task = 0; task < results_.size(); ++task) {
    ViewResult& result = results_[task];
    if (result.outcome == ViewOutcome::waiting) {
      result.outcome = ViewOutcome::skipped;
      result.reason = report_.cancelled ? "cancelled before it was started" : "not started after the failure";
      started_.push_back(task);
    }
    if (result.outcome == ViewOutcome::skipped) left.push_back(task);
  }
  if (!graph_.has_ledger || left.empty() || fatal_) return;
  try {
    const std::unique_ptr<pg::Session> session = pg::connect(url_);
    for (const std::size_t task : left) {
      session->query(queries::record_refresh,
                     {project_, qualified_name(results_[task].id), std::string("none"),
                      std::string(outcome_name(ViewOutcome::skipped))});
    }
  } catch (const pg::DatabaseError&) {
    // Only history is lost.
  }
}

std::unique_ptr<pg::Session> RefreshRun::connect() {
  std::unique_ptr<pg::Session> session = pg::connect(url_);
  session->query(
      "SELECT pg_catalog.set_config('lock_timeout', $1, false), pg_catalog.set_config('statement_timeout', "
      "$2, false)",
      {options_.lock_timeout.empty() ? "0" : options_.lock_timeout,
       options_.statement_timeout.empty() ? "0" : options_.statement_timeout});
  const std::lock_guard lock(mutex_);
  processes_.push_back(session->backend_pid());
  return session;
}

void RefreshRun::work() {
  std::unique_ptr<pg::Session> session;
  std::exception_ptr error;
  try {
    session = connect();
    work_with(session);
  } catch (const std::exception&) {
    error = std::current_exception();
  }
  const std::lock_guard lock(mutex_);
  --workers_;
  // A server that has no more connections to give still serves those that it gave.
  if (error && (session || (workers_ == 0 && unfinished_ > 0))) {
    if (!fatal_) fatal_ = error;
    stop_ = true;
  }
  changed_.notify_all();
}

void RefreshRun::work_with(std::unique_ptr<pg::Session>& session) {
  for (;;) {
    std::size_t task = 0;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return stop_ || unfinished_ == 0 || order_->has_ready(); });
      if (stop_ || unfinished_ == 0) return;
      task = order_->take();
      results_[task].outcome = ViewOutcome::running;
      started_.push_back(task);
      listener_.changed(results_, task);
    }
    const ViewNode& view = graph_.views[views_[task]];
    const auto may_cancel = [&](bool may) {
      const std::lock_guard lock(mutex_);
      if (may) {
        cancellable_.push_back(session.get());
      } else {
        cancellable_.erase(std::find(cancellable_.begin(), cancellable_.end(), session.get()));
      }
    };
    const Clock::time_point begin = Clock::now();
    RefreshAttempt attempt;
    if (ask_again_[task] != 0 && still_fresh(*session, task)) {
      attempt.result = results_[task];
      attempt.result.outcome = ViewOutcome::fresh;
      attempt.result.reason = "what it reads was refreshed and did not change";
      attempt.made = view.made;
      attempt.content = view.content;
    } else {
      ViewRefresher refresher(*session, graph_, project_, cancel_, may_cancel);
      attempt = refresher.refresh(views_[task], refreshes_concurrently(view, options_), results_[task]);
      attempt.result.duration = std::chrono::duration_cast<milliseconds>(Clock::now() - begin);
    }
    const bool lost = attempt.connection_lost;
    {
      const std::lock_guard lock(mutex_);
      finish(task, std::move(attempt));
    }
    if (lost) session = connect();
  }
}

bool RefreshRun::still_fresh(pg::Session& session, std::size_t task) {
  std::vector<int> own;
  {
    const std::lock_guard lock(mutex_);
    own = processes_;
  }
  try {
    return !staleness_over_fresh(session, graph_, views_[task], own).stale;
  } catch (const pg::DatabaseError&) {
    return false;
  }
}

void RefreshRun::finish(std::size_t task, RefreshAttempt attempt) {
  results_[task] = std::move(attempt.result);
  --unfinished_;
  const ViewOutcome outcome = results_[task].outcome;
  if (outcome == ViewOutcome::done || outcome == ViewOutcome::gone || outcome == ViewOutcome::fresh) {
    // Nobody else looks at this node before the task has ended.
    ViewNode& view = graph_.views[views_[task]];
    view.made = attempt.made;
    view.content = attempt.content;
    order_->ended_well(task);
  } else {
    for (const std::size_t lost : order_->failed(task)) {
      ViewResult& result = results_[lost];
      result.outcome = ViewOutcome::skipped;
      result.reason = fmt::format("{} was not refreshed", qualified_name(results_[task].id));
      started_.push_back(lost);
      --unfinished_;
    }
    if (!options_.keep_going) stop_ = true;
  }
  listener_.changed(results_, task);
  changed_.notify_all();
}

}  // namespace schemac::run
