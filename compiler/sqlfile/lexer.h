// The lexical structure of SQL files and migrations: enough of SQL and psql to distinguish code from comments
// and literals. One pass, for any nesting: the time is linear in the text.
//
// Not a parser and not libpg_query: a migration may contain syntax newer than any parser that we link, and a
// thousand files are read before each upgrade (about 200 MB/s). The time of libpg_query's own scanner grows
// with the square of a run of operator characters, so its input goes through this lexer first (parser.cpp).
// Knows '…' and E'…', "…", $tag$…$tag$, nested /* */, -- comments, psql's backslash commands, parentheses and
// BEGIN ATOMIC bodies (semicolons in them do not end a statement).
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace schemac {

struct Lexeme {
  enum class Type {
    word,           // identifier, keyword or number, as written
    quoted,         // "…"
    literal,        // '…' with its prefix, $tag$…$tag$
    symbol,         // one of ( ) [ ] , . : or a run of operator characters
    semicolon,      // ends a statement
    line_comment,   // without the line end; a carriage return is a line end, too
    block_comment,  // including nested ones
    backslash,      // psql command, to the end of the line
  } type = Type::word;
  std::size_t begin = 0, end = 0;
  bool line_start = false;    // only spaces before it on its line
  bool unterminated = false;  // the file ends inside it

  bool is_comment() const { return type == Type::line_comment || type == Type::block_comment; }
};

std::vector<Lexeme> lex_sql(std::string_view text);

// ASCII-case-insensitive comparison of a word token with an upper-case keyword.
bool is_keyword(std::string_view token_text, std::string_view keyword);

// Without comments and spacing, tokens separated by one newline: two results are equal exactly if the texts
// have the same tokens.
std::string token_text(std::string_view text, const std::vector<Lexeme>& tokens);

// The statements of a text: byte range without the semicolon, and their tokens without comments.
struct SqlStatement {
  std::size_t begin = 0, end = 0;
  std::vector<Lexeme> tokens;
};
std::vector<SqlStatement> split_statements(std::string_view text);

// Line ends to \n, byte order mark removed. Every offset into a migration file counts in this text.
std::string normalise_text(std::string_view text);

}  // namespace schemac
