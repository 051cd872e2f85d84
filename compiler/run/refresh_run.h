// The chosen views, refreshed by several sessions at once in the order of RefreshOrder.
#pragma once
#include <atomic>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "run/refresh.h"
#include "run/refresh_order.h"
#include "run/refresh_view.h"
#include "run/staleness.h"

namespace schemac::run {

// CONCURRENTLY or not, by the options, the view's own wish and what the server accepts.
bool refreshes_concurrently(const ViewNode& view, const RefreshOptions& options);

class RefreshRun {
 public:
  // chosen: views of the graph, without cycles. verdicts: per view of the graph, or empty: then every chosen
  // view is refreshed. A view that is stale only because it reads a stale one is looked at again when its
  // turn comes.
  RefreshRun(const std::string& url, const std::string& project, const RefreshOptions& options,
             ViewGraph graph, const std::set<std::size_t>& chosen, const std::vector<Staleness>& verdicts,
             RefreshListener& listener, const std::atomic<bool>& cancel);

  // A session of the same refresher: its activity is nobody's change.
  void add_own_process(int pid) { processes_.push_back(pid); }
  RefreshReport plan_only();  // what run() would do, in one possible order
  RefreshReport run(unsigned jobs);
  const ViewGraph& graph() const { return graph_; }

 private:
  void work();
  void work_with(std::unique_ptr<pg::Session>& session);
  std::unique_ptr<pg::Session> connect();
  bool still_fresh(pg::Session& session, std::size_t task);
  void wait_and_cancel();
  // With the mutex held:
  void finish(std::size_t task, RefreshAttempt attempt);
  void close();

  std::string url_, project_;
  const RefreshOptions& options_;
  ViewGraph graph_;
  RefreshListener& listener_;
  const std::atomic<bool>& cancel_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::size_t> views_;   // per task
  std::vector<char> ask_again_;      // per task
  std::vector<ViewResult> results_;  // per task
  std::optional<RefreshOrder> order_;
  std::vector<std::size_t> started_;
  std::vector<pg::Session*> cancellable_;
  std::vector<int> processes_;
  std::size_t unfinished_ = 0;
  std::size_t running_ = 0;
  std::size_t workers_ = 0;
  bool stop_ = false;
  std::exception_ptr fatal_;
  RefreshReport report_;
};

}  // namespace schemac::run
