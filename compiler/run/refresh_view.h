// One view refreshed, on one session, and what the ledger keeps of it.
//
// The refresh and the question what it changed are one transaction, so that a concurrent refresh that changed
// no row is known as such. Deadlocks (40P01) and lock timeouts (55P03) are tried again, up to five times.
// Nothing is thrown for what the server refuses: it is the result's outcome.
#pragma once
#include <atomic>
#include <functional>
#include <string>

#include "run/refresh.h"

namespace schemac::run {

struct RefreshAttempt {
  ViewResult result;
  std::string made, content;  // of a view that is done; see ViewNode
  bool connection_lost = false;
};

class ViewRefresher {
 public:
  // may_cancel(true) is called when the session runs what a cancel may end, may_cancel(false) when no longer.
  ViewRefresher(pg::Session& session, const ViewGraph& graph, std::string project,
                const std::atomic<bool>& cancel, std::function<void(bool)> may_cancel);

  // result: what is known of the view so far.
  RefreshAttempt refresh(std::size_t view, bool concurrently, ViewResult result);

 private:
  void attempt(const ViewNode& view, bool concurrently, RefreshAttempt& done);
  void judge_error(const ViewNode& view, const pg::DatabaseError& error, RefreshAttempt& done);
  std::string record_begin(const RefreshAttempt& done);
  void record_end(const std::string& record, const std::string& snapshot, RefreshAttempt& done);

  pg::Session& session_;
  const ViewGraph& graph_;
  std::string project_;
  const std::atomic<bool>& cancel_;
  std::function<void(bool)> may_cancel_;
};

}  // namespace schemac::run
