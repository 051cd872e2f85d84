#include "refresh/run.h"

#include <algorithm>
#include <deque>
#include <map>

#include <fmt/format.h>

#include "base/interrupt.h"
#include "base/stack_thread.h"

namespace schemac {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

const char* const cancelled_before_swap = "cancelled before it was swapped in";

// Without a history, the size of a view estimates its duration. Only the order of starting depends on it.
double weight_of(const ViewNode& view) {
  if (view.last && view.last->duration) return 1.0 + static_cast<double>(view.last->duration->count());
  return 1.0 + static_cast<double>(view.bytes) / 1e6;
}

bool is_connected(pg::Session& session) {
  try {
    session.query("SELECT 1");
    return true;
  } catch (const pg::DatabaseError&) {
    return false;
  }
}

}  // namespace

bool refreshes_concurrently(const ViewNode& view, const RefreshOptions& options,
                            const SourceSettings& settings) {
  Concurrently how = options.concurrently;
  if (how == Concurrently::automatic) how = settings.of(view.id).concurrently;
  if (how == Concurrently::never) return false;
  // The server refuses CONCURRENTLY for an unpopulated view, and such a view has no readers.
  return view.populated && (how == Concurrently::always || view.concurrently_possible);
}

RefreshRun::RefreshRun(const std::string& url, const std::string& project, const RefreshOptions& options,
                       const SourceSettings& settings, ViewGraph graph, std::set<std::size_t> chosen,
                       const std::vector<Staleness>& verdicts, SwapPlan swaps, RefreshListener& listener,
                       const std::atomic<bool>& cancel)
    : url_(url),
      options_(options),
      settings_(settings),
      graph_(std::move(graph)),
      history_(project, graph_.may_record),
      listener_(listener),
      cancel_(cancel) {
  chosen.merge(swaps.views());
  add_tasks(chosen, verdicts, std::move(swaps));
}

void RefreshRun::add_tasks(const std::set<std::size_t>& chosen, const std::vector<Staleness>& verdicts,
                           SwapPlan swaps) {
  std::map<std::size_t, std::size_t> task_of;
  std::vector<double> weights;
  for (const std::size_t i : chosen) {
    task_of[i] = tasks_.size();
    const ViewNode& view = graph_.views[i];
    ViewResult result;
    result.id = view.id;
    result.rows = view.last && view.last->rows ? *view.last->rows : -1;
    if (view.last && view.last->duration) result.expected = *view.last->duration;
    if (!verdicts.empty()) result.reason = verdicts[i].reason;
    weights.push_back(weight_of(view));
    results_.push_back(std::move(result));
    // All that it reads is fresh, or will be.
    const bool ask_again = !verdicts.empty() && verdicts[i].only_by_source &&
                           std::all_of(view.waits_for.begin(), view.waits_for.end(), [&](std::size_t other) {
                             return chosen.contains(other) || !verdicts[other].stale;
                           });
    tasks_.push_back({i, ask_again, nullptr});
  }
  // After the tasks come the swap-in tasks, one per unit.
  std::vector<std::vector<std::size_t>> waits_for(tasks_.size());
  const std::map<std::size_t, std::size_t> units = swaps.unit_of();
  for (std::size_t task = 0; task < tasks_.size(); ++task) {
    const std::size_t view = tasks_[task].view;
    std::set<std::size_t> others;
    for (const std::size_t other : graph_.views[view].waits_for) {
      const auto found = task_of.find(other);
      if (found == task_of.end()) continue;
      // A view outside the unit reads it by name, so it waits for the swap, not for the build.
      const auto unit = units.find(other);
      const auto own = units.find(view);
      const bool apart = unit != units.end() && (own == units.end() || own->second != unit->second);
      others.insert(apart ? tasks_.size() + unit->second : found->second);
    }
    waits_for[task].assign(others.begin(), others.end());
  }
  for (std::unique_ptr<SwapUnit>& unit : swaps.units) {
    auto swapping = std::make_unique<Swapping>();
    swapping->unit = std::move(unit);
    for (const std::size_t view : swapping->unit->views()) {
      Task& task = tasks_[task_of.at(view)];
      task.swapping = swapping.get();
      task.ask_again = false;  // it will read the new object
      swapping->tasks.push_back(task_of.at(view));
    }
    waits_for.push_back(swapping->tasks);
    weights.push_back(1.0);
    swappings_.push_back(std::move(swapping));
  }
  order_.emplace(std::move(weights), waits_for);
  unfinished_ = waits_for.size();
}

const char* RefreshRun::how(std::size_t task) const {
  if (tasks_[task].swapping != nullptr) return "swap";
  return refreshes_concurrently(graph_.views[tasks_[task].view], options_, settings_) ? "concurrently"
                                                                                      : "plain";
}

RefreshReport RefreshRun::plan_only() {
  while (order_->has_ready()) {
    const std::size_t task = order_->take();
    order_->ended_well(task);
    if (is_swap_in(task)) continue;
    results_[task].how = how(task);
    report_.views.push_back(results_[task]);
  }
  return std::move(report_);
}

RefreshReport RefreshRun::run(unsigned jobs) {
  workers_ = std::clamp<std::size_t>(jobs, 1, std::max<std::size_t>(1, tasks_.size()));
  if (tasks_.empty()) return std::move(report_);
  std::deque<StackThread> threads;
  for (std::size_t i = workers_; i > 0; --i) threads.emplace_back(work_stack_bytes, [this] { work(); });
  wait_and_cancel();
  for (StackThread& thread : threads) thread.join();
  close();
  if (fatal_) std::rethrow_exception(fatal_);
  for (const std::size_t task : started_) report_.views.push_back(results_[task]);
  return std::move(report_);
}

std::string RefreshRun::why_to_stop() const {
  if (!check_) return {};
  try {
    check_();
  } catch (const Interrupted&) {
    // Seen by cancel_ as well.
  } catch (const std::exception& error) {
    return error.what();
  }
  return {};
}

// Polls the cancel flag, so that a signal handler only sets it. Repeats the cancel request, because a request
// between two statements has no effect.
void RefreshRun::wait_and_cancel() {
  std::unique_lock lock(mutex_);
  Clock::time_point shown = Clock::now();
  Clock::time_point checked = shown;
  while (workers_ > 0) {
    changed_.wait_for(lock, milliseconds(100));
    if (!stopped_ && Clock::now() - checked >= milliseconds(1000)) {
      lock.unlock();
      report_.stopped_by = why_to_stop();
      lock.lock();
      checked = Clock::now();
    }
    if (Clock::now() - shown >= milliseconds(100)) {
      shown = Clock::now();
      listener_.time_passed(results_);
    }
    if (!cancel_ && report_.stopped_by.empty()) continue;
    stopped_ = stop_ = true;
    report_.cancelled = true;
    for (pg::Session* session : cancellable_) session->cancel();
    changed_.notify_all();
  }
}

// Reports and records the views that were not started, so that the next refresh knows that this one was not
// finished. Drops what was built and not swapped in.
void RefreshRun::close() {
  std::vector<std::size_t> left;
  for (std::size_t task = 0; task < results_.size(); ++task) {
    ViewResult& result = results_[task];
    if (result.outcome == ViewOutcome::waiting) {
      skip(task, report_.cancelled ? "cancelled before it was started" : "not started after the failure");
    }
    if (result.outcome == ViewOutcome::skipped) left.push_back(task);
  }
  const bool in_vain = std::any_of(swappings_.begin(), swappings_.end(),
                                   [](const auto& swapping) { return !swapping->unit->swapped(); });
  if (!in_vain && left.empty()) return;
  try {
    const std::unique_ptr<pg::Session> session = connect();
    if (in_vain) give_up_swaps(*session);
    for (const std::size_t task : left) history_.skipped(*session, results_[task].id);
  } catch (const pg::DatabaseError&) {
    // Only history is lost; the next refresh drops what was built.
  }
}

void RefreshRun::give_up_swaps(pg::Session& session) {
  for (const auto& swapping : swappings_) {
    if (swapping->unit->swapped()) continue;
    if (report_.cancelled) lose(*swapping, ViewOutcome::cancelled, cancelled_before_swap);
    if (stop_) lose(*swapping, ViewOutcome::skipped, "not swapped in after the failure");
    const auto attempts = swapping->unit->give_up(session, history_, swapping->outcome, swapping->failure);
    for (const std::size_t task : swapping->tasks) {
      const auto attempt = attempts.find(tasks_[task].view);
      if (attempt != attempts.end()) results_[task] = attempt->second.result;
    }
  }
}

std::unique_ptr<pg::Session> RefreshRun::connect() {
  pg::ConnectOptions options;
  options.interruptible = false;  // wait_and_cancel() cancels; the rest must still be recorded
  std::unique_ptr<pg::Session> session = pg::connect(url_, pg::Settings::catalog, options);
  session->limit({options_.lock_timeout.empty() ? "0" : options_.lock_timeout,
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
  // If the server refuses more connections, the workers that have one continue.
  if (error && (session || (workers_ == 0 && unfinished_ > 0))) {
    if (!fatal_) fatal_ = error;
    stop_ = true;
  }
  changed_.notify_all();
}

void RefreshRun::work_with(std::unique_ptr<pg::Session>& session) {
  for (;;) {
    std::optional<std::size_t> task;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return stop_ || unfinished_ == 0 || order_->has_ready(); });
      if (stop_ || unfinished_ == 0) return;
      task = begin_next();
    }
    if (!task) continue;
    // A session that was ended while idle has lost nothing.
    if (!is_connected(*session)) session = connect();
    bool connected = true;
    if (is_swap_in(*task)) {
      connected = swap_in(*session, *task);
    } else {
      RefreshAttempt attempt = refresh(*session, *task);
      connected = !attempt.connection_lost;
      const std::lock_guard lock(mutex_);
      finish(*task, attempt);
    }
    if (!connected) session = connect();
  }
}

std::optional<std::size_t> RefreshRun::begin_next() {
  const std::size_t task = order_->take();
  if (is_swap_in(task)) return task;
  if (const Swapping* swapping = tasks_[task].swapping; swapping != nullptr && !swapping->failure.empty()) {
    --unfinished_;
    skip(task, swapping->failure);
    fail(task);
    return std::nullopt;
  }
  results_[task].outcome = ViewOutcome::running;
  started_.push_back(task);
  listener_.changed(results_, task);
  return task;
}

RefreshAttempt RefreshRun::refresh(pg::Session& session, std::size_t task) {
  const Task& what = tasks_[task];
  const ViewNode& view = graph_.views[what.view];
  const Clock::time_point begin = Clock::now();
  RefreshAttempt attempt;
  if (what.ask_again && still_fresh(session, task)) {
    attempt.result = results_[task];
    attempt.result.outcome = ViewOutcome::fresh;
    attempt.result.reason = "what it reads was refreshed and did not change";
    attempt.made = view.made;
    attempt.content = view.content;
    return attempt;
  }
  const std::function<void(bool)> may_cancel = [&](bool may) {
    const std::lock_guard lock(mutex_);
    if (may) {
      cancellable_.push_back(&session);
    } else {
      cancellable_.erase(std::find(cancellable_.begin(), cancellable_.end(), &session));
    }
  };
  ViewRefresher refresher(session, graph_, history_, stopped_, may_cancel);
  if (what.swapping != nullptr) {
    attempt = refresher.fill_beside(
        what.view, [&] { return what.swapping->unit->make(session, what.view); }, results_[task]);
  } else {
    attempt = refresher.refresh(what.view, refreshes_concurrently(view, options_, settings_), results_[task]);
  }
  attempt.result.duration = std::chrono::duration_cast<milliseconds>(Clock::now() - begin);
  return attempt;
}

bool RefreshRun::swap_in(pg::Session& session, std::size_t task) {
  Swapping& swapping = *swappings_[task - tasks_.size()];
  SwapUnit::Attempts attempts;
  std::string refusal;
  bool connected = true;
  try {
    attempts = swapping.unit->swap_in(session, history_, stopped_);
  } catch (const SwapRefused& error) {
    refusal = error.what();
  } catch (const pg::DatabaseError& error) {
    refusal = met_a_lock(error) ? "it could not be swapped in: readers held their locks too long"
                                : error.facts().message;
    connected = !error.connection_lost();
  }
  const std::lock_guard lock(mutex_);
  --unfinished_;
  if (!refusal.empty()) {
    if (stopped_) lose(swapping, ViewOutcome::cancelled, cancelled_before_swap);
    lose(swapping, ViewOutcome::failed, refusal);
    skip_behind(task, "a view that it reads in a function body or dynamic SQL was not swapped in");
    if (!options_.keep_going) stop_ = true;
  } else {
    order_->ended_well(task);
  }
  for (const std::size_t member : swapping.tasks) {
    const auto attempt = attempts.find(tasks_[member].view);
    if (attempt == attempts.end()) continue;
    results_[member] = attempt->second.result;
    listener_.changed(results_, member);
  }
  changed_.notify_all();
  return connected;
}

bool RefreshRun::still_fresh(pg::Session& session, std::size_t task) {
  std::vector<int> own;
  {
    const std::lock_guard lock(mutex_);
    own = processes_;
  }
  try {
    return !staleness_over_fresh(session, graph_, tasks_[task].view, own).stale;
  } catch (const pg::DatabaseError&) {
    return false;
  }
}

void RefreshRun::finish(std::size_t task, const RefreshAttempt& attempt) {
  const Task& what = tasks_[task];
  results_[task] = attempt.result;
  --unfinished_;
  const ViewOutcome outcome = attempt.result.outcome;
  if (outcome == ViewOutcome::built) {
    what.swapping->unit->keep(what.view, attempt);
    order_->ended_well(task);
  } else if (what.swapping == nullptr && (outcome == ViewOutcome::done || outcome == ViewOutcome::gone ||
                                          outcome == ViewOutcome::fresh)) {
    // No other task reads this node before this task has ended.
    ViewNode& view = graph_.views[what.view];
    view.made = attempt.made;
    view.content = attempt.content;
    order_->ended_well(task);
  } else {
    fail(task);
    if (!options_.keep_going) stop_ = true;
  }
  listener_.changed(results_, task);
  changed_.notify_all();
}

void RefreshRun::fail(std::size_t task) {
  const std::string reason = fmt::format("{} was not refreshed", qualified_name(results_[task].id));
  if (Swapping* swapping = tasks_[task].swapping) {
    lose(*swapping, ViewOutcome::skipped, reason + ", and both are swapped together");
  }
  skip_behind(task, reason);
  changed_.notify_all();
}

void RefreshRun::skip_behind(std::size_t task, const std::string& reason) {
  for (const std::size_t lost : order_->failed(task)) {
    --unfinished_;
    if (is_swap_in(lost)) continue;
    if (Swapping* swapping = tasks_[lost].swapping) lose(*swapping, ViewOutcome::skipped, reason);
    skip(lost, reason);
  }
}

void RefreshRun::skip(std::size_t task, std::string reason) {
  results_[task].outcome = ViewOutcome::skipped;
  results_[task].reason = std::move(reason);
  started_.push_back(task);
}

// Keeps the first reason.
void RefreshRun::lose(Swapping& swapping, ViewOutcome outcome, std::string reason) {
  if (!swapping.failure.empty()) return;
  swapping.outcome = outcome;
  swapping.failure = std::move(reason);
}

}  // namespace schemac
