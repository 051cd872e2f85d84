#include "base/diagnostic.h"

#include <algorithm>
#include <iterator>
#include <tuple>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace schemac {
namespace {

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::note:
      return "note";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
  }
  return "error";
}

std::string_view severity_color(Severity severity) {
  switch (severity) {
    case Severity::note:
      return "\x1b[1;36m";
    case Severity::warning:
      return "\x1b[1;35m";
    case Severity::error:
      return "\x1b[1;31m";
  }
  return "";
}

// The source line and a caret under the part of the span on that line. A long line is shown only around the
// caret.
std::string excerpt(Span span, const Position& position, const SourceMap& sources, bool color) {
  constexpr std::size_t max_width = 160;
  std::string_view whole = position.line_text;
  std::size_t column = position.column - 1;
  const std::size_t bytes_on_line = sources.text(span).substr(0, 4 * max_width).find('\n');
  std::string_view marked = sources.text(span).substr(0, std::min(bytes_on_line, 4 * max_width));
  std::size_t width = static_cast<std::size_t>(std::count_if(
      marked.begin(), marked.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
  std::string line;
  if (whole.size() <= max_width) {
    line = whole;
  } else {
    const std::size_t from = column > 60 ? std::min(column - 60, whole.size()) : 0;
    line = (from > 0 ? "…" : "") + std::string(whole.substr(from, max_width)) + "…";
    column = column - from + (from > 0 ? 1 : 0);
  }
  std::string indent;
  for (std::size_t i = 0; i < column; ++i) indent += i < line.size() && line[i] == '\t' ? '\t' : ' ';
  width = std::clamp<std::size_t>(width, 1, std::max<std::size_t>(1, max_width));
  const std::string caret = "^" + std::string(width - 1, '~');
  return fmt::format("  {}\n  {}{}{}{}\n", line, indent, color ? "\x1b[1;32m" : "", caret,
                     color ? "\x1b[0m" : "");
}

}  // namespace

Diagnostic& Diagnostics::add(Severity severity, std::string code, Span span, std::string message,
                             std::string hint) {
  if (severity == Severity::error) ++errors_;
  items_.push_back({severity, std::move(code), span, std::move(message), std::move(hint), {}});
  return items_.back();
}

Diagnostic& Diagnostics::error(std::string code, Span span, std::string message, std::string hint) {
  return add(Severity::error, std::move(code), span, std::move(message), std::move(hint));
}

Diagnostic& Diagnostics::warning(std::string code, Span span, std::string message, std::string hint) {
  return add(Severity::warning, std::move(code), span, std::move(message), std::move(hint));
}

Diagnostic& Diagnostics::note(std::string code, Span span, std::string message, std::string hint) {
  return add(Severity::note, std::move(code), span, std::move(message), std::move(hint));
}

void Diagnostics::append(Diagnostics other) {
  items_.insert(items_.end(), std::make_move_iterator(other.items_.begin()),
                std::make_move_iterator(other.items_.end()));
  errors_ += other.errors_;
}

void Diagnostics::erase_if(const std::function<bool(const Diagnostic&)>& drop) {
  std::erase_if(items_, drop);
  errors_ = static_cast<std::size_t>(std::count_if(
      items_.begin(), items_.end(), [](const Diagnostic& each) { return each.severity == Severity::error; }));
}

void Diagnostics::sort(const SourceMap& sources) {
  const auto key = [&](const Diagnostic& d) {
    return std::tuple(!d.span.known(), sources.path(d.span.file), d.span.begin, std::string_view(d.code),
                      std::string_view(d.message));
  };
  std::stable_sort(items_.begin(), items_.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
  items_.erase(std::unique(items_.begin(), items_.end()), items_.end());
  errors_ = static_cast<std::size_t>(std::count_if(
      items_.begin(), items_.end(), [](const Diagnostic& d) { return d.severity == Severity::error; }));
}

std::string render(const Diagnostic& diagnostic, const SourceMap& sources, bool color) {
  const std::string_view bold = color ? "\x1b[1m" : "";
  const std::string_view reset = color ? "\x1b[0m" : "";
  std::string out;
  const auto place = [&](Span span) {
    const Position position = sources.locate(span);
    return position.line == 0 ? std::string()
                              : fmt::format("{}:{}:{}: ", position.path, position.line, position.column);
  };
  out += fmt::format("{}{}{}{}{}: {}{}{}{} [{}]\n", bold, place(diagnostic.span), reset,
                     color ? severity_color(diagnostic.severity) : "", severity_name(diagnostic.severity),
                     reset, bold, diagnostic.message, reset, diagnostic.code);
  const Position position = sources.locate(diagnostic.span);
  if (position.line != 0) out += excerpt(diagnostic.span, position, sources, color);
  if (!diagnostic.hint.empty()) out += fmt::format("  hint: {}\n", diagnostic.hint);
  for (const DiagnosticNote& note : diagnostic.notes) {
    out += fmt::format("  {}note: {}\n", place(note.span), note.message);
    const Position at = sources.locate(note.span);
    if (at.line != 0) out += excerpt(note.span, at, sources, color);
  }
  return out;
}

nlohmann::json to_json(const Diagnostic& diagnostic, const SourceMap& sources) {
  const auto put_place = [&](nlohmann::json& object, Span span) {
    const Position position = sources.locate(span);
    object["path"] =
        position.line == 0 ? nlohmann::json(nullptr) : nlohmann::json(std::string(position.path));
    object["line"] = position.line;
    object["column"] = position.column;
  };
  nlohmann::json object = {{"severity", std::string(severity_name(diagnostic.severity))},
                           {"code", diagnostic.code},
                           {"message", diagnostic.message},
                           {"hint", diagnostic.hint},
                           {"notes", nlohmann::json::array()}};
  put_place(object, diagnostic.span);
  for (const DiagnosticNote& note : diagnostic.notes) {
    nlohmann::json item = {{"message", note.message}};
    put_place(item, note.span);
    object["notes"].push_back(std::move(item));
  }
  return object;
}

std::string with_article(std::string_view kind) {
  const bool vowel = !kind.empty() && std::string_view("aeiou").find(kind.front()) != std::string_view::npos;
  return fmt::format("{} {}", vowel ? "an" : "a", kind);
}

std::string did_you_mean(std::string_view nearest) {
  return nearest.empty() ? std::string() : fmt::format("did you mean '{}'?", nearest);
}

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  const std::size_t difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (difference > limit) return limit + 1;
  const auto fold = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> previous(b.size() + 1);
  std::vector<std::size_t> current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) previous[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = fold(a[i - 1]) == fold(b[j - 1]);
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (same ? 0U : 1U)});
      if (i > 1 && j > 1 && fold(a[i - 1]) == fold(b[j - 2]) && fold(a[i - 2]) == fold(b[j - 1])) {
        current[j] = std::min(current[j], before[j - 2] + 1);
      }
    }
    std::swap(before, previous);
    std::swap(previous, current);
  }
  return std::min(previous[b.size()], limit + 1);
}

}  // namespace schemac
