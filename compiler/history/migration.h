// A migration: one reviewed SQL file with an up and a down part. See docs/migration-format.md.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"
#include "catalog/called_reads.h"

namespace schemac {

struct MigrationStep {
  std::string title;
  std::string sql;            // as in the file, trimmed, with the last semicolon; may be several statements
  bool transactional = true;  // no [no transaction]
  bool commit_after = false;  // [commit]
  std::optional<std::int64_t> batch;
  std::optional<std::string> lock_timeout;
  std::vector<std::string> annotations;  // other bracketed words, "lock: ACCESS EXCLUSIVE, brief"
  Span span;                             // of sql, in the normalised text of the file (sqlfile/lexer.h)
  friend bool operator==(const MigrationStep& a, const MigrationStep& b) {
    return a.title == b.title && a.sql == b.sql && a.transactional == b.transactional &&
           a.commit_after == b.commit_after && a.batch == b.batch && a.lock_timeout == b.lock_timeout &&
           a.annotations == b.annotations;
  }
};

struct Migration {
  std::string revision;  // 12 hexadecimal digits; a hand-written one may choose [0-9a-zA-Z_]{1,64}
  std::vector<std::string> parents;  // sorted; empty = a root ("-- parents: none")
  std::string message;
  std::string created;               // ISO 8601, UTC; for people
  std::string from, to;              // "sha256:…" with fingerprint and server version; evidence only
  std::string proved;                // "up, down", or the reason why something is not proved
  std::vector<std::string> creates;  // ObjectId texts
  std::vector<std::string> drops;    // ObjectId texts of what up drops and does not recreate
  // Declared reads of its objects (sql_depends_on), which no server records: for plans that recreate these
  // objects.
  Reads reads;
  std::vector<std::string> replaces;  // the revisions that a squash replaces
  std::vector<std::string> hazards;
  std::vector<std::string> header_notes;  // other header lines, kept
  std::vector<MigrationStep> up, down;
  bool has_down = false;  // the file has a "-- down" marker
  std::string checksum;   // over the tokens and the step options, not the header; line ends do not matter
  std::string file_name;  // "20261122T004800_8f3c2a91d0b4_add_harvest_method.sql"
  FileId file = 0;
};

// Reads generated and hand-written files: parents is the only required header; a missing revision is taken
// from the file name. Markers start their line and are found by a lexer: "-- down" inside a string, a dollar
// quote or a block comment is not a marker. BOM and CRLF are accepted. A part without "-- step:" lines is one
// step; SQL before the first of them is a step without a title. Errors: a truncated file (unterminated string
// or quote, a last statement without semicolon, a missing down part that is proved), an unknown step option,
// transaction control in a transactional step. file: the id of the text in the source map, which must have
// been added normalised.
std::optional<Migration> parse_migration(std::string_view text, std::string_view file_name, FileId file,
                                         Diagnostics& diagnostics);
std::string print_migration(const Migration& migration);
std::string migration_checksum(const Migration& migration);
// Of one step; a resumed migration compares it with the recorded steps.
std::string step_checksum(const MigrationStep& step);
// "[no transaction] [batch 500]", as print_migration writes it, without annotations.
std::string step_options(const MigrationStep& step);
// The part's text as in the file: step lines and SQL. The ledger stores it; parse_part is its inverse.
std::string print_part(const std::vector<MigrationStep>& steps);
std::vector<MigrationStep> parse_part(std::string_view text);
// "<time>_<revision>_<slug>.sql"; created as in Migration.
std::string migration_file_name(const Migration& migration);

}  // namespace schemac
