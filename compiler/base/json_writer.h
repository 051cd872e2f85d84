// JSON text, written straight into a string: for outputs so large that a tree of them would cost more than
// all the rest. Indented by two, one value a line, as nlohmann::json::dump(2) prints it.
//
// The caller keeps the calls balanced and gives each member of an object its key first. O(length).
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace schemac {

// The text in double quotes. A byte that is no UTF-8 becomes U+FFFD. What comes out is a double-quoted scalar
// of YAML too.
void append_json_string(std::string& out, std::string_view text);

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}
  // Writes values of an array that is open at that depth elsewhere; follows: values stand there already.
  JsonWriter(std::string& out, std::size_t depth, bool follows)
      : out_(out), depth_(depth), first_(!follows) {}

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }
  void key(std::string_view name);
  void text(std::string_view value);
  void number(std::uint64_t value);
  void boolean(bool value);
  // Others wrote values of the array that is open.
  void values_elsewhere() { first_ = false; }
  std::size_t depth() const { return depth_; }

 private:
  void open(char bracket);
  void close(char bracket);
  void before_value();
  void new_line();

  std::string& out_;
  std::size_t depth_ = 0;
  bool first_ = true;  // nothing stands in the innermost object or array yet
  bool keyed_ = false;
};

}  // namespace schemac
