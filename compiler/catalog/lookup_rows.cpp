#include "catalog/lookup_rows.h"

#include <algorithm>

namespace schemac {
namespace {

std::string table_of(const ObjectId& id) { return qualified_name(id.namespace_, id.relation); }

std::string literal_or_null(const std::optional<std::string>& text) {
  return text ? quote_literal(*text) : std::string("NULL");
}

}  // namespace

ObjectId lookup_rows_id(const ObjectId& table) {
  return {Kind::statements, table.namespace_, table.name, "rows"};
}

bool is_lookup_rows(const ObjectId& id) {
  return id.kind == Kind::statements && !id.relation.empty() && id.name == "rows";
}

Scripted lookup_rows_body(const ObjectId& id, const std::vector<LookupRow>& rows) {
  Scripted body;
  body.create = insert_rows(id, rows);
  body.drop = delete_rows(id, rows);
  // Literals, so that names inside the texts are not mistaken for names of objects.
  for (const LookupRow& row : rows) {
    const std::string name = "row " + quote_literal(row.text);
    body.properties[name] = "present";
    if (row.meaning) body.properties[name + ": meaning"] = quote_literal(*row.meaning);
    if (row.description) body.properties[name + ": description"] = quote_literal(*row.description);
  }
  return body;
}

std::string insert_rows(const ObjectId& id, const std::vector<LookupRow>& rows) {
  std::string values;
  for (const LookupRow& row : rows) {
    values += (values.empty() ? "\n  (" : ",\n  (") + quote_literal(row.text) + ", " +
              literal_or_null(row.meaning) + ", " + literal_or_null(row.description) + ")";
  }
  const bool says_more = std::any_of(rows.begin(), rows.end(), [](const LookupRow& row) {
    return row.meaning.has_value() || row.description.has_value();
  });
  const std::string insert = "INSERT INTO " + table_of(id) +
                             " AS present (text, meaning, description)\nVALUES" + values +
                             "\nON CONFLICT (text) DO ";
  if (!says_more) return insert + "NOTHING";
  return insert +
         "UPDATE SET meaning = coalesce(present.meaning, excluded.meaning),\n"
         "  description = coalesce(present.description, excluded.description)\n"
         "WHERE (present.meaning IS NULL AND excluded.meaning IS NOT NULL)\n"
         "  OR (present.description IS NULL AND excluded.description IS NOT NULL)";
}

std::string delete_rows(const ObjectId& id, const std::vector<LookupRow>& rows) {
  std::string texts;
  for (const LookupRow& row : rows) texts += (texts.empty() ? "" : ", ") + quote_literal(row.text);
  return "DELETE FROM " + table_of(id) + " WHERE text IN (" + texts + ")";
}

std::string update_row(const ObjectId& id, const LookupRow& from, const LookupRow& to) {
  return "UPDATE " + table_of(id) + " SET meaning = " + literal_or_null(to.meaning) +
         ", description = " + literal_or_null(to.description) + "\nWHERE text = " + quote_literal(to.text) +
         " AND meaning IS NOT DISTINCT FROM " + literal_or_null(from.meaning) +
         " AND description IS NOT DISTINCT FROM " + literal_or_null(from.description);
}

}  // namespace schemac
