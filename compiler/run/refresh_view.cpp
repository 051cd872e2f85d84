#include "run/refresh_view.h"

#include <thread>

#include <fmt/format.h>

#include "queries.h"
#include "run/staleness.h"

namespace schemac::run {
namespace {

// A larger view is not read a second time for the sake of its number of rows; the planner's estimate stands
// then.
constexpr std::int64_t max_counted_bytes = std::int64_t{256} << 20;

constexpr int attempts = 5;

std::int64_t number(const std::optional<std::string>& text) { return text ? std::stoll(*text) : 0; }

}  // namespace

ViewRefresher::ViewRefresher(pg::Session& session, const ViewGraph& graph, std::string project,
                             const std::atomic<bool>& cancel, std::function<void(bool)> may_cancel)
    : session_(session),
      graph_(graph),
      project_(std::move(project)),
      cancel_(cancel),
      may_cancel_(std::move(may_cancel)) {}

RefreshAttempt ViewRefresher::refresh(std::size_t index, bool concurrently, ViewResult result) {
  const ViewNode& view = graph_.views[index];
  RefreshAttempt done;
  done.result = std::move(result);
  done.result.how = concurrently ? "concurrently" : "plain";
  std::string record;
  std::string snapshot;
  try {
    record = record_begin(done);
    for (int tries = 1;; ++tries) {
      try {
        // Before the refresh takes its own snapshot: what changes in between counts as not seen.
        if (graph_.has_ledger) snapshot = read_snapshot(session_, graph_, index);
        attempt(view, concurrently, done);
        break;
      } catch (const pg::DatabaseError& error) {
        const bool again = error.is("40P01") || error.is("55P03");
        if (!again || tries == attempts || cancel_) throw;
        std::this_thread::sleep_for(std::chrono::milliseconds(50 * tries));
      }
    }
  } catch (const pg::DatabaseError& error) {
    judge_error(view, error, done);
  }
  if (!done.connection_lost) record_end(record, snapshot, done);
  return done;
}

void ViewRefresher::attempt(const ViewNode& view, bool concurrently, RefreshAttempt& done) {
  struct Cancellable {
    explicit Cancellable(const std::function<void(bool)>& tell) : tell(tell) { tell(true); }
    ~Cancellable() { tell(false); }
    Cancellable(const Cancellable&) = delete;
    Cancellable& operator=(const Cancellable&) = delete;
    const std::function<void(bool)>& tell;
  };
  const std::string oid = std::to_string(view.oid);
  pg::Transaction transaction(session_);
  const pg::Result before = session_.query(queries::view_made, {oid});
  {
    const Cancellable cancellable(may_cancel_);
    session_.execute(fmt::format("REFRESH MATERIALIZED VIEW {}{}", concurrently ? "CONCURRENTLY " : "",
                                 qualified_name(view.id)));
  }
  const pg::Result after = session_.query(queries::view_made, {oid});
  transaction.commit();
  // A report now, lest this refresh itself be taken for recent activity that nobody has counted.
  if (session_.server_version_num() >= 150000)
    session_.execute("SELECT pg_catalog.pg_stat_force_next_flush()");
  done.result.outcome = ViewOutcome::done;
  if (before.rows.empty() || after.rows.empty()) return;  // dropped and created again under the same name
  const auto delta = [&](std::size_t column) {
    return number(after.rows[0][column]) - number(before.rows[0][column]);
  };
  const bool known_before = !view.made.empty() && view.made == before.rows[0][0];
  const bool counted = after.rows[0][4] == "t";
  const bool unchanged = concurrently && counted && delta(1) == 0 && delta(2) == 0 && delta(3) == 0;
  done.made = after.rows[0][0].value_or("");
  done.content = unchanged && known_before ? view.content : done.made;
  if (counted && !concurrently) {
    done.result.rows = delta(1);
  } else if (counted && known_before && view.last && view.last->rows) {
    done.result.rows = *view.last->rows + delta(1) - delta(3);
  } else if (view.bytes <= max_counted_bytes) {
    // A concurrent refresh tells only what it changed, and nobody noted what was there before: count once.
    done.result.rows = std::stoll(session_.query("SELECT count(*) FROM " + qualified_name(view.id)).value());
  } else {
    done.result.rows = number(after.rows[0][5]);
  }
}

void ViewRefresher::judge_error(const ViewNode& view, const pg::DatabaseError& error, RefreshAttempt& done) {
  ViewResult& result = done.result;
  result.reason = error.facts().message;
  result.outcome = ViewOutcome::failed;
  done.connection_lost = error.connection_lost();
  if (error.is("57014") && cancel_) result.outcome = ViewOutcome::cancelled;
  if (error.is("42501")) result.reason += fmt::format(" (it belongs to {})", view.owner);
  if (!error.is("42P01") && !error.is("3F000")) return;
  // The query itself may miss a table too: then the view is still there.
  try {
    const pg::Result left =
        session_.query("SELECT pg_catalog.to_regclass($1) IS NULL", {qualified_name(view.id)});
    if (left.value() != "t") return;
    result.outcome = ViewOutcome::gone;
    result.reason = "it was dropped in the meantime";
  } catch (const pg::DatabaseError&) {
    done.connection_lost = true;
  }
}

std::string ViewRefresher::record_begin(const RefreshAttempt& done) {
  if (!graph_.has_ledger) return {};
  try {
    const pg::Result result =
        session_.query(queries::record_refresh, {project_, qualified_name(done.result.id), done.result.how,
                                                 std::string(outcome_name(ViewOutcome::running))});
    return result.value();
  } catch (const pg::DatabaseError& error) {
    if (error.connection_lost()) throw;
    return {};  // a role that may refresh, and read the ledger, but not write it: the view counts as stale
                // next time
  }
}

void ViewRefresher::record_end(const std::string& record, const std::string& snapshot, RefreshAttempt& done) {
  if (record.empty()) return;
  const ViewResult& result = done.result;
  const bool well = result.outcome == ViewOutcome::done;
  ViewNode made;
  made.made = done.made;
  made.content = done.content;
  try {
    session_.query(
        queries::record_refresh_end,
        {record, result.rows < 0 || !well ? pg::Parameter() : pg::Parameter(std::to_string(result.rows)),
         result.how,
         well && !snapshot.empty() ? pg::Parameter(with_contents(snapshot, made)) : pg::Parameter(),
         std::string(outcome_name(result.outcome)), well ? pg::Parameter() : pg::Parameter(result.reason)});
  } catch (const pg::DatabaseError& error) {
    if (done.result.outcome == ViewOutcome::done)
      done.result.reason = "not recorded: " + error.facts().message;
  }
}

}  // namespace schemac::run
