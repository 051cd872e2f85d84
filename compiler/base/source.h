// Source texts and positions in them.
//
// Every node that comes from a file carries a Span: a file number and two byte offsets. Line and column are
// computed only when a diagnostic is rendered, so a span costs twelve bytes and no scan. Offsets are bytes,
// not characters: columns shown to people count code points and are computed at that moment.
//
// SourceMap owns the texts; nothing else knows paths. Several threads may add to it; a string_view that it
// returned stays valid for its lifetime.
#pragma once
#include <compare>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>

namespace schemac {

using FileId = std::uint32_t;  // 0 = no file

struct Span {
  FileId file = 0;
  std::uint32_t begin = 0;  // byte offset, inclusive
  std::uint32_t end = 0;    // byte offset, exclusive

  bool known() const { return file != 0; }
  friend auto operator<=>(const Span&, const Span&) = default;
};

struct Position {
  std::string_view path;
  std::uint32_t line = 0;    // from 1
  std::uint32_t column = 0;  // from 1, in code points
  std::string_view line_text;
};

class SourceMap {
 public:
  SourceMap() = default;
  SourceMap(const SourceMap&) = delete;
  SourceMap& operator=(const SourceMap&) = delete;

  // path is shown in diagnostics: relative to the project file if there is one.
  FileId add(std::string path, std::string text);
  std::string_view path(FileId file) const;
  std::string_view text(FileId file) const;
  std::string_view text(Span span) const;  // clamped to the file
  // O(file length). An unknown span gives an empty path and line 0.
  Position locate(Span span) const;
  std::size_t size() const;

 private:
  struct File {
    std::string path;
    std::string text;
  };
  mutable std::mutex mutex_;
  std::deque<File> files_;
};

}  // namespace schemac
