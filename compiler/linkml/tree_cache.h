// Parsed YAML trees in a folder, so that an unchanged module costs a read instead of a parse.
//
// A file is named by the SHA-256 of the text that it stands for and ends in a checksum of its own content:
// one that is damaged, truncated or of another version is not used. It holds no paths and no times, so a
// folder may be shared or thrown away at will. Rejected: keeping the bound Module; binding costs a tenth of
// the parse, and the tree's format changes with YAML alone, not with every metaslot.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/files.h"
#include "linkml/schema.h"

namespace schemac::linkml {

std::string encode_tree(const Value& root);
// nullopt for anything that encode_tree did not write. Spans get that file number.
std::optional<Value> decode_tree(std::string_view bytes, FileId file);

class TreeCache {
 public:
  // An empty folder: no cache.
  TreeCache(std::filesystem::path folder, const Files& files) : folder_(std::move(folder)), files_(files) {}

  std::optional<Value> find(std::string_view text, FileId file) const;
  // A folder that cannot be written to is no error: the next run parses again.
  void add(std::string_view text, const Value& root) const;

 private:
  std::filesystem::path path_of(std::string_view text) const;

  std::filesystem::path folder_;
  const Files& files_;
};

}  // namespace schemac::linkml
