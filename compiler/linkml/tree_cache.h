// Parsed YAML trees of many modules in one text, so that an unchanged module costs a copy instead of a parse.
//
// A tree is found by the SHA-256 of the module's text and carries a checksum: one that is damaged, truncated
// or of another version is not used. There are no paths and no times in it, so it may be shared or thrown
// away at will. Reading and writing the file that holds the text is the caller's. Rejected: keeping the bound
// Module; binding costs a tenth of the parse, and the tree's format changes with YAML alone, not with every
// metaslot. Rejected: a file for each module; creating one costs more than parsing a small module.
#pragma once
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "linkml/schema.h"

namespace schemac::linkml {

std::string encode_tree(const Value& root);
// nullopt for anything that encode_tree did not write. Spans get that file number.
std::optional<Value> decode_tree(std::string_view bytes, FileId file);

// find and add may be called from several threads.
class TreeCache {
 public:
  TreeCache() = default;
  // What text_to_keep gave; of any other text, what can be made out.
  explicit TreeCache(std::string text);
  TreeCache(const TreeCache&) = delete;
  TreeCache& operator=(const TreeCache&) = delete;

  std::optional<Value> find(std::string_view module_text, FileId file);
  void add(std::string_view module_text, const Value& root);
  // nullopt if nothing was added. Trees that nobody asked for are kept for another branch's modules, as long
  // as they take no more room than the others.
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

}  // namespace schemac::linkml
