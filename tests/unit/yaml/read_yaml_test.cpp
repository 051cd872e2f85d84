#include "yaml/read_yaml.h"

// The property test takes SCHEMAC_PROPERTY_COUNT texts (default 30,000) from SCHEMAC_PROPERTY_SEED (default
// 1).
#include <algorithm>
#include <array>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.h"
#include "yaml/read_yaml_fast.h"

namespace schemac::yaml {
namespace {

// All of a tree: values, styles and positions.
void print(const Value& value, std::string& out) {
  out += std::to_string(static_cast<int>(value.type)) + "/" + std::to_string(static_cast<int>(value.style)) +
         "@" + std::to_string(value.span.begin) + "-" + std::to_string(value.span.end) + " '" + value.scalar +
         "'(";
  for (const Value& item : value.items) print(item, out);
  for (const auto& [key, entry] : value.entries) {
    out += "[" + key.value + "@" + std::to_string(key.span.begin) + "-" + std::to_string(key.span.end) + "]";
    print(entry, out);
  }
  out += ")\n";
}

struct Outcome {
  bool complete = false;
  std::string text;
};

Outcome read(const std::string& text, yaml::YamlParser parser) {
  Diagnostics diagnostics;
  const yaml::YamlDocument document = yaml::read_yaml(text, 1, diagnostics, parser);
  Outcome outcome{document.complete, {}};
  print(document.root, outcome.text);
  for (const Diagnostic& each : diagnostics.items())
    outcome.text += each.code + "@" + std::to_string(each.span.begin) + " " + each.message + "\n";
  return outcome;
}

bool is_taken(const std::string& text) {
  Diagnostics diagnostics;
  return read_yaml_fast(text, 0, 1, diagnostics).has_value();
}

bool is_built_without() {
  if (is_taken("a: b")) return false;
  WARN("skipped: the tool is built without libyaml, which is not installed or switched off");
  return true;
}

constexpr std::string_view seed = R"(id: https://example.org/a
name: a_b
description: >-
  Folded text: over two lines,
    one of them indented

  and a blank one.
# a comment
prefixes: {linkml: https://w3id.org/linkml/, ex: 'http://a/#'}
imports:
- linkml:types
- ../core   # another
title: plain text
  over two lines
"quoted key": "a\tb \u00e9 \
  c"
'single': 'it''s'
empty:
tilde: ~
none: null
numbers: [1, -2.5, 0x1F, 1e3, .inf, yes, [nested, {a: b}], ]
pattern: ^\d{3}[-.]?[A-Z]+$
classes:
  Thing:
    is_a: Base
    attributes:
      id: {range: integer, identifier: true}
      label:
        range: string
        description: |
          A literal

            with indentation
          and an end

      items:
        -
        - a
        -   - b
            - c
        - {x: 1, y: "two", z: [3]}
        - key: value
          other: |-
            stripped
    comments:
      - "What? Yes: indeed - # no comment"
      - über ünï → 字
last: end)";

}  // namespace

TEST_CASE("what every module is made of is read the fast way", "[read_yaml][libyaml]") {
  if (is_built_without()) return;
  CHECK(is_taken(std::string(seed)));
  CHECK(is_taken(""));
  CHECK(is_taken("# only a comment\n"));
  // Texts that the two parsers read differently, or that have errors, are yaml-cpp's.
  for (const char* text : {"a: &x b", "a: *x", "a: !!str b", "? a\n: b", "[a?]", "a: [", "a: b: c",
                           "a: \xE2\x80\xA8 b", "a: b\n---\nc: d\n", "\ta: b", "a: 'b"}) {
    INFO(text);
    CHECK_FALSE(is_taken(text));
  }
}

TEST_CASE("both parsers read a text alike, down to the positions", "[read_yaml][property][libyaml]") {
  if (is_built_without()) return;
  std::vector<std::string> lines;
  for (std::size_t at = 0; at <= seed.size();) {
    const std::size_t end = std::min(seed.find('\n', at), seed.size());
    lines.emplace_back(seed.substr(at, end - at));
    at = end + 1;
  }
  const std::array<std::string_view, 40> pieces = {
      ":", "-", "#", "'",  "\"", "|", ">",  "[",  "]",  "{",   "}",   ",",       "&", "*",
      "!", "%", "@", "`",  "?",  "~", " ",  "\n", "\t", "\\",  "\r",  "\r\n",    "é", "字",
      "a", "A", "0", "<<", "=",  ".", "- ", ": ", "? ", "---", "...", "\xC2\x85"};
  const auto number = [](const char* variable, unsigned long otherwise) {
    const char* const text = std::getenv(variable);
    return text == nullptr ? otherwise : std::strtoul(text, nullptr, 10);
  };
  const unsigned long rounds = number("SCHEMAC_PROPERTY_COUNT", 30'000);
  std::mt19937_64 random(number("SCHEMAC_PROPERTY_SEED", 1));
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  unsigned long taken = 0;
  for (unsigned long round = 0; round < rounds; ++round) {
    std::string text;
    const std::size_t first = below(lines.size()), count = 1 + below(14);
    for (std::size_t i = first; i < std::min(lines.size(), first + count); ++i) text += lines[i] + "\n";
    for (std::size_t changes = below(4); changes > 0 && !text.empty(); --changes) {
      const std::size_t at = below(text.size());
      switch (below(4)) {
        case 0:
          text.erase(at, 1);
          break;
        case 1:
          text.insert(at, pieces[below(pieces.size())]);
          break;
        case 2:
          text.replace(at, 1, pieces[below(pieces.size())]);
          break;
        default:
          text.insert(at, text.substr(below(text.size()), 1 + below(6)));
      }
    }
    const Outcome fast = read(text, yaml::YamlParser::fastest), slow = read(text, yaml::YamlParser::yaml_cpp);
    if (fast.complete != slow.complete || fast.text != slow.text) {
      INFO(text);
      CHECK(fast.complete == slow.complete);
      CHECK(fast.text == slow.text);
      break;
    }
    taken += is_taken(text) ? 1 : 0;
  }
  // Else the test compares yaml-cpp with itself.
  CHECK(taken > rounds / 3);
}

}  // namespace schemac::yaml
