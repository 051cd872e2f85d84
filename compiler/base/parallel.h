// Independent pieces of work on the machine's cores.
#pragma once
#include <cstddef>
#include <functional>
#include <thread>
#include <tuple>
#include <utility>

namespace schemac {

// work(0) … work(count - 1), in any order, on up to `jobs` threads (0 = cores), of which the caller's is one.
// The first exception, by number of the piece, is thrown again once all threads have stopped; pieces that had
// not begun by then are left out.
void parallel_for(std::size_t count, const std::function<void(std::size_t)>& work, unsigned jobs = 0);

// Destroys what is moved into it on a thread of its own, while the caller goes on; a structure of a hundred
// thousand small pieces takes long to take apart. Nothing may refer to it any more. Joined by the result.
template <typename... T>
[[nodiscard]] std::jthread discard(T... values) {
  return std::jthread([held = std::tuple<T...>(std::move(values)...)]() mutable {
    const std::tuple<T...> gone = std::move(held);
  });
}

}  // namespace schemac
