#include "sqlfile/lookup_rows.h"

#include <optional>
#include <vector>

#include "sqlfile/parser.h"

namespace schemac::sql {
namespace {

// A constant of the tree: a text, or NULL as an empty optional.
struct Constant {
  std::optional<std::string> text;
};

std::optional<Constant> constant_of(const Json& node) {
  const auto found = node.find("A_Const");
  if (found == node.end()) return std::nullopt;
  if (found->value("isnull", false)) return Constant{};
  const auto string = found->find("sval");
  if (string == found->end()) return std::nullopt;
  return Constant{string->value("sval", std::string())};
}

std::string column_of(const Json& node) {
  const auto found = node.find("ColumnRef");
  if (found == node.end()) return {};
  const Json fields = found->value("fields", Json::array());
  return fields.empty() ? std::string() : fields.back().value("String", Json::object()).value("sval", "");
}

bool is_table(const Json& relation, const ObjectId& table) {
  const std::string schema = relation.value("schemaname", "");
  return relation.value("relname", "") == table.name && (schema.empty() || schema == table.namespace_);
}

// VALUES lists of (text, meaning, description).
std::optional<RowsByText> values_of(const Json& query) {
  const Json lists = query.value("SelectStmt", Json::object()).value("valuesLists", Json::array());
  if (lists.empty()) return std::nullopt;
  RowsByText rows;
  for (const Json& list : lists) {
    const Json items = list.value("List", Json::object()).value("items", Json::array());
    if (items.size() != 3) return std::nullopt;
    const auto text = constant_of(items[0]);
    const auto meaning = constant_of(items[1]);
    const auto description = constant_of(items[2]);
    if (!text || !text->text || !meaning || !description) return std::nullopt;
    rows[*text->text] = {*text->text, meaning->text, description->text};
  }
  return rows;
}

bool has_columns(const Json& insert) {
  std::vector<std::string> names;
  for (const Json& column : insert.value("cols", Json::array()))
    names.push_back(column.value("ResTarget", Json::object()).value("name", ""));
  return names == std::vector<std::string>{"text", "meaning", "description"};
}

bool follow_insert(const Json& insert, RowsByText& rows) {
  if (!has_columns(insert)) return false;
  const auto with = insert.find("withClause");
  if (with == insert.end()) {
    std::optional<RowsByText> added = values_of(insert.value("selectStmt", Json::object()));
    if (!added) return false;
    for (auto& [text, row] : *added) rows.insert_or_assign(text, std::move(row));
    return true;
  }
  for (const Json& each : with->value("ctes", Json::array())) {
    const Json expression = each.value("CommonTableExpr", Json::object());
    if (expression.value("ctename", "") != "wanted") continue;
    std::optional<RowsByText> all = values_of(expression.value("ctequery", Json::object()));
    if (!all) return false;
    rows = std::move(*all);
    return true;
  }
  return false;
}

bool follow_delete(const Json& statement, RowsByText& rows) {
  const auto where = statement.find("whereClause");
  if (where == statement.end()) {
    rows.clear();
    return true;
  }
  const Json in = where->value("A_Expr", Json::object());
  if (in.value("kind", "") != "AEXPR_IN" || column_of(in.value("lexpr", Json::object())) != "text")
    return false;
  std::vector<std::string> texts;
  for (const Json& item :
       in.value("rexpr", Json::object()).value("List", Json::object()).value("items", Json::array())) {
    const auto text = constant_of(item);
    if (!text || !text->text) return false;
    texts.push_back(*text->text);
  }
  for (const std::string& text : texts) rows.erase(text);
  return true;
}

// text = '…' AND …
std::optional<std::string> text_wanted(const Json& where) {
  const Json conditions = where.value("BoolExpr", Json::object()).value("args", Json::array());
  for (const Json& condition : conditions) {
    const Json equal = condition.value("A_Expr", Json::object());
    if (equal.value("kind", "") != "AEXPR_OP" || column_of(equal.value("lexpr", Json::object())) != "text")
      continue;
    const auto text = constant_of(equal.value("rexpr", Json::object()));
    return text ? text->text : std::nullopt;
  }
  return std::nullopt;
}

bool follow_update(const Json& statement, RowsByText& rows) {
  const std::optional<std::string> text = text_wanted(statement.value("whereClause", Json::object()));
  if (!text) return false;
  LookupRow row = rows.contains(*text) ? rows.at(*text) : LookupRow{*text, {}, {}};
  for (const Json& target : statement.value("targetList", Json::array())) {
    const Json set = target.value("ResTarget", Json::object());
    const auto value = constant_of(set.value("val", Json::object()));
    const std::string column = set.value("name", "");
    if (!value || (column != "meaning" && column != "description")) return false;
    (column == "meaning" ? row.meaning : row.description) = value->text;
  }
  rows.insert_or_assign(*text, std::move(row));
  return true;
}

}  // namespace

bool follow_rows(std::string_view statement, const ObjectId& table, RowsByText& rows) {
  const ParseTree tree = parse_tree(statement);
  if (tree.error || tree.statements.size() != 1) return false;
  const Json& node = tree.statements[0]["stmt"];
  const auto changes = [&](const char* name) {
    const auto found = node.find(name);
    const bool ours = found != node.end() && is_table(found->value("relation", Json::object()), table);
    return ours ? &*found : nullptr;
  };
  if (const Json* insert = changes("InsertStmt")) return follow_insert(*insert, rows);
  if (const Json* removal = changes("DeleteStmt")) return follow_delete(*removal, rows);
  if (const Json* update = changes("UpdateStmt")) return follow_update(*update, rows);
  return !node.contains("TruncateStmt") && !node.contains("CopyStmt") && !node.contains("MergeStmt");
}

RowsByText rows_of(const Object* object) {
  RowsByText rows;
  const auto* body = object == nullptr ? nullptr : body_as<Scripted>(*object);
  if (body != nullptr && is_lookup_rows(object->id)) follow_rows(body->create, object->id.parent(), rows);
  return rows;
}

}  // namespace schemac::sql
