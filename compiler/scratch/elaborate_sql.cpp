// The catalog of plain SQL; declared in elaborate.h.
#include <algorithm>
#include <cctype>
#include <memory>
#include <set>

#include "base/hash.h"
#include "pg/introspect.h"
#include "scratch/create_objects.h"
#include "scratch/elaborate.h"
#include "scratch/elaboration_cache.h"
#include "scratch/extension_version.h"
#include "scratch/sql_script.h"
#include "sqlfile/statement.h"
#include "workspace/source_facts.h"
#include "workspace/source_position.h"

namespace schemac {
namespace {

std::unique_ptr<pg::Session> connect_to(const pg::ScratchDatabase& scratch) {
  return pg::connect(scratch.url(), pg::Settings::script);
}

// A file may change the session's settings; the next one starts with its own.
std::string next_file() { return pg::script_settings(); }

// The whole in one round trip; false if something in it fails or cannot be in a transaction.
bool run_whole(Environment& environment, pg::Session& session, const SqlScript& script) {
  std::string sql;
  for (const auto& statements : script.files) {
    for (const ScriptStatement& statement : statements) sql += statement.text + "\n;\n";
    sql += next_file() + ";\n";
  }
  for (;;) {
    try {
      session.execute(sql);
      return true;
    } catch (const pg::DatabaseError& error) {
      if (error.connection_lost()) throw;
      if (!make_missing_role(environment, session, error)) return false;
    }
  }
}

Span word_at(std::string_view text, Span statement, std::size_t offset) {
  std::size_t end = offset;
  const auto in_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  while (end < text.size() && in_word(text[end])) ++end;
  return {statement.file, statement.begin + static_cast<std::uint32_t>(offset),
          statement.begin + static_cast<std::uint32_t>(std::max(end, offset + 1))};
}

void run_statement(Environment& environment, pg::Session& session, const ScriptStatement& statement) {
  for (;;) {
    try {
      session.execute(statement.text);
      return;
    } catch (const pg::DatabaseError& error) {
      if (error.connection_lost()) throw;
      if (make_missing_role(environment, session, error)) continue;
      if (error.is("25P02")) return;  // the first error of the transaction was reported
      const pg::DatabaseError::Facts& facts = error.facts();
      const std::size_t offset = facts.position > 0 ? byte_offset(statement.text, facts.position) : 0;
      std::string hint = facts.detail;
      if (!facts.hint.empty()) hint += (hint.empty() ? "" : " ") + facts.hint;
      environment.diagnostics.error("server-rejects", word_at(statement.text, statement.span, offset),
                                    facts.message, hint);
      return;
    }
  }
}

void run_each(Environment& environment, pg::Session& session, const SqlScript& script) {
  for (const auto& statements : script.files) {
    for (const ScriptStatement& statement : statements) run_statement(environment, session, statement);
    run_statement(environment, session, {next_file(), {}});
  }
}

std::set<std::string> stated_versions(const SqlScript& script) {
  std::set<std::string> names;
  for (const auto& statements : script.files)
    for (const ScriptStatement& statement : statements) add_stated_version(statement.text, names);
  return names;
}

}  // namespace

Catalog elaborate_sql(Environment& environment, const SqlScript& script) {
  // Statements that cannot run would only cause further errors about missing objects.
  if (environment.diagnostics.has_errors()) return {};
  Sha256 digest;
  for (const auto& statements : script.files) {
    for (const ScriptStatement& statement : statements) digest.add_field(statement.text);
    digest.add_field(next_file());
  }
  ElaborationCache cache(environment, "sql");
  const std::string content = digest.finish();
  std::optional<Elaboration> known = cache.find(content);
  if (!known) {
    // The state of a file consists of its own statements, without the target's extensions.
    auto scratch = make_empty_scratch_database(environment);
    if (!run_whole(environment, *connect_to(*scratch), script)) {
      // Start over in an empty database: a text that commits in its middle has left objects behind.
      scratch = make_empty_scratch_database(environment);
      run_each(environment, *connect_to(*scratch), script);
    }
    known = Elaboration{{}, pg::introspect(scratch->session())};
    forget_other_versions(known->catalog, stated_versions(script));
    cache.store(content, *known);
  }
  Reads declared;
  const ObjectNames objects(known->catalog);
  for (const Artifact& artifact : script.stated.artifacts) {
    for (const DeclaredName& name : artifact.stated.declared_names) {
      const std::vector<ObjectId> found = objects.of(name.text);
      std::vector<ObjectId>& reads = declared[artifact.id];
      reads.insert(reads.end(), found.begin(), found.end());
    }
  }
  add_declared_reads(known->catalog, declared);
  std::vector<std::string>& unread = known->catalog.unread;
  unread.insert(unread.end(), script.unread.begin(), script.unread.end());
  return std::move(known->catalog);
}

}  // namespace schemac
