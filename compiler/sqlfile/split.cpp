#include "sqlfile/split.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "sqlfile/lexer.h"

namespace schemac::sql {

namespace {

constexpr std::string_view directive_prefix = "schemac:";

std::size_t line_end(std::string_view text, std::size_t at) {
  return std::min(text.find('\n', at), text.size());
}

void blank(std::string& text, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end && i < text.size(); ++i)
    if (text[i] != '\n') text[i] = ' ';
}

// pg_dump writes rows between COPY … FROM stdin; and a line "\."; they are not SQL and may contain anything.
void blank_copy_data(std::string& text) {
  std::size_t done = 0;  // end of the last block
  for (std::size_t end = text.find("\n\\."); end != std::string::npos; end = text.find("\n\\.", done)) {
    const std::size_t next = line_end(text, end + 1);
    const std::size_t copy = std::string_view(text).substr(done, end - done).rfind("\nCOPY ");
    if (copy != std::string_view::npos)
      blank(text, line_end(text, done + copy + 1), next);
    else if (done == 0 && text.starts_with("COPY "))
      blank(text, line_end(text, 0), next);
    done = next;
  }
}

// A backslash outside of strings and comments starts a psql command. The two commands that pg_dump writes
// around a dump are blanked, the others are errors.
ParseError meta_command(std::string_view text, std::size_t at) {
  const std::size_t end = line_end(text, at);
  std::string_view word = text.substr(at, end - at);
  word = word.substr(0, word.find_first_of(" \t\r"));
  return {"'" + std::string(word) + "' is a command of psql, not SQL", at, ParseError::What::psql_command};
}

void blank_restrict(std::string& text) {
  for (const std::string_view command : {"\\restrict ", "\\unrestrict "})
    for (std::size_t at = text.find(command); at != std::string::npos; at = text.find(command, at + 1))
      if (at == 0 || text[at - 1] == '\n') blank(text, at, line_end(text, at));
}

// Tracks parentheses and the bodies of CREATE FUNCTION … BEGIN ATOMIC … END, as psql does: inside such a body
// CASE opens a block that END closes.
class Nesting {
 public:
  Nesting(const std::vector<Token>& tokens, std::string_view text) : tokens_(tokens), text_(text) {}

  bool ends_statement(std::size_t i) const {
    return parentheses_ <= 0 && bodies_ == 0 && is_symbol(tokens_[i], text_, ';');
  }
  void pass(std::size_t i) {
    const Token& token = tokens_[i];
    if (is_symbol(token, text_, '(')) ++parentheses_;
    if (is_symbol(token, text_, ')')) --parentheses_;
    if (token.kind != Token::Kind::keyword) return;
    const bool begins = is_word(token, text_, "atomic") && i > 0 && is_word(tokens_[i - 1], text_, "begin");
    if (begins || (bodies_ > 0 && is_word(token, text_, "case")))
      ++bodies_;
    else if (bodies_ > 0 && is_word(token, text_, "end"))
      --bodies_;
  }
  void reset() { parentheses_ = bodies_ = 0; }

 private:
  const std::vector<Token>& tokens_;
  std::string_view text_;
  int parentheses_ = 0;
  int bodies_ = 0;
};

}  // namespace

std::optional<std::string> directive_of(std::string_view comment) {
  if (!comment.starts_with("--")) return std::nullopt;
  comment = trim(comment.substr(2));
  if (!comment.starts_with(directive_prefix)) return std::nullopt;
  return std::string(trim(comment.substr(directive_prefix.size())));
}

Pieces split_text(std::string_view source) {
  Pieces out;
  std::string text(source);
  if (text.find('\\') != std::string::npos) {
    blank_copy_data(text);
    blank_restrict(text);
    // An apostrophe in a psql command would mislead the scanner. The backslash stays, to be reported below.
    for (const Lexeme& lexeme : lex_sql(text))
      if (lexeme.type == Lexeme::Type::backslash) blank(text, lexeme.begin + 1, lexeme.end);
  }
  const Tokens scanned = scan(text, true);
  if (scanned.error) {
    out.errors.push_back(*scanned.error);
    return out;
  }
  const std::vector<Token>& tokens = scanned.tokens;
  Nesting nesting(tokens, text);
  std::vector<std::string> directives;
  std::optional<std::size_t> begin;
  std::size_t end = 0, skip_to = 0;
  const auto finish = [&] {
    if (begin) {
      out.pieces.push_back({*begin, end - *begin});
      out.directives.push_back(std::move(directives));
    }
    directives.clear();
    begin.reset();
    nesting.reset();
  };
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.begin < skip_to) continue;
    if (token.kind == Token::Kind::comment) {
      if (begin) continue;
      if (std::optional<std::string> directive = directive_of(token.text(text)))
        directives.push_back(std::move(*directive));
      continue;
    }
    if (is_symbol(token, text, '\\')) {
      out.errors.push_back(meta_command(source, token.begin));
      skip_to = line_end(text, token.begin);
      begin.reset();  // a statement that ends in \gexec
      nesting.reset();
      continue;
    }
    if (nesting.ends_statement(i)) {
      finish();
      continue;
    }
    if (!begin) begin = token.begin;
    end = token.end;
    nesting.pass(i);
  }
  finish();
  std::stable_sort(out.errors.begin(), out.errors.end(),
                   [](const ParseError& a, const ParseError& b) { return a.offset < b.offset; });
  return out;
}

std::vector<Piece> split(std::string_view text) { return split_text(text).pieces; }

std::string canonical_tokens(std::string_view text) {
  const Tokens scanned = scan(text);
  if (scanned.error) return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (const Token& token : scanned.tokens) {
    if (!out.empty()) out += ' ';
    const bool folds = token.kind == Token::Kind::keyword || token.kind == Token::Kind::name;
    if (folds)
      out += lower_case(token.text(text));
    else
      out += token.text(text);
  }
  return out;
}

}  // namespace schemac::sql
