#include "history/migration.h"

#include "base/source.h"
#include "sqlfile/lexer.h"
#include "support/catch.h"

using namespace schemac;

namespace {

struct Read {
  SourceMap sources;
  Diagnostics diagnostics;
  std::optional<Migration> migration;

  explicit Read(const std::string& text, const std::string& name = "20261122T004800_8f3c2a91d0b4_x.sql") {
    const FileId file = sources.add(name, normalise_text(text));
    migration = parse_migration(text, name, file, diagnostics);
  }
  std::string codes() const {
    std::string out;
    for (const Diagnostic& d : diagnostics.items()) out += (out.empty() ? "" : " ") + d.code;
    return out;
  }
};

const char* const full = R"(-- schemac migration 8f3c2a91d0b4
-- parents: 51aa90c2e7f1
-- message: add harvest method
-- created: 2026-11-22T00:48:00Z
-- from: sha256:aa v1 pg15
-- to: sha256:bb v1 pg15
-- proved: up, down
-- creates: table public.harvest_method; function public.f(integer, text)
-- hazards: none

-- up
SET search_path = public;
-- step: add column field_sample.harvest_method_id  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.field_sample ADD COLUMN harvest_method_id integer;
-- step: index  [no transaction] [lock_timeout 1min]
CREATE INDEX CONCURRENTLY i ON public.field_sample (harvest_method_id);
-- step: backfill a[1]  [batch 500]
UPDATE t SET a = 1;

\q
-- down
-- step: drop
DROP INDEX i;
)";

}  // namespace

TEST_CASE("a migration is read with header, steps and options") {
  const Read read(full);
  REQUIRE(read.codes() == "");
  REQUIRE(read.migration);
  const Migration& m = *read.migration;
  CHECK(m.revision == "8f3c2a91d0b4");
  CHECK(m.parents == std::vector<std::string>{"51aa90c2e7f1"});
  CHECK(m.message == "add harvest method");
  CHECK(m.creates ==
        std::vector<std::string>{"table public.harvest_method", "function public.f(integer, text)"});
  CHECK(m.hazards.empty());
  REQUIRE(m.up.size() == 4);
  CHECK(m.up[0].title == "");
  CHECK(m.up[0].sql == "SET search_path = public;");
  CHECK(m.up[1].title == "add column field_sample.harvest_method_id");
  CHECK(m.up[1].annotations == std::vector<std::string>{"lock: ACCESS EXCLUSIVE, brief"});
  CHECK_FALSE(m.up[2].transactional);
  CHECK(m.up[2].lock_timeout == std::optional<std::string>("1min"));
  CHECK(m.up[3].title == "backfill a[1]");
  CHECK(m.up[3].batch == std::optional<std::int64_t>(500));
  CHECK(read.sources.text(m.up[3].span) == m.up[3].sql);
  CHECK(m.has_down);
  REQUIRE(m.down.size() == 1);
}

TEST_CASE("printing a migration and reading it gives the same") {
  const Read first(full);
  REQUIRE(first.migration);
  const std::string printed = print_migration(*first.migration);
  const Read second(printed);
  REQUIRE(second.codes() == "");
  CHECK(second.migration->up == first.migration->up);
  CHECK(second.migration->down == first.migration->down);
  CHECK(second.migration->creates == first.migration->creates);
  CHECK(second.migration->checksum == first.migration->checksum);
  CHECK(print_migration(*second.migration) == printed);
  CHECK(parse_part(print_part(first.migration->up)) == first.migration->up);
}

TEST_CASE("markers inside strings, dollar quotes and comments are none") {
  const Read read(
      "-- parents: none\n-- up\nSELECT '\n-- down\n', E'\\'\n-- down\n', $x$\n-- down\n-- step: s\n$x$, "
      "\"\n-- "
      "down\n\";\n/* /*\n-- down\n*/ */\nSELECT 1;\n");
  REQUIRE(read.codes() == "");
  CHECK(read.migration->up.size() == 1);
  CHECK_FALSE(read.migration->has_down);
}

TEST_CASE("a byte order mark and CRLF change nothing") {
  std::string crlf = "\xEF\xBB\xBF";
  for (const char c : std::string(full)) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
  const Read plain(full);
  const Read odd(crlf);
  REQUIRE(odd.codes() == "");
  CHECK(odd.migration->checksum == plain.migration->checksum);
  CHECK(odd.migration->up == plain.migration->up);
}

TEST_CASE("a carriage return ends a comment, as it does for the server") {
  const Read hidden("-- parents: none\n-- up\n-- harmless\rDROP TABLE a;\nSELECT 1;\n");
  REQUIRE(hidden.codes() == "");
  REQUIRE(hidden.migration->up.size() == 1);
  CHECK(split_statements(hidden.migration->up[0].sql).size() == 2);
  const Read plain("-- parents: none\n-- up\n-- harmless\nSELECT 1;\n");
  CHECK(hidden.migration->checksum != plain.migration->checksum);
  // A title ends there, too, and the header is no place for SQL.
  const Read title("-- parents: none\n-- up\n-- step: a\rSELECT 1;\n");
  REQUIRE(title.codes() == "");
  CHECK(title.migration->up[0].title == "a");
  CHECK(title.migration->up[0].sql == "SELECT 1;");
  const Read lines("-- parents: none\r-- up\rSELECT 1;\r-- down\rSELECT 2;\r");
  REQUIRE(lines.codes() == "");
  CHECK(lines.migration->up.size() == 1);
  CHECK(lines.migration->has_down);
  CHECK(Read("-- parents: none\n-- message: x\rDROP TABLE a;\n-- up\nSELECT 1;\n").codes() ==
        "misplaced-marker");
}

TEST_CASE("the checksum covers tokens and step options, not prose") {
  const std::string text = full;
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string copy = text;
    copy.replace(copy.find(from), from.size(), to);
    const Read read(copy);
    REQUIRE(read.migration);
    return read.migration->checksum;
  };
  const std::string checksum = Read(text).migration->checksum;
  CHECK(with("add harvest method", "other words") == checksum);
  CHECK(with("-- step: drop", "-- step: drop it all") == checksum);
  CHECK(with("SET a = 1;", "SET a\n  = /* one */ 1;") == checksum);
  CHECK(with("SET a = 1;", "SET a = 2;") != checksum);
  CHECK(with("[batch 500]", "[batch 501]") != checksum);
  CHECK(with(" [no transaction]", " ") != checksum);
  CHECK(with("DROP INDEX i;", "DROP INDEX j;") != checksum);
}

TEST_CASE("a hand-written migration needs parents only") {
  const Read read("-- parents: none\nCREATE TABLE t (a int);\n-- down\nDROP TABLE t;\n", "0001_first.sql");
  REQUIRE(read.codes() == "");
  CHECK(read.migration->revision == "0001_first");
  CHECK(read.migration->up.size() == 1);
  CHECK(read.migration->up[0].sql == "CREATE TABLE t (a int);");
  CHECK(read.migration->down.size() == 1);
  CHECK(Read("-- parents: none\nSELECT 1;\n").migration->revision == "8f3c2a91d0b4");
}

TEST_CASE("bad migrations are refused with a code and a place") {
  CHECK(Read("SELECT 1;\n").codes() == "missing-parents");
  CHECK(Read("-- parents: a-b\nSELECT 1;\n").codes() == "bad-revision");
  CHECK(Read("-- parents: none\n-- parents: none\nSELECT 1;\n").codes() == "repeated-header");
  CHECK(Read("-- parents: none\nSELECT 'abc").codes() == "unterminated-quote");
  CHECK(Read("-- parents: none\nSELECT $a$ abc $b$").codes() == "unterminated-quote");
  CHECK(Read("-- parents: none\nSELECT 1; /* abc").codes() == "unterminated-quote");
  CHECK(Read("-- parents: none\nCREATE TABLE t (a int,\n").codes() == "unfinished-statement");
  CHECK(Read("-- parents: none\n-- proved: up, down\nSELECT 1;\n").codes() == "missing-down");
  CHECK(Read("-- parents: none\n-- step: a [no transction]\nSELECT 1;\n").codes() == "unknown-step-option");
  CHECK(Read("-- parents: none\n-- step: a [batch x]\nSELECT 1;\n").codes() == "bad-step-option");
  CHECK(Read("-- parents: none\nBEGIN;\nSELECT 1;\nCOMMIT;\n").codes() ==
        "transaction-control-in-migration transaction-control-in-migration");
  CHECK(Read("-- parents: none\n\\i other.sql\n").codes() == "psql-command-in-migration");
  CHECK(Read("-- parents: none\n-- up\nSELECT 1;\n-- up\nSELECT 2;\n").codes() == "misplaced-marker");
  CHECK(Read("-- parents: none\nSELECT 1;\n\\q\nSELECT 2;\n-- down\n").codes() == "sql-after-quit");
  const Read placed("-- parents: none\n\nSELECT 1;\n-- step: a [comit]\nSELECT 1;\n");
  REQUIRE(placed.diagnostics.items().size() == 1);
  CHECK(placed.sources.locate(placed.diagnostics.items()[0].span).line == 4);
  CHECK(placed.diagnostics.items()[0].hint == "did you mean 'commit'?");
}

TEST_CASE("words that only look like transaction control are fine") {
  CHECK(Read("-- parents: none\nCREATE FUNCTION f() RETURNS int LANGUAGE sql\nBEGIN ATOMIC\n"
             "SELECT CASE WHEN true THEN 1 END;\nSELECT 2;\nEND;\nSELECT 1;\n")
            .codes() == "");
  CHECK(Read("-- parents: none\nPREPARE p AS SELECT 1;\n").codes() == "");
  CHECK(Read("-- parents: none\n-- step: s [no transaction]\nBEGIN;\nCOMMIT;\n").codes() == "");
}

TEST_CASE("file names are made of time, revision and message") {
  Migration m;
  m.revision = "8f3c2a91d0b4";
  m.created = "2026-11-22T00:48:00Z";
  m.message = "Add harvest-method, ü!";
  CHECK(migration_file_name(m) == "20261122T004800_8f3c2a91d0b4_add_harvest_method.sql");
  m.message = "";
  CHECK(migration_file_name(m) == "20261122T004800_8f3c2a91d0b4_migration.sql");
}
