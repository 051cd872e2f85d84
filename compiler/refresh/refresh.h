// Refreshes materialized views: in dependency order, on several connections, only what is stale.
//
// A view starts as soon as everything that it reads is done; of the ready views, the one with the longest
// remaining path (by recorded durations, else by size) starts first. Only one refresh runs on a database: it
// holds the ledger's lock, polled without an open transaction, which also waits for a running migration. A
// failure stops the views that read the failed view; with keep_going the others continue, else no further
// view starts. Deadlocks and lock timeouts are retried. A refresh after a failed or interrupted one continues
// it: views that it finished and that are still fresh are skipped. Progress and results go to a
// RefreshListener; library code prints nothing. What the sources state about refreshing applies to every
// refresh (source_settings.h); `concurrently` of the options overrides theirs.
//
// Errors: UserError for unknown names, cycles of declared dependencies, a standby, a lock that is not waited
// for.
#pragma once
#include <atomic>
#include <chrono>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "refresh/source_settings.h"
#include "refresh/view_graph.h"
#include "workspace/environment.h"

namespace schemac {

struct RefreshOptions {
  std::vector<std::string> views;  // names; empty = all
  unsigned jobs = 0;               // connections; 0 = cores
  bool stale_only = false;
  bool with_dependents = false;
  Concurrently concurrently = Concurrently::automatic;
  bool swap = false;  // build views that cannot be refreshed concurrently beside the old ones and rename them
  bool keep_going = false;
  bool dry_run = false;
  bool wait = true;                     // for another refresher or a migration; false: UserError
  std::vector<std::string> namespaces;  // without names: only views in these; empty = those of the sources
  std::string lock_timeout;             // "5s"; empty = the server's
  std::string statement_timeout;
};
// With what the project file states.
RefreshOptions refresh_options(const Environment& environment);

// built: exists beside the old view and waits for the views that are swapped in with it.
enum class ViewOutcome { waiting, running, built, done, fresh, failed, skipped, gone, cancelled };

struct ViewResult {
  ObjectId id;
  ViewOutcome outcome = ViewOutcome::waiting;
  std::string how;     // plain, concurrently, swap
  std::string reason;  // why refreshed, fresh, skipped; the error of a failed one
  std::chrono::milliseconds duration{0};
  std::chrono::milliseconds expected{0};  // from history; 0 = unknown
  std::int64_t rows = -1;
};

struct RefreshReport {
  std::vector<ViewResult> views;  // in the order of their start; then those that were not started
  bool failed() const;
  bool cancelled = false;
  std::string stopped_by;  // not empty: what ended the run, such as the loss of its lock
  // Why some of the views are not refreshed, in one line; empty = all are done, fresh or gone.
  std::string problem() const;
};

class RefreshListener {
 public:
  RefreshListener() = default;
  virtual ~RefreshListener() = default;
  RefreshListener(const RefreshListener&) = delete;
  RefreshListener& operator=(const RefreshListener&) = delete;
  // Called from one thread at a time, with every view's present state, and which of them changed.
  virtual void changed(const std::vector<ViewResult>&, std::size_t) {}
  // Called about ten times a second while views are refreshed.
  virtual void time_passed(const std::vector<ViewResult>&) {}
};

// cancel: set by a signal handler; running statements are then ended on the server and nothing more is
// started.
RefreshReport refresh(Environment& environment, const std::string& url, const RefreshOptions& options,
                      RefreshListener& listener, const std::atomic<bool>& cancel);

// The same, of the views that `choose` selects by their number in the graph.
using ChooseViews = std::function<std::set<std::size_t>(const ViewGraph&, const SourceSettings&)>;
RefreshReport refresh(Environment& environment, const std::string& url, const RefreshOptions& options,
                      const ChooseViews& choose, RefreshListener& listener, const std::atomic<bool>& cancel);

const char* outcome_name(ViewOutcome outcome);

}  // namespace schemac
