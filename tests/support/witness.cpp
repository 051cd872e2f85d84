#include "support/witness.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace schemac::test {

Witness::Witness(std::function<void(int)> act) : act_(std::move(act)), thread_([this] { go_on(); }) {}

Witness::~Witness() { stop(); }

void Witness::stop() {
  stop_ = true;
  if (thread_.joinable()) thread_.join();
}

void Witness::go_on() {
  using Clock = std::chrono::steady_clock;
  while (!stop_) {
    const auto start = Clock::now();
    try {
      act_(done_);
    } catch (const std::exception& error) {
      if (trouble_.empty()) trouble_ = error.what();
    }
    ++done_;
    longest_ =
        std::max(longest_, std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start));
  }
}

}  // namespace schemac::test
