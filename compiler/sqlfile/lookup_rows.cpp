#include "sqlfile/lookup_rows.h"

#include <optional>
#include <vector>

#include "sqlfile/parser.h"
#include "sqlfile/tree.h"

namespace schemac::sql {
namespace {

// A constant of the tree: a text, or NULL as an empty optional.
struct Constant {
  std::optional<std::string> text;
};

std::optional<Constant> constant_of(const Json& node) {
  const Json constant = node["A_Const"];
  if (constant.value("isnull", false)) return Constant{};
  if (!constant.contains("sval")) return std::nullopt;
  return Constant{constant["sval"].value("sval", "")};
}

std::string column_of(const Json& node) {
  return node["ColumnRef"]["fields"].back()["String"].value("sval", "");
}

bool is_table(const Json& relation, const ObjectId& table) {
  const std::string schema = relation.value("schemaname", "");
  return relation.value("relname", "") == table.name && (schema.empty() || schema == table.namespace_);
}

// VALUES lists of (text, meaning, description).
std::optional<RowsByText> values_of(const Json& query) {
  const Json lists = query["SelectStmt"]["valuesLists"];
  if (lists.empty()) return std::nullopt;
  RowsByText rows;
  for (const Json list : lists) {
    const Json items = list["List"]["items"];
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
  for (const Json column : insert["cols"]) names.push_back(column["ResTarget"].value("name", ""));
  return names == std::vector<std::string>{"text", "meaning", "description"};
}

bool follow_insert(const Json& insert, RowsByText& rows) {
  if (!has_columns(insert)) return false;
  if (!insert.contains("withClause")) {
    std::optional<RowsByText> added = values_of(insert["selectStmt"]);
    if (!added) return false;
    for (auto& [text, row] : *added) rows.insert_or_assign(text, std::move(row));
    return true;
  }
  for (const Json each : insert["withClause"]["ctes"]) {
    const Json expression = each["CommonTableExpr"];
    if (expression.value("ctename", "") != "wanted") continue;
    std::optional<RowsByText> all = values_of(expression["ctequery"]);
    if (!all) return false;
    rows = std::move(*all);
    return true;
  }
  return false;
}

bool follow_delete(const Json& statement, RowsByText& rows) {
  if (!statement.contains("whereClause")) {
    rows.clear();
    return true;
  }
  const Json in = statement["whereClause"]["A_Expr"];
  if (in.value("kind", "") != "AEXPR_IN" || column_of(in["lexpr"]) != "text") return false;
  std::vector<std::string> texts;
  for (const Json item : in["rexpr"]["List"]["items"]) {
    const auto text = constant_of(item);
    if (!text || !text->text) return false;
    texts.push_back(*text->text);
  }
  for (const std::string& text : texts) rows.erase(text);
  return true;
}

// text = '…' AND …
std::optional<std::string> text_wanted(const Json& where) {
  const Json conditions = where["BoolExpr"]["args"];
  for (const Json condition : conditions) {
    const Json equal = condition["A_Expr"];
    if (equal.value("kind", "") != "AEXPR_OP" || column_of(equal["lexpr"]) != "text") continue;
    const auto text = constant_of(equal["rexpr"]);
    return text ? text->text : std::nullopt;
  }
  return std::nullopt;
}

bool follow_update(const Json& statement, RowsByText& rows) {
  const std::optional<std::string> text = text_wanted(statement["whereClause"]);
  if (!text) return false;
  LookupRow row = rows.contains(*text) ? rows.at(*text) : LookupRow{*text, {}, {}};
  for (const Json target : statement["targetList"]) {
    const Json set = target["ResTarget"];
    const auto value = constant_of(set["val"]);
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
  const Json node = tree.statements[0]["stmt"];
  const auto changes = [&](const char* name) { return is_table(node[name]["relation"], table); };
  if (changes("InsertStmt")) return follow_insert(node["InsertStmt"], rows);
  if (changes("DeleteStmt")) return follow_delete(node["DeleteStmt"], rows);
  if (changes("UpdateStmt")) return follow_update(node["UpdateStmt"], rows);
  return !node.contains("TruncateStmt") && !node.contains("CopyStmt") && !node.contains("MergeStmt");
}

RowsByText rows_of(const Object* object) {
  RowsByText rows;
  const auto* body = object == nullptr ? nullptr : body_as<Scripted>(*object);
  if (body != nullptr && is_lookup_rows(object->id)) follow_rows(body->create, object->id.parent(), rows);
  return rows;
}

}  // namespace schemac::sql
