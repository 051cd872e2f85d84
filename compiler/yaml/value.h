// A YAML document as a tree in which every value knows its place in the file. Equality ignores places and
// scalar styles: two notations of the same value are equal.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/source.h"

namespace schemac::yaml {

struct Text {
  std::string value;
  Span span;
  bool empty() const { return value.empty(); }
  friend bool operator==(const Text& a, const Text& b) { return a.value == b.value; }
};

enum class ScalarStyle { plain, single_quoted, double_quoted, literal, folded };

struct Entry;

struct Value {
  enum class Type { null, scalar, list, map };
  Type type = Type::null;
  std::string scalar;
  ScalarStyle style = ScalarStyle::plain;
  std::vector<Value> items;
  std::vector<Entry> entries;
  Span span;
  friend bool operator==(const Value& a, const Value& b);
  const Value* find(std::string_view key) const;
};

struct Entry {
  Entry() = default;
  Entry(Text of_key, Value of_value) : key(std::move(of_key)), value(std::move(of_value)) {}
  Text key;
  Value value;
  friend bool operator==(const Entry&, const Entry&) = default;
};

// Truth as PyYAML (YAML 1.1) reads a plain scalar: yes, NO, on, True …; nullopt if it is not a boolean.
std::optional<bool> as_boolean(const Value& value);
std::optional<bool> as_boolean(std::string_view text);
// The place in the file of the byte at `offset` of the scalar's value: for block scalars (indentation
// stripped, lines folded), quoted scalars with escapes, and plain ones. Exact for literal and folded blocks.
// Reads the source text again.
Span span_in_scalar(const SourceMap& sources, const Value& value, std::size_t offset, std::size_t length = 1);

}  // namespace schemac::yaml
