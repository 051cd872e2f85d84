#include "raise/reverse_text.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

namespace schemac {
namespace {

// Words that YAML 1.1 or 1.2 does not read as text.
bool is_special_word(std::string_view text) {
  constexpr std::array<std::string_view, 11> words{"y",    "n",     "yes",  "no",   "on", "off",
                                                   "true", "false", "null", "none", "nan"};
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::find(words.begin(), words.end(), lower) != words.end();
}

bool is_plain(std::string_view text) {
  if (text.empty() || is_special_word(text)) return false;
  if (std::isalpha(static_cast<unsigned char>(text.front())) == 0 && text.front() != '_') return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; });
}

bool fits_block(std::string_view text) {
  return !text.empty() && text.front() != ' ' && text.front() != '\n' && text.back() != '\n' &&
         std::none_of(
             text.begin(), text.end(),
             [](char c) { return c != '\n' && c != '\t' && static_cast<unsigned char>(c) < 0x20; }) &&
         text.find('\x7f') == std::string_view::npos;
}

}  // namespace

std::string yaml_scalar(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == '\x7f') {
      out += fmt::format("\\x{:02x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      out += c;
    }
  }
  return out + "\"";
}

void LinkmlText::entry(int level, std::string_view key, std::string_view value) {
  indent(level);
  text_ += yaml_scalar(key) + ": " + yaml_scalar(value) + "\n";
}

void LinkmlText::flag(int level, std::string_view key, bool value) {
  indent(level);
  text_ += yaml_scalar(key) + (value ? ": true\n" : ": false\n");
}

void LinkmlText::open(int level, std::string_view key) {
  indent(level);
  text_ += yaml_scalar(key) + ":\n";
}

void LinkmlText::item(int level, std::string_view value) {
  indent(level);
  text_ += "- " + yaml_scalar(value) + "\n";
}

void LinkmlText::literal(int level, std::string_view sql) {
  if (!fits_block(sql)) {
    text_ += yaml_scalar(sql) + "\n";
    return;
  }
  text_ += "|-\n";
  while (!sql.empty()) {
    const std::size_t end = std::min(sql.find('\n'), sql.size());
    if (end > 0) {
      indent(level);
      text_ += sql.substr(0, end);
    }
    text_ += '\n';
    sql.remove_prefix(std::min(end + 1, sql.size()));
  }
}

void LinkmlText::block(int level, std::string_view key, std::string_view sql) {
  indent(level);
  text_ += yaml_scalar(key) + ": ";
  literal(level + 1, sql);
}

void LinkmlText::block_item(int level, std::string_view sql) {
  indent(level);
  text_ += "- ";
  literal(level + 1, sql);
}

}  // namespace schemac
