#include "refresh/swap.h"

#include <algorithm>
#include <thread>

#include <fmt/format.h>

#include "refresh/queries.h"

namespace schemac {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// How long the swap waits in a lock queue; sessions behind it in the queue wait too.
constexpr const char* moment = "10ms";

void execute_all(pg::Session& session, const std::vector<std::string>& statements) {
  for (const std::string& statement : statements) session.execute(statement);
}

// How long readers may delay the swap: the total time that other refreshes wait for their locks.
std::optional<milliseconds> patience(pg::Session& session) {
  const std::string setting =
      session.query("SELECT setting FROM pg_catalog.pg_settings WHERE name = 'lock_timeout'").value();
  const milliseconds timeout(std::stoll(setting));
  return timeout.count() == 0 ? std::nullopt : std::optional(timeout * refresh_attempts);
}

}  // namespace

std::vector<std::size_t> SwapUnit::views() const {
  std::vector<std::size_t> views;
  for (const auto& [view, member] : script_.members) views.push_back(view);
  return views;
}

void SwapUnit::stand(pg::Session& session, SwapParts::Beside& beside) {
  if (beside.made.oid != 0) return;
  pg::Transaction transaction(session);
  execute_all(session, beside.statements);
  beside.made.oid = std::stoll(
      session.query("SELECT pg_catalog.to_regclass($1)::oid::bigint", {qualified_name(beside.made.id)})
          .value());
  transaction.commit();
}

FilledRelation SwapUnit::make(pg::Session& session, std::size_t view) {
  const std::lock_guard lock(mutex_);
  SwapParts::Member& member = script_.members.at(view);
  for (const std::size_t plain : member.plain_views) stand(session, script_.plain_views[plain]);
  stand(session, member.beside);
  return member.beside.made;
}

void SwapUnit::keep(std::size_t view, const RefreshAttempt& filled) {
  const std::lock_guard lock(mutex_);
  filled_[view] = filled;
}

std::map<std::int64_t, std::string> SwapUnit::definitions_now(pg::Session& session) const {
  std::vector<std::int64_t> oids;
  for (const auto& [oid, definition] : script_.definitions) oids.push_back(oid);
  std::map<std::int64_t, std::string> now;
  for (const auto& row :
       session.query(queries::swap_definitions, {fmt::format("{{{}}}", fmt::join(oids, ","))}).rows) {
    now[std::stoll(*row[0])] = row[1].value_or("");
  }
  return now;
}

SwappedViews SwapUnit::swap_once(pg::Session& session) {
  SwappedViews swapped;
  for (const auto& [view, member] : script_.members)
    swapped.new_oid[member.beside.old.oid] = member.beside.made.oid;
  for (const SwapParts::Beside& plain : script_.plain_views) swapped.new_oid[plain.old.oid] = plain.made.oid;
  for (const std::int64_t view : script_.replaced) swapped.new_oid[view] = view;
  pg::Transaction transaction(session);
  session.query("SELECT pg_catalog.set_config('lock_timeout', $1, true)", {std::string(moment)});
  execute_all(session, script_.locks);
  if (definitions_now(session) != script_.definitions) {
    throw SwapRefused("views were altered or dropped during the build, so the new version is outdated");
  }
  execute_all(session, script_.swap_in);
  read_shapes(session, swapped);
  transaction.commit();
  return swapped;
}

SwapUnit::Attempts SwapUnit::swap_in(pg::Session& session, const RefreshHistory& history,
                                     const std::atomic<bool>& cancel) {
  const std::lock_guard lock(mutex_);
  const std::optional<milliseconds> limit = patience(session);
  const Clock::time_point begin = Clock::now();
  SwappedViews swapped;
  for (milliseconds pause(5);; pause = std::min(pause * 2, milliseconds(100))) {
    try {
      swapped = swap_once(session);
      break;
    } catch (const pg::DatabaseError& error) {
      if (!met_a_lock(error) || cancel || (limit && Clock::now() - begin > *limit)) throw;
      std::this_thread::sleep_for(pause);
    }
  }
  swapped_ = true;
  for (auto& [view, attempt] : filled_) {
    attempt.result.outcome = ViewOutcome::done;
    attempt.made = attempt.content = swapped.shapes.at(script_.members.at(view).beside.made.oid);
    attempt.record.snapshot = with_swapped(attempt.record.snapshot, swapped);
    history.end(session, attempt.record, attempt.made, attempt.content, attempt.result,
                attempt.result.duration);
  }
  return filled_;
}

SwapUnit::Attempts SwapUnit::give_up(pg::Session& session, const RefreshHistory& history, ViewOutcome outcome,
                                     const std::string& reason) {
  const std::lock_guard lock(mutex_);
  const auto still_there = definitions_now(session);
  for (auto& [view, attempt] : filled_) {
    const bool there = still_there.contains(script_.members.at(view).beside.old.oid);
    attempt.result.outcome = there ? outcome : ViewOutcome::gone;
    attempt.result.reason = there ? reason : "it was dropped during the run";
    attempt.result.rows = -1;
    history.end(session, attempt.record, {}, {}, attempt.result, attempt.result.duration);
  }
  std::map<std::int64_t, std::string> built;  // readers have the higher oids
  const auto add = [&](const SwapParts::Beside& beside) {
    if (beside.made.oid == 0) return;
    const char* keyword = beside.made.id.kind == Kind::view ? "VIEW " : "MATERIALIZED VIEW ";
    built[beside.made.oid] = keyword + qualified_name(beside.made.id);
  };
  for (const auto& [view, member] : script_.members) add(member.beside);
  for (const SwapParts::Beside& plain : script_.plain_views) add(plain);
  for (auto view = built.rbegin(); view != built.rend(); ++view) session.execute("DROP " + view->second);
  return filled_;
}

void drop_swap_leftovers(pg::Session& session, Reporter& reporter) {
  for (const auto& row : session.query(queries::swap_leftovers).rows) {
    const std::string view = qualified_name(*row[1], *row[2]);
    try {
      session.execute(fmt::format("DROP {} {}", *row[0], view));
      reporter.message(fmt::format("dropped {}, a leftover of an interrupted refresh", view));
    } catch (const pg::DatabaseError& error) {
      if (error.connection_lost()) throw;
      reporter.message(fmt::format("{}, a leftover of an interrupted refresh, was not dropped: {}", view,
                                   error.facts().message));
    }
  }
}

}  // namespace schemac
