// A migration: one reviewed SQL file with an up and a down part. See docs/migration-format.md.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"

namespace schemac {

struct MigrationStep {
  std::string title;
  std::string sql;            // as it stands in the file, trimmed; may hold several statements
  bool transactional = true;  // no [no transaction]
  bool commit_after = false;  // [commit]
  std::optional<std::int64_t> batch;
  std::optional<std::string> lock_timeout;
  std::vector<std::string> annotations;  // other bracketed words, "lock: ACCESS EXCLUSIVE, brief"
  Span span;
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
  std::string created;                // ISO 8601, UTC; for people
  std::string from, to;               // "sha256:…" with fingerprint and server version; evidence only
  std::string proved;                 // "up, down" or the reason why not
  std::vector<std::string> creates;   // ObjectId texts
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
// dollar quote or a block comment is none. BOM and CRLF are accepted. A file that is cut (unterminated string
// or quote) is an error.
std::optional<Migration> parse_migration(std::string_view text, std::string_view file_name, FileId file,
                                         Diagnostics& diagnostics);
std::string print_migration(const Migration& migration);
std::string migration_checksum(const Migration& migration);
// "<time>_<revision>_<slug>.sql"; created as in Migration.
std::string migration_file_name(const Migration& migration);

}  // namespace schemac
