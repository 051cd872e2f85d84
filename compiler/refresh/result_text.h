// Results of refreshes as text for people.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>

#include "refresh/refresh.h"

namespace schemac {

// "1.4 s", "12 ms", "3 min 20 s"
std::string duration_text(std::chrono::milliseconds duration);
// "1 row", "12 rows"
std::string rows_text(std::int64_t rows);
// "done      public.v  plain, 12 rows, 3 ms"
std::string result_text(const ViewResult& view);

}  // namespace schemac
