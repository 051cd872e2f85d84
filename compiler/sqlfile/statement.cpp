#include "sqlfile/statement.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "sqlfile/directive.h"
#include "sqlfile/foreign_keys.h"
#include "sqlfile/identify.h"
#include "sqlfile/parser.h"
#include "sqlfile/references.h"
#include "sqlfile/split.h"
#include "sqlfile/type_name.h"

namespace schemac::sql {

namespace {

using Verb = Statement::Verb;

bool is_opaque_by_directive(const std::vector<std::string>& directives) {
  return std::any_of(directives.begin(), directives.end(), [](const std::string& directive) {
    return directive.starts_with("depends_on") || directive.starts_with("opaque") ||
           directive.starts_with("object");
  });
}

// The references of a node without the names that it defines and those of its own body, which identify()
// knows.
void references_of(const std::string& node_name, const Json& node, const std::vector<Token>& tokens,
                   Statement& statement) {
  std::vector<Reference> found;
  if (node_name == "AlterDefaultPrivilegesStmt") {
    for (const Json& option : node["options"]) {
      const Json& element = option["DefElem"];
      if (element.value("defname", "") != "schemas") continue;
      for (const std::string& name : name_parts(element["arg"]["List"]["items"])) {
        Reference reference;
        reference.to = Reference::To::namespace_;
        reference.name = name;
        found.push_back(std::move(reference));
      }
    }
  } else {
    collect_references(node_name, node, statement.text, tokens, found);
  }
  const bool changes = statement.verb != Verb::create;
  std::erase_if(found, [&](const Reference& reference) {
    if (!statement.id) return false;
    if (statement.id_length > 0 && reference.offset == statement.id_offset && reference.length > 0) {
      const bool own = reference.to == Reference::To::relation || reference.to == Reference::To::type;
      // The place of a constraint or trigger is its table, which it does depend on.
      return own && !(statement.owned_by && statement.verb == Verb::create &&
                      statement.id->kind == Kind::constraint);
    }
    return changes && reference.to == Reference::To::function && reference.length == 0 &&
           statement.id->name.starts_with(quote_identifier(reference.name) + "(");
  });
  statement.references.insert(statement.references.end(), found.begin(), found.end());
}

// Language, and the body if it is a string.
void routine_body(const Json& node, Statement& statement) {
  std::string language = node.contains("sql_body") ? "sql" : "", body;
  for (const Json& option : node["options"]) {
    const Json& element = option["DefElem"];
    const std::string property = element.value("defname", "");
    if (property == "language") language = element["arg"]["String"].value("sval", "");
    if (property == "as") {
      const auto parts = name_parts(element["arg"]["List"]["items"]);
      if (!parts.empty()) body = parts.front();
    }
  }
  language = lower_case(language);
  static constexpr std::array<std::string_view, 4> built_in = {"sql", "plpgsql", "c", "internal"};
  if (!language.empty() && std::find(built_in.begin(), built_in.end(), language) == built_in.end()) {
    Reference reference;
    reference.to = Reference::To::language;
    reference.name = language;
    statement.references.push_back(std::move(reference));
  }
  std::vector<Reference> soft;
  if (language == "plpgsql") {
    collect_body_references(body, soft);
  } else if (language == "sql" && !body.empty()) {
    const ParseTree tree = parse_tree(body);
    if (tree.error)
      collect_body_references(body, soft);
    else
      collect_references(tree.statements, body, scan(body).tokens, 0, soft);
  }
  for (Reference& reference : soft) {
    reference.soft = true;
    reference.literal = false;
    reference.offset = reference.length = 0;  // in the body: not a position in the statement
    statement.references.push_back(std::move(reference));
  }
}

// The column of a directive among the columns: the next one, or the one on the directive's line.
void read_column_directives(const Json& columns, Statement& statement) {
  const std::string_view text = statement.text;
  if (text.find("schemac:") == std::string_view::npos) return;
  std::vector<std::size_t> places;  // of statement.columns, which are in the same order
  for (const Json& column : columns)
    if (column.contains("ColumnDef"))
      places.push_back(std::size_t(std::max(0, column["ColumnDef"].value("location", 0))));
  if (places.size() != statement.columns.size()) return;
  for (const Token& token : scan(text, true).tokens) {
    const std::optional<std::string> directive =
        token.kind == Token::Kind::comment ? directive_of(token.text(text)) : std::nullopt;
    if (!directive) continue;
    const std::size_t line = text.rfind('\n', token.begin) + 1;  // npos + 1 = 0
    const bool alone = text.find_first_not_of(" \t", line) == token.begin;
    auto at = std::upper_bound(places.begin(), places.end(), token.begin);
    if (!alone && at != places.begin()) --at;
    std::optional<std::string> old = at != places.end() ? renamed_from(*directive) : std::nullopt;
    if (old)
      statement.stated.columns_renamed_from.edit()[statement.columns[std::size_t(at - places.begin())].name] =
          std::move(*old);
    else
      statement.directives.push_back(*directive);
  }
}

// Returns the tokens.
std::vector<Token> identify_statement(const Json& statement_node, Statement& statement) {
  std::vector<Token> tokens = scan(statement.text).tokens;
  statement.node = statement_node.only().key;
  const Json node = statement_node.only().value;
  identify(statement.node, node, tokens, statement);
  if (statement.node == "CreateStmt" || statement.node == "CreateForeignTableStmt")
    read_column_directives((node.contains("base") ? node["base"] : node)["tableElts"], statement);
  return tokens;
}

Statement analyse(std::string text, const Json& statement_node, std::size_t offset, std::size_t length) {
  Statement statement;
  statement.offset = offset;
  statement.length = length;
  statement.text = std::move(text);
  const std::vector<Token> tokens = identify_statement(statement_node, statement);
  const Json node = statement_node.only().value;
  references_of(statement.node, node, tokens, statement);
  if (statement.node == "CreateFunctionStmt") routine_body(node, statement);
  sort_references(statement.references);
  return statement;
}

void add_statements(std::string_view text, const Json& node, const Piece& piece, ParsedSql& out,
                    const std::vector<std::string>& directives) {
  const std::string piece_text(text.substr(piece.offset, piece.length));
  const std::vector<std::string> parts =
      take_apart(piece_text, std::string(node.only().key), node.only().value, scan(piece_text).tokens);
  for (const std::string& part : parts) {
    if (part == piece_text) {
      out.statements.push_back(analyse(part, node, piece.offset, piece.length));
    } else {
      const ParseTree tree = parse_tree(part);
      if (tree.error || tree.statements.empty()) continue;  // impossible: parts of text that parses do parse
      out.statements.push_back(analyse(part, tree.statements[0]["stmt"], piece.offset, piece.length));
    }
    std::vector<std::string>& own = out.statements.back().directives;
    own.insert(own.begin(), directives.begin(), directives.end());
    take_stated(own, out.statements.back().stated);
  }
}

void add_piece(std::string_view text, const Piece& piece, std::vector<std::string> directives,
               ParsedSql& out) {
  const std::string_view piece_text = text.substr(piece.offset, piece.length);
  ParseTree tree = parse_tree(piece_text);
  if (!tree.error && !tree.statements.empty() && tree.statements[0].contains("stmt")) {
    add_statements(text, tree.statements[0]["stmt"], piece, out, directives);
    return;
  }
  if (tree.error && !is_opaque_by_directive(directives)) {
    out.errors.push_back(*tree.error);
    out.errors.back().offset += piece.offset;
    return;
  }
  Statement statement;
  statement.offset = piece.offset;
  statement.length = piece.length;
  statement.text = std::string(piece_text);
  statement.directives = std::move(directives);
  take_stated(statement.directives, statement.stated);
  out.statements.push_back(std::move(statement));
}

std::optional<ParseError> analyse_with_prefix(std::string_view text, std::string_view prefix,
                                              std::vector<Reference>& references, bool query) {
  const std::string whole = std::string(prefix) + std::string(text);
  const auto inside = [&](ParseError error) {
    error.offset = std::min(error.offset < prefix.size() ? 0 : error.offset - prefix.size(), text.size());
    return error;
  };
  const Tokens scanned = scan(text);
  if (scanned.error) return scanned.error;
  ParseTree tree = parse_tree(whole);
  if (tree.error) return inside(*tree.error);
  if (tree.statements.size() != 1) {
    const std::vector<Piece> pieces = split(text);
    if (tree.statements.empty() || pieces.size() < 2) return ParseError{"a query is expected here", 0};
    return ParseError{"only one query is allowed here", pieces[1].offset};
  }
  const Json& node = tree.statements[0]["stmt"];
  if (query && !node.contains("SelectStmt"))
    return ParseError{"a query (SELECT, WITH, VALUES or TABLE) is expected here", 0};
  if (query && node["SelectStmt"].contains("intoClause"))
    return ParseError{"SELECT … INTO is not a query", 0};
  collect_references(node, text, scanned.tokens, prefix.size(), references);
  sort_references(references);
  return std::nullopt;
}

}  // namespace

ParsedSql parse(std::string_view text) {
  ParsedSql out;
  Pieces pieces = split_text(text);
  out.errors = std::move(pieces.errors);
  for (std::size_t i = 0; i < pieces.pieces.size(); ++i)
    add_piece(text, pieces.pieces[i], std::move(pieces.directives[i]), out);
  std::stable_sort(out.errors.begin(), out.errors.end(),
                   [](const ParseError& a, const ParseError& b) { return a.offset < b.offset; });
  return out;
}

ParsedSql read_script(std::string_view text) {
  ParsedSql out;
  Pieces pieces = split_text(text);
  out.errors = std::move(pieces.errors);
  for (std::size_t i = 0; i < pieces.pieces.size(); ++i) {
    Statement statement;
    statement.offset = pieces.pieces[i].offset;
    statement.length = pieces.pieces[i].length;
    statement.text = std::string(text.substr(statement.offset, statement.length));
    statement.directives = std::move(pieces.directives[i]);
    const ParseTree tree = parse_tree(statement.text);
    // Syntax of a newer server is left to the server; text that is too deep would be misread.
    if (tree.error && tree.error->what == ParseError::What::too_deep) {
      out.errors.push_back(*tree.error);
      out.errors.back().offset += statement.offset;
      continue;
    }
    if (!tree.error && !tree.statements.empty() && tree.statements[0].contains("stmt"))
      identify_statement(tree.statements[0]["stmt"], statement);
    take_stated(statement.directives, statement.stated);
    out.statements.push_back(std::move(statement));
  }
  return out;
}

std::optional<ParseError> analyse_query(std::string_view query, std::vector<Reference>& references) {
  return analyse_with_prefix(query, "", references, true);
}

std::optional<ParseError> analyse_expression(std::string_view expression,
                                             std::vector<Reference>& references) {
  return analyse_with_prefix(expression, "SELECT ", references, false);
}

std::string replace(std::string_view text, const std::vector<Replacement>& replacements) {
  std::string out;
  std::size_t at = 0;
  for (const Replacement& replacement : replacements) {
    out += text.substr(at, replacement.offset - at);
    out += replacement.text;
    at = replacement.offset + replacement.length;
  }
  return out += text.substr(at);
}

std::vector<Piece> long_names(std::string_view text) {
  std::vector<Piece> found;
  for (const Token& token : scan(text).tokens)
    if ((token.kind == Token::Kind::name || token.kind == Token::Kind::quoted_name) &&
        token.end - token.begin > max_identifier_bytes && name_of(token, text).size() > max_identifier_bytes)
      found.push_back({token.begin, token.end - token.begin});
  return found;
}

// Parts of lower-case letters, digits and '_' with '.' between them, which nearly every name is. nullopt for
// all others.
static std::optional<std::vector<std::string>> plain_parts(std::string_view text) {
  std::vector<std::string> parts;
  for (;;) {
    std::size_t end = 0;
    for (; end < text.size() && text[end] != '.'; ++end) {
      const char c = text[end];
      if (!(c >= 'a' && c <= 'z') && c != '_' && (end == 0 || c < '0' || c > '9')) return std::nullopt;
    }
    if (end == 0) return std::nullopt;
    parts.emplace_back(text.substr(0, end));
    if (end == text.size()) return parts;
    text.remove_prefix(end + 1);
  }
}

std::optional<std::vector<std::string>> parse_name(std::string_view text) {
  if (auto parts = plain_parts(text)) return parts;
  const Tokens scanned = scan(text);
  if (scanned.error || scanned.tokens.empty() || scanned.tokens.size() % 2 == 0) return std::nullopt;
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < scanned.tokens.size(); ++i) {
    const Token& token = scanned.tokens[i];
    if (i % 2 == 1) {
      if (!is_symbol(token, text, '.')) return std::nullopt;
      continue;
    }
    if (token.kind != Token::Kind::name && token.kind != Token::Kind::quoted_name &&
        token.kind != Token::Kind::keyword)
      return std::nullopt;
    parts.push_back(name_of(token, text));
  }
  return parts;
}

std::optional<std::string> canonical_type(std::string_view type) {
  const ParseTree tree = parse_tree("SELECT NULL::" + std::string(type));
  if (tree.error || tree.statements.size() != 1) return std::nullopt;
  const Json& target = tree.statements[0]["stmt"]["SelectStmt"]["targetList"][0]["ResTarget"];
  if (!target["val"].contains("TypeCast")) return std::nullopt;
  return type_text(target["val"]["TypeCast"]["typeName"], false);
}

void report_parse_error(const ParseError& error, Span place, std::string syntax_hint, std::string psql_hint,
                        Diagnostics& diagnostics) {
  switch (error.what) {
    case ParseError::What::syntax:
      diagnostics.error("sql-syntax", place, error.message, std::move(syntax_hint));
      return;
    case ParseError::What::psql_command:
      diagnostics.error("psql-command", place, error.message, std::move(psql_hint));
      return;
    case ParseError::What::too_deep:
      diagnostics.error("nested-too-deep", place, error.message,
                        "divide it: use a view that reads another view, or a list (IN, ANY, concat, VALUES) "
                        "instead of a chain of operators");
      return;
  }
}

}  // namespace schemac::sql
