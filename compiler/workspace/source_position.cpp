#include "workspace/source_position.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace schemac {
namespace {

struct Word {
  std::size_t begin, end;
};

bool is_word_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::isalnum(byte) != 0 || byte == '_' || byte >= 0x80;
}

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_word_byte(text[i])) {
      ++i;
      continue;
    }
    const std::size_t begin = i;
    while (i < text.size() && is_word_byte(text[i])) ++i;
    words.push_back({begin, i});
  }
  return words;
}

bool same(std::string_view a, Word one, std::string_view b, Word other) {
  if (one.end - one.begin != other.end - other.begin) return false;
  for (std::size_t i = 0; i < one.end - one.begin; ++i) {
    if (std::tolower(static_cast<unsigned char>(a[one.begin + i])) !=
        std::tolower(static_cast<unsigned char>(b[other.begin + i]))) {
      return false;
    }
  }
  return true;
}

// The number of equal words within six words to each side, at any position there: a qualifier shifts them by
// one.
int likeness(std::string_view a, const std::vector<Word>& words, std::size_t at, std::string_view b,
             const std::vector<Word>& others, std::size_t other_at) {
  constexpr std::size_t reach = 6;
  int score = 0;
  const auto near = [&](std::size_t from, std::size_t to, std::size_t other_from, std::size_t other_to) {
    for (std::size_t i = from; i < to; ++i) {
      for (std::size_t j = other_from; j < other_to; ++j) {
        if (same(a, words[i], b, others[j])) {
          ++score;
          break;
        }
      }
    }
  };
  near(at - std::min(at, reach), at, other_at - std::min(other_at, reach), other_at);
  near(at + 1, std::min(at + 1 + reach, words.size()), other_at + 1,
       std::min(other_at + 1 + reach, others.size()));
  return score;
}

}  // namespace

Span find_in_source(const SourceMap& sources, Span where, std::string_view statement, std::size_t offset) {
  if (!where.known()) return where;
  const std::vector<Word> words = words_of(statement);
  std::size_t at = 0;
  while (at < words.size() && words[at].end <= offset) ++at;
  if (at == words.size()) return where;
  const std::string_view text = sources.text(where.file).substr(where.begin);
  const std::vector<Word> others = words_of(text);
  int best = -1;
  Span found = where;
  for (std::size_t i = 0; i < others.size(); ++i) {
    if (!same(statement, words[at], text, others[i])) continue;
    const int score = likeness(statement, words, at, text, others, i);
    if (score <= best) continue;
    best = score;
    found = {where.file, where.begin + static_cast<std::uint32_t>(others[i].begin),
             where.begin + static_cast<std::uint32_t>(others[i].end)};
  }
  return found;
}

std::size_t byte_offset(std::string_view text, int character_position) {
  std::size_t at = 0;
  for (int i = 1; i < character_position && at < text.size(); ++i) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
  }
  return at;
}

}  // namespace schemac
