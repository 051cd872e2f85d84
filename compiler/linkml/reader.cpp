#include "linkml/reader.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace schemac::linkml {
namespace {

// An integer as YAML 1.1 writes it, without octal: 1_000, -3, 0x10.
std::optional<std::int64_t> as_integer(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c != '_') digits += c;
  }
  const bool negative = digits.starts_with('-');
  std::size_t at = negative || digits.starts_with('+') ? 1 : 0;
  int base = 10;
  if (digits.compare(at, 2, "0x") == 0) {
    base = 16;
    at += 2;
  }
  std::int64_t number = 0;
  const char* end = digits.data() + digits.size();
  const auto [stopped, error] = std::from_chars(digits.data() + at, end, number, base);
  if (error != std::errc() || stopped != end || at == digits.size()) return std::nullopt;
  return negative ? -number : number;
}

bool is_long_annotation(const Value& value) {
  if (value.type != Value::Type::map || (!value.find("value") && !value.find("tag"))) return false;
  return std::all_of(value.entries.begin(), value.entries.end(), [](const auto& entry) {
    const std::string& key = entry.key.value;
    return key == "tag" || key == "value" || key == "annotations" || key == "extensions" || key == "@type";
  });
}

bool is_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double number = 0;
  const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return !text.empty() && error != std::errc::invalid_argument && stopped == text.data() + text.size();
}

}  // namespace

std::string_view shape_name(const Value& value) {
  switch (value.type) {
    case Value::Type::null:
      return "null";
    case Value::Type::scalar:
      return "a scalar";
    case Value::Type::list:
      return "a list";
    case Value::Type::map:
      return "a map";
  }
  return "";
}

void Reader::wrong_shape(const Value& value, std::string_view wanted) {
  const bool colon_in_text =
      wanted.find("string") != std::string_view::npos && value.type == Value::Type::map;
  diagnostics_.add(
      lenient_ ? Severity::warning : Severity::error, "wrong-shape", value.span,
      fmt::format("'{}' of {} must be {}, not {}", key_, with_article(what_), wanted, shape_name(value)),
      colon_in_text ? "quote a string that contains ': '" : "");
}

void Reader::wrong_object(const Value& value, std::string_view what) {
  diagnostics_.error(
      "wrong-shape", value.span,
      fmt::format("{} is a map from metaslots to values, not {}", with_article(what), shape_name(value)));
}

void Reader::read(Value& value, Text& out) {
  if (value.type == Value::Type::null) return;
  if (value.type != Value::Type::scalar) return wrong_shape(value, "a string");
  out = Text{std::move(value.scalar), value.span};
}

void Reader::read(Value& value, OptionalText& out) {
  if (value.type == Value::Type::null) return;
  if (value.type != Value::Type::scalar) return wrong_shape(value, "a string");
  out = Text{std::move(value.scalar), value.span};
}

void Reader::read(Value& value, std::vector<Text>& out) {
  if (value.type == Value::Type::null) return;
  if (value.type == Value::Type::scalar) {
    out.push_back(Text{std::move(value.scalar), value.span});
    return;
  }
  if (value.type == Value::Type::map) return wrong_shape(value, "a list of strings");
  out.reserve(value.items.size());
  for (Value& item : value.items) {
    if (item.type == Value::Type::scalar || (item.type == Value::Type::null && !item.scalar.empty())) {
      out.push_back(Text{std::move(item.scalar), item.span});
    } else if (item.type != Value::Type::null) {
      wrong_shape(item, "a list of strings");
    }
  }
}

void Reader::read(Value& value, Flag& out) {
  if (value.type == Value::Type::null) return;
  std::optional<bool> truth = as_boolean(value);
  if (!truth && (value.scalar == "true" || value.scalar == "false")) truth = value.scalar == "true";
  if (!truth) {
    diagnostics_.error("not-a-boolean", value.span,
                       value.type == Value::Type::scalar
                           ? fmt::format("'{}' must be true or false, not '{}'", key_, value.scalar)
                           : fmt::format("'{}' must be true or false, not {}", key_, shape_name(value)));
    return;
  }
  out = Located<bool>{*truth, value.span};
}

void Reader::read(Value& value, Count& out) {
  if (value.type == Value::Type::null) return;
  const auto number = value.type == Value::Type::scalar ? as_integer(value.scalar) : std::nullopt;
  if (!number) {
    diagnostics_.error("not-an-integer", value.span,
                       value.type == Value::Type::scalar
                           ? fmt::format("'{}' must be an integer, not '{}'", key_, value.scalar)
                           : fmt::format("'{}' must be an integer, not {}", key_, shape_name(value)));
    return;
  }
  out = Located<std::int64_t>{*number, value.span};
}

void Reader::read_number(Value& value, OptionalText& out) {
  if (value.type == Value::Type::null) return;
  if (value.type != Value::Type::scalar || !is_number(value.scalar)) {
    diagnostics_.error("not-a-number", value.span,
                       value.type == Value::Type::scalar
                           ? fmt::format("'{}' must be a number, not '{}'", key_, value.scalar)
                           : fmt::format("'{}' must be a number, not {}", key_, shape_name(value)));
    return;
  }
  out = Text{std::move(value.scalar), value.span};
}

Value Reader::value_of_annotation(const Text& tag, Value& long_form) {
  Value inner;
  inner.span = long_form.span;
  for (auto& [key, entry] : long_form.entries) {
    if (key.value == "value") {
      inner = std::move(entry);
    } else if (key.value == "tag" && entry.scalar != tag.value) {
      name_differs(tag, entry);
    }
  }
  return inner;
}

// tag: value, tag: {tag:, value:, annotations:}, or a list of either. A map with other keys is a value.
void Reader::read(Value& value, Annotations& out) {
  if (value.type == Value::Type::null) return;
  const auto add = [&](Text tag, Value& v) {
    if (is_long_annotation(v)) v = value_of_annotation(tag, v);
    for (const auto& [known, ignored] : out) {
      if (known.value == tag.value) return duplicate_name("annotation", tag, known);
    }
    out.emplace_back(std::move(tag), std::move(v));
  };
  if (value.type == Value::Type::map) {
    if (!value.entries.empty()) out.edit().reserve(value.entries.size());
    for (auto& [tag, entry] : value.entries) add(std::move(tag), entry);
  } else if (value.type == Value::Type::list) {
    for (Value& item : value.items) {
      if (item.type != Value::Type::map) {
        wrong_shape(item, "a map with 'tag' and 'value'");
      } else if (const Value* tag = item.find("tag")) {
        add(Text{tag->scalar, tag->span}, item);
      } else {
        for (auto& [key, entry] : item.entries) add(std::move(key), entry);
      }
    }
  } else {
    wrong_shape(value, "a map from tags to values");
  }
}

Text Reader::text_of_pair(const Text& key, Value& pair, std::string_view key_slot,
                          std::string_view value_slot) {
  Text text{{}, pair.span};
  for (auto& [name, entry] : pair.entries) {
    if (name.value == value_slot) {
      read(entry, text);
    } else if (name.value == key_slot) {
      if (entry.scalar != key.value) name_differs(key, entry);
    } else if (!is_json_keyword(name.value)) {
      unknown_key(name, what_, {key_slot, value_slot});
    }
  }
  return text;
}

void Reader::read_text_pairs(Value& value, std::vector<std::pair<Text, Text>>& out, std::string_view key_slot,
                             std::string_view value_slot) {
  if (value.type == Value::Type::null) return;
  const auto add = [&](Text key, Value& v) {
    if (v.type == Value::Type::list) return wrong_shape(v, "a string");
    Text text{{}, v.span};
    if (v.type == Value::Type::scalar) {
      text.value = std::move(v.scalar);
    } else if (text = text_of_pair(key, v, key_slot, value_slot); text.value.empty()) {
      diagnostics_.error("missing-value", key.span,
                         fmt::format("'{}' in '{}' has no value", key.value, key_));
      return;
    }
    out.emplace_back(std::move(key), std::move(text));
  };
  if (value.type == Value::Type::map) {
    for (auto& [name, entry] : value.entries) add(std::move(name), entry);
  } else if (value.type == Value::Type::list) {
    for (Value& item : value.items) {
      const Value* key = item.find(key_slot);
      if (key != nullptr) {
        add(Text{key->scalar, key->span}, item);
      } else if (item.entries.size() == 1) {
        add(std::move(item.entries[0].key), item.entries[0].value);
      } else {
        missing_name(item, what_, key_slot);
      }
    }
  } else {
    wrong_shape(value, "a map from names to strings");
  }
}

void Reader::check_one_of(const Value& value, const std::vector<std::string_view>& allowed) {
  if (value.type == Value::Type::null) return;
  if (value.type != Value::Type::scalar) return wrong_shape(value, "a string");
  if (std::find(allowed.begin(), allowed.end(), value.scalar) != allowed.end()) return;
  std::string hint = did_you_mean(nearest_name(value.scalar, allowed));
  if (hint.empty()) hint = fmt::format("one of {}", fmt::join(allowed, ", "));
  diagnostics_.error("unknown-value", value.span,
                     fmt::format("'{}' is not a value of '{}'", value.scalar, key_), std::move(hint));
}

void Reader::unknown_key(const Text& key, std::string_view what, const std::vector<std::string_view>& known) {
  std::string hint = did_you_mean(nearest_name(key.value, known));
  if (hint.empty()) hint = "put data that LinkML does not define under 'annotations'";
  diagnostics_.error("unknown-key", key.span,
                     fmt::format("unknown key '{}' in {}", key.value, with_article(what)), std::move(hint));
}

void Reader::missing_name(const Value& value, std::string_view what, std::string_view key) {
  diagnostics_.error("missing-name", value.span,
                     fmt::format("{} in a list needs '{}'", with_article(what), key),
                     "add it, or write a map from names to objects");
}

void Reader::duplicate_name(std::string_view what, const Text& name, const Text& first) {
  diagnostics_
      .error("duplicate-name", name.span, fmt::format("the {} '{}' is declared twice", what, name.value),
             "remove one of them")
      .notes.push_back({first.span, "first here"});
}

void Reader::name_differs(const Text& name, const Value& inner) {
  diagnostics_
      .error("name-differs", inner.span,
             fmt::format("'{}' is declared under the key '{}'", inner.scalar, name.value),
             "leave the inner name out, or make both the same")
      .notes.push_back({name.span, "the key"});
}

}  // namespace schemac::linkml
