#include "catalog/name_style.h"

#include <algorithm>

#include "base/hash.h"
#include "catalog/identifier.h"

namespace schemac {
namespace {
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "_" and eight digits.
std::string short_hash(std::string_view text) {
  const std::string digest = sha256(text);
  std::string tail(1, '_');
  return tail.append(digest, digest.find(':') + 1, 8);
}

// At most that many bytes from the front, without splitting a UTF-8 sequence.
std::string_view head(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
  return text.substr(0, bytes);
}
}  // namespace

std::string camel_case(std::string_view class_name) {
  std::string camel;
  bool up = true;
  for (const char c : class_name) {
    if (c == ' ' || c == '_') {
      up = true;
      continue;
    }
    camel += up && is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
    up = false;
  }
  return camel;
}

std::string snake_case(std::string_view name) {
  std::string split;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (i > 0 && is_upper(c)) {
      const char before = name[i - 1];
      const bool ends_word = is_lower(before) || is_digit(before);
      const bool starts_word = is_upper(before) && i + 1 < name.size() && is_lower(name[i + 1]);
      if (ends_word || starts_word) split += '_';
    }
    if (c == ' ' || c == '-') {
      split += '_';
    } else {
      split += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return split;
}

std::string fit_identifier(std::string_view name) {
  if (name.size() <= max_identifier_bytes) return std::string(name);
  const std::string tail = short_hash(name);
  return std::string(head(name, max_identifier_bytes - tail.size())) + tail;
}

std::string fit_constraint_name(std::string_view table, std::string_view rest) {
  constexpr std::size_t table_at_least = 12;
  std::string whole = std::string(table) + "_" + std::string(rest);
  if (whole.size() <= max_identifier_bytes) return whole;
  const std::size_t last = rest.rfind('_') == std::string_view::npos ? 0 : rest.rfind('_') + 1;
  const std::string tail = short_hash(whole) + "_" + std::string(rest.substr(last));
  if (last == 0 || tail.size() + table_at_least + 1 >= max_identifier_bytes) return fit_identifier(whole);
  const std::size_t room = max_identifier_bytes - tail.size() - 1;
  const std::string_view slot = head(rest.substr(0, last - 1), room - std::min(table.size(), table_at_least));
  return std::string(head(table, room - slot.size())) + "_" + std::string(slot) + tail;
}

std::string with_suffix(std::string_view name, std::string_view suffix) {
  if (name.size() + suffix.size() <= max_identifier_bytes) return std::string(name).append(suffix);
  const std::string tail = short_hash(name);
  return std::string(head(name, max_identifier_bytes - suffix.size() - tail.size())) + tail +
         std::string(suffix);
}

}  // namespace schemac
