// JSON text, written directly into a string: for outputs so large that a tree of them would cost more than
// everything else. Indented by two, one value per line, as nlohmann::json::dump(2) prints it.
//
// The caller balances the calls and gives each member of an object its key first. O(length).
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace schemac {

// The text in double quotes. A byte that is not UTF-8 becomes U+FFFD. The result is also a double-quoted
// scalar of YAML.
void append_json_string(std::string& out, std::string_view text);

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}
  // Writes values of an array that is open at that depth elsewhere; follows: the array has values already.
  JsonWriter(std::string& out, std::size_t depth, bool follows)
      : out_(out), depth_(depth), first_(!follows) {}

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }
  void key(std::string_view name);
  void text(std::string_view value);
  void member(std::string_view name, std::string_view value) {
    key(name);
    text(value);
  }
  void number(std::uint64_t value);
  void boolean(bool value);
  // The open array got values from elsewhere.
  void values_elsewhere() { first_ = false; }
  std::size_t depth() const { return depth_; }

 private:
  void open(char bracket);
  void close(char bracket);
  void before_value();
  void new_line();

  std::string& out_;
  std::size_t depth_ = 0;
  bool first_ = true;  // the innermost object or array is still empty
  bool keyed_ = false;
};

}  // namespace schemac
