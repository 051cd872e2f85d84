#include "sqlfile/parser.h"

#include <pg_query.h>

#include <algorithm>

#include <fmt/format.h>

#include "base/files.h"
#include "base/stack_thread.h"
#include "base/text.h"
#include "sqlfile/lexer.h"

namespace schemac::sql {

namespace {

// Token numbers of pg_query.proto for tokens that are neither keywords nor single characters.
constexpr int ident = 258, uident = 259, fconst = 260, sconst = 261, usconst = 262, bconst = 263,
              xconst = 264, op = 265, iconst = 266, param = 267, less_equals = 272, not_equals = 274,
              sql_comment = 275, c_comment = 276;

// The part of protobuf that ScanResult needs: varints and length-delimited fields.
struct Wire {
  const unsigned char* at;
  const unsigned char* end;

  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (int shift = 0; at < end && shift < 64; shift += 7) {
      const unsigned char byte = *at++;
      value |= std::uint64_t(byte & 0x7f) << shift;
      if (!(byte & 0x80)) break;
    }
    return value;
  }
};

Token::Kind kind_of(int token, int keyword_kind) {
  if (keyword_kind != 0) return Token::Kind::keyword;
  if (token == ident || token == uident) return Token::Kind::name;
  if (token == sconst || token == usconst || token == bconst || token == xconst) return Token::Kind::string;
  if (token == fconst || token == iconst || token == param) return Token::Kind::number;
  if (token == sql_comment || token == c_comment) return Token::Kind::comment;
  if (token == op || (token >= less_equals && token <= not_equals)) return Token::Kind::operator_;
  return Token::Kind::punctuation;
}

Token read_token(Wire wire, std::string_view text) {
  int number = 0, keyword_kind = 0;
  Token token;
  while (wire.at < wire.end) {
    const std::uint64_t tag = wire.varint();
    const std::uint64_t value = wire.varint();
    switch (tag >> 3) {
      case 1:
        token.begin = value;
        break;
      case 2:
        token.end = value;
        break;
      case 4:
        number = int(value);
        break;
      case 5:
        keyword_kind = int(value);
        break;
    }
  }
  token.end = std::min(token.end, text.size());
  token.begin = std::min(token.begin, token.end);
  token.kind = kind_of(number, keyword_kind);
  token.reserved = keyword_kind == 4;
  if (token.kind == Token::Kind::name && token.begin < token.end &&
      (text[token.begin] == '"' || number == uident))
    token.kind = Token::Kind::quoted_name;
  return token;
}

// The library counts characters from 1; we count bytes from 0.
std::size_t byte_offset(std::string_view text, int cursor) {
  if (cursor <= 0) return 0;
  std::size_t offset = 0;
  for (int characters = 1; offset < text.size() && characters < cursor; ++characters) {
    ++offset;
    while (offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0) == 0x80) ++offset;
  }
  return offset;
}

// The scanner reads a whole run of operator characters for each token in it, including comments. A run of
// this length is still fast, and no statement with a longer one parses, not even on a server: unary operators
// nest, and the grammar's stack has this many places.
constexpr std::size_t longest_operator_run = 10'000;

bool is_operator_character(char c) {
  return std::string_view("+-*/<>=~!@#%^&|`?").find(c) != std::string_view::npos;
}

bool has_long_run(std::string_view text) {
  std::size_t run = 0;
  for (const char c : text) {
    run = is_operator_character(c) ? run + 1 : 0;
    if (run > longest_operator_run) return true;
  }
  return false;
}

// The text that libpg_query gets: of the same length, without parts that cost its scanner more than linear
// time. Comments are spaces for the grammar, so they become spaces here; the directives are in those that
// begin with "--". A comment after a string keeps its ends: a line break alone would join two strings.
struct Prepared {
  std::string text;
  std::optional<ParseError> error;
};

Prepared prepare(std::string_view text) {
  Prepared out{std::string(text), std::nullopt};
  if (const std::size_t at = text.find('\0'); at != std::string_view::npos) {
    out.error = ParseError{"a NUL byte in the text", at};
    return out;
  }
  if (text.find("/*") == std::string_view::npos && !has_long_run(text)) return out;
  bool behind_string = false;
  for (const Lexeme& lexeme : lex_sql(text)) {
    const std::size_t length = lexeme.end - lexeme.begin;
    if (lexeme.type == Lexeme::Type::symbol && length > longest_operator_run) {
      out.error = ParseError{fmt::format("more than {} operator characters in a row", longest_operator_run),
                             lexeme.begin, ParseError::What::too_deep};
      return out;
    }
    if (lexeme.type == Lexeme::Type::line_comment) continue;
    if (lexeme.type == Lexeme::Type::block_comment) {
      if (lexeme.unterminated) {
        out.error = ParseError{"unterminated /* comment", lexeme.begin};
        return out;
      }
      std::fill_n(out.text.begin() + static_cast<std::ptrdiff_t>(lexeme.begin), length, ' ');
      if (behind_string) {
        out.text.replace(lexeme.begin, 2, "/*");
        out.text.replace(lexeme.end - 2, 2, "*/");
      }
    }
    behind_string = lexeme.type == Lexeme::Type::literal || lexeme.type == Lexeme::Type::quoted;
  }
  return out;
}

// text: as the library got it; its positions count characters.
ParseError error_of(const PgQueryError& error, std::string_view text) {
  std::string message = error.message ? error.message : "syntax error";
  // The nearby text can be the rest of the file; a message is one line.
  constexpr std::size_t longest = 200;
  if (message.find('\n') != std::string::npos || message.size() > longest)
    message.erase(std::min(message.find(" at or near"), std::min(message.find('\n'), longest)));
  const std::size_t offset = byte_offset(text, error.cursorpos);
  // The grammar's stack, which has 10,000 places on a server, too.
  if (message.starts_with("memory exhausted"))
    return {"nested deeper than PostgreSQL's parser allows", offset, ParseError::What::too_deep};
  return {std::move(message), offset};
}

// Bytes of stack that the library may need for a text: measured, the deepest nesting per byte of SQL takes 66
// bytes ("1+1+1+…", printed as JSON).
constexpr std::size_t parse_stack_per_byte = 256, parse_stack_base = std::size_t(1) << 20U;
constexpr std::size_t longest_on_own_stack = 4096;  // bytes of text whose depth fits on any thread's stack

PgQueryParseResult parse_on_stack(const std::string& text) {
  PgQueryParseResult result{};
  if (text.size() <= longest_on_own_stack)
    result = pg_query_parse(text.c_str());
  else
    run_on_stack(parse_stack_base + text.size() * parse_stack_per_byte,
                 [&] { result = pg_query_parse(text.c_str()); });
  return result;
}

// A position in the node or below; that of the surrounding node if there is none (a chain of UNION).
std::size_t place_in(const Json& node, std::size_t around) {
  std::vector<Json> left = {node};
  while (!left.empty()) {
    const Json at = left.back();
    left.pop_back();
    if (const int location = at.value("location", 0); location > 0) return std::size_t(location);
    for (const Json& item : at) left.push_back(item);
    for (const auto& [key, child] : at.items()) left.push_back(child);
  }
  return around;
}

// The position of the first node that is deeper than the limit.
std::optional<std::size_t> too_deep(const Json& statements) {
  struct Level {
    Json node;
    std::size_t depth, place;
  };
  std::vector<Level> left = {{statements, 0, 0}};
  while (!left.empty()) {
    const Level level = left.back();
    left.pop_back();
    if (level.depth > max_tree_depth) return place_in(level.node, level.place);
    for (const Json& item : level.node)
      left.push_back({item, level.depth + (item.is_object() ? 1 : 0), level.place});
    const int location = level.node.value("location", 0);
    const std::size_t place = location > 0 ? std::size_t(location) : level.place;
    for (const auto& [key, child] : level.node.items()) {
      // {"lexpr": {"A_Expr": {…}}} is one level: a key with a capital only names the type of the node.
      const bool wrapped = !key.empty() && key.front() >= 'A' && key.front() <= 'Z';
      left.push_back({child, level.depth + (child.is_object() && !wrapped ? 1 : 0), place});
    }
  }
  return std::nullopt;
}

}  // namespace

Tokens scan(std::string_view text, bool with_comments) {
  Tokens out;
  const Prepared prepared = prepare(text);
  if ((out.error = prepared.error)) return out;
  PgQueryScanResult result = pg_query_scan(prepared.text.c_str());
  if (result.error) {
    out.error = error_of(*result.error, prepared.text);
  } else {
    const auto* data = reinterpret_cast<const unsigned char*>(result.pbuf.data);
    Wire wire{data, data + result.pbuf.len};
    out.tokens.reserve(text.size() / 6);
    while (wire.at < wire.end) {
      const std::uint64_t tag = wire.varint();
      const std::uint64_t value = wire.varint();
      if ((tag & 7) != 2) continue;
      const std::size_t size = std::min<std::size_t>(value, std::size_t(wire.end - wire.at));
      if ((tag >> 3) == 2) {
        Token token = read_token({wire.at, wire.at + size}, text);
        if (with_comments || token.kind != Token::Kind::comment) out.tokens.push_back(token);
      }
      wire.at += size;
    }
  }
  pg_query_free_scan_result(result);
  return out;
}

ParseTree parse_tree(std::string_view text) {
  ParseTree out;
  const Prepared prepared = prepare(text);
  if ((out.error = prepared.error)) return out;
  PgQueryParseResult result{};
  try {
    result = parse_on_stack(prepared.text);
  } catch (const OsError& error) {
    out.error = ParseError{error.what(), 0, ParseError::What::too_deep};
    return out;
  }
  if (result.error) {
    out.error = error_of(*result.error, prepared.text);
  } else {
    // Strings in the tree are the source's bytes and may not be UTF-8; such a text fails on the server, too.
    // Parsing and destroying are limited only by memory: both use explicit stacks.
    nlohmann::json tree = nlohmann::json::parse(result.parse_tree, nullptr, false);
    if (tree.is_discarded()) {
      out.error = ParseError{"the text is not UTF-8", 0};
    } else {
      out.document = std::make_shared<const nlohmann::json>(std::move(tree));
      out.statements = Json(*out.document)["stmts"];
      if (const auto place = text.size() > max_tree_depth ? too_deep(out.statements) : std::nullopt)
        out = {{},
               ParseError{fmt::format("nested deeper than {} levels", max_tree_depth),
                          std::min(*place, text.size()), ParseError::What::too_deep},
               {}};
    }
  }
  pg_query_free_parse_result(result);
  return out;
}

static_assert(PG_VERSION_NUM / 10000 == SCHEMAC_PARSER_MAJOR, "libpg_query changed since CMake looked at it");

std::string_view parser_version() { return PG_MAJORVERSION; }

bool is_word(const Token& token, std::string_view source, std::string_view lower) {
  if (token.kind != Token::Kind::keyword && token.kind != Token::Kind::name) return false;
  const std::string_view text = token.text(source);
  return text.size() == lower.size() && lower_case(text) == lower;
}

bool is_symbol(const Token& token, std::string_view source, char symbol) {
  return (token.kind == Token::Kind::punctuation || token.kind == Token::Kind::operator_) &&
         token.end - token.begin == 1 && source[token.begin] == symbol;
}

bool is_name(const Token& token) {
  return token.kind == Token::Kind::name || token.kind == Token::Kind::quoted_name ||
         (token.kind == Token::Kind::keyword && !token.reserved);
}

std::string name_of(const Token& token, std::string_view source) {
  const std::string_view text = token.text(source);
  if (token.kind != Token::Kind::quoted_name) return lower_case(text);
  std::string name;
  const std::size_t start = text.find('"');
  if (start == std::string_view::npos) return std::string(text);
  for (std::size_t i = start + 1; i + 1 < text.size(); ++i) {
    name += text[i];
    if (text[i] == '"') ++i;
  }
  return name;
}

std::size_t token_at(const std::vector<Token>& tokens, std::size_t offset) {
  return std::size_t(std::lower_bound(tokens.begin(), tokens.end(), offset,
                                      [](const Token& token, std::size_t o) { return token.begin < o; }) -
                     tokens.begin());
}

std::size_t name_end(const std::vector<Token>& tokens, std::size_t i, std::string_view source) {
  while (i + 2 < tokens.size() && is_symbol(tokens[i + 1], source, '.') &&
         tokens[i + 2].kind != Token::Kind::punctuation)
    i += 2;
  return i < tokens.size() ? tokens[i].end : source.size();
}

}  // namespace schemac::sql
