#include "run/refresh_swap.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "migrate/plan.h"
#include "pg/introspect.h"
#include "queries.h"
#include "run/refresh_run.h"
#include "run/staleness.h"

namespace schemac::run {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// Ends the session's statements once the flag is set.
class Canceller {
 public:
  Canceller(pg::Session& session, const std::atomic<bool>& cancel)
      : thread_([this, &session, &cancel] {
          std::unique_lock lock(mutex_);
          while (!finished_) {
            done_.wait_for(lock, milliseconds(100));
            if (cancel && !finished_) session.cancel();
          }
        }) {}
  ~Canceller() {
    {
      const std::lock_guard lock(mutex_);
      finished_ = true;
    }
    done_.notify_one();
    thread_.join();
  }
  Canceller(const Canceller&) = delete;
  Canceller& operator=(const Canceller&) = delete;

 private:
  std::mutex mutex_;
  std::condition_variable done_;
  bool finished_ = false;
  std::thread thread_;
};

// The plan of a migration that changes just these views.
Plan swap_plan(pg::Session& session, const ViewGraph& graph, const std::set<std::size_t>& group) {
  pg::IntrospectOptions everything;
  everything.all_attributes = true;
  const Catalog to = pg::introspect(session, everything);
  Catalog from = to;
  for (const std::size_t i : group) {
    if (Object* view = from.find(graph.views[i].id))
      std::get<View>(view->body).query += " LIMIT ALL OFFSET 0";
  }
  PlanOptions options;
  options.diff.all_attributes = true;
  options.views = ViewStrategy::swap;
  options.target_server_major = session.server_version_num() / 10000;
  return plan(from, to, options);
}

bool swaps(const Plan& plan) {
  return !plan.steps.empty() && plan.steps.back().title.starts_with("swap in") &&
         std::all_of(plan.steps.begin(), plan.steps.end() - 1,
                     [](const Step& step) { return step.commit_after; });
}

// What was read of tables before the view was built, what was made of views after: the new views are other
// objects.
std::string join_snapshots(const std::string& before, const std::string& after) {
  if (before.empty() || after.empty()) return {};
  nlohmann::json joined = nlohmann::json::parse(after);
  const nlohmann::json old = nlohmann::json::parse(before);
  for (auto& [key, entry] : joined["reads"].items()) {
    const bool table = entry.contains("counters") || entry.contains("triggers");
    const bool function = key.starts_with("f");
    if (!table && !function) continue;
    if (!old["reads"].contains(key)) return {};
    entry = old["reads"][key];
  }
  for (const char* moment : {"started", "reset", "log"}) {
    if (joined.contains(moment) != old.contains(moment)) return {};
    if (old.contains(moment)) joined[moment] = old[moment];
  }
  return joined.dump();
}

class Swap {
 public:
  Swap(Environment& environment, const std::string& url, const RefreshOptions& options,
       const std::set<std::size_t>& group, const std::atomic<bool>& cancel)
      : environment_(environment), options_(options), cancel_(cancel), session_(pg::connect(url)) {
    graph_ = read_view_graph(*session_, options.declared_reads);
    for (const std::size_t i : group) {
      ViewResult result;
      result.id = graph_.views.at(i).id;
      result.how = "swap";
      results_[i] = result;
      group_.insert(i);
    }
  }

  std::vector<ViewResult> run() {
    try {
      session_->query(
          "SELECT pg_catalog.set_config('lock_timeout', $1, false), "
          "pg_catalog.set_config('statement_timeout', $2, false)",
          {options_.lock_timeout.empty() ? "0" : options_.lock_timeout,
           options_.statement_timeout.empty() ? "0" : options_.statement_timeout});
      const Plan plan = swap_plan(*session_, graph_, group_);
      if (!swaps(plan)) {
        end_all(ViewOutcome::failed, "something other than views depends on it, so it cannot be swapped");
      } else {
        run_steps(plan);
        record();
      }
    } catch (const pg::DatabaseError& error) {
      const bool cancelled = error.is("57014") && cancel_;
      end_all(cancelled ? ViewOutcome::cancelled : ViewOutcome::failed, error.facts().message);
      drop_built();
    }
    std::vector<ViewResult> results;
    for (auto& [view, result] : results_) results.push_back(std::move(result));
    return results;
  }

 private:
  void end_all(ViewOutcome outcome, const std::string& reason) {
    for (auto& [view, result] : results_) {
      result.outcome = outcome;
      result.reason = reason;
    }
  }

  void run_steps(const Plan& plan) {
    const Canceller canceller(*session_, cancel_);
    for (const Step& step : plan.steps) {
      const Clock::time_point begin = Clock::now();
      const auto view = std::find_if(group_.begin(), group_.end(),
                                     [&](std::size_t i) { return graph_.views[i].id == step.object; });
      if (step.commit_after && view != group_.end())
        snapshots_[*view] = read_snapshot(*session_, graph_, *view);
      for (int tries = 1;; ++tries) {
        try {
          pg::Transaction transaction(*session_);
          session_->execute(step.sql);
          transaction.commit();
          break;
        } catch (const pg::DatabaseError& error) {
          const bool again = error.is("40P01") || error.is("55P03");
          if (!again || tries == 5 || cancel_) throw;
          std::this_thread::sleep_for(milliseconds(50 * tries));
        }
      }
      if (!step.commit_after || view == group_.end()) continue;
      built_.push_back(step.object);
      results_[*view].duration = std::chrono::duration_cast<milliseconds>(Clock::now() - begin);
    }
    built_.clear();
    for (auto& [view, result] : results_) result.outcome = ViewOutcome::done;
  }

  void drop_built() {
    try {
      for (auto id = built_.rbegin(); id != built_.rend(); ++id) {
        session_->execute("DROP MATERIALIZED VIEW IF EXISTS " +
                          qualified_name(id->namespace_, id->name + "__new"));
      }
    } catch (const pg::DatabaseError& error) {
      environment_.reporter.message(fmt::format("what was built beside is left: {}", error.facts().message));
    }
  }

  void record() {
    ViewGraph now = read_view_graph(*session_, options_.declared_reads);
    std::vector<std::size_t> order;
    for (const ViewResult& result : values()) {
      if (const auto found = now.find(result.id.text())) order.push_back(*found);
    }
    for (const std::size_t i : order) {
      ViewNode& node = now.views[i];
      const pg::Result made = session_->query(queries::view_made, {std::to_string(node.oid)});
      node.made = node.content = made.rows.at(0)[0].value_or("");
    }
    for (auto& [view, result] : results_) {
      const auto found = now.find(result.id.text());
      if (!found) continue;
      result.rows = std::stoll(session_->query("SELECT count(*) FROM " + qualified_name(result.id)).value());
      if (!now.has_ledger) continue;
      const std::string snapshot = join_snapshots(snapshots_[view], read_snapshot(*session_, now, *found));
      session_->query(
          queries::record_swap,
          {environment_.project.name, qualified_name(result.id), std::to_string(result.duration.count()),
           std::to_string(result.rows),
           snapshot.empty() ? pg::Parameter() : pg::Parameter(with_contents(snapshot, now.views[*found]))});
    }
    if (session_->server_version_num() >= 150000)
      session_->execute("SELECT pg_catalog.pg_stat_force_next_flush()");
  }

  std::vector<ViewResult> values() const {
    std::vector<ViewResult> all;
    for (const auto& [view, result] : results_) all.push_back(result);
    return all;
  }

  Environment& environment_;
  const RefreshOptions& options_;
  const std::atomic<bool>& cancel_;
  std::unique_ptr<pg::Session> session_;
  ViewGraph graph_;
  std::set<std::size_t> group_;
  std::map<std::size_t, ViewResult> results_;
  std::map<std::size_t, std::string> snapshots_;
  std::vector<ObjectId> built_;
};

}  // namespace

std::set<std::size_t> to_be_swapped(const ViewGraph& graph, const std::set<std::size_t>& chosen,
                                    const RefreshOptions& options) {
  std::set<std::size_t> group;
  for (const std::size_t i : chosen) {
    // One that was never filled has no readers to spare.
    if (graph.views[i].populated && !refreshes_concurrently(graph.views[i], options)) group.insert(i);
  }
  return graph.with_dependents(group);
}

std::vector<ViewResult> swap_in(Environment& environment, const std::string& url,
                                const RefreshOptions& options, const std::set<std::size_t>& group,
                                const std::atomic<bool>& cancel) {
  return Swap(environment, url, options, group, cancel).run();
}

}  // namespace schemac::run
