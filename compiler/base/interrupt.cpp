#include "base/interrupt.h"

#include <algorithm>
#include <csignal>
#include <thread>

namespace schemac {
namespace {

constexpr int patience = 3;  // signals

std::atomic<bool> interrupted{false};
std::atomic<int> first_signal{0};
std::atomic<int> signals{0};
std::atomic<int> holds{0};

void on_signal(int number) {
  if (holds == 0 || ++signals >= patience) {
    ::signal(number, SIG_DFL);  // NOLINT(bugprone-unused-return-value,cert-err33-c): nothing else can be done
    ::raise(number);
    return;
  }
  int none = 0;
  first_signal.compare_exchange_strong(none, number);
  interrupted = true;
}

void install(int number) {
  struct sigaction action {};
  ::sigaction(number, nullptr, &action);
  if (action.sa_handler == SIG_IGN) return;
  action = {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  ::sigaction(number, &action, nullptr);
}

}  // namespace

void install_interrupt_handlers() {
  install(SIGINT);
  install(SIGTERM);
}

const std::atomic<bool>& interrupt_flag() { return interrupted; }
int interrupt_signal() { return first_signal; }

InterruptHold::InterruptHold() { ++holds; }
InterruptHold::~InterruptHold() { --holds; }

void interruptible_sleep(std::chrono::milliseconds duration) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point end = Clock::now() + duration;
  for (;;) {
    if (interrupted) throw Interrupted();
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    if (left.count() <= 0) return;
    std::this_thread::sleep_for(std::min(left, std::chrono::milliseconds(100)));
  }
}

}  // namespace schemac
