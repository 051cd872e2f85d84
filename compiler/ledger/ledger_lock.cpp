#include "ledger/ledger_lock.h"

#include <algorithm>
#include <future>
#include <memory>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "base/interrupt.h"
#include "ledger/queries.h"

namespace schemac {
namespace {

using std::chrono::milliseconds;

[[noreturn]] void refuse_pooler(const std::string& where) {
  throw UserError(
      fmt::format("{} is reached through a pooler in transaction mode, which cannot keep a session lock",
                  where),
      "use the server's own address, or a pool with pool_mode = session");
}

std::string holder(pg::Session& session) {
  const pg::Result result = session.query(queries::ledger_lock_holder, {std::string(ledger_lock_key)});
  if (result.rows.empty()) return "another session";
  const auto& row = result.rows[0];
  return fmt::format("{} of {} (process {}, connected since {})", row[2].value_or("a session"),
                     row[1].value_or("another user"), row[0].value_or("?"), row[3].value_or("?"));
}

// In transaction mode an idle client holds no server session, so a second client gets the first one's. In
// session mode it never does, and from a pool of one server session it gets none and waits. That wait cannot
// be ended from outside, so it runs in its own thread, which ends with the process at the latest.
bool shares_backend(const std::string& url, int pid) {
  auto answer = std::make_shared<std::promise<bool>>();
  std::future<bool> shared = answer->get_future();
  std::thread([url, pid, answer] {
    try {
      const std::unique_ptr<pg::Session> second = pg::connect(url, pg::Settings::own);
      bool same = false;
      for (int i = 0; i < 3 && !same; ++i) {
        same = second->query("SELECT pg_backend_pid()").value() == std::to_string(pid);
      }
      answer->set_value(same);
    } catch (const std::exception&) {
      answer->set_value(false);  // no second server session available: the first one is ours alone
    }
  }).detach();
  return shared.wait_for(milliseconds(3000)) == std::future_status::ready && shared.get();
}

}  // namespace

LedgerLock::LedgerLock(pg::Session& session, Environment& environment, const std::string& url, LockWait wait)
    : session_(session) {
  milliseconds pause(50);
  bool reported = false;
  for (;;) {
    const pg::Result result = session_.query(queries::ledger_lock, {std::string(ledger_lock_key)});
    const auto& row = result.rows.at(0);
    const int pid = std::stoi(*row[1]);
    if (backend_pid_ != 0 && pid != backend_pid_) refuse_pooler(session_.describe());
    backend_pid_ = pid;
    if (row[0] == "t") break;
    if (!wait.wait) {
      throw UserError(fmt::format("{} holds the migration lock", holder(session_)),
                      "to wait for it, run the command without --no-wait");
    }
    if (wait.cancel != nullptr && *wait.cancel)
      throw UserError("cancelled while waiting for the migration lock");
    if (!reported) {
      environment.reporter.message(
          fmt::format("waiting for {}, which holds the migration lock", holder(session_)));
    }
    reported = true;
    interruptible_sleep(pause);
    pause = std::min(pause * 2, milliseconds(1000));
  }
  held_ = true;
  // libpq knows the process id from the start of the session; a pooler reports an id of its own there.
  if (session_.backend_pid() != backend_pid_ && !url.empty() && shares_backend(url, backend_pid_)) {
    release();
    refuse_pooler(session_.describe());
  }
}

LedgerLock::~LedgerLock() {
  if (!held_) return;
  try {
    const pg::Uninterrupted cleaning(session_);
    session_.query(queries::ledger_unlock, {std::string(ledger_lock_key)});
  } catch (const std::exception&) {
    // The session is gone, and the lock with it.
  }
}

void LedgerLock::verify() {
  const pg::Result result = session_.query(queries::ledger_lock_check, {std::string(ledger_lock_key)});
  const auto& row = result.rows.at(0);
  if (std::stoi(*row[0]) != backend_pid_ || row[1] != "t") {
    held_ = false;
    refuse_pooler(session_.describe());
  }
}

void LedgerLock::release() {
  if (!std::exchange(held_, false)) return;
  if (session_.query(queries::ledger_unlock, {std::string(ledger_lock_key)}).value() != "t")
    refuse_pooler(session_.describe());
}

}  // namespace schemac
