#include "scratch/sql_script.h"

#include <algorithm>

#include <fmt/format.h>

#include "sqlfile/statement.h"

namespace schemac {
namespace {

namespace fs = std::filesystem;
using Verb = sql::Statement::Verb;

class ScriptReader {
 public:
  ScriptReader(Environment& environment, FileId file, SqlScript& script)
      : environment_(environment), file_(file), script_(script), statements_(script.files.emplace_back()) {}

  void run(std::string_view text) {
    sql::ParsedSql parsed = sql::read_script(text);
    for (const sql::ParseError& error : parsed.errors) {
      sql::report_parse_error(
          error, span(error.offset, 1), "",
          "a state is plain SQL: remove the line, or give --from or --to a folder with all files",
          environment_.diagnostics);
    }
    for (sql::Statement& statement : parsed.statements) read(statement);
    if (rows_ > 0) {
      environment_.diagnostics.warning("not-a-definition", first_row_,
                                       fmt::format("statements that change rows are skipped: {}", rows_),
                                       "a state has no rows; add rows with `schemac load` or a migration");
    }
  }

 private:
  Span span(std::size_t offset, std::size_t length) const {
    return {file_, static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(offset + length)};
  }

  void read(sql::Statement& statement) {
    const Span place = span(statement.offset, statement.length);
    if (statement.outside) {
      outside(statement);
      return;
    }
    // A SELECT may call a function that creates objects.
    if (statement.verb == Verb::data && statement.node != "SelectStmt") {
      if (rows_++ == 0) first_row_ = first_word(statement);
      return;
    }
    if (statement.verb == Verb::setting && statement.setting == "search_path") {
      const auto first = std::find_if(statement.values.begin(), statement.values.end(), [](const auto& name) {
        return !name.empty() && name != "$user" && name != "pg_catalog";
      });
      namespace_ = first == statement.values.end() ? "public" : *first;
    }
    if (statement.id) note_stated(statement);
    statements_.push_back({std::move(statement.text), place});
  }

  void outside(const sql::Statement& statement) {
    if (statement.node.find("Subscription") != std::string::npos) {
      if (statement.node == "CreateSubscriptionStmt") script_.unread.push_back("subscriptions");
      return;
    }
    environment_.diagnostics.error("forbidden-statement", first_word(statement),
                                   "this statement has effects outside the database",
                                   statement.why_forbidden);
  }

  Span first_word(const sql::Statement& statement) const {
    return span(statement.offset, std::min(statement.text.find_first_of(" \t\r\n(;"), statement.text.size()));
  }

  ObjectId id_of(const sql::Statement& statement) const {
    ObjectId id = *statement.id;
    if (id.namespace_.empty() && id.kind != Kind::namespace_) id.namespace_ = namespace_;
    return id;
  }

  void note_stated(sql::Statement& statement) {
    Stated& stated = statement.stated;
    if (statement.verb != Verb::create) stated.renamed_from.reset();
    if (!stated.renamed_from && stated.columns_renamed_from.empty() && stated.declared_names.empty()) return;
    Artifact artifact;
    artifact.id = id_of(statement);
    artifact.stated = std::move(stated);
    script_.stated.artifacts.push_back(std::move(artifact));
  }

  Environment& environment_;
  FileId file_;
  SqlScript& script_;
  std::vector<ScriptStatement>& statements_;
  std::string namespace_ = "public";
  std::size_t rows_ = 0;
  Span first_row_;
};

void read_text(Environment& environment, std::string name, const std::string& text, SqlScript& script) {
  const FileId file = environment.sources.add(std::move(name), text);
  ScriptReader(environment, file, script).run(environment.sources.text(file));
}

}  // namespace

SqlScript read_sql_script(Environment& environment, const fs::path& path) {
  SqlScript script;
  if (!environment.files.is_folder(path)) {
    read_text(environment, path.string(), environment.files.read(path), script);
    return script;
  }
  for (const fs::path& file : environment.files.list(path, ".sql"))
    read_text(environment, file.string(), environment.files.read(file), script);
  return script;
}

SqlScript read_sql_script(Environment& environment, std::string name, const std::string& text) {
  SqlScript script;
  read_text(environment, std::move(name), text, script);
  return script;
}

}  // namespace schemac
