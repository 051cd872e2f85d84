#include "refresh/view.h"

#include <thread>

#include <fmt/format.h>

#include "refresh/queries.h"
#include "refresh/staleness.h"

namespace schemac {
namespace {

// The rows of a larger view are not counted; the planner's estimate is used.
constexpr std::int64_t max_counted_bytes = std::int64_t{256} << 20;

std::int64_t number(const std::optional<std::string>& text) { return text ? std::stoll(*text) : 0; }

}  // namespace

bool met_a_lock(const pg::DatabaseError& error) { return error.is("40P01") || error.is("55P03"); }

ViewRefresher::ViewRefresher(pg::Session& session, const ViewGraph& graph, const RefreshHistory& history,
                             const std::atomic<bool>& cancel, const std::function<void(bool)>& may_cancel)
    : session_(session), graph_(graph), history_(history), cancel_(cancel), may_cancel_(may_cancel) {}

RefreshAttempt ViewRefresher::refresh(std::size_t index, bool concurrently, ViewResult result) {
  const ViewNode& view = graph_.views[index];
  RefreshAttempt done = attempt(index, concurrently ? "concurrently" : "plain", std::move(result),
                                [&](RefreshAttempt& attempt) {
                                  fill(view, {view.id, view.oid}, concurrently, attempt);
                                  attempt.result.outcome = ViewOutcome::done;
                                });
  if (!done.connection_lost) history_.end(session_, done.record, done.made, done.content, done.result);
  return done;
}

RefreshAttempt ViewRefresher::fill_beside(std::size_t index, const std::function<FilledRelation()>& make,
                                          ViewResult result) {
  RefreshAttempt done = attempt(index, "swap", std::move(result), [&](RefreshAttempt& attempt) {
    fill(graph_.views[index], make(), false, attempt);
    attempt.result.outcome = ViewOutcome::built;
  });
  if (done.result.outcome != ViewOutcome::built && !done.connection_lost)
    history_.end(session_, done.record, {}, {}, done.result);
  return done;
}

RefreshAttempt ViewRefresher::attempt(std::size_t index, const char* how, ViewResult result, const Act& act) {
  const ViewNode& view = graph_.views[index];
  RefreshAttempt done;
  done.result = std::move(result);
  done.result.how = how;
  try {
    done.record.id = history_.begin(session_, view.id, how);
    for (int tries = 1;; ++tries) {
      try {
        // Read before the refresh takes its snapshot: changes in between count as not seen.
        if (graph_.may_record) done.record.snapshot = read_snapshot(session_, graph_, index);
        act(done);
        break;
      } catch (const pg::DatabaseError& error) {
        if (!met_a_lock(error) || tries == refresh_attempts || cancel_) throw;
        std::this_thread::sleep_for(std::chrono::milliseconds(50 * tries));
      }
    }
  } catch (const pg::DatabaseError& error) {
    judge_error(view, error, done);
  }
  return done;
}

void ViewRefresher::fill(const ViewNode& view, const FilledRelation& relation, bool concurrently,
                         RefreshAttempt& done) {
  struct Cancellable {
    explicit Cancellable(const std::function<void(bool)>& tell) : tell(tell) { tell(true); }
    ~Cancellable() { tell(false); }
    Cancellable(const Cancellable&) = delete;
    Cancellable& operator=(const Cancellable&) = delete;
    const std::function<void(bool)>& tell;
  };
  const std::string oid = std::to_string(relation.oid);
  pg::Transaction transaction(session_);
  const pg::Result before = session_.query(queries::view_made, {oid});
  {
    pg::SettingsScope own(session_, pg::Settings::own);
    const Cancellable cancellable(may_cancel_);
    session_.execute(fmt::format("REFRESH MATERIALIZED VIEW {}{}", concurrently ? "CONCURRENTLY " : "",
                                 qualified_name(relation.id)));
    own.end();
  }
  const pg::Result after = session_.query(queries::view_made, {oid});
  transaction.commit();
  // Flush now, so that this refresh is not taken for recent uncounted activity.
  if (session_.server_version_num() >= 150000)
    session_.execute("SELECT pg_catalog.pg_stat_force_next_flush()");
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
    // A concurrent refresh reports only its changes, and the previous number is unknown: count once.
    done.result.rows =
        std::stoll(session_.query("SELECT count(*) FROM " + qualified_name(relation.id)).value());
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
  // The query may also lack a table; then the view still exists.
  try {
    const pg::Result left =
        session_.query("SELECT pg_catalog.to_regclass($1) IS NULL", {qualified_name(view.id)});
    if (left.value() != "t") return;
    result.outcome = ViewOutcome::gone;
    result.reason = "it was dropped during the run";
  } catch (const pg::DatabaseError&) {
    done.connection_lost = true;
  }
}

}  // namespace schemac
