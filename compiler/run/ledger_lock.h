// One advisory lock a database: one tool at a time changes it.
//
// Polled with pg_try_advisory_lock and no open transaction (a session that waits inside pg_advisory_lock
// holds a snapshot that CREATE INDEX CONCURRENTLY of the holder waits for: a deadlock). Says whom it waits
// for. The lock belongs to a server session, so a pooler in transaction mode is refused: it would hand the
// lock to somebody else. Released when the connection ends, also by a crash.
#pragma once
#include <atomic>
#include <chrono>
#include <string>
#include <string_view>

#include "pg/session.h"
#include "run/environment.h"

namespace schemac::run {

// "schemac" in ASCII: the same key in every database, and nobody else's.
inline constexpr std::string_view ledger_lock_key = "32478922351141219";

struct LockWait {
  bool wait = true;                           // false: UserError if somebody has the lock
  const std::atomic<bool>* cancel = nullptr;  // set by a signal handler: UserError
};

class LedgerLock {
 public:
  // Waits without limit, unless told otherwise. url, if given, lets a pooler be told apart: session mode
  // works, transaction mode does not. UserError if the session cannot hold a lock.
  LedgerLock(pg::Session& session, Environment& environment, const std::string& url = {}, LockWait wait = {});
  ~LedgerLock();
  LedgerLock(const LedgerLock&) = delete;
  LedgerLock& operator=(const LedgerLock&) = delete;

  // UserError if the lock was lost on the way; a round trip.
  void verify();
  // Unlocks and checks that there was a lock to unlock.
  void release();

 private:
  pg::Session& session_;
  int backend_pid_ = 0;
  bool held_ = false;
};

}  // namespace schemac::run
