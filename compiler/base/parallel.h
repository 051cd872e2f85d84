// Independent pieces of work on the machine's cores.
#pragma once
#include <cstddef>
#include <functional>

namespace schemac {

// work(0) … work(count - 1), in any order, on up to `jobs` threads (0 = cores), of which the caller's is one.
// The first exception, by number of the piece, is thrown again once all threads have stopped; pieces that had
// not begun by then are left out.
void parallel_for(std::size_t count, const std::function<void(std::size_t)>& work, unsigned jobs = 0);

}  // namespace schemac
