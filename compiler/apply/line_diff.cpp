#include "apply/line_diff.h"

#include <algorithm>
#include <vector>

namespace schemac {
namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

struct Line {
  char mark;  // ' ', '-', '+'
  std::string_view text;
};

// Longest common subsequence of the lines between the common start and end.
std::vector<Line> compare(const std::vector<std::string_view>& a, const std::vector<std::string_view>& b) {
  std::size_t start = 0;
  while (start < a.size() && start < b.size() && a[start] == b[start]) ++start;
  std::size_t end = 0;
  while (end < a.size() - start && end < b.size() - start && a[a.size() - 1 - end] == b[b.size() - 1 - end])
    ++end;
  const std::size_t n = a.size() - start - end;
  const std::size_t m = b.size() - start - end;
  std::vector<std::vector<std::size_t>> common(n + 1, std::vector<std::size_t>(m + 1, 0));
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t j = m; j-- > 0;) {
      common[i][j] = a[start + i] == b[start + j] ? common[i + 1][j + 1] + 1
                                                  : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  std::vector<Line> out;
  for (std::size_t i = 0; i < start; ++i) out.push_back({' ', a[i]});
  std::size_t i = 0, j = 0;
  while (i < n || j < m) {
    if (i < n && j < m && a[start + i] == b[start + j]) {
      out.push_back({' ', a[start + i]}), ++i, ++j;
    } else if (i < n && (j == m || common[i + 1][j] >= common[i][j + 1])) {
      out.push_back({'-', a[start + i++]});
    } else {
      out.push_back({'+', b[start + j++]});
    }
  }
  for (std::size_t k = a.size() - end; k < a.size(); ++k) out.push_back({' ', a[k]});
  return out;
}

}  // namespace

std::string line_diff(std::string_view from, std::string_view to) {
  constexpr std::size_t around = 3;
  const std::vector<Line> lines = compare(lines_of(from), lines_of(to));
  std::vector<bool> shown(lines.size(), false);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].mark == ' ') continue;
    const std::size_t last = std::min(i + around + 1, lines.size());
    for (std::size_t j = i < around ? 0 : i - around; j < last; ++j) shown[j] = true;
  }
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!shown[i]) continue;
    if (!out.empty() && !shown[i - 1]) out += "…\n";
    out += lines[i].mark;
    out += lines[i].text;
    out += '\n';
  }
  return out;
}

}  // namespace schemac
