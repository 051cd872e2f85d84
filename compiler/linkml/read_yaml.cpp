#include "linkml/read_yaml.h"

#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <istream>
#include <optional>
#include <streambuf>
#include <unordered_map>

#include <fmt/format.h>

#include "linkml/scalar_position.h"

namespace schemac::linkml {
namespace {

constexpr std::size_t max_depth = 500;
constexpr std::size_t max_expanded_nodes = 100'000;
constexpr std::size_t max_expanded_bytes = 64U << 20U;

// Ends the parse from inside an event: yaml-cpp has no other way to stop. Never leaves this file.
struct StopParsing {};

class ViewBuffer : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // NOLINT: the get area is only read
    setg(begin, begin, begin + text.size());
  }
};

class TreeBuilder : public YAML::EventHandler {
 public:
  // `text` without byte order mark; `shift` = length of the mark.
  TreeBuilder(std::string_view text, std::uint32_t shift, FileId file, Diagnostics& diagnostics)
      : text_(text), shift_(shift), file_(file), diagnostics_(diagnostics) {}

  Value take_root() {
    while (!stack_.empty()) close();  // after a syntax error
    return std::move(root_);
  }

  void report_depth() {
    diagnostics_.error("nested-too-deep", innermost(), fmt::format("nested deeper than {} levels", max_depth),
                       "nothing in LinkML needs such depth");
  }
  // The list or map that is being read; unknown if there is none.
  Span innermost() const { return stack_.empty() ? Span{} : at(stack_.back().mark); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ == 1) {
      stop("several-documents", at(mark), "a module is one YAML document; here a second one begins",
           "remove the '---' line or make it a file of its own");
    }
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Value value;
    const std::size_t begin = skip_properties(mark);
    for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
      if (text_.substr(begin, word.size()) == word) value.scalar = word;
    }
    value.span = span(begin, begin + value.scalar.size());
    if (value.scalar.empty() && !stack_.empty() && stack_.back().key) value.span = stack_.back().key->span;
    remember(anchor, value);
    attach(std::move(value), mark);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                const std::string& scalar) override {
    Value value;
    value.type = Value::Type::scalar;
    const std::size_t begin = skip_properties(mark);
    value.style = scalar_style(text_, begin);
    value.span = span(begin, scalar_end(text_, begin, value.style, scalar));
    value.scalar = scalar;
    remember(anchor, value);
    attach(std::move(value), mark);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    open(Value::Type::list, mark, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    open(Value::Type::map, mark, anchor);
  }
  void OnMapEnd() override { close(); }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto known = anchors_.find(anchor);
    if (known == anchors_.end()) {
      stop("recursive-alias", at(mark), "this alias stands inside the value that it names",
           "a value cannot contain itself");
    }
    expand(known->second, mark);
    attach(Value(known->second), mark);
  }

 private:
  struct Frame {
    Value value;
    YAML::anchor_t anchor = 0;
    std::optional<Text> key;  // of the entry that is being read
    bool merges = false;      // has a << entry
    YAML::Mark mark;
  };

  Span span(std::size_t begin, std::size_t end) const {
    return {file_, static_cast<std::uint32_t>(begin) + shift_, static_cast<std::uint32_t>(end) + shift_};
  }
  std::size_t offset(const YAML::Mark& mark) const {
    return mark.pos < 0 ? text_.size()
                        : std::min<std::size_t>(static_cast<std::size_t>(mark.pos), text_.size());
  }
  Span at(const YAML::Mark& mark) const { return span(offset(mark), offset(mark) + 1); }

  [[noreturn]] void stop(const char* code, Span place, std::string message, std::string hint) {
    diagnostics_.error(code, place, std::move(message), std::move(hint));
    throw StopParsing();
  }

  // The mark of a node with a tag or an anchor points at that.
  std::size_t skip_properties(const YAML::Mark& mark) const {
    std::size_t begin = offset(mark);
    while (begin < text_.size() && (text_[begin] == '&' || text_[begin] == '!')) {
      begin = std::min(text_.find_first_of(" \t\r\n,]}", begin), text_.size());
      begin = std::min(text_.find_first_not_of(" \t\r\n", begin), text_.size());
      while (begin < text_.size() && text_[begin] == '#') {
        begin = std::min(text_.find('\n', begin), text_.size());
        begin = std::min(text_.find_first_not_of(" \t\r\n", begin), text_.size());
      }
    }
    return begin;
  }

  void open(Value::Type type, const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (stack_.size() >= max_depth) {
      report_depth();
      throw StopParsing();
    }
    Frame frame;
    frame.value.type = type;
    frame.value.span = at(mark);
    frame.anchor = anchor;
    frame.mark = mark;
    stack_.push_back(std::move(frame));
  }

  void close() {
    Frame frame = std::move(stack_.back());
    stack_.pop_back();
    if (frame.merges) merge(frame);
    if (frame.value.type == Value::Type::map) drop_duplicates(frame.value);
    remember(frame.anchor, frame.value);
    attach(std::move(frame.value), frame.mark);
  }

  void attach(Value value, const YAML::Mark& mark) {
    if (stack_.empty()) {
      root_ = std::move(value);
      return;
    }
    Frame& frame = stack_.back();
    frame.value.span.end = std::max(frame.value.span.end, value.span.end);
    if (frame.value.type == Value::Type::list) {
      frame.value.items.push_back(std::move(value));
    } else if (!frame.key) {
      if (value.type == Value::Type::list || value.type == Value::Type::map) {
        diagnostics_.error("key-not-scalar", at(mark), "a key must be a scalar, not a list or a map");
      }
      if (value.scalar == "<<" && value.style == ScalarStyle::plain) frame.merges = true;
      frame.key = Text{std::move(value.scalar), value.span};
    } else {
      frame.value.entries.emplace_back(std::move(*frame.key), std::move(value));
      frame.key.reset();
    }
  }

  void remember(YAML::anchor_t anchor, const Value& value) {
    if (anchor != 0) anchors_.insert_or_assign(anchor, value);
  }

  // Counts what an alias adds, before it is copied: ten lines can stand for a billion nodes.
  void expand(const Value& value, const YAML::Mark& mark) {
    expanded_bytes_ += value.scalar.size();
    if (++expanded_nodes_ > max_expanded_nodes || expanded_bytes_ > max_expanded_bytes) {
      stop("alias-expansion", at(mark),
           fmt::format("the aliases of this file stand for more than {} values", max_expanded_nodes),
           "write fewer nested anchors");
    }
    for (const Value& item : value.items) expand(item, mark);
    for (const auto& [key, entry] : value.entries) expand(entry, mark);
  }

  // <<: *base or <<: [*one, *two]: entries that the map itself lacks; the earlier of several wins.
  void merge(Frame& frame) {
    std::vector<Entry> own;
    std::vector<Value> bases;
    for (auto& entry : frame.value.entries) {
      if (entry.key.value != "<<") {
        own.push_back(std::move(entry));
      } else if (entry.value.type == Value::Type::list) {
        for (Value& item : entry.value.items) bases.push_back(std::move(item));
      } else {
        bases.push_back(std::move(entry.value));
      }
    }
    frame.value.entries = std::move(own);
    for (Value& base : bases) {
      if (base.type != Value::Type::map) {
        diagnostics_.error("wrong-shape", base.span, "a merge key (<<) wants a map or a list of maps");
        continue;
      }
      for (auto& entry : base.entries) {
        if (!frame.value.find(entry.key.value)) frame.value.entries.push_back(std::move(entry));
      }
    }
  }

  void drop_duplicates(Value& map) {
    auto& entries = map.entries;
    constexpr std::size_t few = 12;
    const auto report = [&](const Text& repeated, const Text& first) {
      diagnostics_
          .error("duplicate-key", repeated.span, fmt::format("the key '{}' appears twice", repeated.value),
                 "remove one of them or merge their content")
          .notes.push_back({first.span, "first here"});
    };
    std::vector<bool> repeated(entries.size());
    bool any = false;
    if (entries.size() <= few) {
      for (std::size_t i = 1; i < entries.size(); ++i) {
        for (std::size_t j = 0; j < i && !repeated[i]; ++j) {
          if (entries[i].key.value == entries[j].key.value) {
            report(entries[i].key, entries[j].key);
            any = repeated[i] = true;
          }
        }
      }
    } else {
      std::unordered_map<std::string_view, std::size_t> seen;
      seen.reserve(entries.size());
      for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto [first, fresh] = seen.emplace(entries[i].key.value, i);
        if (fresh) continue;
        report(entries[i].key, entries[first->second].key);
        any = repeated[i] = true;
      }
    }
    if (!any) return;
    std::vector<Entry> kept;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (!repeated[i]) kept.push_back(std::move(entries[i]));
    }
    entries = std::move(kept);
  }

  std::string_view text_;
  std::uint32_t shift_;
  FileId file_;
  Diagnostics& diagnostics_;
  std::vector<Frame> stack_;
  std::unordered_map<YAML::anchor_t, Value> anchors_;
  Value root_;
  std::size_t expanded_nodes_ = 0;
  std::size_t expanded_bytes_ = 0;
  int documents_ = 0;
};

// yaml-cpp takes byte 4 for the end of the file and passes broken UTF-8 through. False after an error.
bool check_bytes(std::string_view text, std::uint32_t shift, FileId file, Diagnostics& diagnostics) {
  const auto place = [&](std::size_t i) {
    const auto begin = static_cast<std::uint32_t>(i) + shift;
    return Span{file, begin, begin + 1};
  };
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    diagnostics.error("not-utf8", place(0), "this file is UTF-16", "save it as UTF-8");
    return false;
  }
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte < 0x7F) {
      ++i;
    } else if (byte < 0x80) {
      if (byte != '\t' && byte != '\n' && byte != '\r' && byte != 0x7F) {
        diagnostics.error("control-character", place(i), fmt::format("control character 0x{:02X}", byte),
                          "remove it, or write it as an escape in a double-quoted scalar");
        return false;
      }
      ++i;
    } else {
      const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
      bool good = byte >= 0xC2 && byte <= 0xF4 && i + length <= text.size();
      for (std::size_t k = 1; good && k < length; ++k) {
        good = (static_cast<unsigned char>(text[i + k]) & 0xC0U) == 0x80U;
      }
      if (!good) {
        diagnostics.error("not-utf8", place(i), fmt::format("byte 0x{:02X} is not UTF-8", byte),
                          "save the file as UTF-8");
        return false;
      }
      i += length;
    }
  }
  return true;
}

}  // namespace

// Is there a tab in the indentation of the line that holds `at`?
bool is_tab_before(std::string_view text, std::size_t at) {
  const std::size_t line = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
  const std::size_t content = std::min(text.find_first_not_of(" \t", line), text.size());
  return text.substr(line, content - line).find('\t') != std::string_view::npos;
}

YamlDocument read_yaml(std::string_view text, FileId file, Diagnostics& diagnostics) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  std::uint32_t shift = 0;
  if (text.starts_with(byte_order_mark)) {
    shift = byte_order_mark.size();
    text.remove_prefix(shift);
  }
  YamlDocument document;
  if (!check_bytes(text, shift, file, diagnostics)) {
    document.complete = false;
    return document;
  }
  TreeBuilder builder(text, shift, file, diagnostics);
  try {
    ViewBuffer buffer(text);
    std::istream stream(&buffer);
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const StopParsing&) {
    document.complete = false;
  } catch (const YAML::DeepRecursion&) {
    document.complete = false;
    builder.report_depth();
  } catch (const YAML::Exception& error) {
    document.complete = false;
    const std::size_t begin =
        error.mark.pos < 0 ? text.size()
                           : std::min<std::size_t>(static_cast<std::size_t>(error.mark.pos), text.size());
    const auto place = static_cast<std::uint32_t>(begin) + shift;
    const bool alias = error.msg.find("anchor") != std::string::npos;
    Diagnostic& diagnostic = diagnostics.error(
        alias ? "unknown-alias" : "yaml-syntax", {file, place, place + 1}, error.msg,
        is_tab_before(text, begin) ? "indent with spaces, not with tabs"
        : alias                    ? "an anchor stands before its aliases"
                : "look for a bracket, a quote or an indentation that is wrong here or above");
    const Span open = builder.innermost();
    if (error.msg.find("not found") != std::string::npos && open.known()) {
      diagnostic.notes.push_back({open, "opened here"});
    }
  }
  document.root = builder.take_root();
  return document;
}

}  // namespace schemac::linkml
