#include "cli/live_table.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

#include <fmt/format.h>

#include "refresh/result_text.h"

namespace schemac::cli {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

LiveTable::LiveTable(int fd, bool quiet) : fd_(fd), enabled_(!quiet && ::isatty(fd) != 0) {}

LiveTable::~LiveTable() = default;

void LiveTable::changed(const std::vector<ViewResult>& views, std::size_t which) {
  if (!enabled_) return;
  if (views[which].outcome == ViewOutcome::running) started_[views[which].id] = steady_clock::now();
  const bool last = std::none_of(views.begin(), views.end(), [](const ViewResult& view) {
    return view.outcome == ViewOutcome::waiting || view.outcome == ViewOutcome::running ||
           view.outcome == ViewOutcome::built;
  });
  const auto now = steady_clock::now();
  if (!last && lines_drawn_ > 0 && now - last_drawn_ < milliseconds(100)) return;
  last_drawn_ = now;
  draw(views, last);
}

void LiveTable::time_passed(const std::vector<ViewResult>& views) {
  if (!enabled_ || lines_drawn_ == 0) return;
  last_drawn_ = steady_clock::now();
  draw(views, false);
}

void LiveTable::draw(const std::vector<ViewResult>& views, bool last) {
  winsize size{};
  std::size_t height = 24;
  std::size_t width = 80;
  if (::ioctl(fd_, TIOCGWINSZ, &size) == 0 && size.ws_row > 0) {
    height = size.ws_row;
    width = size.ws_col;
  }
  std::vector<std::string> lines;
  std::size_t name_width = 10;
  for (const ViewResult& view : views) name_width = std::max(name_width, qualified_name(view.id).size());
  name_width = std::min(name_width, width > 50 ? width - 46 : std::size_t{10});
  lines.push_back(fmt::format("{:<{}}  {:<9}  {:>10}  {:>10}  {:>8}", "view", name_width, "state", "elapsed",
                              "expected", "rows"));
  std::size_t hidden = 0;
  for (const ViewResult& view : views) {
    if (lines.size() + 2 > height && !last) {
      ++hidden;
      continue;
    }
    milliseconds elapsed = view.duration;
    if (view.outcome == ViewOutcome::running) {
      elapsed = std::chrono::duration_cast<milliseconds>(steady_clock::now() - started_[view.id]);
    }
    std::string name = qualified_name(view.id);
    if (name.size() > name_width) name = name.substr(0, name_width - 1) + "~";
    lines.push_back(fmt::format("{:<{}}  {:<9}  {:>10}  {:>10}  {:>8}", name, name_width,
                                outcome_name(view.outcome),
                                view.outcome == ViewOutcome::waiting ? "" : duration_text(elapsed),
                                view.expected.count() > 0 ? duration_text(view.expected) : "",
                                view.rows >= 0 ? std::to_string(view.rows) : ""));
  }
  if (hidden > 0) lines.push_back(fmt::format("… and {} more", hidden));
  std::string out;
  if (lines_drawn_ > 0) out += fmt::format("\x1b[{}A", lines_drawn_);
  for (const std::string& line : lines) out += "\r\x1b[K" + line + "\n";
  if (lines_drawn_ > lines.size()) out += "\x1b[J";
  lines_drawn_ = last ? 0 : lines.size();
  (void)!::write(fd_, out.data(), out.size());
}

}  // namespace schemac::cli
