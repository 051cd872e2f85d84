// SQL text -> statements, through libpg_query: PostgreSQL's own grammar. The only user of libpg_query.
//
// Everything uses tokens and the parse tree, never regular expressions. Offsets are bytes into the given
// text; the caller converts them into spans. libpg_query has no global state that callers must manage;
// thread-safe.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "catalog/identifier.h"
#include "catalog/stated.h"

namespace schemac::sql {

struct ParseError {
  std::string message;
  std::size_t offset = 0;
  enum class What {
    syntax,
    psql_command,  // "\\i file": for psql, not for a server
    too_deep,      // nested deeper than this tool, or PostgreSQL's parser, can read
  } what = What::syntax;
};
// As a diagnostic at that place; the hints depend on where the SQL comes from.
void report_parse_error(const ParseError& error, Span place, std::string syntax_hint, std::string psql_hint,
                        Diagnostics& diagnostics);

// A name that a statement refers to and that is not defined inside it (CTEs, aliases, NEW/OLD, arguments
// are).
struct Reference {
  enum class To {
    relation,
    function,
    type,
    operator_,
    collation,
    sequence,
    namespace_,
    extension,
    language,
    role,
    text_search,
    key /* unique or primary key of a relation: GROUP BY, ON CONFLICT, FOREIGN KEY */,
    index,
    constraint,
    operator_class,
    foreign_data_wrapper,
    foreign_server
  } to = To::relation;
  std::string namespace_;  // as written; empty = by search_path
  std::string name;
  int argument_count = -1;  // functions
  std::size_t offset = 0;   // of the whole qualified name
  std::size_t length = 0;
  bool soft = false;  // from a function body given as a string
  bool literal =
      false;  // in a string: nextval('s'), 't'::regclass; offset and length are those of the string
  std::vector<std::string>
      columns;  // relation: the columns that it names, if the text alone shows them; may be empty
};

struct StatementColumn {
  std::string name;
  std::string type;  // as written; empty if the text does not state it
};

struct Statement {
  enum class Verb {
    create,
    alter,
    grant,
    comment,
    security_label,
    other_ddl,
    data,
    transaction,
    setting,
    forbidden,
    opaque
  } verb = Verb::opaque;
  std::size_t offset = 0;  // first token (comments before it excluded)
  std::size_t length = 0;  // without the semicolon
  std::string text;
  std::string node;  // libpg_query's node name, "CreateStmt"
  // create: the object that it creates. alter, grant, comment: the object that it changes, as far as the
  // statement states it (an ALTER TABLE … ADD CONSTRAINT creates a separate object: verb is create, id the
  // constraint's). namespace_ empty = by search_path.
  std::optional<ObjectId> id;
  std::optional<ObjectId> owned_by;  // trigger, index, policy, constraint, sequence OWNED BY: the relation
  std::size_t id_offset = 0;  // the position of id's name in `text`; length 0 = not in the text, or not found
  std::size_t id_length = 0;
  std::vector<Reference> references;  // offsets into `text`, sorted
  std::vector<StatementColumn>
      columns;          // of a table, view, composite type or index, as far as the text states them
  std::string setting;  // setting: its name in lower case
  std::vector<std::string> values;  // setting: its values
  bool foreign_key = false;         // create of a foreign key constraint
  bool key = false;  // create of a primary key, unique or exclusion constraint, or of a unique index
  Stated stated;     // by the statement itself and its directives; names without places
  bool materialized_with_data = true;
  // grant: ON ALL TABLES (SEQUENCES, FUNCTIONS, …) IN SCHEMA, which names no object. [offset, offset +
  // length) of the text is that part, starting at ALL.
  struct Everything {
    std::string what;  // tables, sequences, functions, procedures, routines
    std::vector<std::string> namespaces;
    std::size_t offset = 0, length = 0;
  };
  std::optional<Everything> everything;
  std::string why_forbidden;
  bool outside = false;  // forbidden: it acts outside the database, so that no scratch database may run it
  // "-- schemac: …" comment lines directly before it, without the prefix, that are not in `stated`.
  std::vector<std::string> directives;
};

struct ParsedSql {
  std::vector<Statement> statements;
  std::vector<ParseError>
      errors;  // of the statements that do not parse, in order; the other statements are still returned
};

// Splits, parses and analyses. A statement that libpg_query does not know, but a newer server may know, is
// opaque if a directive states "depends_on …" or "opaque"; otherwise it is the error. psql commands are
// errors with their own message, except \restrict and \unrestrict.
ParsedSql parse(std::string_view text);

// The same for a script that a server runs: each statement as it is, without references. A statement that
// does not parse is opaque, since the server may be newer than the parser; errors are psql commands and text
// that no server can scan.
ParsedSql read_script(std::string_view text);

// Splits by the scanner alone: strings, dollar quotes, comments and BEGIN ATOMIC bodies are respected.
struct Piece {
  std::size_t offset = 0, length = 0;
};
std::vector<Piece> split(std::string_view text);

// A query (SELECT, WITH, VALUES, TABLE) or one expression, for view definitions and checks in annotations.
// Offsets count from the start of the given text. An error's offset is inside the text or at its end.
std::optional<ParseError> analyse_query(std::string_view query, std::vector<Reference>& references);
std::optional<ParseError> analyse_expression(std::string_view expression, std::vector<Reference>& references);

// Names of more than 63 bytes: the server's scanner truncates them without an error, and so does the parser,
// so that no tree shows them.
std::vector<Piece> long_names(std::string_view text);

// Tokens without comments and spacing, joined so that two results are equal exactly if the token sequences
// are: bytes of literals and quoted names are kept. Hashes are computed from this. For text that cannot be
// scanned: the text itself.
std::string canonical_tokens(std::string_view text);

// The text with a replacement at each place; replacements sorted by offset and not overlapping.
struct Replacement {
  std::size_t offset = 0, length = 0;
  std::string text;
};
std::string replace(std::string_view text, const std::vector<Replacement>& replacements);

// CREATE TABLE with foreign keys inside -> the same without them, and one ALTER TABLE … ADD CONSTRAINT for
// each, so that foreign keys are separate objects and tables never form a cycle. Constraint names are those
// that the server would choose. Returns the parts' texts; the first is the table. One part if there is
// nothing to separate.
std::vector<std::string> separate_foreign_keys(std::string_view create_table);

// "ns.name", "name" or quoted parts -> the parts with case folded and quotes removed; nullopt if it is not a
// name.
std::optional<std::vector<std::string>> parse_name(std::string_view text);
// A type as format_type prints it, for names in signatures: "int4[]" -> "integer[]". nullopt if it is not a
// type.
std::optional<std::string> canonical_type(std::string_view type);

std::string_view parser_version();  // "15"

}  // namespace schemac::sql
