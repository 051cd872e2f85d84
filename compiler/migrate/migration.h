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
  std::string sql;  // as it stands in the file, trimmed, last semicolon included; several statements may be
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
  std::string proved;                // "up, down" or the reason why not
  std::vector<std::string> creates;  // ObjectId texts
  std::vector<std::string> drops;    // ObjectId texts of what up drops for good
  // What its objects are declared to read (sql_depends_on), which no server records: for plans that make
  // these objects again.
  Reads reads;
  std::vector<std::string> replaces;  // revisions that a squash stands for
  std::vector<std::string> hazards;
  std::vector<std::string> header_notes;  // other header lines, kept
  std::vector<MigrationStep> up, down;
  bool has_down = false;  // a "-- down" marker is there
  std::string
      checksum;  // over the tokens and the step options, not the header's prose; line ends do not matter
  std::string file_name;  // "20261122T004800_8f3c2a91d0b4_add_harvest_method.sql"
  FileId file = 0;
};

// Reads what print() writes and what a person may write: parents is the only header that must be there; a
// missing revision is taken from the file name. Markers are found by a lexer: "-- down" inside a string, a
// dollar quote or a block comment is none; they start their line. BOM and CRLF are accepted. A part without
// "-- step:" lines is one step; SQL before the first of them is a step without a title. Errors: a file that
// is cut (unterminated string or quote, a last statement without semicolon, a proved down part that is not
// there), an unknown step option, transaction control in a transactional step.
// file: the source map's number of the text, which must have been added normalised.
std::optional<Migration> parse_migration(std::string_view text, std::string_view file_name, FileId file,
                                         Diagnostics& diagnostics);
std::string print_migration(const Migration& migration);
std::string migration_checksum(const Migration& migration);
// Of one step: what a resumed migration compares with the steps that are done.
std::string step_checksum(const MigrationStep& step);
// "[no transaction] [batch 500]", in the form that print_migration writes; annotations are left out.
std::string step_options(const MigrationStep& step);
// The part's text as in the file: step lines and SQL. What the ledger keeps; parse_part is its inverse.
std::string print_part(const std::vector<MigrationStep>& steps);
std::vector<MigrationStep> parse_part(std::string_view text);
// "<time>_<revision>_<slug>.sql"; created as in Migration.
std::string migration_file_name(const Migration& migration);

}  // namespace schemac
