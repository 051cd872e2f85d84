// Parsed YAML trees of many modules in one text, so that an unchanged module costs a copy instead of a parse.
//
// A tree is found by the SHA-256 of the module's text and has a checksum: a tree that is damaged, truncated
// or of another version is not used. The cache contains no paths and no times, so it may be shared or deleted
// at any time. The caller reads and writes the file that contains the text. Rejected: to keep the bound
// Module; binding costs a tenth of the parse, and the tree's format changes with YAML only, not with every
// metaslot. Rejected: one file per module; to create a file costs more than to parse a small module.
#pragma once
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "yaml/value.h"

namespace schemac::yaml {

std::string encode_tree(const Value& root);
// nullopt for input that encode_tree did not write. Spans get that file number.
std::optional<Value> decode_tree(std::string_view bytes, FileId file);

// Several threads may call find and add.
class TreeCache {
 public:
  TreeCache() = default;
  // The result of text_to_keep; of any other text, what is readable.
  explicit TreeCache(std::string text);
  TreeCache(const TreeCache&) = delete;
  TreeCache& operator=(const TreeCache&) = delete;

  std::optional<Value> find(std::string_view module_text, FileId file);
  void add(std::string_view module_text, const Value& root);
  // nullopt if nothing was added. Trees that were not used are kept for the modules of another branch, as
  // long as they take no more space than the others.
  std::optional<std::string> text_to_keep() const;

 private:
  struct Entry {
    std::string_view tree;  // in text_ or added_
    bool used = false;
  };

  std::string text_;
  mutable std::mutex mutex_;
  std::map<std::string, Entry, std::less<>> entries_;  // by digest
  std::map<std::string, std::string> added_;
};

}  // namespace schemac::yaml
