#include "yaml/scalar_position.h"

#include <algorithm>

namespace schemac::yaml {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// Walks through one scalar. `at` is a position in the text, `done` the number of bytes of the value before
// it.
class Walk {
 public:
  Walk(std::string_view text, std::size_t begin, ScalarStyle style, std::string_view value)
      : text_(text), value_(value), style_(style), at_(begin) {}

  std::size_t find(std::size_t offset) {
    offset = std::min(offset, value_.size());
    if (style_ == ScalarStyle::literal || style_ == ScalarStyle::folded) {
      enter_block();
      while (done_ < offset && at_ < text_.size()) step_block(offset);
    } else {
      if (style_ != ScalarStyle::plain) ++at_;
      while (done_ < offset && at_ < text_.size()) step_flow(offset);
    }
    if (found_ == npos) settle(offset);
    return found_ != npos ? found_ : std::min(at_, text_.size());
  }

 private:
  static constexpr std::size_t npos = std::string_view::npos;

  bool at_break(std::size_t at) const {
    return at < text_.size() &&
           (text_[at] == '\n' || (text_[at] == '\r' && at + 1 < text_.size() && text_[at + 1] == '\n'));
  }
  std::size_t after_break(std::size_t at) const { return text_[at] == '\r' ? at + 2 : at + 1; }

  // After the header line (|2- # comment), at the first line. Determines the block's indentation: the
  // difference between the first line with text in the file and in the value.
  void enter_block() {
    while (at_ < text_.size() && !at_break(at_)) ++at_;
    if (at_ < text_.size()) at_ = after_break(at_);
    std::size_t line = at_;
    std::size_t spaces = 0;
    while (line < text_.size()) {
      const std::size_t content = text_.find_first_not_of(' ', line);
      if (content == npos) break;
      if (!at_break(content)) {
        spaces = content - line;
        break;
      }
      line = after_break(content);
    }
    const std::size_t first = std::min(value_.find_first_not_of('\n'), value_.size());
    const std::size_t kept = std::min(value_.find_first_not_of(' ', first), value_.size()) - first;
    indent_ = spaces > kept ? spaces - kept : 0;
    skip_indent();
  }

  void skip_indent() {
    for (std::size_t i = 0; i < indent_ && at_ < text_.size() && text_[at_] == ' '; ++i) ++at_;
  }

  void step_block(std::size_t offset) {
    if (!at_break(at_)) {
      if (text_[at_] == value_[done_]) ++done_;
      ++at_;  // a byte that the value lacks is white space that the parser removed
      return;
    }
    // Compares the break here and those of the following blank lines with the separator in the value.
    std::size_t wanted = 0;
    while (done_ + wanted < value_.size() && value_[done_ + wanted] == '\n') ++wanted;
    std::size_t breaks = 0;
    std::size_t last_line = at_;
    for (std::size_t line = at_; at_break(line);) {
      ++breaks;
      last_line = after_break(line);
      std::size_t next = last_line;
      for (std::size_t i = 0; i < indent_ && next < text_.size() && text_[next] == ' '; ++i) ++next;
      line = next;
    }
    if (wanted == 0) {  // folded into one space
      take_separator(offset, at_);
      at_ = last_line;
      skip_indent();
      return;
    }
    const bool at_end = done_ + wanted == value_.size();
    const bool first_break_folded = style_ == ScalarStyle::folded && !at_end && breaks > wanted;
    if (first_break_folded) next_line();
    for (std::size_t i = 0; i < wanted && at_break(at_); ++i) {
      take_separator(offset, at_);
      next_line();
    }
  }

  // Skips text before the wanted byte that is not part of the value.
  void settle(std::size_t offset) {
    if (offset >= value_.size()) return;
    if (style_ == ScalarStyle::double_quoted) {
      while (at_ + 1 < text_.size() && text_[at_] == '\\' && at_break(at_ + 1)) step_escape(npos);
    }
    const char wanted = value_[offset];
    if (style_ == ScalarStyle::literal || style_ == ScalarStyle::folded) {
      while (at_ < text_.size() && is_blank(text_[at_]) && text_[at_] != wanted) ++at_;
      if ((wanted == ' ' || wanted == '\n') && at_break(at_)) step_block(offset);
    } else if (wanted == ' ' || wanted == '\n') {
      const std::size_t here = at_;
      step_flow(offset);  // finds the position if the byte represents a break
      if (found_ == npos) found_ = here;
    }
  }

  void next_line() {
    at_ = after_break(at_);
    skip_indent();
  }

  // Takes one byte of the value that represents a line break at `place`.
  void take_separator(std::size_t offset, std::size_t place) {
    if (done_ == offset && found_ == npos) found_ = place;
    ++done_;
  }

  void step_flow(std::size_t offset) {
    std::size_t space = at_;
    while (space < text_.size() && is_blank(text_[space])) ++space;
    if (at_break(space)) {
      std::size_t breaks = 0;
      const std::size_t first_break = space;
      std::size_t second_break = npos;
      while (at_break(space)) {
        if (++breaks == 2) second_break = space;
        space = after_break(space);
        while (space < text_.size() && is_blank(text_[space])) ++space;
      }
      at_ = space;
      if (breaks == 1) {
        take_separator(offset, first_break);
        return;
      }
      std::size_t place = second_break;
      for (std::size_t i = 1; i < breaks && done_ < value_.size(); ++i) {
        take_separator(offset, place);
        place = text_.find('\n', place);
        place = place == npos ? text_.size() : place + 1;
      }
      return;
    }
    if (style_ == ScalarStyle::single_quoted && text_[at_] == '\'') {
      at_ += 2;
      ++done_;
    } else if (style_ == ScalarStyle::double_quoted && text_[at_] == '\\') {
      step_escape(offset);
    } else {
      ++at_;
      ++done_;
    }
  }

  void step_escape(std::size_t offset) {
    const std::size_t start = at_;
    if (at_break(at_ + 1)) {  // an escaped line break joins the lines
      at_ = after_break(at_ + 1);
      while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
      return;
    }
    const char kind = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    at_ += kind == 'x' ? 4 : kind == 'u' ? 6 : kind == 'U' ? 10 : 2;
    std::size_t length = 1;  // of the UTF-8 sequence that it represents
    while (done_ + length < value_.size() &&
           (static_cast<unsigned char>(value_[done_ + length]) & 0xC0U) == 0x80U) {
      ++length;
    }
    if (offset < done_ + length) found_ = start;
    done_ += length;
  }

  std::string_view text_;
  std::string_view value_;
  ScalarStyle style_;
  std::size_t at_;
  std::size_t done_ = 0;
  std::size_t indent_ = 0;
  std::size_t found_ = npos;
};

}  // namespace

ScalarStyle scalar_style(std::string_view text, std::size_t begin) {
  switch (begin < text.size() ? text[begin] : '\0') {
    case '|':
      return ScalarStyle::literal;
    case '>':
      return ScalarStyle::folded;
    case '\'':
      return ScalarStyle::single_quoted;
    case '"':
      return ScalarStyle::double_quoted;
    default:
      return ScalarStyle::plain;
  }
}

std::size_t source_offset(std::string_view text, std::size_t begin, ScalarStyle style, std::string_view value,
                          std::size_t offset) {
  // The walk stops directly before the wanted byte; a break or escape that represents it is found one byte
  // later.
  Walk walk(text, begin, style, value);
  return walk.find(offset);
}

std::size_t scalar_end(std::string_view text, std::size_t begin, ScalarStyle style, std::string_view value) {
  if (style == ScalarStyle::plain && text.substr(begin, value.size()) == value) return begin + value.size();
  std::size_t end = source_offset(text, begin, style, value, value.size());
  const char quote = style == ScalarStyle::single_quoted ? '\'' : '"';
  if (style == ScalarStyle::single_quoted || style == ScalarStyle::double_quoted) {
    while (end < text.size() && text[end] != quote) ++end;
    end = std::min(end + 1, text.size());
  }
  return end;
}

Span span_in_scalar(const SourceMap& sources, const Value& value, std::size_t offset, std::size_t length) {
  if (!value.span.known() || value.type != Value::Type::scalar) return value.span;
  const std::string_view text = sources.text(value.span.file);
  const std::size_t begin = source_offset(text, value.span.begin, value.style, value.scalar, offset);
  const std::size_t end = length == 0 ? begin
                                      : std::max(begin + 1, source_offset(text, value.span.begin, value.style,
                                                                          value.scalar, offset + length - 1) +
                                                                1);
  return {value.span.file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

}  // namespace schemac::yaml
