// CREATE. One list of every kind of object, which is easiest to read in one place.
#include "sqlfile/identification.h"
#include "sqlfile/statement_kinds.h"
#include "sqlfile/type_name.h"

namespace schemac::sql {

bool Identification::create_relation(const std::string& name, const Json& node) {
  if (name == "CreateStmt") {
    relation_id(Kind::table, node["relation"]);
    table_parts(node);
    if (node["relation"].value("relpersistence", "p") == "t")
      forbid("a temporary table is not part of a schema");
  } else if (name == "CreateForeignTableStmt") {
    const Json base = node.contains("base") ? node["base"] : node;
    relation_id(Kind::foreign_table, base["relation"]);
    table_parts(base);
  } else if (name == "ViewStmt") {
    relation_id(Kind::view, node["view"]);
    view_columns(node["aliases"], node["query"]);
    out_.stated.attributes.options = node.contains("options");
    if (node["view"].value("relpersistence", "p") == "t") forbid("a temporary view is not part of a schema");
  } else if (name == "CreateTableAsStmt") {
    const Json& into = node["into"];
    relation_id(Kind::materialized_view, into["rel"]);
    if (node.value("objtype", "") != "OBJECT_MATVIEW")
      forbid("a table created from a query contains data; write its columns, and fill it in a migration");
    view_columns(into["colNames"], node["query"]);
    out_.materialized_with_data = !into.value("skipData", false);
    out_.stated.attributes.options = into.contains("options");
    out_.stated.attributes.tablespace = into.contains("tableSpaceName");
  } else if (name == "CreateSeqStmt") {
    relation_id(Kind::sequence, node["sequence"]);
    owned_by(node["options"]);
  } else if (name == "CompositeTypeStmt") {
    relation_id(Kind::composite_type, node["typevar"]);
    for (const Json& column : node["coldeflist"]) table_column(column);
  } else if (name == "IndexStmt") {
    const Json& relation = node["relation"];
    out_.verb = Verb::create;
    out_.id = ObjectId{Kind::index, relation.value("schemaname", ""), relation.value("relname", ""),
                       node.value("idxname", "")};
    out_.owned_by = out_.id->parent();
    out_.key = node.value("unique", false) && !node.contains("whereClause");
    for (const Json& element : node["indexParams"])
      out_.columns.push_back({element["IndexElem"].value("name", ""), {}});
    out_.stated.attributes.options = node.contains("options");
    out_.stated.attributes.tablespace = node.contains("tableSpace");
    if (out_.id->name.empty()) forbid("give the index a name, so that later versions can find it");
  } else {
    return false;
  }
  return true;
}

void Identification::table_parts(const Json& node) {
  for (const Json& element : node["tableElts"]) table_column(element);
  out_.stated.attributes.options = node.contains("options");
  out_.stated.attributes.tablespace = node.contains("tablespacename");
}

void Identification::table_column(const Json& element) {
  if (!element.contains("ColumnDef")) return;
  const Json& column = element["ColumnDef"];
  out_.columns.push_back({column.value("colname", ""), type_text(column["typeName"], true)});
}

void Identification::view_columns(const Json& aliases, const Json& query) {
  for (const std::string& name : name_parts(aliases)) out_.columns.push_back({name, {}});
  if (!out_.columns.empty() || !query.contains("SelectStmt")) return;
  Json select = query["SelectStmt"];
  while (select.contains("larg")) select = select["larg"];
  for (const Json& item : select["targetList"]) {
    const Json& target = item["ResTarget"];
    std::string name = target.value("name", "");
    const Json value = target["val"];
    if (name.empty() && value.contains("ColumnRef")) {
      const Json& fields = value["ColumnRef"]["fields"];
      if (fields.back().contains("A_Star")) {  // only the server knows
        out_.columns.clear();
        return;
      }
      name = fields.back()["String"].value("sval", "");
    }
    if (name.empty() && value.contains("FuncCall")) name = name_parts(value["FuncCall"]["funcname"]).back();
    if (name.empty()) {
      out_.columns.clear();
      return;
    }
    out_.columns.push_back({std::move(name), {}});
  }
}

void Identification::owned_by(const Json& options) {
  for (const Json& option : options) {
    const Json& element = option["DefElem"];
    if (element.value("defname", "") != "owned_by") continue;
    auto parts = name_parts(element["arg"]["List"]["items"]);
    if (parts.size() < 2) return;
    const std::string table = parts[parts.size() - 2];
    out_.owned_by = ObjectId{Kind::table, parts.size() > 2 ? parts[0] : "", {}, table};
  }
}

bool Identification::create_type(const std::string& name, const Json& node) {
  if (name == "DefineStmt") {
    define(node);
  } else if (name == "CreateEnumStmt") {
    id(Kind::enum_, name_parts(node["typeName"]));
    place({"type"});
  } else if (name == "CreateRangeStmt") {
    id(Kind::range_type, name_parts(node["typeName"]));
    place({"type"});
  } else if (name == "CreateDomainStmt") {
    id(Kind::domain, name_parts(node["domainname"]));
    place({"domain"});
  } else {
    return false;
  }
  return true;
}

bool Identification::create_on_relation(const std::string& name, const Json& node) {
  if (name == "CreateTrigStmt") {
    on_relation(Kind::trigger, node.value("trigname", ""), node["relation"]);
  } else if (name == "CreatePolicyStmt") {
    on_relation(Kind::policy, node.value("policy_name", ""), node["table"]);
  } else if (name == "RuleStmt") {
    on_relation(Kind::rule, node.value("rulename", ""), node["relation"]);
  } else {
    return false;
  }
  return true;
}

bool Identification::create_without_namespace(const std::string& name, const Json& node) {
  if (name == "CreateFdwStmt") {
    id(Kind::foreign_data_wrapper, {node.value("fdwname", "")});
  } else if (name == "CreateForeignServerStmt") {
    id(Kind::foreign_server, {node.value("servername", "")});
  } else if (name == "CreateUserMappingStmt") {
    forbid("user mappings contain passwords and belong to the server");
  } else if (name == "CreateEventTrigStmt") {
    id(Kind::event_trigger, {node.value("trigname", "")});
  } else if (name == "CreatePublicationStmt") {
    id(Kind::publication, {node.value("pubname", "")});
  } else if (name == "CreatePLangStmt") {
    id(Kind::language, {node.value("plname", "")});
  } else if (name == "AlterDefaultPrivilegesStmt") {
    id(Kind::default_privileges, {canonical_tokens(out_.text)});
  } else {
    return false;
  }
  return true;
}

bool Identification::create_other(const std::string& name, const Json& node) {
  if (name == "CreateFunctionStmt") {
    const bool procedure = node.value("is_procedure", false);
    const auto parts = name_parts(node["funcname"]);
    id(procedure ? Kind::procedure : Kind::function, parts);
    out_.id->name = routine_signature(parts.back(), node["parameters"], procedure);
    place({procedure ? "procedure" : "function"});
  } else if (name == "CreateSchemaStmt") {
    id(Kind::namespace_, {node.value("schemaname", "")});
    out_.stated.attributes.owner = node.contains("authrole");
    if (node.contains("schemaElts")) forbid("write the objects of CREATE SCHEMA as separate statements");
    if (out_.id->name.empty()) forbid("give the schema a name");
  } else if (name == "CreateExtensionStmt") {
    id(Kind::extension, {node.value("extname", "")});
    for (const Json& option : node["options"])
      if (option["DefElem"].value("defname", "") == "schema")
        extra(Reference::To::namespace_, option["DefElem"]["arg"]["String"].value("sval", ""));
  } else if (name == "CreateStatsStmt") {
    id(Kind::statistics, name_parts(node["defnames"]));
    place({"statistics"});
    if (out_.id->name.empty()) forbid("give the statistics a name");
  } else if (name == "CreateConversionStmt") {
    id(Kind::conversion, name_parts(node["conversion_name"]));
    place({"conversion"});
  } else if (name == "CreateCastStmt") {
    id(Kind::cast,
       {"(" + type_text(node["sourcetype"], false) + " AS " + type_text(node["targettype"], false) + ")"});
  } else if (name == "CreateOpClassStmt") {
    id(Kind::operator_class, name_parts(node["opclassname"]));
    out_.id->name = quote_identifier(out_.id->name) + " USING " + node.value("amname", "");
  } else if (name == "CreateOpFamilyStmt") {
    id(Kind::operator_family, name_parts(node["opfamilyname"]));
    out_.id->name = quote_identifier(out_.id->name) + " USING " + node.value("amname", "");
  } else {
    return create_type(name, node) || create_on_relation(name, node) || create_without_namespace(name, node);
  }
  return true;
}

void Identification::define(const Json& node) {
  const std::string type = node.value("kind", "");
  const Kind kind = kind_of_object_type(type);
  const auto parts = name_parts(node["defnames"]);
  id(kind, parts);
  if (kind == Kind::aggregate) {
    const Json args = node["args"];
    const Json parameters = !args.empty() && args[0].contains("List") ? args[0]["List"]["items"] : Json();
    out_.id->name = parameters.empty() ? quote_identifier(parts.back()) + "(*)"
                                       : routine_signature(parts.back(), parameters, false);
    place({"aggregate"});
  } else if (kind == Kind::operator_) {
    std::string left = "NONE", right = "NONE";
    for (const Json& item : node["definition"]) {
      const Json& element = item["DefElem"];
      const Json arg = element["arg"];
      if (!arg.contains("TypeName")) continue;
      if (element.value("defname", "") == "leftarg") left = type_text(arg["TypeName"], false);
      if (element.value("defname", "") == "rightarg") right = type_text(arg["TypeName"], false);
    }
    out_.id->name = parts.back() + "(" + left + ", " + right + ")";
  } else if (kind == Kind::collation) {
    place({"collation"});
  } else if (kind == Kind::base_type) {
    place({"type"});
  }
}

}  // namespace schemac::sql
