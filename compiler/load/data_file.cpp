#include "load/data_file.h"

#include <yaml-cpp/anchor.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <map>
#include <optional>
#include <unordered_set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/json_writer.h"

namespace schemac {
namespace {

constexpr std::size_t max_depth = 500;

// Thrown to leave a parser early: the caller stops, or the data is wrong.
struct Stop {
  InstanceError error;
};

bool is_integer(std::string_view text) {
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_number(std::string_view text) {
  std::size_t i = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  const auto digits = [&] {
    const std::size_t begin = i;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
    return i - begin;
  };
  std::size_t mantissa = digits();
  if (i < text.size() && text[i] == '.') {
    ++i;
    mantissa += digits();
  }
  if (mantissa == 0) return false;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
    if (digits() == 0) return false;
  }
  return i == text.size();
}

// 0x1F and 0o17, as decimal; nullopt for other text.
std::optional<std::string> based_integer(std::string_view text) {
  const int base = text.starts_with("0x") ? 16 : text.starts_with("0o") ? 8 : 0;
  if (base == 0 || text.size() == 2) return std::nullopt;
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data() + 2, text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return std::to_string(value);
}

void set_plain(Datum& datum, const std::string& text) {
  datum.plain = true;
  datum.text = text;
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") {
    datum.type = Datum::Type::null;
    datum.text.clear();
  } else if (text == "true" || text == "True" || text == "TRUE") {
    datum.type = Datum::Type::boolean;
    datum.text = "true";
  } else if (text == "false" || text == "False" || text == "FALSE") {
    datum.type = Datum::Type::boolean;
    datum.text = "false";
  } else if (is_integer(text)) {
    datum.type = Datum::Type::integer;
  } else if (is_number(text)) {
    datum.type = Datum::Type::number;
  } else if (const std::optional<std::string> integer = based_integer(text)) {
    datum.type = Datum::Type::integer;
    datum.text = *integer;
  } else if (text == ".nan" || text == ".NaN" || text == ".NAN") {
    datum.type = Datum::Type::number;
    datum.text = "NaN";
  } else if (text == ".inf" || text == "+.inf" || text == "-.inf") {
    datum.type = Datum::Type::number;
    datum.text = text.front() == '-' ? "-Infinity" : "Infinity";
  } else {
    datum.type = Datum::Type::string;
  }
}

// Builds a tree from events and passes on every finished object: the document, or each item if it is a list.
class Builder {
 public:
  using Each = std::function<bool(Datum&&, std::size_t)>;
  explicit Builder(const Each& each) : each_(each) {}

  void scalar(Datum datum) {
    if (expects_key()) {
      if (datum.type == Datum::Type::list || datum.type == Datum::Type::map)
        fail(datum.line, "a key must be a scalar");
      key(std::move(datum.text), datum.line);
      return;
    }
    put(std::move(datum));
  }
  void key(std::string text, std::uint32_t line) {
    Frame& frame = stack_.back();
    // Few keys: a scan; many: a set, so that a large map stays linear.
    const auto& entries = frame.datum.entries;
    const bool repeated = entries.size() < 16
                              ? std::any_of(entries.begin(), entries.end(),
                                            [&](const auto& entry) { return entry.key == text; })
                              : !frame.remember(text);
    if (repeated) fail(line, fmt::format("key '{}' occurs twice in one object", text));
    frame.key = std::move(text);
    frame.has_key = true;
  }
  void open(Datum::Type type, std::uint32_t line) {
    if (stack_.size() >= max_depth) fail(line, fmt::format("nested deeper than {} levels", max_depth));
    if (expects_key()) fail(line, "a key must be a scalar");
    Frame frame;
    frame.datum.type = type;
    frame.datum.line = line;
    stack_.push_back(std::move(frame));
  }
  void close() {
    Datum datum = std::move(stack_.back().datum);
    stack_.pop_back();
    // The outer list is only a sequence of objects, which were passed on one by one.
    if (stack_.empty() && datum.type == Datum::Type::list) return;
    put(std::move(datum));
  }
  void line(std::uint32_t line) { line_ = line; }

 private:
  struct Frame {
    Datum datum;
    std::string key;
    bool has_key = false;
    std::unordered_set<std::string> keys;
    bool remember(const std::string& text) {
      if (keys.empty()) {
        for (const auto& entry : datum.entries) keys.insert(entry.key);
      }
      return keys.insert(text).second;
    }
  };

  bool expects_key() const {
    return !stack_.empty() && stack_.back().datum.type == Datum::Type::map && !stack_.back().has_key;
  }
  void put(Datum&& datum) {
    if (stack_.empty() || (stack_.size() == 1 && stack_.back().datum.type == Datum::Type::list)) {
      if (datum.line == 0) datum.line = line_;
      if (!each_(std::move(datum), number_++)) throw Stop{};
      return;
    }
    Frame& frame = stack_.back();
    if (frame.datum.type == Datum::Type::list) {
      frame.datum.items.push_back(std::move(datum));
    } else {
      frame.datum.entries.emplace_back(std::move(frame.key), std::move(datum));
      frame.has_key = false;
    }
  }
  [[noreturn]] void fail(std::uint32_t line, std::string message) const {
    throw Stop{{line != 0 ? line : line_, std::move(message)}};
  }

  const Each& each_;
  std::vector<Frame> stack_;
  std::size_t number_ = 0;
  std::uint32_t line_ = 0;
};

class JsonEvents {
 public:
  using Json = nlohmann::json;
  explicit JsonEvents(Builder& builder) : builder_(builder) {}
  bool null() { return scalar(Datum::Type::null, {}); }
  bool boolean(bool value) { return scalar(Datum::Type::boolean, value ? "true" : "false"); }
  bool number_integer(Json::number_integer_t value) {
    return scalar(Datum::Type::integer, std::to_string(value));
  }
  bool number_unsigned(Json::number_unsigned_t value) {
    return scalar(Datum::Type::integer, std::to_string(value));
  }
  bool number_float(Json::number_float_t, const std::string& text) {
    // An integer beyond 64 bits also arrives as a float; its text shows that it is an integer.
    return scalar(is_integer(text) ? Datum::Type::integer : Datum::Type::number, text);
  }
  bool string(std::string& value) { return scalar(Datum::Type::string, std::move(value)); }
  bool binary(Json::binary_t&) { return false; }
  bool start_object(std::size_t) { return open(Datum::Type::map); }
  bool key(std::string& value) {
    builder_.key(std::move(value), 0);
    return true;
  }
  bool end_object() { return close(); }
  bool start_array(std::size_t) { return open(Datum::Type::list); }
  bool end_array() { return close(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) {
    message = error.what();
    return false;
  }
  std::string message;

 private:
  bool scalar(Datum::Type type, std::string text) {
    Datum datum;
    datum.type = type;
    datum.text = std::move(text);
    builder_.scalar(std::move(datum));
    return true;
  }
  bool open(Datum::Type type) {
    builder_.open(type, 0);
    return true;
  }
  bool close() {
    builder_.close();
    return true;
  }
  Builder& builder_;
};

// "[json.exception.parse_error.101] parse error at line 3, column 5: syntax error …" -> line and the rest.
InstanceError json_error(const std::string& what, std::uint32_t line_of_start) {
  InstanceError error;
  error.line = line_of_start;
  error.message = what;
  const std::size_t at = what.find("at line ");
  if (at != std::string::npos) {
    error.line = static_cast<std::uint32_t>(std::strtoul(what.c_str() + at + 8, nullptr, 10)) +
                 (line_of_start > 0 ? line_of_start - 1 : 0);
  }
  if (const std::size_t colon = what.find(": ", at == std::string::npos ? 0 : at);
      colon != std::string::npos) {
    error.message = what.substr(colon + 2);
  }
  return error;
}

class YamlEvents : public YAML::EventHandler {
 public:
  explicit YamlEvents(Builder& builder) : builder_(builder) {}
  void OnDocumentStart(const YAML::Mark& mark) override { builder_.line(line(mark)); }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Datum datum;
    datum.line = line(mark);
    remember(anchor, datum);
    builder_.scalar(std::move(datum));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = scalars_.find(anchor);
    if (found == scalars_.end()) throw Stop{{line(mark), "an alias in data may only repeat a scalar"}};
    builder_.scalar(found->second);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Datum datum;
    datum.line = line(mark);
    if (tag == "?" || tag.empty()) {
      set_plain(datum, value);
    } else {
      datum.type = Datum::Type::string;
      datum.text = value;
    }
    remember(anchor, datum);
    builder_.scalar(std::move(datum));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    builder_.open(Datum::Type::list, line(mark));
  }
  void OnSequenceEnd() override { builder_.close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    builder_.open(Datum::Type::map, line(mark));
  }
  void OnMapEnd() override { builder_.close(); }

 private:
  static std::uint32_t line(const YAML::Mark& mark) { return static_cast<std::uint32_t>(mark.line + 1); }
  void remember(YAML::anchor_t anchor, const Datum& datum) {
    if (anchor != 0) scalars_[anchor] = datum;
  }
  Builder& builder_;
  std::map<YAML::anchor_t, Datum> scalars_;
};

InstanceError read_json(std::istream& input, Builder& builder) {
  JsonEvents events(builder);
  if (!nlohmann::json::sax_parse(input, &events)) return json_error(events.message, 1);
  return {};
}

InstanceError read_json_lines(std::istream& input, Builder& builder) {
  std::string line;
  for (std::uint32_t number = 1; std::getline(input, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    builder.line(number);
    JsonEvents events(builder);
    if (!nlohmann::json::sax_parse(line, &events)) return json_error(events.message, number);
  }
  return {};
}

InstanceError read_yaml(std::istream& input, Builder& builder) {
  try {
    YAML::Parser parser(input);
    YamlEvents events(builder);
    while (parser.HandleNextDocument(events)) {
    }
    return {};
  } catch (const YAML::Exception& error) {
    return {static_cast<std::uint32_t>(error.mark.line + 1), error.msg};
  }
}

InstanceFormat format_of(const std::filesystem::path& path) {
  const std::string extension = path.extension().string();
  if (extension == ".jsonl" || extension == ".ndjson") return InstanceFormat::json_lines;
  return extension == ".json" ? InstanceFormat::json : InstanceFormat::yaml;
}

// YAML takes +5, .5, 5. and 007; JSON does not, and it has no infinity.
void append_json_number(std::string& out, std::string_view text) {
  if (text == "NaN" || text.ends_with("Infinity")) {
    append_json_string(out, text);
    return;
  }
  if (text.front() == '-') out += '-';
  if (text.front() == '-' || text.front() == '+') text.remove_prefix(1);
  while (text.size() > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9') text.remove_prefix(1);
  if (text.front() == '.') out += '0';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool bare_point =
        text[i] == '.' && (i + 1 == text.size() || text[i + 1] < '0' || text[i + 1] > '9');
    if (!bare_point) out += text[i];
  }
}

void append_json(std::string& out, const Datum& datum) {
  switch (datum.type) {
    case Datum::Type::null:
      out += "null";
      return;
    case Datum::Type::boolean:
      out += datum.text;
      return;
    case Datum::Type::integer:
    case Datum::Type::number:
      append_json_number(out, datum.text);
      return;
    case Datum::Type::string:
      append_json_string(out, datum.text);
      return;
    case Datum::Type::list: {
      out += '[';
      for (std::size_t i = 0; i < datum.items.size(); ++i) {
        if (i > 0) out += ',';
        append_json(out, datum.items[i]);
      }
      out += ']';
      return;
    }
    case Datum::Type::map: {
      out += '{';
      for (std::size_t i = 0; i < datum.entries.size(); ++i) {
        if (i > 0) out += ',';
        append_json_string(out, datum.entries[i].key);
        out += ':';
        append_json(out, datum.entries[i].datum);
      }
      out += '}';
      return;
    }
  }
}

}  // namespace

const Datum* Datum::find(std::string_view key) const {
  for (const auto& [name, value] : entries) {
    if (name == key) return &value;
  }
  return nullptr;
}

std::string_view type_name(Datum::Type type) {
  switch (type) {
    case Datum::Type::null:
      return "null";
    case Datum::Type::boolean:
      return "boolean";
    case Datum::Type::integer:
      return "integer";
    case Datum::Type::number:
      return "number";
    case Datum::Type::string:
      return "string";
    case Datum::Type::list:
      return "list";
    case Datum::Type::map:
      return "object";
  }
  return "";
}

std::string to_json_text(const Datum& datum) {
  std::string out;
  append_json(out, datum);
  return out;
}

InstanceError read_instances(const std::filesystem::path& path, InstanceFormat format,
                             const std::function<bool(Datum&&, std::size_t)>& each) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) throw OsError("cannot read", path.string(), EISDIR);
  std::ifstream input(path, std::ios::binary);
  if (!input) throw OsError("cannot read", path.string(), errno);
  if (format == InstanceFormat::by_name) format = format_of(path);
  Builder builder(each);
  try {
    switch (format) {
      case InstanceFormat::json:
        return read_json(input, builder);
      case InstanceFormat::json_lines:
        return read_json_lines(input, builder);
      case InstanceFormat::yaml:
      case InstanceFormat::by_name:
        return read_yaml(input, builder);
    }
  } catch (const Stop& stop) {
    return stop.error;
  }
  return {};
}

}  // namespace schemac
