// One view refreshed, on one session, and what the ledger keeps of it.
//
// The refresh and the question what it changed are one transaction, so that a concurrent refresh that changed
// no row is known as such. Deadlocks (40P01) and lock timeouts (55P03) are tried again, up to five times.
// Nothing is thrown for what the server refuses: it is the result's outcome.
#pragma once
#include <atomic>
#include <functional>
#include <string>

#include "run/refresh/history.h"
#include "run/refresh/refresh.h"

namespace schemac::run {

// How often a refresh that met a lock is tried, in all.
inline constexpr int refresh_attempts = 5;
bool met_a_lock(const pg::DatabaseError& error);

struct RefreshAttempt {
  ViewResult result;
  std::string made, content;  // of a view that is done; see ViewNode
  RefreshRecord record;       // of one that is built beside: open until it is swapped in
  bool connection_lost = false;
};

// What REFRESH is run on.
struct FilledRelation {
  ObjectId id;
  std::int64_t oid = 0;
};

class ViewRefresher {
 public:
  // may_cancel(true) is called when the session runs what a cancel may end, may_cancel(false) when no longer.
  ViewRefresher(pg::Session& session, const ViewGraph& graph, const RefreshHistory& history,
                const std::atomic<bool>& cancel, const std::function<void(bool)>& may_cancel);

  // result: what is known of the view so far.
  RefreshAttempt refresh(std::size_t view, bool concurrently, ViewResult result);
  // Fills the relation that `make` leaves beside the view: the outcome is `built`.
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

}  // namespace schemac::run
