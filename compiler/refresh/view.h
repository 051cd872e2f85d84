// Refreshes one view on one session, and records it in the ledger.
//
// The refresh and the query for what it changed are one transaction, so that a concurrent refresh that
// changed no row is recognized. Deadlocks (40P01) and lock timeouts (55P03) are tried up to five times.
// Refusals of the server are not thrown: they are the result's outcome.
#pragma once
#include <atomic>
#include <functional>
#include <string>

#include "refresh/history.h"
#include "refresh/refresh.h"

namespace schemac {

// The total number of attempts if a lock is unavailable.
inline constexpr int refresh_attempts = 5;
bool met_a_lock(const pg::DatabaseError& error);

struct RefreshAttempt {
  ViewResult result;
  std::string made, content;  // of a refreshed view; see ViewNode
  RefreshRecord record;       // of a view built beside: completed when it is swapped in
  bool connection_lost = false;
};

// What REFRESH is run on.
struct FilledRelation {
  ObjectId id;
  std::int64_t oid = 0;
};

class ViewRefresher {
 public:
  // may_cancel(true) is called before a statement that a cancel may end, may_cancel(false) after it.
  ViewRefresher(pg::Session& session, const ViewGraph& graph, const RefreshHistory& history,
                const std::atomic<bool>& cancel, const std::function<void(bool)>& may_cancel);

  // result: what is known of the view so far.
  RefreshAttempt refresh(std::size_t view, bool concurrently, ViewResult result);
  // Fills the relation that `make` creates beside the view: the outcome is `built`.
  RefreshAttempt fill_beside(std::size_t view, const std::function<FilledRelation()>& make,
                             ViewResult result);

 private:
  using Act = std::function<void(RefreshAttempt&)>;
  RefreshAttempt attempt(std::size_t view, const char* how, ViewResult result, const Act& act);
  void fill(const ViewNode& view, const FilledRelation& relation, bool concurrently, RefreshAttempt& done);
  void judge_error(const ViewNode& view, const pg::DatabaseError& error, RefreshAttempt& done);

  pg::Session& session_;
  const ViewGraph& graph_;
  const RefreshHistory& history_;
  const std::atomic<bool>& cancel_;
  const std::function<void(bool)>& may_cancel_;
};

}  // namespace schemac
