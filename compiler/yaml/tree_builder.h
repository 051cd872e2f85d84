// Events of a YAML parser -> Value tree. Private to read_yaml*.cpp.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/diagnostic.h"
#include "yaml/value.h"

namespace schemac::yaml {

// Ends a parse from inside an event, after its diagnostic was added. Never leaves read_yaml().
struct StopParsing {};

class TreeBuilder {
 public:
  using Anchor = std::size_t;  // 0: no anchor
  static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

  // `text` without byte order mark; the builder refers to it. `shift` = length of the mark.
  TreeBuilder(std::string_view text, std::uint32_t shift, FileId file, Diagnostics& diagnostics)
      : text_(text), shift_(shift), file_(file), diagnostics_(diagnostics) {}

  // The events, each with the byte of the text where the node starts, including tag and anchor. They throw
  // StopParsing.
  void begin_document(std::size_t where);
  void null(std::size_t where, Anchor anchor);
  void scalar(std::size_t where, Anchor anchor, std::string text);
  void open(Value::Type type, std::size_t where, Anchor anchor);  // a list or map
  void close();
  void alias(std::size_t where, Anchor anchor);

  Value take_root();  // after a syntax error: the part that was read
  void report_depth();
  // The list or map that is being read; unknown if there is none.
  Span innermost() const { return stack_.empty() ? Span{} : at(stack_.back().begin); }

 private:
  struct Frame {
    Value value;
    Anchor anchor = 0;
    std::optional<Text> key;  // of the entry that is being read
    bool merges = false;      // has a << entry
    std::size_t begin = nowhere;
  };

  Span span(std::size_t begin, std::size_t end) const {
    return {file_, static_cast<std::uint32_t>(begin) + shift_, static_cast<std::uint32_t>(end) + shift_};
  }
  std::size_t offset(std::size_t where) const { return where < text_.size() ? where : text_.size(); }
  Span at(std::size_t where) const { return span(offset(where), offset(where) + 1); }

  [[noreturn]] void stop(const char* code, Span place, std::string message, std::string hint);
  std::size_t skip_properties(std::size_t where) const;
  void attach(Value value, std::size_t where);
  void remember(Anchor anchor, const Value& value);
  void expand(const Value& value, std::size_t where, std::size_t depth);
  void merge(Frame& frame);
  void drop_duplicates(Value& map);

  std::string_view text_;
  std::uint32_t shift_;
  FileId file_;
  Diagnostics& diagnostics_;
  std::vector<Frame> stack_;
  std::unordered_map<Anchor, Value> anchors_;
  Value root_;
  std::size_t expanded_nodes_ = 0;
  std::size_t expanded_bytes_ = 0;
  int documents_ = 0;
};

}  // namespace schemac::yaml
