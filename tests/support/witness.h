// Somebody who reads or writes all the time while a test changes a database: how long the longest act took,
// and what went wrong.
//
//   Witness reads([&](int) { session->query("SELECT …"); });
//   run_plan(…);
//   reads.stop();
//   CHECK(reads.trouble().empty());
#pragma once
#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <thread>

namespace schemac::test {

class Witness {
 public:
  // act is given how often it was done before, begins at once and is done again as soon as it is done. What
  // it throws is trouble: the first is kept, and it goes on.
  explicit Witness(std::function<void(int)> act);
  ~Witness();
  Witness(const Witness&) = delete;
  Witness& operator=(const Witness&) = delete;

  void stop();  // and waits for the act that is under way; what follows is read after it
  int done() const { return done_; }
  std::chrono::microseconds longest() const { return longest_; }
  const std::string& trouble() const { return trouble_; }

 private:
  void go_on();

  std::function<void(int)> act_;
  std::atomic<bool> stop_{false};
  int done_ = 0;
  std::chrono::microseconds longest_{0};
  std::string trouble_;
  std::thread thread_;
};

}  // namespace schemac::test
