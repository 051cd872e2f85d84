#include "yaml/tree_cache.h"

#include <string>

#include "linkml/read.h"
#include "support/catch.h"
#include "yaml/read_yaml.h"

namespace schemac::linkml {
namespace {

const std::string valid =
    "id: x\nclasses:\n  A:\n    annotations: {l: [1, ~, 'two'], m: {a: b}}\n    description: >\n      t\n    "
    "  u\n";

Value tree(const std::string& source) {
  Diagnostics diagnostics;
  yaml::YamlDocument document = yaml::read_yaml(source, 1, diagnostics);
  REQUIRE_FALSE(diagnostics.has_errors());
  return document.root;
}

bool same(const Value& a, const Value& b) {
  if (!(a == b) || a.span != b.span || a.style != b.style) return false;
  for (std::size_t i = 0; i < a.items.size(); ++i) {
    if (!same(a.items[i], b.items[i])) return false;
  }
  for (std::size_t i = 0; i < a.entries.size(); ++i) {
    if (a.entries[i].key.span != b.entries[i].key.span) return false;
    if (!same(a.entries[i].value, b.entries[i].value)) return false;
  }
  return true;
}

TEST_CASE("a tree comes back with every span and style", "[linkml]") {
  const Value root = tree(valid);
  const auto back = yaml::decode_tree(yaml::encode_tree(root), 1);
  REQUIRE(back.has_value());
  CHECK(same(*back, root));
  CHECK(yaml::decode_tree(yaml::encode_tree(root), 7)->entries[0].key.span.file == 7);
}

TEST_CASE("damage is noticed: any byte changed, any length cut", "[linkml]") {
  const std::string bytes = yaml::encode_tree(tree(valid));
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    CHECK_FALSE(yaml::decode_tree(std::string_view(bytes).substr(0, i), 1).has_value());
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x15);
    CHECK_FALSE(yaml::decode_tree(damaged, 1).has_value());
  }
}

TEST_CASE("read_module with a cache gives the same module; a damaged cache is read past", "[linkml]") {
  Diagnostics diagnostics;
  const Module plain = read_module(valid, 1, diagnostics);
  const auto check_same = [&](yaml::TreeCache& cache) {
    const Module cached = read_module(valid, 1, cache, diagnostics);
    CHECK(cached.classes == plain.classes);
    CHECK(cached.classes[0].description->span == plain.classes[0].description->span);
  };
  yaml::TreeCache cold;
  check_same(cold);
  const std::string text = cold.text_to_keep().value();
  yaml::TreeCache warm(text);
  check_same(warm);
  CHECK_FALSE(warm.text_to_keep().has_value());
  for (std::size_t i = 0; i < text.size(); i += 7) {
    for (std::string damaged : {text.substr(0, i), text}) {
      if (damaged.size() > i) damaged[i] = static_cast<char>(damaged[i] ^ 0x15);
      yaml::TreeCache cache(damaged);
      check_same(cache);
      yaml::TreeCache mended(cache.text_to_keep().value());
      CHECK(mended.find(valid, 1).has_value());
    }
  }
  CHECK(diagnostics.items().empty());
  // Errors of the text are said each time.
  yaml::TreeCache cache;
  for (int run = 0; run < 2; ++run) {
    Diagnostics faults;
    read_module("a: 1\na: 2\n", 1, cache, faults);
    CHECK(faults.error_count() >= 1);
    CHECK(faults.items()[0].code == "duplicate-key");
  }
}

TEST_CASE("the cache keeps what another branch needs, within bounds", "[linkml]") {
  const auto source = [](int i) { return "id: x\nname: n" + std::to_string(i) + "\n"; };
  Diagnostics diagnostics;
  yaml::TreeCache first;
  for (int i = 0; i < 10; ++i) read_module(source(i), 1, first, diagnostics);
  yaml::TreeCache second(first.text_to_keep().value());
  for (int i = 8; i < 12; ++i) read_module(source(i), 1, second, diagnostics);
  yaml::TreeCache third(second.text_to_keep().value());
  int kept = 0;
  for (int i = 0; i < 12; ++i) kept += third.find(source(i), 1).has_value() ? 1 : 0;
  CHECK(kept == 8);  // the four of the second run, and no more than as many others
  for (int i = 8; i < 12; ++i) CHECK(third.find(source(i), 1).has_value());
}

}  // namespace
}  // namespace schemac::linkml
