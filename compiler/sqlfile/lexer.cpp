#include "sqlfile/lexer.h"

#include <algorithm>

#include "base/text.h"

namespace schemac {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         (static_cast<unsigned char>(c) & 0x80U) != 0;
}
bool is_word(char c) { return is_word_start(c) || is_digit(c) || c == '$'; }
bool is_operator(char c) { return std::string_view("+-*/<>=~!@#%^&|`?").find(c) != std::string_view::npos; }

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::vector<Lexeme> run() {
    tokens_.reserve(text_.size() / 5);  // typical for SQL
    while (skip_space(), at_ < text_.size()) next();
    return std::move(tokens_);
  }

 private:
  using Type = Lexeme::Type;

  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  void skip_space() {
    for (; at_ < text_.size() && is_space(text_[at_]); ++at_) {
      if (text_[at_] == '\n' || text_[at_] == '\r') line_start_ = true;
    }
  }

  void emit(Type type, std::size_t end, bool unterminated = false) {
    tokens_.push_back({type, at_, end, line_start_, unterminated});
    at_ = end;
    line_start_ = false;
  }

  void next() {
    const char c = peek();
    if (c == '-' && peek(1) == '-') return emit(Type::line_comment, comment_end());
    if (c == '/' && peek(1) == '*') return block_comment();
    if (c == '\'') return quoted(at_ + 1, '\'', false, Type::literal);
    if (c == '"') return quoted(at_ + 1, '"', false, Type::quoted);
    if (c == '$' && dollar_quote()) return;
    if (c == '\\') return emit(Type::backslash, line_end());
    if (c == ';') return semicolon();
    if (is_word_start(c) || is_digit(c)) return word();
    if (is_operator(c)) return symbol_run();
    if (c == '(') ++parentheses_;
    if (c == ')' && parentheses_ > 0) --parentheses_;
    emit(Type::symbol, at_ + 1);
  }

  std::size_t line_end() const { return std::min(text_.find('\n', at_), text_.size()); }
  // For the server a carriage return alone ends a comment; the text after it is SQL.
  std::size_t comment_end() const {
    const std::size_t end = line_end();
    return at_ + std::min(text_.substr(at_, end - at_).find('\r'), end - at_);
  }

  void block_comment() {
    std::size_t i = at_ + 2;
    int depth = 1;
    for (; i < text_.size() && depth > 0; ++i) {
      if (text_.substr(i, 2) == "/*")
        ++depth, ++i;
      else if (text_.substr(i, 2) == "*/")
        --depth, ++i;
    }
    emit(Type::block_comment, std::min(i, text_.size()), depth > 0);
  }

  // i: first byte after the opening quote. A doubled quote is one quote; a backslash escapes in E''.
  void quoted(std::size_t i, char quote, bool escapes, Type type) {
    for (; i < text_.size(); ++i) {
      if (escapes && text_[i] == '\\') {
        ++i;
      } else if (text_[i] == quote) {
        if (i + 1 < text_.size() && text_[i + 1] == quote) {
          ++i;
        } else if (const std::size_t next = escapes ? continuation(i + 1) : std::string_view::npos;
                   next != std::string_view::npos) {
          i = next;
        } else {
          return emit(type, i + 1);
        }
      }
    }
    emit(type, text_.size(), true);
  }

  // E'a' <line break> 'b' is one literal, and backslashes escape in its second part, too. The opening quote
  // of the following part; npos if there is none.
  std::size_t continuation(std::size_t i) const {
    bool line_break = false;
    while (i < text_.size()) {
      if (text_[i] == '\'') return line_break ? i : std::string_view::npos;
      if (text_.substr(i, 2) == "--") {
        i = std::min(text_.find_first_of("\n\r", i), text_.size());
      } else if (is_space(text_[i])) {
        line_break = line_break || text_[i] == '\n' || text_[i] == '\r';
        ++i;
      } else {
        break;
      }
    }
    return std::string_view::npos;
  }

  bool dollar_quote() {
    std::size_t i = at_ + 1;
    if (i < text_.size() && is_digit(text_[i])) return false;  // $1
    while (i < text_.size() && is_word(text_[i]) && text_[i] != '$') ++i;
    if (i >= text_.size() || text_[i] != '$') return false;
    const std::string_view tag = text_.substr(at_, i + 1 - at_);
    const std::size_t close = text_.find(tag, i + 1);
    if (close == std::string_view::npos)
      emit(Type::literal, text_.size(), true);
    else
      emit(Type::literal, close + tag.size());
    return true;
  }

  void word() {
    std::size_t i = at_;
    const bool number = is_digit(text_[i]);  // a dollar quote may follow a number without a space
    while (i < text_.size() && is_word(text_[i]) && !(number && text_[i] == '$')) ++i;
    const std::string_view word = text_.substr(at_, i - at_);
    const char after = i < text_.size() ? text_[i] : '\0';
    if (after == '\'' && word.size() == 1 &&
        std::string_view("eEbBxXnN").find(word[0]) != std::string_view::npos)
      return quoted(i + 1, '\'', word[0] == 'e' || word[0] == 'E', Type::literal);
    if (after == '&' && (word == "U" || word == "u") && i + 1 < text_.size()) {
      if (text_[i + 1] == '\'') return quoted(i + 2, '\'', false, Type::literal);
      if (text_[i + 1] == '"') return quoted(i + 2, '"', false, Type::quoted);
    }
    track_atomic(word);
    emit(Type::word, i);
  }

  // Inside BEGIN ATOMIC … END, semicolons separate statements of the body. CASE … END nests.
  void track_atomic(std::string_view word) {
    if (atomic_depth_ > 0) {
      if (is_keyword(word, "CASE"))
        ++atomic_depth_;
      else if (is_keyword(word, "END"))
        --atomic_depth_;
    } else if (is_keyword(word, "ATOMIC") && !tokens_.empty()) {
      const Lexeme& last = tokens_.back();
      if (is_keyword(text_.substr(last.begin, last.end - last.begin), "BEGIN")) atomic_depth_ = 1;
    }
  }

  // CREATE RULE … DO (…; …) has semicolons that do not end a statement.
  void semicolon() { emit(atomic_depth_ > 0 || parentheses_ > 0 ? Type::symbol : Type::semicolon, at_ + 1); }

  void symbol_run() {
    std::size_t i = at_;
    while (i < text_.size() && is_operator(text_[i]) && text_.substr(i, 2) != "--" &&
           text_.substr(i, 2) != "/*") {
      ++i;
    }
    emit(Type::symbol, i);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool line_start_ = true;
  int atomic_depth_ = 0;
  int parentheses_ = 0;
  std::vector<Lexeme> tokens_;
};

}  // namespace

std::vector<Lexeme> lex_sql(std::string_view text) { return Lexer(text).run(); }

bool is_keyword(std::string_view token_text, std::string_view keyword) {
  return std::equal(token_text.begin(), token_text.end(), keyword.begin(), keyword.end(), [](char a, char b) {
    return (a >= 'a' && a <= 'z' ? static_cast<char>(a - 'a' + 'A') : a) == b;
  });
}

std::string token_text(std::string_view text, const std::vector<Lexeme>& tokens) {
  std::string out;
  out.reserve(text.size());
  for (const Lexeme& token : tokens) {
    if (token.is_comment()) continue;
    out += text.substr(token.begin, token.end - token.begin);
    out += '\n';
  }
  return out;
}

std::vector<SqlStatement> split_statements(std::string_view text) {
  std::vector<SqlStatement> statements;
  SqlStatement statement;
  const auto finish = [&] {
    if (!statement.tokens.empty()) {
      statement.begin = statement.tokens.front().begin;
      statement.end = statement.tokens.back().end;
      statements.push_back(std::move(statement));
    }
    statement = {};
  };
  for (const Lexeme& token : lex_sql(text)) {
    if (token.type == Lexeme::Type::semicolon)
      finish();
    else if (!token.is_comment())
      statement.tokens.push_back(token);
  }
  finish();
  return statements;
}

std::string normalise_text(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (text.find('\r') == std::string_view::npos) return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    out += text[i];
  }
  return out;
}

}  // namespace schemac
