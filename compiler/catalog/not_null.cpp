#include "catalog/not_null.h"

#include <string_view>

namespace schemac {
namespace {

// At most that many bytes, without a part of a character of UTF-8.
std::string clipped(const std::string& text, std::size_t bytes) {
  std::size_t end = std::min(bytes, text.size());
  constexpr unsigned char continuation_mask = 0xC0, continuation = 0x80;
  while (end > 0 && end < text.size() &&
         (static_cast<unsigned char>(text[end]) & continuation_mask) == continuation)
    --end;
  return text.substr(0, end);
}

}  // namespace

std::string default_not_null_name(const std::string& table, const std::string& column) {
  constexpr std::string_view label = "_not_null";
  constexpr std::size_t available = max_identifier_bytes - 1 - label.size();
  std::size_t of_table = table.size();
  std::size_t of_column = column.size();
  while (of_table + of_column > available) --(of_table > of_column ? of_table : of_column);
  return clipped(table, of_table) + "_" + clipped(column, of_column) + std::string(label);
}

std::string not_null_name(const ObjectId& table, const Column& column) {
  return column.not_null_name.empty() ? default_not_null_name(table.name, column.name)
                                      : std::string(column.not_null_name);
}

std::string not_null_comment_statement(const ObjectId& table, const Column& column) {
  const std::string& comment = column.not_null_comment;
  return "COMMENT ON CONSTRAINT " + quote_identifier(not_null_name(table, column)) + " ON " +
         qualified_name(table) + " IS " + (comment.empty() ? "NULL" : quote_literal(comment));
}

}  // namespace schemac
