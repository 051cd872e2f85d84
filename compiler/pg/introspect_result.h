// Reading the fields of a result row in the order in which the query states them. Internal to introspection.
#pragma once
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pg/row_stream.h"

namespace schemac::pg {

using Oid = std::uint32_t;

// "{a,"b c",NULL}" -> a, b c; an empty or absent array gives nothing. int2vector ("1 2") likewise.
std::vector<std::string> parse_array(std::string_view text);

// Each field is read once, by one call each, left to right.
class Fields {
 public:
  explicit Fields(const Row& row) : row_(row) {}

  std::optional<std::string> maybe() {
    const std::string_view field = next();
    return field.data() == nullptr ? std::nullopt : std::optional<std::string>(field);
  }
  std::string text() { return std::string(next()); }
  bool flag() { return next() == "t"; }
  bool is_null() { return next().data() == nullptr; }
  char letter() {
    const std::string_view field = next();
    return field.empty() ? '\0' : field.front();
  }
  std::int64_t number(std::int64_t if_null = 0) {
    const std::string_view field = next();
    std::from_chars(field.data(), field.data() + field.size(), if_null);
    return if_null;
  }
  Oid oid() { return static_cast<Oid>(number()); }
  std::vector<std::string> list() { return parse_array(next()); }
  std::vector<int> numbers() {
    std::vector<int> out;
    for (const auto& item : list()) out.push_back(std::stoi(item));
    return out;
  }

 private:
  std::string_view next() { return row_[next_++]; }

  const Row row_;
  std::size_t next_ = 0;
};

}  // namespace schemac::pg
