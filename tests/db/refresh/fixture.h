// A database with a ledger, and refreshes of it.
#pragma once
#include <algorithm>
#include <atomic>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "db/refresh/sources.h"
#include "ledger/ledger.h"
#include "refresh/refresh.h"
#include "refresh/staleness.h"
#include "support/catch.h"
#include "support/migration_project.h"
#include "support/server.h"

namespace schemac::test {

// Keeps who was started and ended when.
class RecordingListener : public RefreshListener {
 public:
  void changed(const std::vector<ViewResult>& views, std::size_t which) override {
    events.emplace_back(views[which].id.name, views[which].outcome);
    if (on_change) on_change(views[which]);
  }
  std::vector<std::pair<std::string, ViewOutcome>> events;
  std::function<void(const ViewResult&)> on_change;
};

class RefreshFixture {
 public:
  explicit RefreshFixture(bool with_ledger = true) : project(database.url()) {
    options.jobs = 2;
    if (with_ledger) Ledger(*database.connect(), "demo").create();
  }

  // In a session that ends at once, so that what it did is counted when this returns.
  void sql(const std::string& text) {
    int pid = 0;
    {
      const auto session = database.connect();
      pid = session->backend_pid();
      session->execute(text);
    }
    wait_for_end_of(pid);
  }
  // Alone in its simple query: VACUUM would not run beside another statement.
  void sql_in_public(const std::string& text) {
    int pid = 0;
    {
      const auto session = database.connect();
      pid = session->backend_pid();
      session->execute("SET search_path = public");
      session->execute(text);
    }
    wait_for_end_of(pid);
  }
  std::string value(const std::string& text) {
    int pid = 0;
    std::string result;
    {
      const auto session = database.connect();
      pid = session->backend_pid();
      const pg::Result rows = session->query(text);
      for (const auto& row : rows.rows) {
        if (!result.empty()) result += ";";
        for (std::size_t i = 0; i < row.size(); ++i) result += (i == 0 ? "" : ",") + row[i].value_or("NULL");
      }
    }
    wait_for_end_of(pid);
    return result;
  }

  RefreshReport refresh_at_once() {
    return schemac::refresh(project.environment, database.url(), options, listener, cancel);
  }
  // Waits until its sessions have ended.
  RefreshReport refresh() {
    const RefreshReport report = refresh_at_once();
    wait_until_alone();
    return report;
  }
  // "a done plain, b fresh"
  static std::string summary(const RefreshReport& report) {
    std::vector<std::string> lines;
    for (const ViewResult& view : report.views) {
      lines.push_back(view.id.name + " " + outcome_name(view.outcome) +
                      (view.outcome == ViewOutcome::done ? " " + view.how : ""));
    }
    std::string text;
    for (const std::string& line : lines) text += (text.empty() ? "" : ", ") + line;
    return text;
  }
  static const ViewResult& of(const RefreshReport& report, const std::string& name) {
    const auto found = std::find_if(report.views.begin(), report.views.end(),
                                    [&](const ViewResult& view) { return view.id.name == name; });
    REQUIRE(found != report.views.end());
    return *found;
  }
  Staleness verdict(const std::string& name) {
    Staleness result;
    {
      const auto session = database.connect();
      const ViewGraph graph = read_view_graph(*session, source_settings(project.environment).reads);
      const auto index = graph.find(name);
      REQUIRE(index);
      result = staleness(*session, graph)[*index];
    }
    wait_until_alone();
    return result;
  }
  // "fresh", or why it is stale
  std::string why(const std::string& name) {
    const Staleness result = verdict(name);
    return result.stale ? result.reason : "fresh";
  }

  void forget_watcher() { watcher_.reset(); }
  void wait_until_alone() { wait(" AND pid <> pg_backend_pid()"); }
  void wait_for_end_of(int pid) { wait(" AND pid = " + std::to_string(pid)); }

  TestDatabase database;
  MigrationProject project;
  RefreshOptions options;
  RecordingListener listener;
  std::atomic<bool> cancel{false};

 private:
  void wait(const std::string& condition) {
    if (!watcher_) watcher_ = test::server()->connect();
    while (
        watcher_
            ->query("SELECT count(*) FROM pg_stat_activity WHERE datname = $1" + condition, {database.name()})
            .value() != "0") {
    }
  }
  std::unique_ptr<pg::Session> watcher_;
};

}  // namespace schemac::test

#define NEED_SERVER()                               \
  if (schemac::test::server() == nullptr) {         \
    WARN("skipped: no PostgreSQL server binaries"); \
    return;                                         \
  }
