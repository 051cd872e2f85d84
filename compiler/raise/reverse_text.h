// LinkML source text: the small part of YAML that it needs, quoted so that every parser reads the same.
#pragma once
#include <string>
#include <string_view>

namespace schemac {

class LinkmlText {
 public:
  // "key: value", indented by two spaces a level; both are quoted where YAML could read something else.
  void entry(int level, std::string_view key, std::string_view value);
  void flag(int level, std::string_view key, bool value);
  void open(int level, std::string_view key);  // "key:"
  // SQL as a literal block; quoted if a block cannot contain it.
  void block(int level, std::string_view key, std::string_view sql);
  void block_item(int level, std::string_view sql);  // "- |-"
  void item(int level, std::string_view value);      // "- value"
  const std::string& text() const { return text_; }

 private:
  void indent(int level) { text_.append(static_cast<std::size_t>(level) * 2, ' '); }
  void literal(int level, std::string_view sql);
  std::string text_;
};

std::string yaml_scalar(std::string_view text);

}  // namespace schemac
