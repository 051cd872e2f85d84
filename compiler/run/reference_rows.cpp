#include "run/reference_rows.h"

#include "sqlfile/statement.h"

namespace schemac::run {
namespace {

constexpr std::string_view mark = "rows: ";

Object rows_object(const ObjectId& id, const std::string& statement) {
  Object object;
  object.id = id;
  Scripted body;
  body.create = statement;
  body.drop = "DELETE FROM " + qualified_name(id.namespace_, id.relation);
  // The same statement fills the table and changes what it holds.
  body.properties["rows"] = sql::canonical_tokens(statement);
  body.alterations["rows"] = statement;
  object.body = std::move(body);
  object.depends_on.push_back({id.parent(), {}, {}, DependencyType::hard});
  return object;
}

// The last statement of a step; before it may stand settings (search_path, row_security).
std::string last_statement(const std::string& text) {
  const std::vector<sql::Piece> pieces = sql::split(text);
  return pieces.empty() ? std::string() : text.substr(pieces.back().offset, pieces.back().length);
}

void drop_without_table(Catalog& catalog) {
  std::erase_if(catalog.objects, [&](const auto& entry) {
    return is_reference_rows(entry.first) && !catalog.objects.contains(entry.first.parent());
  });
}

}  // namespace

bool is_reference_rows(const ObjectId& id) {
  return id.kind == Kind::statements && !id.relation.empty() && id.name == "rows";
}

std::string reference_rows_mark(const ObjectId& id) {
  return std::string(mark) + qualified_name(id.namespace_, id.relation);
}

void add_reference_rows(Catalog& catalog, const ArtifactSet& artifacts) {
  for (const Artifact& artifact : artifacts.artifacts) {
    if (!is_reference_rows(artifact.id) || artifact.statements.empty()) continue;
    catalog.add(rows_object(artifact.id, artifact.statements.front()));
  }
}

void add_reference_rows(Catalog& catalog, const std::vector<MigrationStep>& steps) {
  for (const MigrationStep& step : steps) {
    for (const std::string& annotation : step.annotations) {
      if (!annotation.starts_with(mark)) continue;
      const std::optional<ObjectId> table = parse_object_id("table " + annotation.substr(mark.size()));
      if (!table) continue;
      const ObjectId id{Kind::statements, table->namespace_, table->name, "rows"};
      const std::string statement = last_statement(step.sql);
      if (statement.starts_with("DELETE")) {
        catalog.objects.erase(id);
      } else {
        catalog.add(rows_object(id, statement));
      }
    }
  }
  drop_without_table(catalog);
}

void keep_reference_rows(Catalog& catalog, const Catalog& from) {
  for (const auto& [id, object] : from.objects) {
    if (is_reference_rows(id)) catalog.add(object);
  }
  drop_without_table(catalog);
}

}  // namespace schemac::run
