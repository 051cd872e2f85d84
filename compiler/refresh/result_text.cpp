#include "refresh/result_text.h"

#include <fmt/format.h>

namespace schemac {

std::string duration_text(std::chrono::milliseconds duration) {
  const double seconds = static_cast<double>(duration.count()) / 1000.0;
  if (duration.count() < 1000) return fmt::format("{} ms", duration.count());
  if (seconds < 60) return fmt::format("{:.1f} s", seconds);
  if (seconds >= 5400) return fmt::format("{:.1f} h", seconds / 3600);
  const auto minutes = static_cast<long>(seconds / 60);
  return fmt::format("{} min {:.0f} s", minutes, seconds - 60.0 * static_cast<double>(minutes));
}

std::string rows_text(std::int64_t rows) { return fmt::format("{} {}", rows, rows == 1 ? "row" : "rows"); }

std::string result_text(const ViewResult& view) {
  std::string line = fmt::format("{:<9} {}", outcome_name(view.outcome), qualified_name(view.id));
  if (view.outcome == ViewOutcome::done) {
    line += fmt::format("  {}{}, {}", view.how, view.rows >= 0 ? ", " + rows_text(view.rows) : std::string(),
                        duration_text(view.duration));
  }
  if (!view.reason.empty() && view.outcome != ViewOutcome::done) line += ": " + view.reason;
  return line;
}

}  // namespace schemac
