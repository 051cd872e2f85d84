// One advisory lock per database: only one command at a time changes it.
//
// Polled with pg_try_advisory_lock and no open transaction (a session that waits inside pg_advisory_lock
// holds a snapshot that CREATE INDEX CONCURRENTLY of the holder waits for: a deadlock). Reports the holder
// while it waits. The lock belongs to a server session, so a pooler in transaction mode is refused: it would
// give the session to another client. Released when the connection ends, also by a crash.
#pragma once
#include <atomic>
#include <string>
#include <string_view>

#include "pg/session.h"
#include "workspace/environment.h"

namespace schemac {

// "schemac" in ASCII: the same key in every database.
inline constexpr std::string_view ledger_lock_key = "32478922351141219";

struct LockWait {
  bool wait = true;                           // false: UserError if another session has the lock
  const std::atomic<bool>* cancel = nullptr;  // set by a signal handler: UserError
};

class LedgerLock {
 public:
  // Waits without limit by default. url, if given, is used to recognize the mode of a pooler: session mode
  // works, transaction mode does not. UserError if the session cannot hold a lock.
  LedgerLock(pg::Session& session, Environment& environment, const std::string& url = {}, LockWait wait = {});
  ~LedgerLock();
  LedgerLock(const LedgerLock&) = delete;
  LedgerLock& operator=(const LedgerLock&) = delete;

  // UserError if the lock was lost; one round trip.
  void verify();
  // Unlocks, and checks that the lock was held.
  void release();

 private:
  pg::Session& session_;
  int backend_pid_ = 0;
  bool held_ = false;
};

}  // namespace schemac
