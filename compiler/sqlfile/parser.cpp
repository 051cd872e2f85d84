#include "sqlfile/parser.h"

#include <pg_query.h>

#include <algorithm>

#include "base/text.h"

namespace schemac::sql {

namespace {

// Token numbers of pg_query.proto for what is no keyword and no single character.
constexpr int ident = 258, uident = 259, fconst = 260, sconst = 261, usconst = 262, bconst = 263,
              xconst = 264, op = 265, iconst = 266, param = 267, less_equals = 272, not_equals = 274,
              sql_comment = 275, c_comment = 276;

// Just enough protobuf for ScanResult: varints and length-delimited fields.
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

ParseError error_of(const PgQueryError& error, std::string_view text) {
  std::string message = error.message ? error.message : "syntax error";
  // What is near can be the rest of the file; a message is one line.
  if (message.find('\n') != std::string::npos)
    message.erase(std::min(message.find(" at or near"), message.find('\n')));
  return {std::move(message), byte_offset(text, error.cursorpos)};
}

std::optional<ParseError> null_byte(std::string_view text) {
  const std::size_t at = text.find('\0');
  if (at == std::string_view::npos) return std::nullopt;
  return ParseError{"a NUL byte in the text", at};
}

}  // namespace

Tokens scan(std::string_view text, bool with_comments) {
  Tokens out;
  if ((out.error = null_byte(text))) return out;
  const std::string copy(text);
  PgQueryScanResult result = pg_query_scan(copy.c_str());
  if (result.error) {
    out.error = error_of(*result.error, text);
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
  if ((out.error = null_byte(text))) return out;
  const std::string copy(text);
  PgQueryParseResult result = pg_query_parse(copy.c_str());
  if (result.error) {
    out.error = error_of(*result.error, text);
  } else {
    // Strings in the tree are the source's bytes and may be no UTF-8; such a text fails at the server too.
    Json tree = Json::parse(result.parse_tree, nullptr, false);
    if (tree.is_discarded())
      out.error = ParseError{"the text is not UTF-8", 0};
    else if (tree.contains("stmts"))
      out.statements = std::move(tree["stmts"]);
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
