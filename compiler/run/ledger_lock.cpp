#include "run/ledger_lock.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "queries.h"

namespace schemac::run {
namespace {

using std::chrono::milliseconds;

// "schemac" in ASCII: the same key in every database, and nobody else's.
const char* const lock_key = "32478922351141219";

[[noreturn]] void refuse_pooler(const std::string& where) {
  throw UserError(
      fmt::format("{} is reached through a pooler in transaction mode, where no session lock holds", where),
      "give the server's own address, or a pool with pool_mode = session");
}

std::string holder(pg::Session& session) {
  const pg::Result result = session.query(queries::ledger_lock_holder, {lock_key});
  if (result.rows.empty()) return "another session";
  const auto& row = result.rows[0];
  return fmt::format("{} of {} (process {}, connected since {})", row[2].value_or("a session"),
                     row[1].value_or("another user"), row[0].value_or("?"), row[3].value_or("?"));
}

// Ends a query that takes too long: a pool of one server session makes the second client wait for the first.
class Watchdog {
 public:
  Watchdog(pg::Session& session, milliseconds limit)
      : thread_([this, &session, limit] {
          std::unique_lock lock(mutex_);
          if (!done_.wait_for(lock, limit, [this] { return finished_; })) session.cancel();
        }) {}
  ~Watchdog() {
    {
      const std::lock_guard lock(mutex_);
      finished_ = true;
    }
    done_.notify_one();
    thread_.join();
  }
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

 private:
  std::mutex mutex_;
  std::condition_variable done_;
  bool finished_ = false;
  std::thread thread_;
};

// In transaction mode an idle client holds no server session, so a second client is given the first one's; in
// session mode it never is.
bool shares_backend(const std::string& url, int pid) {
  try {
    pg::ConnectOptions options;
    options.pin_settings = false;
    options.connect_timeout = milliseconds(3000);
    const std::unique_ptr<pg::Session> second = pg::connect(url, options);
    const Watchdog watchdog(*second, milliseconds(3000));
    for (int i = 0; i < 3; ++i) {
      if (second->query("SELECT pg_backend_pid()").value() == std::to_string(pid)) return true;
    }
    return false;
  } catch (const pg::DatabaseError&) {
    return false;  // no second server session to be had: the first one is ours alone
  }
}

}  // namespace

LedgerLock::LedgerLock(pg::Session& session, Environment& environment, const std::string& url)
    : session_(session) {
  milliseconds pause(50);
  bool told = false;
  for (;;) {
    const pg::Result result = session_.query(queries::ledger_lock, {lock_key});
    const auto& row = result.rows.at(0);
    const int pid = std::stoi(*row[1]);
    if (backend_pid_ != 0 && pid != backend_pid_) refuse_pooler(session_.describe());
    backend_pid_ = pid;
    if (row[0] == "t") break;
    if (!told) {
      environment.reporter.message(
          fmt::format("waiting for {}, which holds the migration lock", holder(session_)));
    }
    told = true;
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, milliseconds(1000));
  }
  held_ = true;
  // libpq knows the process id that the start of the session told; a pooler tells one of its own.
  if (session_.backend_pid() != backend_pid_ && !url.empty() && shares_backend(url, backend_pid_)) {
    release();
    refuse_pooler(session_.describe());
  }
}

LedgerLock::~LedgerLock() {
  if (!held_) return;
  try {
    session_.query(queries::ledger_unlock, {lock_key});
  } catch (const std::exception&) {
    // The session is gone, and the lock with it.
  }
}

void LedgerLock::verify() {
  const pg::Result result = session_.query(queries::ledger_lock_check, {lock_key});
  const auto& row = result.rows.at(0);
  if (std::stoi(*row[0]) != backend_pid_ || row[1] != "t") {
    held_ = false;
    refuse_pooler(session_.describe());
  }
}

void LedgerLock::release() {
  if (!std::exchange(held_, false)) return;
  if (session_.query(queries::ledger_unlock, {lock_key}).value() != "t") refuse_pooler(session_.describe());
}

}  // namespace schemac::run
