#include "base/parallel.h"

#include <atomic>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "support/catch.h"

using namespace schemac;

TEST_CASE("each piece of work is done once, on any number of threads", "[base]") {
  for (const unsigned jobs : {0U, 1U, 3U, 50U}) {
    std::vector<std::atomic<int>> done(37);
    parallel_for(
        done.size(), [&](std::size_t i) { ++done[i]; }, jobs);
    for (const std::atomic<int>& times : done) CHECK(times == 1);
  }
  parallel_for(0, [](std::size_t) { FAIL("there is no work"); });
}

TEST_CASE("an exception of a piece of work comes out, after all threads", "[base]") {
  std::atomic<int> running = 0;
  const auto work = [&](std::size_t i) {
    ++running;
    if (i == 5) {
      --running;
      throw std::runtime_error("five");
    }
    --running;
  };
  CHECK_THROWS_WITH(parallel_for(1000, work, 4), "five");
  CHECK(running == 0);
}

TEST_CASE("work may hand out work, from many sides at once", "[base]") {
  std::atomic<int> done = 0;
  const auto three_deep = [&] {
    parallel_for(4, [&](std::size_t) {
      parallel_for(5, [&](std::size_t) { parallel_for(6, [&](std::size_t) { ++done; }); });
    });
  };
  std::vector<std::jthread> callers;
  for (int i = 0; i < 3; ++i) callers.emplace_back(three_deep);
  callers.clear();
  CHECK(done == 3 * 4 * 5 * 6);
  CHECK_THROWS_WITH(parallel_for(4,
                                 [&](std::size_t) {
                                   parallel_for(5, [](std::size_t i) {
                                     if (i == 3) throw std::runtime_error("inner");
                                   });
                                 }),
                    "inner");
}

TEST_CASE("results are taken in order, each once, and none behind a failure", "[base]") {
  std::vector<std::size_t> taken;
  const auto make = [](std::size_t i) { return std::make_unique<std::size_t>(i); };
  parallel_in_order(500, make, [&](std::unique_ptr<std::size_t> result) { taken.push_back(*result); });
  REQUIRE(taken.size() == 500);
  for (std::size_t i = 0; i < taken.size(); ++i) CHECK(taken[i] == i);

  taken.clear();
  const auto fail_at_seven = [&](std::unique_ptr<std::size_t> result) {
    if (result == nullptr) throw std::logic_error("taken twice");
    if (*result == 7) throw std::runtime_error("seven");
    taken.push_back(*result);
  };
  CHECK_THROWS_WITH(parallel_in_order(500, make, fail_at_seven), "seven");
  CHECK(taken == std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 6});
}
