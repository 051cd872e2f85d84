#include "linkml/pattern_syntax.h"

#include <cctype>
#include <charconv>
#include <vector>

namespace schemac::linkml {
namespace {

class Scan {
 public:
  explicit Scan(std::string_view pattern) : pattern_(pattern) {}

  std::optional<PatternFault> run() {
    bool repeatable = false;  // a quantifier could repeat the part before it
    while (at_ < pattern_.size()) {
      const char c = pattern_[at_];
      if (c == '\\') {
        if (at_ + 1 == pattern_.size()) return PatternFault{at_, "a lone backslash at the end"};
        at_ += 2;
        repeatable = true;
      } else if (c == '[') {
        if (auto fault = bracket()) return fault;
        repeatable = true;
      } else if (c == '(') {
        open_.push_back(at_++);
        skip_group_kind();
        repeatable = false;
      } else if (c == ')') {
        if (open_.empty()) return PatternFault{at_, "')' without '('"};
        open_.pop_back();
        ++at_;
        repeatable = true;
      } else if (c == '|') {
        ++at_;
        repeatable = false;
      } else if (c == '*' || c == '+' || c == '?' || is_count()) {
        if (!repeatable) return PatternFault{at_, "a quantifier with nothing before it to repeat"};
        if (auto fault = quantifier()) return fault;
        repeatable = false;
      } else {
        ++at_;
        repeatable = true;
      }
    }
    if (!open_.empty()) return PatternFault{open_.back(), "'(' without ')'"};
    return std::nullopt;
  }

 private:
  // {3}, {3,}, {3,5}; any other brace is a character.
  bool is_count() const {
    if (pattern_[at_] != '{') return false;
    const std::size_t close = pattern_.find_first_not_of("0123456789,", at_ + 1);
    if (close == std::string_view::npos || pattern_[close] != '}' || close == at_ + 1) return false;
    return pattern_.substr(at_ + 1, close - at_ - 1) != ",";
  }

  std::optional<PatternFault> quantifier() {
    const std::size_t begin = at_;
    if (pattern_[at_] == '{') {
      const std::size_t close = pattern_.find('}', at_);
      const std::string_view inner = pattern_.substr(at_ + 1, close - at_ - 1);
      const std::size_t comma = inner.find(',');
      if (comma != std::string_view::npos && comma > 0 && comma + 1 < inner.size()) {
        unsigned long low = 0;
        unsigned long high = 0;
        std::from_chars(inner.data(), inner.data() + comma, low);
        std::from_chars(inner.data() + comma + 1, inner.data() + inner.size(), high);
        if (low > high) return PatternFault{begin, "a count whose minimum is above its maximum"};
      }
      at_ = close + 1;
    } else {
      ++at_;
    }
    if (at_ < pattern_.size() && (pattern_[at_] == '?' || pattern_[at_] == '+')) ++at_;  // lazy, possessive
    return std::nullopt;
  }

  void skip_group_kind() {
    if (at_ >= pattern_.size() || pattern_[at_] != '?') return;
    ++at_;
    while (at_ < pattern_.size() && (std::isalpha(static_cast<unsigned char>(pattern_[at_])) != 0)) ++at_;
    if (at_ < pattern_.size() && pattern_[at_] == '<' && at_ + 1 < pattern_.size() &&
        pattern_[at_ + 1] != '=' && pattern_[at_ + 1] != '!') {
      const std::size_t close = pattern_.find('>', at_);
      at_ = close == std::string_view::npos ? pattern_.size() : close + 1;
      return;
    }
    while (at_ < pattern_.size() && (pattern_[at_] == ':' || pattern_[at_] == '=' || pattern_[at_] == '!' ||
                                     pattern_[at_] == '<' || pattern_[at_] == '>')) {
      ++at_;
    }
  }

  std::optional<PatternFault> bracket() {
    const std::size_t begin = at_++;
    if (at_ < pattern_.size() && pattern_[at_] == '^') ++at_;
    bool first = true;
    while (at_ < pattern_.size() && (pattern_[at_] != ']' || first)) {
      first = false;
      if (pattern_[at_] == '\\') {
        at_ += 2;
      } else if (pattern_.substr(at_, 2) == "[:") {
        const std::size_t close = pattern_.find_first_of(":]", at_ + 2);
        at_ = close == std::string_view::npos || pattern_.substr(close, 2) != ":]" ? at_ + 1 : close + 2;
      } else {
        const bool range = at_ + 2 < pattern_.size() && pattern_[at_ + 1] == '-' &&
                           pattern_[at_ + 2] != ']' && pattern_[at_ + 2] != '\\' && pattern_[at_ + 2] != '[';
        const bool plain = range && static_cast<unsigned char>(pattern_[at_]) < 0x80 &&
                           static_cast<unsigned char>(pattern_[at_ + 2]) < 0x80;
        if (plain && pattern_[at_] > pattern_[at_ + 2]) {
          return PatternFault{at_, "a range of characters that runs backwards"};
        }
        at_ += range ? 3 : 1;
      }
    }
    if (at_ >= pattern_.size()) return PatternFault{begin, "'[' without ']'"};
    ++at_;
    return std::nullopt;
  }

  std::string_view pattern_;
  std::size_t at_ = 0;
  std::vector<std::size_t> open_;
};

}  // namespace

std::optional<PatternFault> pattern_fault(std::string_view pattern) { return Scan(pattern).run(); }

}  // namespace schemac::linkml
