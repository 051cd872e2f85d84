#include "base/source.h"

#include <algorithm>

namespace schemac {

FileId SourceMap::add(std::string path, std::string text) {
  const std::lock_guard lock(mutex_);
  files_.push_back({std::move(path), std::move(text)});
  return static_cast<FileId>(files_.size());
}

std::string_view SourceMap::path(FileId file) const {
  const std::lock_guard lock(mutex_);
  return file == 0 || file > files_.size() ? std::string_view{} : std::string_view(files_[file - 1].path);
}

std::string_view SourceMap::text(FileId file) const {
  const std::lock_guard lock(mutex_);
  return file == 0 || file > files_.size() ? std::string_view{} : std::string_view(files_[file - 1].text);
}

std::string_view SourceMap::text(Span span) const {
  const std::string_view all = text(span.file);
  const std::size_t begin = std::min<std::size_t>(span.begin, all.size());
  const std::size_t end = std::clamp<std::size_t>(span.end, begin, all.size());
  return all.substr(begin, end - begin);
}

Position SourceMap::locate(Span span) const {
  const std::string_view all = text(span.file);
  if (span.file == 0 || path(span.file).empty()) return {};
  const std::size_t at = std::min<std::size_t>(span.begin, all.size());
  const std::size_t line_begin = at == 0 ? 0 : all.rfind('\n', at - 1) + 1;  // npos + 1 == 0
  std::size_t line_end = all.find('\n', at);
  if (line_end == std::string_view::npos) line_end = all.size();
  if (line_end > line_begin && all[line_end - 1] == '\r') --line_end;

  Position position;
  position.path = path(span.file);
  position.line = 1 + static_cast<std::uint32_t>(std::count(
                          all.begin(), all.begin() + static_cast<std::ptrdiff_t>(line_begin), '\n'));
  const auto is_code_point_start = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  position.column = 1 + static_cast<std::uint32_t>(std::count_if(
                            all.begin() + static_cast<std::ptrdiff_t>(line_begin),
                            all.begin() + static_cast<std::ptrdiff_t>(at), is_code_point_start));
  position.line_text =
      line_end > line_begin ? all.substr(line_begin, line_end - line_begin) : std::string_view{};
  return position;
}

std::size_t SourceMap::size() const {
  const std::lock_guard lock(mutex_);
  return files_.size();
}

}  // namespace schemac
