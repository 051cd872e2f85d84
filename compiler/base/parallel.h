// Independent pieces of work on the machine's cores.
#pragma once
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <utility>

namespace schemac {

// Runs work(0) … work(count - 1), in any order, on up to `jobs` threads (0 = cores); the caller's thread is
// one of them. The first exception, by number of the piece, is thrown again after all threads have stopped;
// pieces that had not started by then are not run.
void parallel_for(std::size_t count, const std::function<void(std::size_t)>& work, unsigned jobs = 0);

// 0 … count - 1 in runs of `size` (the last one may be shorter): for work so small that a thread takes
// several items at once.
class Pieces {
 public:
  Pieces(std::size_t count, std::size_t size) : count_(count), size_(size) {}
  std::size_t count() const { return (count_ + size_ - 1) / size_; }
  // work(i) for each number of the piece, in order.
  template <typename Work>
  void each(std::size_t piece, Work&& work) const {
    for (std::size_t i = piece * size_; i < count_ && i < (piece + 1) * size_; ++i) work(i);
  }

 private:
  std::size_t count_, size_;
};

// work(0) … work(count - 1), piece by piece.
template <typename Work>
void parallel_for_each(const Pieces& pieces, const Work& work) {
  parallel_for(pieces.count(), [&](std::size_t piece) { pieces.each(piece, work); });
}

// Runs make(0) … make(count - 1) on all cores, and take() with each result in that order, one at a time: for
// a large output that should never be in memory as a whole. Results that are early wait: if pieces take about
// the same time, as many wait as there are cores. Exceptions as in parallel_for, also of take(): no piece is
// taken twice.
template <typename Make, typename Take>
void parallel_in_order(std::size_t count, const Make& make, const Take& take) {
  using Result = decltype(make(std::size_t{0}));
  std::mutex mutex;
  std::map<std::size_t, Result> waiting;
  std::size_t next = 0;
  parallel_for(count, [&](std::size_t i) {
    Result result = make(i);
    const std::lock_guard lock(mutex);
    waiting.emplace(i, std::move(result));
    while (!waiting.empty() && waiting.begin()->first == next) {
      auto first = waiting.extract(waiting.begin());
      take(std::move(first.mapped()));
      ++next;  // not after an exception: nothing is taken after a failure
    }
  });
}

}  // namespace schemac
