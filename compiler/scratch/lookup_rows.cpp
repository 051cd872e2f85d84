#include "scratch/lookup_rows.h"

#include <fmt/format.h>
#include <algorithm>

#include "scratch/queries.h"
#include "sqlfile/statement.h"

namespace schemac {
namespace {

constexpr std::string_view mark = "rows: ";

Object rows_object(const ObjectId& table, const sql::RowsByText& by_text) {
  std::vector<LookupRow> rows;
  for (const auto& [text, row] : by_text) rows.push_back(row);
  Object object;
  object.id = lookup_rows_id(table);
  object.body = lookup_rows_body(object.id, rows);
  object.depends_on.push_back({table, {}, {}, DependencyType::hard});
  return object;
}

bool has_lookup_columns(const Object* table) {
  const auto* body = table == nullptr ? nullptr : body_as<Table>(*table);
  if (body == nullptr) return false;
  int found = 0;
  for (const Column& column : body->columns)
    found += column.name == "text" || column.name == "meaning" || column.name == "description" ? 1 : 0;
  return found == 3;
}

std::string select_rows(const ObjectId& table) {
  std::string statement(queries::lookup_rows);
  constexpr std::string_view place = "FROM {table}";
  return statement.replace(statement.find(place), place.size(), "FROM " + qualified_name(table));
}

}  // namespace

std::string lookup_rows_mark(const ObjectId& id) {
  return std::string(mark) + qualified_name(id.namespace_, id.relation);
}

bool keep_rows_of_others(const MigrationStep& step, std::string& statement) {
  constexpr std::string_view begin = ", removed AS (\n  DELETE FROM ";
  constexpr std::string_view end = " WHERE text NOT IN (SELECT text FROM wanted)\n)";
  const bool marked = std::any_of(step.annotations.begin(), step.annotations.end(),
                                  [](const std::string& mark) { return mark.starts_with("rows: "); });
  const std::size_t from = statement.find(begin);
  const std::size_t to = from == std::string::npos ? from : statement.find(end, from);
  if (!marked || to == std::string::npos) return false;
  std::fill(statement.begin() + static_cast<std::ptrdiff_t>(from),
            statement.begin() + static_cast<std::ptrdiff_t>(to + end.size()), ' ');
  return true;
}

LookupTables lookup_rows_in(const Catalog& catalog) {
  LookupTables tables;
  for (const auto& [id, object] : catalog.objects) {
    if (is_lookup_rows(id)) tables[id.parent()] = sql::rows_of(&object);
  }
  return tables;
}

LookupTables lookup_rows_in(const ArtifactSet& artifacts) {
  LookupTables tables;
  for (const Artifact& artifact : artifacts.artifacts) {
    if (!is_lookup_rows(artifact.id)) continue;
    sql::RowsByText& rows = tables[artifact.id.parent()];
    // Printed by schemac: all of them can be followed.
    for (const std::string& statement : artifact.statements)
      sql::follow_rows(statement, artifact.id.parent(), rows);
  }
  return tables;
}

void merge_rows(LookupTables& tables, const LookupTables& more) {
  for (const auto& [table, rows] : more) tables[table].insert(rows.begin(), rows.end());
}

void follow_steps(LookupTables& tables, const std::vector<MigrationStep>& steps, Diagnostics& diagnostics) {
  for (const MigrationStep& step : steps) {
    for (const std::string& annotation : step.annotations) {
      if (!annotation.starts_with(mark)) continue;
      const std::optional<ObjectId> table = parse_object_id("table " + annotation.substr(mark.size()));
      if (!table) continue;
      for (const sql::Piece& piece : sql::split(step.sql)) {
        const std::string_view statement = std::string_view(step.sql).substr(piece.offset, piece.length);
        if (sql::follow_rows(statement, *table, tables[*table])) continue;
        Span span = step.span;
        if (span.known()) {
          span.begin += static_cast<std::uint32_t>(piece.offset);
          span.end = span.begin + static_cast<std::uint32_t>(piece.length);
        }
        diagnostics.warning("untracked-lookup-rows", span,
                            "the rows that this statement leaves in " + qualified_name(*table) +
                                " are not known: it is neither INSERT … VALUES, DELETE … WHERE text IN (…) "
                                "nor UPDATE … WHERE text = '…'",
                            "write it in one of these forms, or in a step without [" + annotation + "]");
      }
    }
  }
}

namespace {
void erase_tables(LookupTables& tables, const std::vector<std::string>& drops) {
  for (const std::string& text : drops) {
    if (const std::optional<ObjectId> id = parse_object_id(text)) tables.erase(*id);
  }
}
}  // namespace

Catalog with_rows_after(Catalog catalog, const Catalog& before, const std::vector<std::string>& drops,
                        const std::vector<MigrationStep>& steps) {
  LookupTables tables = lookup_rows_in(before);
  erase_tables(tables, drops);
  Diagnostics reported;
  follow_steps(tables, steps, reported);
  set_lookup_rows(catalog, tables);
  return catalog;
}

void follow_migration(LookupTables& tables, const Migration& migration, Diagnostics& diagnostics) {
  erase_tables(tables, migration.drops);
  follow_steps(tables, migration.up, diagnostics);
}

void set_lookup_rows(Catalog& catalog, const LookupTables& tables) {
  catalog = without_lookup_rows(std::move(catalog));
  for (const auto& [table, rows] : tables) {
    if (!rows.empty() && catalog.find(table) != nullptr) catalog.add(rows_object(table, rows));
  }
}

Catalog without_lookup_rows(Catalog catalog) {
  std::erase_if(catalog.objects, [](const auto& entry) { return is_lookup_rows(entry.first); });
  return catalog;
}

std::vector<std::string> read_lookup_rows(pg::Session& session, Catalog& catalog, const LookupTables& known) {
  std::vector<std::string> unread;
  LookupTables present;
  for (const auto& [table, rows] : known) {
    if (rows.empty() || !has_lookup_columns(catalog.find(table))) continue;
    std::vector<std::string> texts;
    for (const auto& [text, row] : rows) texts.push_back(text);
    try {
      for (const auto& row : session.query(select_rows(table), {array_literal(texts)}).rows)
        present[table].insert_or_assign(row[0].value_or(""), LookupRow{row[0].value_or(""), row[1], row[2]});
    } catch (const pg::DatabaseError& error) {
      if (error.connection_lost()) throw;
      unread.push_back(fmt::format("the rows of {} ({})", qualified_name(table), error.facts().message));
      present[table] = rows;
    }
  }
  set_lookup_rows(catalog, present);
  return unread;
}

LookupTables applied_lookup_rows(Ledger& ledger) {
  LookupTables tables;
  Diagnostics reported;  // already, when the files were read
  for (const Migration& migration : ledger.row_changes()) follow_migration(tables, migration, reported);
  return tables;
}

}  // namespace schemac
