#include "targets/targets.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <mutex>
#include <set>

#include <fmt/format.h>

#include "base/interrupt.h"
#include "base/stack_thread.h"
#include "base/text.h"
#include "pg/hide_passwords.h"
#include "refresh/after_upgrade.h"
#include "workspace/source_facts.h"

namespace schemac {
namespace {

using Clock = std::chrono::steady_clock;

bool looks_like_url(std::string_view text) {
  return text.find("://") != std::string_view::npos || text.find('=') != std::string_view::npos;
}

// The messages of one upgrade, prefixed with its database, since several upgrades run at the same time.
class TargetReporter : public Reporter {
 public:
  TargetReporter(Reporter& reporter, std::mutex& mutex, std::string prefix)
      : reporter_(reporter), mutex_(mutex), prefix_(std::move(prefix)) {}
  void message(const std::string& text) override {
    const std::lock_guard guard(mutex_);
    reporter_.detail(prefix_ + text);
  }
  void detail(const std::string& text) override { message(text); }
  void explain(const std::string& text) override {
    const std::lock_guard guard(mutex_);
    reporter_.explain(prefix_ + text);
  }
  void progress(const std::string&) override {}  // one line cannot show several

 private:
  Reporter& reporter_;
  std::mutex& mutex_;
  std::string prefix_;
};

TargetReport upgrade_one(Environment& environment, Reporter& reporter, Diagnostics& diagnostics,
                         const std::string& url, const RevisionGraph& graph, const std::string& word,
                         const RunOptions& options) {
  TargetReport report;
  report.database = pg::redact(url);
  const Clock::time_point start = Clock::now();
  Environment own{environment.files, environment.sources, diagnostics, reporter, environment.project, url};
  own.facts = environment.facts;
  try {
    const ApplyReport applied = upgrade(own, url, graph, word, options);
    report.migrations = applied.migrations.size();
    report.current = applied.current;
    report.outcome = applied.migrations.empty() ? TargetOutcome::at_target : TargetOutcome::upgraded;
    RefreshListener no_display;  // one terminal cannot show several
    refresh_after_upgrade(own, url, applied, no_display, interrupt_flag());
  } catch (const UserError& error) {
    report.outcome = TargetOutcome::failed;
    report.error = pg::hide_passwords(error.what());
    report.hint = pg::hide_passwords(error.hint());
  } catch (const std::exception& error) {  // an error of the database or the system fails this target only
    report.outcome = TargetOutcome::failed;
    report.error = pg::hide_passwords(error.what());
  }
  report.duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
  return report;
}

}  // namespace

std::vector<TargetLine> parse_targets(std::string_view text, std::string_view file_name) {
  static constexpr std::string_view query_word = "query:";
  std::vector<TargetLine> targets;
  int number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (line.empty() || line.front() == '#') continue;
    TargetLine target;
    const bool is_query = line.starts_with(query_word);
    if (is_query) {
      line = trim(line.substr(query_word.size()));
      const std::size_t space = std::min(line.find(' '), line.size());
      target.url = line.substr(0, space);
      target.query = trim(line.substr(space));
    } else {
      target.url = line;
    }
    if (!looks_like_url(target.url) || is_query == target.query.empty()) {
      // The line may contain a password, so it is not quoted.
      throw UserError(
          fmt::format("{}:{}: neither a database URL nor \"query: <url> <sql>\"", file_name, number));
    }
    targets.push_back(std::move(target));
  }
  return targets;
}

std::vector<std::string> read_targets(Environment& environment, const std::string& file) {
  std::vector<std::string> urls;
  std::set<std::string> known;
  const auto add = [&](const std::string& url) {
    if (known.insert(url).second) urls.push_back(url);
  };
  for (const TargetLine& target : parse_targets(environment.files.read(file), file)) {
    if (target.query.empty()) {
      add(target.url);
      continue;
    }
    const std::unique_ptr<pg::Session> session = pg::connect(target.url, pg::Settings::own);
    for (const auto& row : session->query(target.query).rows) {
      if (row.empty() || !row[0]) continue;
      add(looks_like_url(*row[0]) ? *row[0] : pg::with_database(target.url, *row[0]));
    }
  }
  if (urls.empty()) throw UserError(fmt::format("{} lists no database", file));
  return urls;
}

std::string_view outcome_word(TargetOutcome outcome) {
  switch (outcome) {
    case TargetOutcome::not_begun:
      return "not begun";
    case TargetOutcome::upgraded:
      return "upgraded";
    case TargetOutcome::at_target:
      return "at target";
    case TargetOutcome::failed:
      return "failed";
  }
  return "failed";
}

std::size_t TargetsReport::count(TargetOutcome outcome) const {
  return static_cast<std::size_t>(std::count_if(
      targets.begin(), targets.end(), [&](const TargetReport& target) { return target.outcome == outcome; }));
}

TargetsReport upgrade_targets(Environment& environment, const std::vector<std::string>& urls,
                              const RevisionGraph& graph, const std::string& word,
                              const RunOptions& run_options, const TargetsOptions& options) {
  TargetsReport report;
  report.targets.resize(urls.size());
  std::mutex mutex;  // guards the reporter and the environment's diagnostics
  std::atomic<std::size_t> next{0}, done{0};
  std::atomic<bool> stop{false};
  const auto work = [&] {
    while (!stop && !interrupt_flag()) {
      const std::size_t i = next++;
      if (i >= urls.size()) return;
      Diagnostics diagnostics;
      TargetReporter reporter(environment.reporter, mutex, pg::redact(urls[i]) + "  ");
      report.targets[i] = upgrade_one(environment, reporter, diagnostics, urls[i], graph, word, run_options);
      if (report.targets[i].outcome == TargetOutcome::failed && !options.keep_going) stop = true;
      const std::lock_guard guard(mutex);
      environment.diagnostics.append(diagnostics);
      environment.reporter.progress(fmt::format("{} of {} databases", ++done, urls.size()));
    }
  };
  // Compiled once, before the threads: it is the same for all.
  if (const std::string& problem = source_facts(environment).problem; !problem.empty())
    environment.reporter.message(problem);
  std::deque<StackThread> workers;
  const std::size_t count = std::clamp<std::size_t>(options.jobs, 1, urls.size());
  for (std::size_t i = 0; i < count; ++i) workers.emplace_back(work_stack_bytes, work);
  for (StackThread& worker : workers) worker.join();
  for (std::size_t i = 0; i < urls.size(); ++i) report.targets[i].database = pg::redact(urls[i]);
  return report;
}

}  // namespace schemac
