// `history` as text, newest first: one line per revision, its lane marked by '*', slanted lines where lanes
// split or join; see the tests in tests/unit/history.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "history/revision_graph.h"

namespace schemac {
namespace {

std::string lanes_line(std::size_t count, std::size_t marked) {
  std::string line;
  for (std::size_t i = 0; i < count; ++i) line += i == marked ? "* " : "| ";
  return line;
}

void trim_right(std::string& line) {
  while (line.ends_with(' ')) line.pop_back();
}

}  // namespace

std::string draw(const RevisionGraph& graph, const std::vector<std::string>& applied) {
  const std::set<std::string_view> is_applied(applied.begin(), applied.end());
  std::string out;
  std::vector<std::string> lanes;  // the next revision down each lane
  for (auto it = graph.order.rbegin(); it != graph.order.rend(); ++it) {
    const std::string& revision = *it;
    const Migration& migration = graph.migrations.at(revision);
    std::size_t lane =
        static_cast<std::size_t>(std::find(lanes.begin(), lanes.end(), revision) - lanes.begin());
    if (lane == lanes.size()) lanes.push_back(revision);
    // Lanes that join here are merged into the first, from the right.
    for (std::size_t i = lanes.size(); i-- > lane + 1;) {
      if (lanes[i] != revision) continue;
      std::string line = lanes_line(i, lanes.size());
      line.back() = '/';
      for (std::size_t j = i + 1; j < lanes.size(); ++j) line += " /";
      lanes.erase(lanes.begin() + static_cast<std::ptrdiff_t>(i));
      trim_right(line);
      out += line + "\n";
    }
    std::vector<std::string> marks;
    if (!graph.children.contains(revision)) marks.emplace_back("head");
    if (!applied.empty()) marks.emplace_back(is_applied.contains(revision) ? "applied" : "pending");
    out += fmt::format("{}{}  {}{}\n", lanes_line(lanes.size(), lane), revision,
                       migration.message.empty() ? "(no message)" : migration.message,
                       marks.empty() ? "" : fmt::format(" ({})", fmt::join(marks, ", ")));
    if (migration.parents.empty()) {
      lanes.erase(lanes.begin() + static_cast<std::ptrdiff_t>(lane));
      continue;
    }
    lanes[lane] = migration.parents[0];
    for (std::size_t p = 1; p < migration.parents.size(); ++p) {
      std::string line = lanes_line(lane + p, lanes.size());
      line.back() = '\\';
      for (std::size_t j = lane + p; j < lanes.size(); ++j) line += " \\";
      lanes.insert(lanes.begin() + static_cast<std::ptrdiff_t>(lane + p), migration.parents[p]);
      out += line + "\n";
    }
  }
  return out;
}

}  // namespace schemac
