#include "yaml/read_yaml_fast.h"

#ifdef SCHEMAC_LIBYAML
#include <yaml.h>

#include <algorithm>
#include <string>
#include <utility>

#include "yaml/tree_builder.h"
#endif

namespace schemac::yaml {

#ifdef SCHEMAC_LIBYAML

namespace {

// A '?' in the position of a complex key's indicator.
bool may_have_complex_key(std::string_view text) {
  for (std::size_t at = text.find('?'); at != std::string_view::npos; at = text.find('?', at + 1)) {
    const bool ends =
        at + 1 == text.size() || std::string_view(" \t\r\n").find(text[at + 1]) != std::string_view::npos;
    const std::size_t line = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
    if (ends && text.substr(line, at - line).find_first_not_of(" \t-?:") == std::string_view::npos)
      return true;
  }
  return false;
}

bool is_common(std::string_view text) {
  // Line breaks of YAML 1.1 (NEL, LS, PS), and byte order marks inside.
  for (const std::string_view odd : {"\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xEF\xBB\xBF"})
    if (text.find(odd) != std::string_view::npos) return false;
  // And a carriage return alone.
  for (std::size_t at = text.find('\r'); at != std::string_view::npos; at = text.find('\r', at + 1))
    if (at + 1 == text.size() || text[at + 1] != '\n') return false;
  return !may_have_complex_key(text);
}

class Event {
 public:
  explicit Event(yaml_parser_t& parser) { good_ = yaml_parser_parse(&parser, &event_) != 0; }
  ~Event() { yaml_event_delete(&event_); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  explicit operator bool() const { return good_; }
  const yaml_event_t* operator->() const { return &event_; }
  const yaml_event_t& operator*() const { return event_; }

 private:
  yaml_event_t event_{};
  bool good_ = false;
};

class FastParser {
 public:
  explicit FastParser(std::string_view text) : text_(text) {
    good_ = yaml_parser_initialize(&parser_) != 0;
    if (!good_) return;
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    // NOLINTNEXTLINE(*-reinterpret-cast): bytes
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  ~FastParser() { yaml_parser_delete(&parser_); }
  FastParser(const FastParser&) = delete;
  FastParser& operator=(const FastParser&) = delete;

  // False if yaml-cpp must read the text.
  bool run(TreeBuilder& to) {
    while (good_) {
      const Event event(parser_);
      if (!event || !take(*event, to)) return false;
      if (event->type == YAML_STREAM_END_EVENT) return true;
    }
    return false;
  }

 private:
  bool take(const yaml_event_t& event, TreeBuilder& to) {
    switch (event.type) {
      case YAML_DOCUMENT_START_EVENT:
        to.begin_document(place(event.start_mark));
        return true;
      case YAML_SCALAR_EVENT:
        return scalar(event, to);
      case YAML_SEQUENCE_START_EVENT: {
        const auto& list = event.data.sequence_start;
        return !has_properties(list) &&
               open(Value::Type::list, list.style == YAML_FLOW_SEQUENCE_STYLE, event.start_mark, to);
      }
      case YAML_MAPPING_START_EVENT: {
        const auto& map = event.data.mapping_start;
        return !has_properties(map) &&
               open(Value::Type::map, map.style == YAML_FLOW_MAPPING_STYLE, event.start_mark, to);
      }
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT:
        to.close();
        return flow_ == 0 || close_flow(event.end_mark);
      case YAML_ALIAS_EVENT:
        return false;
      default:
        return true;
    }
  }

  static bool has_properties(const auto& node) { return node.anchor != nullptr || node.tag != nullptr; }

  bool open(Value::Type type, bool in_brackets, const yaml_mark_t& mark, TreeBuilder& to) {
    const std::size_t where = place(mark);
    if (flow_ > 0 || in_brackets) open_flow(where);
    to.open(type, where, 0);
    return true;
  }

  bool scalar(const yaml_event_t& event, TreeBuilder& to) {
    const auto& found = event.data.scalar;
    if (has_properties(found)) return false;
    // NOLINTNEXTLINE(*-reinterpret-cast): bytes
    const std::string_view value(reinterpret_cast<const char*>(found.value), found.length);
    const bool plain = found.style == YAML_PLAIN_SCALAR_STYLE;
    // In brackets: a key over several lines, or without a value.
    if (plain && flow_ > 0 && (value.empty() || event.start_mark.line != event.end_mark.line)) return false;
    const std::size_t where = place(event.start_mark);
    if (found.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE || found.style == YAML_SINGLE_QUOTED_SCALAR_STYLE) {
      if (reads_otherwise(text_.substr(where, place(event.end_mark) - where))) return false;
    }
    if (!plain && flow_ > 0) quoted_questions_ += questions(where, place(event.end_mark));
    if (plain && value.empty())
      to.null(next_thing(where), 0);  // an absent value: its place is that of the next token
    else if (plain && (value == "~" || value == "null" || value == "Null" || value == "NULL"))
      to.null(where, 0);
    else
      to.scalar(where, 0, std::string(value));
    return true;
  }

  // In brackets the two parsers read a '?' outside quotes differently.
  void open_flow(std::size_t where) {
    if (flow_++ > 0) return;
    flow_begin_ = where;
    quoted_questions_ = 0;
  }
  bool close_flow(const yaml_mark_t& end) {
    return --flow_ > 0 || questions(flow_begin_, place(end)) == quoted_questions_;
  }
  std::size_t questions(std::size_t begin, std::size_t end) const {
    const std::string_view part = text_.substr(begin, end - begin);
    return static_cast<std::size_t>(std::count(part.begin(), part.end(), '?'));
  }

  // A quoted scalar whose first line is blank, or with the escapes of a no-break space or a next line:
  // yaml-cpp turns these into bytes that are not UTF-8.
  static bool reads_otherwise(std::string_view quoted) {
    const std::size_t first = quoted.find_first_not_of(" \t", 1);
    if (first != std::string_view::npos && (quoted[first] == '\n' || quoted[first] == '\r')) return true;
    return quoted.find("\\_") != std::string_view::npos || quoted.find("\\N") != std::string_view::npos;
  }

  std::size_t next_thing(std::size_t at) const {
    for (;;) {
      at = std::min(text_.find_first_not_of(" \t\r\n", at), text_.size());
      if (at == text_.size() || text_[at] != '#') return at;
      at = std::min(text_.find('\n', at), text_.size());
    }
  }

  bool continues(std::size_t at) const {
    return at < text_.size() && (static_cast<unsigned char>(text_[at]) & 0xC0U) == 0x80U;
  }

  // The byte of a mark, which counts characters; marks come nearly in order.
  std::size_t place(const yaml_mark_t& mark) {
    for (; characters_ < mark.index && bytes_ < text_.size(); ++characters_) {
      do ++bytes_;
      while (continues(bytes_));
    }
    for (; characters_ > mark.index; --characters_) {
      do --bytes_;
      while (continues(bytes_));
    }
    return bytes_;
  }

  std::string_view text_;
  yaml_parser_t parser_{};
  bool good_ = false;
  std::size_t flow_ = 0;  // lists and maps that are open from the first in brackets on
  std::size_t flow_begin_ = 0, quoted_questions_ = 0;
  std::size_t characters_ = 0, bytes_ = 0;  // of the last mark
};

}  // namespace

std::optional<Value> read_yaml_fast(std::string_view text, std::uint32_t shift, FileId file,
                                    Diagnostics& diagnostics) {
  if (!is_common(text)) return std::nullopt;
  Diagnostics own;
  TreeBuilder builder(text, shift, file, own);
  try {
    if (!FastParser(text).run(builder)) return std::nullopt;
  } catch (const StopParsing&) {
    return std::nullopt;
  }
  diagnostics.append(std::move(own));
  return builder.take_root();
}

#else

std::optional<Value> read_yaml_fast(std::string_view /*text*/, std::uint32_t /*shift*/, FileId /*file*/,
                                    Diagnostics& /*diagnostics*/) {
  return std::nullopt;
}

#endif

}  // namespace schemac::yaml
