// SIGINT and SIGTERM while a command has work running in a server.
//
// While an InterruptHold lives, a signal sets a flag, and all code that waits reads it: pg::Session cancels
// the running statement, waits for the server's answer and throws Interrupted; no further statement starts.
// Without an InterruptHold, and at the third signal, the process ends as any program does. A signal that the
// parent set to be ignored (nohup, a background job of a script) stays ignored.
//
// A signal handler can reach only variables of the process, so the flag is one. Only the handler sets it, and
// it is never reset.
#pragma once
#include <atomic>
#include <chrono>
#include <stdexcept>

namespace schemac {

// The command was interrupted. Not derived from an error of a database or a user: code that handles those
// must not continue with other work.
class Interrupted : public std::runtime_error {
 public:
  Interrupted() : std::runtime_error("interrupted") {}
};

void install_interrupt_handlers();  // called by main
const std::atomic<bool>& interrupt_flag();
int interrupt_signal();  // 0 = no signal came

class InterruptHold {
 public:
  InterruptHold();
  ~InterruptHold();
  InterruptHold(const InterruptHold&) = delete;
  InterruptHold& operator=(const InterruptHold&) = delete;
};

// Sleeps; throws Interrupted as soon as a signal comes.
void interruptible_sleep(std::chrono::milliseconds duration);

}  // namespace schemac
