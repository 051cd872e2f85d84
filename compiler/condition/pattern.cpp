#include "condition/pattern.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <vector>

namespace schemac {

namespace {

struct Refusal {
  bool malformed;
  std::string why;
};

class PatternTranslator {
 public:
  explicit PatternTranslator(std::string_view text) : text_(text) {}

  std::string run() {
    leading_options();
    while (at_ < text_.size()) {
      piece();
      // Bounds of bounds multiply: x{300} is written as two, (x{300}){300} as four, and so on.
      if (out_.size() > longest_translation) unsupported("it is too long after its bounds are expanded");
    }
    if (!groups_.empty()) throw Refusal{true, "a '(' is never closed"};
    return options_.empty() ? out_ : "(?" + options_ + ")" + out_;
  }

 private:
  [[noreturn]] static void unsupported(std::string why) { throw Refusal{false, std::move(why)}; }
  bool next_is(std::string_view what) const { return text_.substr(at_, what.size()) == what; }
  void take(std::size_t count, std::string_view translated) {
    at_ += count;
    out_ += translated;
  }

  void leading_options() {
    if (!next_is("(?")) return;
    std::size_t end = at_ + 2;
    while (end < text_.size() && std::isalpha(static_cast<unsigned char>(text_[end])) != 0) ++end;
    if (end == at_ + 2 || end >= text_.size() || text_[end] != ')') return;
    for (const char option : text_.substr(at_ + 2, end - at_ - 2)) {
      if (option == 'i') {
        options_ += 'i';
      } else if (option == 'm') {
        options_ += 'w';
      } else if (option == 's') {
        dot_matches_line_feed_ = true;
      } else if (option != 'u') {
        unsupported(std::string("option '") + option + "' has no equivalent in PostgreSQL");
      }
    }
    at_ = end + 1;
  }

  void piece() {
    const char c = text_[at_];
    if (c != '*' && c != '+' && c != '?' && c != '{' && c != ')') {
      atom_start_ = out_.size();
      atom_captures_ = captures_;
    }
    switch (c) {
      case '\\':
        escape();
        repeatable_ = repeatable_after_escape_;
        return;
      case '[':
        bracket();
        repeatable_ = true;
        return;
      case '(':
        open_group();
        repeatable_ = false;
        return;
      case ')':
        if (groups_.empty()) throw Refusal{true, "a ')' has no matching '('"};
        repeatable_ = groups_.back().repeatable;
        atom_start_ = groups_.back().start;
        atom_captures_ = groups_.back().captures;
        groups_.pop_back();
        take(1, ")");
        return;
      case '|':
      case '^':
      case '$':
        repeatable_ = false;
        take(1, std::string(1, c));
        return;
      case '.':
        take(1, dot_matches_line_feed_ ? "." : "[^\\n]");
        repeatable_ = true;
        return;
      case '*':
      case '+':
      case '?':
        take(1, std::string(1, c));
        quantified();
        return;
      case '{':
        if (!bound()) {
          take(1, "\\{");
          repeatable_ = true;
        }
        return;
      case '}':
      case ']':
        take(1, std::string("\\") + c);
        repeatable_ = true;
        return;
      default:
        take(1, std::string(1, c));
        repeatable_ = true;
    }
  }

  void quantified() {
    if (!repeatable_) {
      const char before = at_ >= 2 ? text_[at_ - 2] : '\0';
      if (before == '^' || before == '$' || before == ')') unsupported("an assertion is repeated");
      throw Refusal{true, "a quantifier has nothing to repeat"};
    }
    if (next_is("?")) take(1, "?");
    if (next_is("+")) unsupported("possessive quantifiers do not exist in PostgreSQL");
    repeatable_ = false;
  }

  bool bound() {
    std::size_t i = at_ + 1;
    const auto number = [&](std::string& digits) {
      while (i < text_.size() && std::isdigit(static_cast<unsigned char>(text_[i])) != 0)
        digits += text_[i++];
    };
    std::string low, high;
    number(low);
    bool comma = false;
    if (i < text_.size() && text_[i] == ',') {
      comma = true;
      ++i;
      number(high);
    }
    if (i >= text_.size() || text_[i] != '}' || (low.empty() && high.empty())) return false;
    if (low.size() > 4 || high.size() > 4) unsupported("a bound over 9999 is too large");
    if (!low.empty() && !high.empty() && std::stoi(low) > std::stoi(high)) {
      throw Refusal{true, "a bound's minimum is above its maximum"};
    }
    at_ = i + 1;
    const int least = low.empty() ? 0 : std::stoi(low);
    const int most = high.empty() ? least : std::stoi(high);
    if (least <= largest_bound && most <= largest_bound) {
      out_ += "{" + std::to_string(least) + (comma ? "," + high : std::string()) + "}";
    } else {
      repeat_in_parts(least, most, comma && high.empty());
    }
    quantified();
    return true;
  }

  // x{300} as x{255}x{45}: PostgreSQL's bounds end at 255.
  void repeat_in_parts(int least, int most, bool unbounded) {
    const std::string atom = out_.substr(atom_start_);
    if (atom_captures_ != captures_) unsupported("a bound over 255 on a group that captures");
    out_.erase(atom_start_);
    out_ += "(?:";
    while (least > 0 || most > 0) {
      const int low = std::min(least, largest_bound), high = std::min(most, largest_bound);
      out_ += atom + "{" + std::to_string(low) + "," + std::to_string(high) + "}";
      least -= low;
      most -= high;
    }
    if (unbounded) out_ += atom + "*";
    out_ += ")";
  }

  void open_group() {
    // The server's compiler of expressions recurses for each group: it fails at some thousands.
    if (groups_.size() >= deepest_group)
      unsupported("its groups are nested deeper than " + std::to_string(deepest_group));
    if (!next_is("(?")) {
      ++captures_;
      groups_.push_back({true, out_.size(), atom_captures_});
      take(1, "(");
      return;
    }
    if (next_is("(?#")) {
      const std::size_t end = text_.find(')', at_);
      if (end == std::string_view::npos) throw Refusal{true, "a comment is never closed"};
      at_ = end + 1;
      return;
    }
    for (const std::string_view look : {"(?=", "(?!", "(?<=", "(?<!"}) {
      if (!next_is(look)) continue;
      groups_.push_back({false, out_.size(), atom_captures_});
      take(look.size(), look);
      return;
    }
    if (next_is("(?:")) {
      groups_.push_back({true, out_.size(), atom_captures_});
      take(3, "(?:");
      return;
    }
    const std::size_t intro = next_is("(?P<") ? 4 : next_is("(?<") ? 3 : 0;
    if (intro > 0) {
      const std::size_t end = text_.find('>', at_);
      if (end == std::string_view::npos || end == at_ + intro)
        throw Refusal{true, "a group's name is not closed"};
      names_[std::string(text_.substr(at_ + intro, end - at_ - intro))] = ++captures_;
      groups_.push_back({true, out_.size(), atom_captures_});
      at_ = end + 1;
      out_ += "(";
      return;
    }
    if (next_is("(?P=")) {
      const std::size_t end = text_.find(')', at_);
      if (end == std::string_view::npos) throw Refusal{true, "a '(' is never closed"};
      // Balanced, because the caller treats a back reference as one group when it is repeated.
      back_reference(std::string(text_.substr(at_ + 4, end - at_ - 4)));
      at_ = end + 1;
      return;
    }
    unsupported("the group '" + std::string(text_.substr(at_, 4)) + "' has no equivalent in PostgreSQL");
  }

  void back_reference(const std::string& name) {
    const auto found = names_.find(name);
    if (found == names_.end()) throw Refusal{true, "no group is named '" + name + "'"};
    out_ += "\\" + std::to_string(found->second);
    repeatable_ = true;
  }

  // Hexadecimal digits from at_ + skip; fixed width, or up to '}'.
  void code_point(std::size_t skip, std::size_t width) {
    std::string digits;
    std::size_t i = at_ + skip;
    const bool braces = width == 0;
    while (i < text_.size() && (braces ? text_[i] != '}' : digits.size() < width)) {
      if (std::isxdigit(static_cast<unsigned char>(text_[i])) == 0)
        throw Refusal{true, "a code point is not hexadecimal"};
      digits += text_[i++];
    }
    if (digits.empty() || (!braces && digits.size() < width) || digits.size() > 8) {
      throw Refusal{true, "a code point is not hexadecimal"};
    }
    at_ = i + (braces ? 1 : 0);
    if (digits.size() <= 4) {
      out_ += "\\u" + std::string(4 - digits.size(), '0') + digits;
    } else {
      out_ += "\\U" + std::string(8 - digits.size(), '0') + digits;
    }
  }

  // Escapes with the same meaning inside and outside of brackets; false for any other escape.
  bool common_escape(char c) {
    switch (c) {
      case 'f':
      case 'n':
      case 'r':
      case 't':
      case 'v':
        take(2, std::string("\\") + c);
        return true;
      case 'x':
        code_point(2, 2);
        return true;
      case 'u':
        if (text_.substr(at_ + 2, 1) == "{") {
          code_point(3, 0);
        } else {
          code_point(2, 4);
        }
        return true;
      default:
        if (std::isalnum(static_cast<unsigned char>(c)) != 0) return false;
        if (c == '_') {
          take(2, "_");
        } else {
          take(2, std::string("\\") + c);
        }
        return true;
    }
  }

  void escape() {
    if (at_ + 1 >= text_.size()) throw Refusal{true, "it ends in a backslash"};
    const char c = text_[at_ + 1];
    repeatable_after_escape_ = true;
    if (common_escape(c)) return;
    switch (c) {
      case 'd':
      case 'D':
      case 'w':
      case 'W':
      case 's':
      case 'S':
        take(2, std::string("\\") + c);
        return;
      case 'b':
      case 'B':
        repeatable_after_escape_ = false;
        take(2, c == 'b' ? "\\y" : "\\Y");
        return;
      case 'A':
        repeatable_after_escape_ = false;
        take(2, "\\A");
        return;
      case 'z':
      case 'Z':
        repeatable_after_escape_ = false;
        take(2, "\\Z");
        return;
      case 'k': {
        const std::size_t end = text_.find('>', at_);
        if (text_.substr(at_ + 2, 1) != "<" || end == std::string_view::npos) {
          throw Refusal{true, "a back reference is not closed"};
        }
        back_reference(std::string(text_.substr(at_ + 3, end - at_ - 3)));
        at_ = end + 1;
        return;
      }
      default:
        if (c >= '1' && c <= '9') {
          // As many digits as still give a group's number.
          std::size_t length = 2;
          int group = c - '0';
          while (at_ + length < text_.size() &&
                 std::isdigit(static_cast<unsigned char>(text_[at_ + length])) != 0 &&
                 group * 10 + (text_[at_ + length] - '0') <= captures_) {
            group = group * 10 + (text_[at_ + length++] - '0');
          }
          if (group > captures_) throw Refusal{true, "there is no group " + std::to_string(group)};
          take(length, "\\" + std::to_string(group));
          return;
        }
        unsupported(std::string("'\\") + c + "' has no equivalent in PostgreSQL");
    }
  }

  // True if it is a class of characters, which ends no range.
  bool escape_in_bracket(bool closes_range) {
    if (at_ + 1 >= text_.size()) throw Refusal{true, "it ends in a backslash"};
    const char c = text_[at_ + 1];
    if (c == 'd' || c == 'w' || c == 's') {
      if (closes_range) unsupported("a range ends in a class");
      take(2, std::string("\\") + c);
      return true;
    }
    if (c == 'b') {
      take(2, "\\b");
    } else if (!common_escape(c)) {
      unsupported(std::string("'\\") + c + "' inside brackets has no equivalent in PostgreSQL");
    }
    return false;
  }

  void bracket() {
    take(1, "[");
    if (next_is("^")) take(1, "^");
    bool first = true, after_class = false, after_range = false;
    bool range_open = false;
    while (true) {
      if (at_ >= text_.size()) throw Refusal{true, "a '[' is never closed"};
      const char c = text_[at_];
      if (c == ']' && first) {
        // Python has a literal bracket here, ECMAScript an empty class.
        unsupported("a class that begins with ']' means different things to different engines");
      }
      first = false;
      if (c == ']') break;
      const bool closes_range = range_open;
      range_open = false;
      if (c == '-') {
        const bool last = text_.substr(at_ + 1, 1) == "]";
        const bool opens = text_[at_ - 1] != '[' && !(text_[at_ - 1] == '^' && text_[at_ - 2] == '[') &&
                           !last && !after_class && !after_range && !closes_range;
        take(1, opens ? "-" : "\\-");
        range_open = opens;
        after_class = false;
        after_range = closes_range;
        continue;
      }
      after_range = closes_range;
      after_class = false;
      if (c == '\\') {
        after_class = escape_in_bracket(closes_range);
        continue;
      }
      take(1, c == '[' ? "\\[" : std::string(1, c));
    }
    take(1, "]");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string out_, options_;
  bool dot_matches_line_feed_ = false;
  bool repeatable_ = false, repeatable_after_escape_ = true;
  int captures_ = 0;
  struct Group {
    bool repeatable;  // a quantifier may follow it
    std::size_t start;
    int captures;  // groups before it
  };
  std::vector<Group> groups_;  // open ones
  static constexpr int largest_bound = 255;
  static constexpr std::size_t deepest_group = 5000, longest_translation = 1U << 20U;
  std::size_t atom_start_ = 0;  // in out_: the part that a quantifier repeats
  int atom_captures_ = 0;
  std::map<std::string, int> names_;
};

}  // namespace

TranslatedPattern translate_pattern(std::string_view pattern) {
  TranslatedPattern result;
  try {
    result.are = PatternTranslator(pattern).run();
    result.ok = true;
  } catch (const Refusal& refusal) {
    result.malformed = refusal.malformed;
    result.why = refusal.why;
  }
  return result;
}

}  // namespace schemac
