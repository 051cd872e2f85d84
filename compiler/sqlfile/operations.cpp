#include "sqlfile/operations.h"

#include <algorithm>
#include <array>
#include <optional>

#include "sqlfile/parser.h"
#include "sqlfile/type_name.h"

namespace schemac::sql {
namespace {

using What = Operation::What;

std::string text_at(const Json& node, const char* field) { return node.value(field, ""); }

Json child(const Json& node, const char* field) { return node[field]; }

ObjectId relation(Kind kind, const Json& range_var) {
  return {kind, text_at(range_var, "schemaname"), {}, text_at(range_var, "relname")};
}

// ["ns", "name"] as a list of String nodes.
ObjectId named(Kind kind, const Json& names) {
  const Json& list = names.contains("List") ? names["List"]["items"] : names;
  std::vector<std::string> parts;
  if (list.is_array()) parts = name_parts(list);
  if (parts.empty()) return {kind, {}, {}, {}};
  return {kind, parts.size() > 1 ? parts[parts.size() - 2] : std::string(), {}, parts.back()};
}

std::optional<Kind> kind_of_object(const std::string& object_type) {
  static constexpr std::array<std::pair<std::string_view, Kind>, 9> kinds = {{
      {"OBJECT_TABLE", Kind::table},
      {"OBJECT_FOREIGN_TABLE", Kind::foreign_table},
      {"OBJECT_INDEX", Kind::index},
      {"OBJECT_VIEW", Kind::view},
      {"OBJECT_MATVIEW", Kind::materialized_view},
      {"OBJECT_SEQUENCE", Kind::sequence},
      {"OBJECT_SCHEMA", Kind::namespace_},
      {"OBJECT_TYPE", Kind::composite_type},
      {"OBJECT_DOMAIN", Kind::domain},
  }};
  for (const auto& [name, kind] : kinds) {
    if (name == object_type) return kind;
  }
  return std::nullopt;
}

bool has_flag(const Json& options, const std::string& name) {
  if (!options.is_array()) return false;
  return std::any_of(options.begin(), options.end(), [&](const Json& option) {
    const Json& element = child(option, "DefElem");
    return text_at(element, "defname") == name;
  });
}

// Functions that give one value for all rows of a statement; any other function is assumed to give each row
// its own.
bool is_steady(const std::string& function) {
  static constexpr std::array<std::string_view, 20> steady = {"now",
                                                              "transaction_timestamp",
                                                              "statement_timestamp",
                                                              "current_setting",
                                                              "lower",
                                                              "upper",
                                                              "concat",
                                                              "to_timestamp",
                                                              "to_date",
                                                              "to_char",
                                                              "date_trunc",
                                                              "make_date",
                                                              "timezone",
                                                              "jsonb_build_object",
                                                              "json_build_object",
                                                              "jsonb_build_array",
                                                              "json_build_array",
                                                              "to_jsonb",
                                                              "md5",
                                                              "repeat"};
  return std::find(steady.begin(), steady.end(), function) != steady.end();
}

// A default can nest to any depth: pending nodes are on an explicit stack.
bool calls_unsteady_function(const Json& expression) {
  std::vector<Json> left = {expression};
  while (!left.empty()) {
    const Json node = left.back();
    left.pop_back();
    for (const Json& item : node) left.push_back(item);
    for (const auto& [key, item] : node.items()) {
      left.push_back(item);
      if (key != "FuncCall") continue;
      const std::vector<std::string> name = name_parts(item["funcname"]);
      if (!name.empty() && !is_steady(name.back())) return true;
    }
  }
  return false;
}

bool is_serial(const Json& type_name) {
  const Json& names = child(type_name, "names");
  const std::string type = names.is_array() && !names.empty() ? name_parts(names).back() : std::string();
  return type == "serial" || type == "bigserial" || type == "smallserial" || type == "serial4" ||
         type == "serial8" || type == "serial2";
}

char constraint_letter(const std::string& type) {
  if (type == "CONSTR_PRIMARY") return 'p';
  if (type == "CONSTR_UNIQUE") return 'u';
  if (type == "CONSTR_EXCLUSION") return 'x';
  if (type == "CONSTR_FOREIGN") return 'f';
  if (type == "CONSTR_CHECK") return 'c';
  return type == "CONSTR_NOTNULL" ? 'n' : '\0';
}

class Reader {
 public:
  std::vector<Operation> read(const std::string& node_name, const Json& node) {
    if (node_name == "AlterTableStmt") {
      alter_table(node);
    } else if (node_name == "CreateStmt" || node_name == "CreateForeignTableStmt") {
      const Json& base = node_name == "CreateStmt" ? node : child(node, "baseStmt");
      add(What::create, relation(Kind::table, child(base, "relation")));
    } else if (node_name == "CreateTableAsStmt") {
      const bool view = text_at(node, "objtype") == "OBJECT_MATVIEW";
      add(What::create,
          relation(view ? Kind::materialized_view : Kind::table, child(child(node, "into"), "rel")));
    } else if (node_name == "IndexStmt") {
      Operation& index = add(What::create_index, relation(Kind::table, child(node, "relation")));
      index.part = text_at(node, "idxname");
      index.concurrently = node.value("concurrent", false);
    } else if (node_name == "DropStmt") {
      drop(node);
    } else if (node_name == "RenameStmt") {
      rename(node);
    } else if (node_name == "TruncateStmt") {
      for (const Json& item : child(node, "relations"))
        add(What::truncate, relation(Kind::table, child(item, "RangeVar")));
    } else if (node_name == "UpdateStmt" || node_name == "DeleteStmt") {
      Operation& change = add(node_name == "UpdateStmt" ? What::update : What::delete_rows,
                              relation(Kind::table, child(node, "relation")));
      change.whole_table = !node.contains("whereClause");
    } else if (node_name == "AlterEnumStmt") {
      Operation& value = add(What::add_enum_value, named(Kind::enum_, child(node, "typeName")));
      value.part = text_at(node, "newVal");
      if (node.contains("oldVal")) value.what = What::other;
    } else if (node_name == "RefreshMatViewStmt") {
      add(What::refresh, relation(Kind::materialized_view, child(node, "relation"))).concurrently =
          node.value("concurrent", false);
    } else if (node_name == "LockStmt") {
      for (const Json& item : child(node, "relations"))
        add(What::lock_table, relation(Kind::table, child(item, "RangeVar")));
    } else if (node_name == "ClusterStmt") {
      add(What::rewrite, relation(Kind::table, child(node, "relation"))).part = "CLUSTER";
    } else if (node_name == "VacuumStmt") {
      vacuum(node);
    } else if (node_name == "ReindexStmt") {
      Operation& reindex = add(What::reindex, relation(Kind::table, child(node, "relation")));
      reindex.concurrently = has_flag(child(node, "params"), "concurrently");
    } else if (node_name == "VariableSetStmt" && text_at(node, "name") == "lock_timeout") {
      add(What::set_lock_timeout, {}).part = setting_value(node);
    }
    return std::move(out_);
  }

 private:
  Operation& add(What what, ObjectId id) {
    Operation operation;
    operation.what = what;
    operation.id = std::move(id);
    out_.push_back(std::move(operation));
    return out_.back();
  }

  static std::string setting_value(const Json& node) {
    const Json& arguments = child(node, "args");
    if (!arguments.is_array() || arguments.empty()) return {};
    const Json& constant = child(arguments[0], "A_Const");
    if (const Json& text = child(constant, "sval"); text.is_object()) return text_at(text, "sval");
    const Json& number = child(constant, "ival");
    return std::to_string(number.is_object() ? number.value("ival", 0) : 0);
  }

  void alter_table(const Json& node) {
    const std::optional<Kind> kind = kind_of_object(text_at(node, "objtype"));
    const ObjectId table = relation(kind.value_or(Kind::table), child(node, "relation"));
    for (const Json& item : child(node, "cmds")) {
      const Json& command = child(item, "AlterTableCmd");
      const std::string subtype = text_at(command, "subtype");
      const Json& definition = child(command, "def");
      Operation& operation = add(What::other, table);
      operation.part = text_at(command, "name");
      operation.cascade = text_at(command, "behavior") == "DROP_CASCADE";
      if (subtype == "AT_AddColumn") {
        add_column(child(definition, "ColumnDef"), operation);
      } else if (subtype == "AT_DropColumn") {
        operation.what = What::drop_column;
      } else if (subtype == "AT_AlterColumnType") {
        operation.what = What::change_type;
        operation.type = type_text(child(child(definition, "ColumnDef"), "typeName"), true);
      } else if (subtype == "AT_SetNotNull") {
        operation.what = What::set_not_null;
      } else if (subtype == "AT_AddConstraint") {
        add_constraint(child(definition, "Constraint"), operation);
      } else if (subtype == "AT_SetLogged" || subtype == "AT_SetUnLogged" || subtype == "AT_SetTableSpace" ||
                 subtype == "AT_SetAccessMethod") {
        operation.what = What::set_storage;
      }
    }
  }

  static void add_column(const Json& column, Operation& operation) {
    operation.what = What::add_column;
    operation.part = text_at(column, "colname");
    operation.type = type_text(child(column, "typeName"), true);
    operation.volatile_default = is_serial(child(column, "typeName"));
    operation.has_default = operation.volatile_default;
    for (const Json& item : child(column, "constraints")) {
      const Json& constraint = child(item, "Constraint");
      const std::string type = text_at(constraint, "contype");
      if (type == "CONSTR_NOTNULL") {
        operation.not_null = true;
      } else if (type == "CONSTR_DEFAULT") {
        operation.has_default = true;
        operation.volatile_default = calls_unsteady_function(child(constraint, "raw_expr"));
      } else if (type == "CONSTR_GENERATED") {
        operation.stored = operation.has_default = true;
      } else if (type == "CONSTR_IDENTITY") {
        operation.has_default = operation.volatile_default = true;
      } else if (const char letter = constraint_letter(type); letter != '\0') {
        operation.constraint = letter;
      }
    }
  }

  static void add_constraint(const Json& constraint, Operation& operation) {
    operation.what = What::add_constraint;
    operation.part = text_at(constraint, "conname");
    operation.constraint = constraint_letter(text_at(constraint, "contype"));
    operation.not_valid = constraint.value("skip_validation", false);
    operation.using_index = !text_at(constraint, "indexname").empty();
  }

  void drop(const Json& node) {
    const std::optional<Kind> kind = kind_of_object(text_at(node, "removeType"));
    if (!kind) return;
    for (const Json& object : child(node, "objects")) {
      ObjectId id = *kind == Kind::namespace_
                        ? ObjectId{*kind, {}, {}, text_at(child(object, "String"), "sval")}
                    : object.contains("TypeName") ? named(*kind, child(object["TypeName"], "names"))
                                                  : named(*kind, object);
      Operation& operation = add(What::drop, std::move(id));
      operation.cascade = text_at(node, "behavior") == "DROP_CASCADE";
      operation.concurrently = node.value("concurrent", false);
    }
  }

  void rename(const Json& node) {
    const std::string type = text_at(node, "renameType");
    const bool column = type == "OBJECT_COLUMN" || type == "OBJECT_ATTRIBUTE";
    const std::optional<Kind> kind = kind_of_object(column ? text_at(node, "relationType") : type);
    if (!kind || *kind == Kind::index || !node.contains("relation")) return;
    Operation& operation = add(What::rename, relation(*kind, child(node, "relation")));
    operation.part = text_at(node, "newname");
    operation.renames_column = column;
  }

  void vacuum(const Json& node) {
    if (!has_flag(child(node, "options"), "full")) return;
    for (const Json& item : child(node, "rels")) {
      add(What::rewrite, relation(Kind::table, child(child(item, "VacuumRelation"), "relation"))).part =
          "VACUUM FULL";
    }
  }

  std::vector<Operation> out_;
};

}  // namespace

Operations operations(std::string_view statement) {
  Operations result;
  std::vector<Operation>& all = result.all;
  ParseTree parsed = parse_tree(statement);
  result.unread = std::move(parsed.error);
  if (result.unread) return result;
  for (const Json& item : parsed.statements) {
    const Json& tree = child(item, "stmt");
    for (const auto& [name, node] : tree.items()) {
      std::vector<Operation> found = Reader().read(std::string(name), node);
      all.insert(all.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
    }
  }
  return result;
}

}  // namespace schemac::sql
