#include "linkml/read.h"

#include <chrono>
#include <string>

#include "support/catch.h"
#include "yaml/read_yaml.h"

namespace schemac::linkml {
namespace {

struct Read {
  SourceMap sources;
  Diagnostics diagnostics;
  Module module;
  explicit Read(const std::string& text) {
    const FileId file = sources.add("t.yaml", text);
    module = read_module(sources.text(file), file, diagnostics);
  }
  std::vector<std::string> codes() const {
    std::vector<std::string> out;
    for (const Diagnostic& d : diagnostics.items()) out.push_back(d.code);
    return out;
  }
};

TEST_CASE("as_boolean reads plain scalars as YAML 1.1 does", "[linkml]") {
  for (const char* text : {"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"}) {
    CHECK(as_boolean(text) == true);
  }
  for (const char* text : {"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"}) {
    CHECK(as_boolean(text) == false);
  }
  for (const char* text : {"", "y", "n", "1", "0", "tRUE", "nope"}) CHECK_FALSE(as_boolean(text).has_value());
  Value quoted;
  quoted.type = Value::Type::scalar;
  quoted.scalar = "yes";
  quoted.style = ScalarStyle::double_quoted;
  CHECK_FALSE(as_boolean(quoted).has_value());
}

TEST_CASE("text that looks like a boolean or a null stays text where text is wanted", "[linkml]") {
  const Read read("enums: {E: {permissible_values: {yes: , no: , on: }}}\nslots: {s: {equals_string: no}}\n");
  CHECK_FALSE(read.diagnostics.has_errors());
  REQUIRE(read.module.enums.size() == 1);
  CHECK(read.module.enums[0].permissible_values[0].name.value == "yes");
  CHECK(read.module.enums[0].permissible_values[1].name.value == "no");
  CHECK(read.module.slots[0].equals_string->value == "no");
}

TEST_CASE("spans: names, values, whole declarations", "[linkml]") {
  const Read read("classes:\n  A:\n    attributes:\n      x: {range: integer}\n  B: {}\n");
  REQUIRE(read.module.classes.size() == 2);
  const Class& a = read.module.classes[0];
  CHECK(read.sources.text(a.name.span) == "A");
  CHECK(read.sources.text(a.attributes[0].name.span) == "x");
  CHECK(read.sources.text(a.attributes[0].range->span) == "integer");
  CHECK(read.sources.text(a.span).substr(0, 2) == "A:");
  CHECK(read.sources.text(a.span).find("integer") != std::string_view::npos);
  CHECK(read.sources.text(a.span).find("B:") == std::string_view::npos);
}

TEST_CASE("CRLF, byte order mark, JSON: the same module", "[linkml]") {
  const Read unix_text("id: x\nclasses:\n  A:\n    description: d\n");
  const Read dos("\xEF\xBB\xBFid: x\r\nclasses:\r\n  A:\r\n    description: d\r\n");
  const Read json("{\"id\": \"x\", \"classes\": {\"A\": {\"description\": \"d\"}}}");
  CHECK(unix_text.module.classes == dos.module.classes);
  CHECK(unix_text.module.classes == json.module.classes);
  CHECK(dos.sources.text(dos.module.classes[0].description->span) == "d");
}

TEST_CASE("depth and alias bombs are refused quickly", "[linkml]") {
  const auto start = std::chrono::steady_clock::now();
  const std::string flow = "annotations: " + std::string(10000, '[') + std::string(10000, ']');
  CHECK(Read(flow).codes() == std::vector<std::string>{"nested-too-deep"});
  std::string block;
  for (int i = 0; i < 2000; ++i) block += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  CHECK(Read(block).codes() == std::vector<std::string>{"nested-too-deep"});
  std::string unclosed = "annotations: " + std::string(10000, '{');
  CHECK(Read(unclosed).diagnostics.has_errors());
  std::string laughs = "annotations:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string below = "*a" + std::to_string(i - 1);
    laughs += "  a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + below;
    for (int k = 0; k < 9; ++k) laughs += ", " + below;
    laughs += "]\n";
  }
  CHECK(Read(laughs).codes() == std::vector<std::string>{"alias-expansion"});
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}

TEST_CASE("every prefix of a schema gives a module, never a crash", "[linkml]") {
  const std::string text =
      "id: x\nname: \"n\\u00e9\"\nclasses:\n  A:\n    slots: [a, 'b']\n    rules:\n      - preconditions: "
      "{slot_conditions: "
      "{a: {any_of: [{equals_string: x}]}}}\nenums: {E: {permissible_values: [&x a, *x]}}\nslots:\n  a: >-\n "
      "   t\n";
  for (std::size_t length = 0; length <= text.size(); ++length) {
    const Read read(text.substr(0, length));
    for (const Diagnostic& d : read.diagnostics.items()) {
      CHECK(d.span.end <= length + 1);
      CHECK_FALSE(render(d, read.sources, false).empty());
    }
  }
}

TEST_CASE("built-in modules read without a complaint", "[linkml]") {
  for (const char* name :
       {"linkml:types", "linkml:mappings", "linkml:extensions", "linkml:annotations", "linkml:units",
        "linkml:array", "linkml:meta", "linkml:datasets", "linkml:validation"}) {
    const Module* module = builtin_module(name);
    REQUIRE(module != nullptr);
    CHECK(module->file == 0);
    CHECK(module->path == name);
    CHECK((!module->types.empty() || !module->slots.empty()));
  }
  CHECK(builtin_module("linkml:types")->types.size() == 19);
  CHECK(builtin_module("linkml:nothing") == nullptr);
}

TEST_CASE("annotations: short form, long form and lists mean the same", "[linkml]") {
  const Read a("annotations: {x: 1, y: {tag: y, value: [2]}}");
  const Read b("annotations: [{tag: x, value: 1}, {y: [2]}]");
  CHECK_FALSE(a.diagnostics.has_errors());
  CHECK_FALSE(b.diagnostics.has_errors());
  CHECK(a.module.annotations == b.module.annotations);
  REQUIRE(find_annotation(a.module.annotations, "y") != nullptr);
  CHECK(find_annotation(a.module.annotations, "y")->type == Value::Type::list);
}

}  // namespace
}  // namespace schemac::linkml
