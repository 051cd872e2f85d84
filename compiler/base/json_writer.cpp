#include "base/json_writer.h"

#include <array>
#include <charconv>
#include <cstring>

namespace schemac {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

// Length of the UTF-8 sequence at the front of text; 0 if absent: overlong forms, surrogates and code
// points over U+10FFFF are invalid.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : static_cast<unsigned char>(0);
  };
  const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const bool valid = (first != 0xE0 || byte(1) >= 0xA0) && (first != 0xED || byte(1) <= 0x9F);
    return valid && continues(1) && continues(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool valid = (first != 0xF0 || byte(1) >= 0x90) && (first != 0xF4 || byte(1) <= 0x8F);
    return valid && continues(1) && continues(2) && continues(3) ? 4 : 0;
  }
  return 0;
}

// ASCII without quotes, backslashes and control characters, which nearly all text is; eight bytes at a time.
bool stands_as_it_is(std::string_view text) {
  constexpr std::uint64_t ones = 0x0101010101010101U, high = ones * 0x80U;
  const auto has_zero = [](std::uint64_t bytes) { return (bytes - ones) & ~bytes & high; };
  std::uint64_t bad = 0;
  const auto look = [&](std::uint64_t bytes) {
    bad |= (bytes & high) | has_zero(bytes ^ (ones * '"')) | has_zero(bytes ^ (ones * '\\')) |
           has_zero(bytes & (ones * 0xE0U));  // below 0x20
  };
  std::size_t i = 0;
  for (; i + sizeof(std::uint64_t) <= text.size(); i += sizeof(std::uint64_t)) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + i, sizeof(bytes));
    look(bytes);
  }
  if (i < text.size()) {
    std::uint64_t bytes = ones * ' ';
    std::memcpy(&bytes, text.data() + i, text.size() - i);
    look(bytes);
  }
  return bad == 0;
}

void append_escape(std::string& out, char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  constexpr std::string_view letters = "\"\\\b\f\n\r\t";
  constexpr std::string_view escapes = "\"\\bfnrt";
  out += '\\';
  if (const std::size_t known = letters.find(c); known != std::string_view::npos) {
    out += escapes[known];
    return;
  }
  const auto byte = static_cast<unsigned char>(c);
  out += "u00";
  out += digits[byte >> 4U];
  out += digits[byte & 15U];
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  if (stands_as_it_is(text)) {
    out += '"';
    out += text;
    out += '"';
    return;
  }
  out += '"';
  std::size_t plain = 0;  // the text between it and i is copied unchanged
  const auto copy_to = [&](std::size_t end) { out.append(text.substr(plain, end - plain)); };
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\') {
      ++i;
    } else if (byte < 0x80) {
      copy_to(i);
      append_escape(out, text[i]);
      plain = ++i;
    } else if (const std::size_t length = sequence_length(text.substr(i)); length > 0) {
      i += length;
    } else {
      copy_to(i);
      out += replacement;
      plain = ++i;
    }
  }
  copy_to(text.size());
  out += '"';
}

void JsonWriter::key(std::string_view name) {
  new_line();
  append_json_string(out_, name);
  out_ += ": ";
  keyed_ = true;
}

void JsonWriter::text(std::string_view value) {
  before_value();
  append_json_string(out_, value);
}

void JsonWriter::number(std::uint64_t value) {
  before_value();
  std::array<char, 20> digits{};
  out_.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
}

void JsonWriter::boolean(bool value) {
  before_value();
  out_ += value ? "true" : "false";
}

void JsonWriter::open(char bracket) {
  before_value();
  out_ += bracket;
  ++depth_;
  first_ = true;
}

void JsonWriter::close(char bracket) {
  --depth_;
  if (!first_) out_.append(1, '\n').append(2 * depth_, ' ');
  out_ += bracket;
  first_ = false;
}

void JsonWriter::before_value() {
  if (!keyed_ && depth_ > 0) new_line();
  keyed_ = false;
}

void JsonWriter::new_line() {
  constexpr std::string_view line = ",\n                ";
  const std::size_t begin = first_ ? 1 : 0, length = 2 + 2 * depth_;
  if (length <= line.size()) {
    out_.append(line.substr(begin, length - begin));
  } else {
    if (!first_) out_ += ',';
    out_.append(1, '\n').append(2 * depth_, ' ');
  }
  first_ = false;
}

}  // namespace schemac
