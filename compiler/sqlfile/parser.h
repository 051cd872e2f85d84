// libpg_query's C interface as values: tokens with offsets, and the parse tree as JSON.
//
// JSON because it names its own fields: the protobuf form would need either libprotobuf-c's headers, which
// the library's package does not contain, or two hundred message types decoded by hand. Its cost, some 20
// microseconds per statement, applies only to SQL that people wrote. Offsets are bytes. Defaults (0, false,
// empty) are absent from the tree. Private to sqlfile.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sqlfile/statement.h"
#include "sqlfile/tree.h"

namespace schemac::sql {

struct Token {
  enum class Kind { name, quoted_name, keyword, string, number, operator_, punctuation, comment };
  Kind kind = Kind::punctuation;
  bool reserved = false;  // keyword that cannot be a name
  std::size_t begin = 0, end = 0;
  std::string_view text(std::string_view source) const { return source.substr(begin, end - begin); }
};

struct Tokens {
  std::vector<Token> tokens;
  std::optional<ParseError> error;
};

// Includes comments if requested. On an error there are no tokens.
Tokens scan(std::string_view text, bool with_comments = false);

struct ParseTree {
  Json statements;  // [{"stmt": {"<Node>": {…}}, …}]
  std::optional<ParseError> error;
  std::shared_ptr<const nlohmann::json>
      document;  // the document that statements and everything below them refer to
};
// Of a text of any depth: the library's functions recurse for each level, and run on a stack as large as the
// text can require. An error beyond max_tree_depth.
ParseTree parse_tree(std::string_view text);

// Nodes inside nodes. PostgreSQL's own limit is in bytes of stack (max_stack_depth): with its default, a
// chain of some 6,000 operators; with the maximum that 8 MiB of stack allow, some 24,000.
inline constexpr std::size_t max_tree_depth = 100'000;

// Whether the token is this word. Case is ignored; a quoted name is not a word. lower: in lower case.
bool is_word(const Token& token, std::string_view source, std::string_view lower);
bool is_symbol(const Token& token, std::string_view source, char symbol);
// Whether the token can be part of a name.
bool is_name(const Token& token);
// The name of a name token: case folded, or quotes removed.
std::string name_of(const Token& token, std::string_view source);
// The first token at or after offset; tokens.size() if there is none.
std::size_t token_at(const std::vector<Token>& tokens, std::size_t offset);
// The end (offset) of the qualified name that starts with token i.
std::size_t name_end(const std::vector<Token>& tokens, std::size_t i, std::string_view source);

}  // namespace schemac::sql
