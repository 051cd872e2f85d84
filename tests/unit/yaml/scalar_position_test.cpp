#include <string>

#include "linkml/read.h"
#include "support/catch.h"
#include "yaml/read_yaml.h"

namespace schemac::linkml {
namespace {

Value scalar_of(SourceMap& sources, const std::string& text, std::string_view key = "k") {
  const FileId file = sources.add("t.yaml", text);
  Diagnostics diagnostics;
  const yaml::YamlDocument document = yaml::read_yaml(sources.text(file), file, diagnostics);
  REQUIRE_FALSE(diagnostics.has_errors());
  const Value* value = document.root.find(key);
  REQUIRE(value != nullptr);
  return *value;
}

// Every byte of the value that is not white space or made by an escape stands in the file at the place given.
void check_every_byte(const std::string& text) {
  SourceMap sources;
  const Value value = scalar_of(sources, text);
  INFO(text);
  std::size_t last = 0;
  for (std::size_t i = 0; i < value.scalar.size(); ++i) {
    const char c = value.scalar[i];
    if (c == '\n' || c == ' ' || c == '\t' || static_cast<unsigned char>(c) >= 0x80) continue;
    const Span span = span_in_scalar(sources, value, i);
    INFO("byte " << i << " of '" << value.scalar << "'");
    const std::string_view there = sources.text(span);
    CHECK((there == std::string(1, c) || there == "\\"));  // an escape stands at its backslash
    CHECK(span.begin >= last);
    last = span.begin;
  }
}

TEST_CASE("span_in_scalar: every style, folded or not", "[linkml]") {
  check_every_byte("k: plain text\n");
  check_every_byte("k: plain text\n  that goes on   \n  here\n\n  and here\nj: x\n");
  check_every_byte("k: 'it''s quoted\n  over  lines\n\n\n  twice'\n");
  check_every_byte("k: \"a\\tb \\x41 \\u00e9 \\\"q\\\" \\\n   joined\n  folded\n\n  end\"\n");
  check_every_byte("k: |\n  SELECT 1\n    AS one\n\n  FROM t\nj: x\n");
  check_every_byte("k: |+2  # comment\n    indented more\n  less\n\n\nj: x\n");
  check_every_byte("k: |-\n\n\n  after blanks\n  end\n\n");
  check_every_byte("k: >\n  SELECT a,\n  b\n\n\n  FROM t\n    more\n    indented\n\n  back\nj: x\n");
  check_every_byte("k: >-\n  a\n  -- b\n  c\n");
  check_every_byte("k: |\r\n  crlf\r\n  lines\r\nj: >\r\n  x\r\n");
  check_every_byte("k: >\r\n  crlf\r\n  folded\r\n\r\n  end\r\n");
  check_every_byte("\xEF\xBB\xBFk: |\n  after a byte order mark\n");
  check_every_byte("k: !!str &anchor # comment\n  |\n    tagged\n    text\n");
  check_every_byte("k: caf\xC3\xA9 and more\n");
  check_every_byte("{\"k\": \"json \\\\ \\/ text\"}\n");
}

TEST_CASE("span_in_scalar: line and column of a word in a folded query", "[linkml]") {
  SourceMap sources;
  const Value value = scalar_of(sources, "a: 1\nk: >\n  SELECT x\n  FROM missing\n  WHERE y\n");
  const std::size_t at = value.scalar.find("missing");
  const Span span = span_in_scalar(sources, value, at, 7);
  CHECK(sources.text(span) == "missing");
  CHECK(sources.locate(span).line == 4);
  CHECK(sources.locate(span).column == 8);
}

TEST_CASE("span_in_scalar: a folded line break stands at the break", "[linkml]") {
  SourceMap sources;
  const Value value = scalar_of(sources, "k: >-\n  a\n  b\n\n  c\n");
  REQUIRE(value.scalar == "a b\nc");
  CHECK(span_in_scalar(sources, value, 1).begin == 9);
  CHECK(span_in_scalar(sources, value, 3).begin == 14);
}

TEST_CASE("style and span of a scalar", "[linkml]") {
  SourceMap sources;
  const auto span_text = [&](const std::string& text) {
    return std::string(sources.text(scalar_of(sources, text).span));
  };
  CHECK(span_text("k: plain  # comment\n") == "plain");
  CHECK(span_text("k: 'it''s' # comment\n") == "'it''s'");
  CHECK(span_text("k: \"a\\n\"\n") == "\"a\\n\"");
  CHECK(span_text("k: &a !!str plain\n") == "plain");
  CHECK(scalar_of(sources, "k: >\n  x\n").style == ScalarStyle::folded);
  CHECK(scalar_of(sources, "k: |-\n  x\n").style == ScalarStyle::literal);
  CHECK(scalar_of(sources, "k: 'x'\n").style == ScalarStyle::single_quoted);
  CHECK(scalar_of(sources, "k: \"x\"\n").style == ScalarStyle::double_quoted);
}

}  // namespace
}  // namespace schemac::linkml
