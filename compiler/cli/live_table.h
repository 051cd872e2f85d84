// The table of a running refresh on a terminal: view, state, elapsed, expected, rows; redrawn in place, at
// most ten times a second. Views beyond the terminal's height are summarized in one line. Draws nothing if
// the output is not a terminal.
#pragma once
#include <chrono>
#include <map>
#include <vector>

#include "refresh/refresh.h"

namespace schemac::cli {

class LiveTable : public RefreshListener {
 public:
  // fd: where it draws. quiet: draws nothing.
  LiveTable(int fd, bool quiet);
  ~LiveTable() override;
  void changed(const std::vector<ViewResult>& views, std::size_t which) override;
  void time_passed(const std::vector<ViewResult>& views) override;

 private:
  void draw(const std::vector<ViewResult>& views, bool last);
  int fd_;
  bool enabled_;
  std::size_t lines_drawn_ = 0;
  std::chrono::steady_clock::time_point last_drawn_;
  std::map<ObjectId, std::chrono::steady_clock::time_point> started_;
};

}  // namespace schemac::cli
