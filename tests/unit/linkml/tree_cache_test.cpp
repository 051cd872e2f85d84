#include "linkml/tree_cache.h"

#include <filesystem>
#include <fstream>
#include <string>

#include "linkml/read.h"
#include "linkml/read_yaml.h"
#include "support/catch.h"

namespace schemac::linkml {
namespace {

namespace fs = std::filesystem;

const std::string valid =
    "id: x\nclasses:\n  A:\n    annotations: {l: [1, ~, 'two'], m: {a: b}}\n    description: >\n      t\n    "
    "  u\n";

Value tree(const std::string& source) {
  Diagnostics diagnostics;
  YamlDocument document = read_yaml(source, 1, diagnostics);
  REQUIRE_FALSE(diagnostics.has_errors());
  return document.root;
}

bool same(const Value& a, const Value& b) {
  if (!(a == b) || a.span != b.span || a.style != b.style) return false;
  for (std::size_t i = 0; i < a.items.size(); ++i) {
    if (!same(a.items[i], b.items[i])) return false;
  }
  for (std::size_t i = 0; i < a.entries.size(); ++i) {
    if (a.entries[i].first.span != b.entries[i].first.span) return false;
    if (!same(a.entries[i].second, b.entries[i].second)) return false;
  }
  return true;
}

TEST_CASE("a tree comes back with every span and style", "[linkml]") {
  const Value root = tree(valid);
  const auto back = decode_tree(encode_tree(root), 1);
  REQUIRE(back.has_value());
  CHECK(same(*back, root));
  CHECK(decode_tree(encode_tree(root), 7)->entries[0].first.span.file == 7);
}

TEST_CASE("damage is noticed: any byte changed, any length cut", "[linkml]") {
  const std::string bytes = encode_tree(tree(valid));
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    CHECK_FALSE(decode_tree(std::string_view(bytes).substr(0, i), 1).has_value());
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x15);
    CHECK_FALSE(decode_tree(damaged, 1).has_value());
  }
}

TEST_CASE("read_module with a cache gives the same module; a damaged file is read anew", "[linkml]") {
  const fs::path folder = fs::path(SCHEMAC_BINARY_DIR) / "tree_cache_test";
  fs::remove_all(folder);
  const Files files;
  const TreeCache cache(folder, files);
  Diagnostics diagnostics;
  const Module plain = read_module(valid, 1, diagnostics);
  const auto check_same = [&] {
    const Module cached = read_module(valid, 1, cache, diagnostics);
    CHECK(cached.classes == plain.classes);
    CHECK(cached.classes[0].description->span == plain.classes[0].description->span);
  };
  check_same();
  REQUIRE(std::distance(fs::directory_iterator(folder), fs::directory_iterator()) == 1);
  check_same();
  std::ofstream(fs::directory_iterator(folder)->path(), std::ios::binary) << "rubbish";
  check_same();
  CHECK(cache.find(valid, 1).has_value());  // mended
  CHECK(diagnostics.items().empty());
  // Errors of the text are said each time.
  for (int run = 0; run < 2; ++run) {
    Diagnostics faults;
    read_module("a: 1\na: 2\n", 1, cache, faults);
    CHECK(faults.error_count() >= 1);
    CHECK(faults.items()[0].code == "duplicate-key");
  }
  fs::remove_all(folder);
}

TEST_CASE("a cache folder that cannot be written to is no error", "[linkml]") {
  const Files files;
  const TreeCache cache("/dev/null/nowhere", files);
  Diagnostics diagnostics;
  CHECK(read_module(valid, 1, cache, diagnostics).classes.size() == 1);
  CHECK(diagnostics.items().empty());
}

}  // namespace
}  // namespace schemac::linkml
