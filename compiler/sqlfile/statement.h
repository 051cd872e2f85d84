// SQL text -> statements, through libpg_query: PostgreSQL's own grammar. The only user of libpg_query.
//
// Everything is by token and parse tree, never by regular expression. Offsets are bytes into the text that
// was given; the caller turns them into spans. libpg_query keeps no global state that callers must care for;
// safe from threads.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "catalog/identifier.h"

namespace schemac::sql {

struct ParseError {
  std::string message;
  std::size_t offset = 0;
  enum class What {
    syntax,
    psql_command,  // "\\i file": for psql, not for a server
    too_deep,      // nested deeper than this tool, or PostgreSQL's parser, reads
  } what = What::syntax;
};
// As a diagnostic there; the hints are those of the place where the SQL stands.
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
      false;  // stands in a string: nextval('s'), 't'::regclass; offset and length are the string's
  std::vector<std::string>
      columns;  // relation: columns it names where that is known from the text alone; may be empty
};

struct StatementColumn {
  std::string name;
  std::string type;            // as written; empty where the text does not say
  std::string renamed_from{};  // "-- schemac: renamed_from x" on the line before it, or behind it
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
  // create: what it makes. alter, grant, comment: what it changes, as far as the statement says (an ALTER
  // TABLE … ADD CONSTRAINT makes an object of its own: verb is create, id the constraint's). namespace_ empty
  // = by search_path.
  std::optional<ObjectId> id;
  std::optional<ObjectId> owned_by;  // trigger, index, policy, constraint, sequence OWNED BY: the relation
  std::size_t id_offset = 0;         // where id's name stands in `text`; length 0 = nowhere, or not found
  std::size_t id_length = 0;
  std::vector<Reference> references;     // offsets into `text`, sorted
  std::vector<StatementColumn> columns;  // of a table, view, composite type or index, as far as the text says
  std::string setting;                   // setting: its name in lower case
  std::vector<std::string> values;       // setting: what it is set to
  bool foreign_key = false;              // create of a foreign key constraint
  bool key = false;  // create of a primary key, unique or exclusion constraint, or of a unique index
  bool sets_owner = false, sets_tablespace = false, sets_options = false;
  bool materialized_with_data = true;
  // grant: ON ALL TABLES (SEQUENCES, FUNCTIONS, …) IN SCHEMA, which names no object. [offset, offset +
  // length) of the text is that part, from ALL on.
  struct Everything {
    std::string what;  // tables, sequences, functions, procedures, routines
    std::vector<std::string> namespaces;
    std::size_t offset = 0, length = 0;
  };
  std::optional<Everything> everything;
  std::string why_forbidden;
  bool outside = false;  // forbidden: reaches beyond the database, so that no scratch database may run it
  std::vector<std::string>
      directives;  // "-- schemac: …" comment lines directly before it, without the prefix
};

struct ParsedSql {
  std::vector<Statement> statements;
  std::vector<ParseError>
      errors;  // of the statements that do not parse, in order; the others are still there
};

// Splits, parses and analyses. A statement that libpg_query does not know but that a newer server may is
// opaque when a directive says "depends_on …" or "opaque"; otherwise it is the error. psql meta-commands are
// errors with a message of their own, except \restrict and \unrestrict.
ParsedSql parse(std::string_view text);

// The same for a script that a server runs: each statement as it stands, without references. What does not
// parse is opaque, since the server may be newer than the parser; errors are psql's meta-commands and what no
// server can scan.
ParsedSql read_script(std::string_view text);

// Splits by the scanner alone: strings, dollar quotes, comments and BEGIN ATOMIC bodies respected.
struct Piece {
  std::size_t offset = 0, length = 0;
};
std::vector<Piece> split(std::string_view text);

// A query (SELECT, WITH, VALUES, TABLE) or one expression, for view definitions and checks that stand in
// annotations.
// Offsets count from the start of the text given. An error's offset lies inside the text or at its end.
std::optional<ParseError> analyse_query(std::string_view query, std::vector<Reference>& references);
std::optional<ParseError> analyse_expression(std::string_view expression, std::vector<Reference>& references);

// Names of more than 63 bytes: the server's scanner cuts them in silence, and so does the parser, so that no
// tree shows them.
std::vector<Piece> long_names(std::string_view text);

// Tokens without comments and spacing, joined so that two texts are equal exactly if their token sequences
// are: bytes of literals and quoted names kept. What hashes are made of. Unscannable text: the text itself.
std::string canonical_tokens(std::string_view text);

// The text with a replacement at each place; replacements sorted by offset and not overlapping.
struct Replacement {
  std::size_t offset = 0, length = 0;
  std::string text;
};
std::string replace(std::string_view text, const std::vector<Replacement>& replacements);

// CREATE TABLE with foreign keys inside -> the same without them, and one ALTER TABLE … ADD CONSTRAINT for
// each, so that foreign keys are objects of their own and tables never form a cycle. Constraint names as the
// server would choose. Returns the parts' texts; the first is the table. One part if there is nothing to
// separate.
std::vector<std::string> separate_foreign_keys(std::string_view create_table);

// "ns.name", "name" or quoted parts -> the parts with case folded and quotes removed; nullopt if it is no
// name.
std::optional<std::vector<std::string>> parse_name(std::string_view text);
// A type as format_type prints it, for names in signatures: "int4[]" -> "integer[]". nullopt if it is no
// type.
std::optional<std::string> canonical_type(std::string_view type);

std::string_view parser_version();  // "15"

}  // namespace schemac::sql
