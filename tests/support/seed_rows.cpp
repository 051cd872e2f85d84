#include "support/seed_rows.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace schemac::test {
namespace {

constexpr int row_count = 3;

bool starts_with_any(const std::string& text, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(), [&](const char* word) { return text.starts_with(word); });
}

// A literal without its cast; nullopt where nothing but NULL or the default will do.
std::optional<std::string> value(const Catalog& catalog, const std::string& type, int row) {
  const std::string number = std::to_string(row);
  if (type.ends_with("[]")) return "{}";
  if (starts_with_any(type, {"boolean"})) return row % 2 == 0 ? "false" : "true";
  if (starts_with_any(type, {"date", "timestamp"})) return "2024-01-0" + number;
  if (starts_with_any(type, {"time"})) return "0" + number + ":00";
  if (starts_with_any(type, {"interval"})) return number + " days";
  if (type == "uuid") return "00000000-0000-0000-0000-00000000000" + number;
  if (starts_with_any(type, {"json"})) return "{\"n\": " + number + "}";
  if (starts_with_any(type, {"bit"})) return std::nullopt;
  if (starts_with_any(type, {"inet", "cidr"})) return "10.0.0." + number;
  if (type.find("range") != std::string::npos) return std::nullopt;
  for (const auto& [id, object] : catalog.objects) {
    if (qualified_name(id) != type) continue;
    if (const auto* labels = body_as<Enum>(object)) {
      if (labels->labels.empty()) return std::nullopt;
      return labels->labels[static_cast<std::size_t>(row - 1) % labels->labels.size()];
    }
    if (const auto* domain = body_as<Domain>(object)) return value(catalog, domain->type, row);
    if (id.kind == Kind::composite_type || id.kind == Kind::range_type) return std::nullopt;
  }
  return number;
}

std::string insertion(const Catalog& catalog, const Object& table, int row, bool required_only) {
  std::string names, values;
  for (const Column& column : body_as<Table>(table)->columns) {
    if (column.generated_expression || column.identity == Identity::always) continue;
    if (required_only && (!column.not_null || column.default_expression)) continue;
    const auto text = value(catalog, column.type, row);
    if (!text) continue;
    names += (names.empty() ? "" : ", ") + quote_identifier(column.name);
    values += (values.empty() ? "" : ", ") + quote_literal(*text);
  }
  const std::string insert = "INSERT INTO " + qualified_name(table.id);
  return names.empty() ? insert + " DEFAULT VALUES" : insert + " (" + names + ") VALUES (" + values + ")";
}

bool seed(pg::Session& session, const Catalog& catalog, const Object& table) {
  bool seeded = false;
  for (int row = 1; row <= row_count; ++row) {
    for (const bool required_only : {false, true}) {
      try {
        session.execute(insertion(catalog, table, row, required_only));
        seeded = true;
        break;
      } catch (const pg::DatabaseError&) {
        // Refused; the next form, or none.
      }
    }
  }
  return seeded;
}

}  // namespace

int seed_rows(pg::Session& session, const Catalog& catalog) {
  std::vector<const Object*> empty;
  for (const auto& [id, object] : catalog.objects) {
    if (id.kind == Kind::table) empty.push_back(&object);
  }
  const std::size_t tables = empty.size();
  // References are to tables that another round filled.
  for (std::size_t before = tables + 1; empty.size() < before;) {
    before = empty.size();
    std::erase_if(empty, [&](const Object* table) { return seed(session, catalog, *table); });
  }
  for (const auto& [id, object] : catalog.objects) {
    const auto* view = body_as<View>(object);
    if (id.kind != Kind::materialized_view || !view->with_data) continue;
    try {
      session.execute("REFRESH MATERIALIZED VIEW " + qualified_name(id));
    } catch (const pg::DatabaseError&) {
      // A query that the rows break: then it holds what it held.
    }
  }
  return static_cast<int>(tables - empty.size());
}

}  // namespace schemac::test
