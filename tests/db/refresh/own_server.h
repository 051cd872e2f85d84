// A server of its own with one database and a ledger, for tests that restart it, break it or replicate from
// it.
#pragma once
#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "db/refresh/fixture.h"

namespace schemac::test {

class OwnServer {
 public:
  explicit OwnServer(const std::string& name, std::vector<std::string> settings = {})
      : server_(options_of(name, std::move(settings)), files_) {
    server_.destroy();  // one that a killed run left
    url = server_.start();
    project = std::make_unique<MigrationProject>(url);
    Ledger(*pg::connect(url, pg::Settings::catalog), "demo").create();
    options.jobs = 2;
  }
  ~OwnServer() {
    watcher_.reset();
    server_.destroy();
  }
  OwnServer(const OwnServer&) = delete;
  OwnServer& operator=(const OwnServer&) = delete;

  void restart() {
    watcher_.reset();
    server_.stop();
    url = server_.start();
  }
  // As if one of its processes had been killed: all sessions end, unlogged tables and counters are emptied.
  void crash() {
    watcher_.reset();
    // The crash has come when the server has ended this session too.
    const auto other = pg::connect(url, pg::Settings::catalog);
    ::kill(pg::connect(url, pg::Settings::catalog)->backend_pid(), SIGKILL);
    for (bool ended = false; !ended;) {
      try {
        other->query("SELECT pg_catalog.pg_sleep(0.02)");
      } catch (const pg::DatabaseError&) {
        ended = true;
      }
    }
    for (int tries = 0; tries < 400; ++tries) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      try {
        pg::connect(url, pg::Settings::catalog)->query("SELECT 1");
        return;
      } catch (const pg::DatabaseError&) {
        continue;
      }
    }
    FAIL("the server did not recover");
  }
  pg::EmbeddedStatus status() const { return server_.status(); }

  // In a session that ends at once, so that what it did is counted when this returns.
  void sql(const std::string& text) { sql_one_by_one({text}); }
  void sql_one_by_one(const std::vector<std::string>& texts) {
    {
      const auto session = pg::connect(url, pg::Settings::catalog);
      session->execute("SET search_path = public");
      for (const std::string& text : texts) session->execute(text);
    }
    wait_until_alone();
  }
  std::string value(const std::string& text) {
    const std::string result = pg::connect(url, pg::Settings::catalog)->query(text).value();
    wait_until_alone();
    return result;
  }
  void wait_for(const std::string& condition) {
    while (value("SELECT " + condition) != "t") std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  // Until nobody but the `held` sessions of the test is connected.
  void wait_until_alone() {
    if (!watcher_) watcher_ = pg::connect(pg::with_database(url, "postgres"), pg::Settings::catalog);
    while (
        std::stoi(watcher_
                      ->query("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' "
                              "AND datname <> 'postgres'")
                      .value()) > held) {
    }
  }
  RefreshReport refresh() {
    RefreshReport report = schemac::refresh(project->environment, url, options, listener, cancel);
    wait_until_alone();
    return report;
  }
  // The views with track_changes.
  void track(const std::vector<std::string>& views) { set_tracked(project->environment, views); }
  // Of every view, by name: "fresh", or why it is stale.
  std::map<std::string, std::string> verdicts() {
    std::map<std::string, std::string> result;
    {
      const auto session = pg::connect(url, pg::Settings::catalog);
      const ViewGraph graph = read_view_graph(*session, source_settings(project->environment).reads);
      const std::vector<Staleness> all = staleness(*session, graph);
      for (std::size_t i = 0; i < all.size(); ++i) {
        result[graph.views[i].id.name] = all[i].stale ? all[i].reason : "fresh";
      }
    }
    wait_until_alone();
    return result;
  }
  std::string why(const std::string& name) { return verdicts().at(name); }

  std::string url;
  std::unique_ptr<MigrationProject> project;
  RefreshOptions options;
  RecordingListener listener;
  std::atomic<bool> cancel{false};
  int held = 0;

 private:
  static pg::EmbeddedOptions options_of(const std::string& name, std::vector<std::string> settings) {
    pg::EmbeddedOptions options;
    options.key = name + " of " + std::filesystem::read_symlink("/proc/self/exe").string();
    options.settings = std::move(settings);
    return options;
  }

  Files files_;
  pg::EmbeddedServer server_;
  std::unique_ptr<pg::Session> watcher_;
};

}  // namespace schemac::test
