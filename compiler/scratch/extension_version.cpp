#include "scratch/extension_version.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace schemac {
namespace {

struct Word {
  std::string text;  // in capitals, unless it was quoted
  std::string name;  // as an identifier means it
};

std::vector<Word> words_of(std::string_view statement) {
  std::vector<Word> words;
  for (std::size_t i = 0; i < statement.size();) {
    const char c = statement[i];
    if (c == '"') {
      Word word;
      for (++i; i < statement.size(); ++i) {
        if (statement[i] == '"' && (i + 1 == statement.size() || statement[i + 1] != '"')) break;
        if (statement[i] == '"') ++i;
        word.name += statement[i];
      }
      ++i;
      words.push_back(std::move(word));
    } else if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_') {
      Word word;
      for (; i < statement.size(); ++i) {
        const auto byte = static_cast<unsigned char>(statement[i]);
        if (std::isalnum(byte) == 0 && byte != '_') break;
        word.text += static_cast<char>(std::toupper(byte));
        word.name += static_cast<char>(std::tolower(byte));
      }
      words.push_back(std::move(word));
    } else {
      ++i;
    }
  }
  return words;
}

}  // namespace

void add_stated_version(std::string_view statement, std::set<std::string>& names) {
  constexpr std::size_t longest_head = 200;  // an extension's statement is short
  const std::vector<Word> words = words_of(statement.substr(0, longest_head));
  if (words.size() < 4 || words[1].text != "EXTENSION") return;
  std::size_t name = 2;
  if (words[name].text == "IF") name += words[3].text == "NOT" ? 3 : 2;
  if (name >= words.size()) return;
  const bool states =
      std::any_of(words.begin() + static_cast<std::ptrdiff_t>(name) + 1, words.end(),
                  [](const Word& word) { return word.text == "VERSION" || word.text == "UPDATE"; });
  if (states) names.insert(words[name].name);
}

void forget_other_versions(Catalog& catalog, const std::set<std::string>& stated) {
  for (auto& [id, object] : catalog.objects) {
    auto* const extension = std::get_if<Extension>(&object.body);
    if (extension != nullptr && !stated.contains(id.name)) extension->version.clear();
  }
}

}  // namespace schemac
