#include "apply/test_database.h"

#include <unistd.h>

#include <array>

#include <fmt/format.h>

#include "apply/queries.h"
#include "base/hash.h"
#include "catalog/identifier.h"
#include "sqlfile/statement.h"
#include "workspace/source_position.h"

namespace schemac {
namespace {

constexpr std::string_view prefix = "schemac_test_";

void drop(pg::Session& session, const std::string& name) {
  session.execute(fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", quote_identifier(name)));
}

Span span_of(FileId file, std::size_t begin, std::size_t end) {
  return {file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

bool says_failed(const std::string& line) {
  return line.starts_with("not ok") || line.starts_with("# Looks like you planned") ||
         line.starts_with("# Looks like you failed");
}

std::string text_of(const std::vector<std::optional<std::string>>& row) {
  std::string line;
  for (const std::optional<std::string>& value : row) {
    if (&value != &row.front()) line += '\t';
    line += value.value_or("");
  }
  return line;
}

}  // namespace

std::string test_template_name(std::string_view key) {
  std::array<char, 256> host{};
  ::gethostname(host.data(), host.size() - 1);
  Sha256 hash;
  hash.add_field(host.data()).add_field(key);
  return std::string(prefix) + hash.finish().substr(std::string_view("sha256:").size(), 16);
}

void make_test_template(const std::string& server_url, const std::string& name,
                        const std::function<void(const std::string& url)>& fill) {
  drop_test_databases(server_url, name);
  const std::unique_ptr<pg::Session> session = pg::connect(server_url, pg::Settings::catalog);
  session->execute(fmt::format("CREATE DATABASE {}", quote_identifier(name)));
  try {
    fill(pg::with_database(server_url, name));
    session->execute(fmt::format("ALTER DATABASE {} WITH ALLOW_CONNECTIONS false", quote_identifier(name)));
  } catch (...) {
    const pg::Uninterrupted cleaning(*session);
    drop(*session, name);
    throw;
  }
}

bool drop_test_databases(const std::string& server_url, const std::string& name) {
  const std::unique_ptr<pg::Session> session = pg::connect(server_url, pg::Settings::catalog);
  bool others = false;
  for (const auto& row : session->query(queries::test_databases, {std::string(prefix)}).rows) {
    const std::string& database = row.front().value();
    if (database == name || database.starts_with(name + "_")) {
      drop(*session, database);
    } else {
      others = true;
    }
  }
  return others;
}

TestDatabase::TestDatabase(const std::string& server_url, const std::string& template_name)
    : server_url_(server_url),
      name_(fmt::format("{}_{}", template_name, ::getpid())),
      url_(pg::with_database(server_url, name_)) {
  const std::unique_ptr<pg::Session> session = pg::connect(server_url_, pg::Settings::catalog);
  drop(*session, name_);
  session->execute(fmt::format("CREATE DATABASE {} TEMPLATE {}", quote_identifier(name_),
                               quote_identifier(template_name)));
}

TestDatabase::~TestDatabase() {
  try {
    pg::ConnectOptions cleaning;
    cleaning.interruptible = false;
    drop(*pg::connect(server_url_, pg::Settings::catalog, cleaning), name_);
  } catch (const std::exception&) {
    // The next run drops what this one could not.
  }
}

void run_test_sql(pg::Session& session, const SourceMap& sources, FileId file,
                  const std::function<void(const std::string& line)>& print, Diagnostics& diagnostics) {
  const std::string_view text = sources.text(file);
  for (const sql::Piece& piece : sql::split(text)) {
    const std::string_view statement = text.substr(piece.offset, piece.length);
    pg::Result result;
    try {
      result = session.execute(statement);
    } catch (const pg::DatabaseError& error) {
      const pg::DatabaseError::Facts& facts = error.facts();
      const std::size_t at = piece.offset + (facts.position > 0 ? byte_offset(statement, facts.position) : 0);
      Diagnostic& diagnostic =
          diagnostics.error("test-statement-failed", span_of(file, at, at + 1), facts.message, facts.hint);
      for (const std::string& more : {facts.detail, facts.context}) {
        if (!more.empty()) diagnostic.notes.push_back({{}, more});
      }
      return;
    }
    for (const auto& row : result.rows) {
      const std::string line = text_of(row);
      print(line);
      if (says_failed(line)) {
        diagnostics.error("test-not-ok", span_of(file, piece.offset, piece.offset + piece.length),
                          line.substr(0, line.find('\n')));
      }
    }
  }
}

}  // namespace schemac
