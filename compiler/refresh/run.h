// Refreshes the chosen views in several sessions at once, in the order of RefreshOrder.
//
// A task is one view, refreshed or built beside the old one. The views of a swap unit have one more task,
// which waits for theirs and swaps them in.
#pragma once
#include <atomic>
#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "refresh/history.h"
#include "refresh/order.h"
#include "refresh/refresh.h"
#include "refresh/staleness.h"
#include "refresh/swap_plan.h"
#include "refresh/view.h"

namespace schemac {

// CONCURRENTLY or not, by the options, the view's own setting and what the server accepts.
bool refreshes_concurrently(const ViewNode& view, const RefreshOptions& options,
                            const SourceSettings& settings);

class RefreshRun {
 public:
  // chosen: views of the graph, without cycles; those of `swaps` are added. verdicts: per view of the graph,
  // or empty: then every chosen view is refreshed. A view that is stale only because it reads a stale one is
  // checked again when its turn comes.
  RefreshRun(const std::string& url, const std::string& project, const RefreshOptions& options,
             const SourceSettings& settings, ViewGraph graph, std::set<std::size_t> chosen,
             const std::vector<Staleness>& verdicts, SwapPlan swaps, RefreshListener& listener,
             const std::atomic<bool>& cancel);

  // A session of this refresh, whose activity does not count as a change.
  void add_own_process(int pid) { processes_.push_back(pid); }
  // Called every second while views are refreshed, from the thread of run(). If it throws, the running
  // statements are cancelled, nothing more is started, and the report states why (stopped_by).
  void watch(std::function<void()> check) { check_ = std::move(check); }
  RefreshReport plan_only();  // what run() would do, in one possible order
  RefreshReport run(unsigned jobs);

 private:
  struct Swapping {
    std::unique_ptr<SwapUnit> unit;
    std::vector<std::size_t> tasks;
    ViewOutcome outcome = ViewOutcome::skipped;  // of the built views, if the unit is not swapped in
    std::string failure;                         // not empty: it will not be swapped in
  };
  struct Task {
    std::size_t view = 0;
    bool ask_again = false;
    Swapping* swapping = nullptr;  // built beside
  };

  void add_tasks(const std::set<std::size_t>& chosen, const std::vector<Staleness>& verdicts, SwapPlan swaps);
  bool is_swap_in(std::size_t task) const { return task >= tasks_.size(); }
  const char* how(std::size_t task) const;

  void work();
  void work_with(std::unique_ptr<pg::Session>& session);
  RefreshAttempt refresh(pg::Session& session, std::size_t task);
  bool swap_in(pg::Session& session, std::size_t task);  // false: the connection is lost
  std::unique_ptr<pg::Session> connect();
  bool still_fresh(pg::Session& session, std::size_t task);
  void wait_and_cancel();
  std::string why_to_stop() const;  // empty: continue
  // With the mutex held:
  std::optional<std::size_t> begin_next();
  void finish(std::size_t task, const RefreshAttempt& attempt);
  void fail(std::size_t task);
  void skip_behind(std::size_t task, const std::string& reason);
  void skip(std::size_t task, std::string reason);
  void lose(Swapping& swapping, ViewOutcome outcome, std::string reason);
  // When all workers have ended:
  void close();
  void give_up_swaps(pg::Session& session);

  std::string url_;
  const RefreshOptions& options_;
  const SourceSettings& settings_;
  ViewGraph graph_;
  RefreshHistory history_;
  RefreshListener& listener_;
  const std::atomic<bool>& cancel_;
  std::function<void()> check_;
  std::atomic<bool> stopped_{false};  // cancelled, or stopped by check_

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Task> tasks_;
  std::vector<std::unique_ptr<Swapping>> swappings_;  // their task numbers follow those of tasks_
  std::vector<ViewResult> results_;                   // per task of a view
  std::optional<RefreshOrder> order_;
  std::vector<std::size_t> started_;
  std::vector<pg::Session*> cancellable_;
  std::vector<int> processes_;
  std::size_t unfinished_ = 0;
  std::size_t workers_ = 0;
  bool stop_ = false;
  std::exception_ptr fatal_;
  RefreshReport report_;
};

}  // namespace schemac
