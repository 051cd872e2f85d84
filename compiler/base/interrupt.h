// SIGINT and SIGTERM while a command has work in a server.
//
// As long as an InterruptHold lives, a signal sets a flag, and whoever waits looks at it: pg::Session cancels
// the running statement, waits for the server's answer and throws Interrupted; no further statement is begun.
// Without one, and at the third signal, the process ends as any program does. A signal that the parent chose
// to ignore (nohup, a job in the background of a script) stays ignored.
//
// A signal handler can reach nothing but variables of the process, so the flag is one: it is set by the
// handler alone, and never taken back.
#pragma once
#include <atomic>
#include <chrono>
#include <stdexcept>

namespace schemac {

// The command was interrupted. Derived from no error of a database or a user: what handles those must not go
// on with other work.
class Interrupted : public std::runtime_error {
 public:
  Interrupted() : std::runtime_error("interrupted") {}
};

void install_interrupt_handlers();  // called by main
const std::atomic<bool>& interrupt_flag();
int interrupt_signal();  // 0 = none came

class InterruptHold {
 public:
  InterruptHold();
  ~InterruptHold();
  InterruptHold(const InterruptHold&) = delete;
  InterruptHold& operator=(const InterruptHold&) = delete;
};

// Sleeps; throws Interrupted as soon as a signal has come.
void interruptible_sleep(std::chrono::milliseconds duration);

}  // namespace schemac
