// Instance data (YAML, JSON, JSON lines) as a stream of objects: one list item, line or document at a time,
// so that reading a file of any length needs only the memory of its largest object. Types are those of the
// text: "5" is a string, 5 an integer.
//
// YAML plain scalars are typed by YAML 1.2's core schema (dates stay text; yes and no are text that a boolean
// slot reads as PyYAML does). Duplicate keys, nesting deeper than 500 and syntax errors are diagnostics with
// path and line, and end the file. One of the three users of yaml-cpp.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace schemac {

struct DatumEntry;

struct Datum {
  enum class Type : std::uint8_t { null, boolean, integer, number, string, list, map };
  Type type = Type::null;
  bool plain = false;  // a YAML scalar without quotes: a slot may read the text differently from YAML
  std::string text;    // boolean: "true"/"false"; integer, number: as written; string: its value
  std::vector<Datum> items;
  std::vector<DatumEntry> entries;
  std::uint32_t line = 0;  // from 1, of its first character; 0 = unknown

  const Datum* find(std::string_view key) const;
};

struct DatumEntry {
  DatumEntry(std::string name, Datum value) : key(std::move(name)), datum(std::move(value)) {}
  std::string key;
  Datum datum;
};

std::string_view type_name(Datum::Type type);
// As compact JSON; strings escaped, numbers as written.
std::string to_json_text(const Datum& datum);

enum class InstanceFormat { by_name, yaml, json, json_lines };

struct InstanceError {
  std::uint32_t line = 0;
  std::string message;
};

// each: called with every object and its number (from 0); returns false to stop. A top-level list gives its
// items, a top-level object gives itself. Returns the error that ended the file, or an empty message. Throws
// OsError if the file cannot be read.
InstanceError read_instances(const std::filesystem::path& path, InstanceFormat format,
                             const std::function<bool(Datum&& object, std::size_t number)>& each);

}  // namespace schemac
