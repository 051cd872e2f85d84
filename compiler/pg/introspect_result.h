// Reading the fields of a result row in the order in which the query states them. Internal to introspection.
#pragma once
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pg/session.h"

namespace schemac::pg {

using Oid = std::uint32_t;

// "{a,"b c",NULL}" -> a, b c; an empty or absent array gives nothing. int2vector ("1 2") likewise.
std::vector<std::string> parse_array(std::string_view text);

// Moves texts out of the row, so each field is read once, by one call each, left to right.
class Fields {
 public:
  explicit Fields(std::vector<std::optional<std::string>>& row) : row_(row) {}

  std::optional<std::string> maybe() { return std::move(row_[next_++]); }
  std::string text() {
    auto& field = row_[next_++];
    return field ? std::move(*field) : std::string{};
  }
  bool flag() {
    const auto& field = row_[next_++];
    return field && *field == "t";
  }
  bool is_null() { return !row_[next_++]; }
  char letter() {
    const auto& field = row_[next_++];
    return field && !field->empty() ? field->front() : '\0';
  }
  std::int64_t number(std::int64_t if_null = 0) {
    const auto& field = row_[next_++];
    if (field) std::from_chars(field->data(), field->data() + field->size(), if_null);
    return if_null;
  }
  Oid oid() { return static_cast<Oid>(number()); }
  std::vector<std::string> list() {
    const auto& field = row_[next_++];
    return field ? parse_array(*field) : std::vector<std::string>{};
  }
  std::vector<int> numbers() {
    std::vector<int> out;
    for (const auto& item : list()) out.push_back(std::stoi(item));
    return out;
  }

 private:
  std::vector<std::optional<std::string>>& row_;
  std::size_t next_ = 0;
};

}  // namespace schemac::pg
