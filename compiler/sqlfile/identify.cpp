// Over 300 lines: one table of every statement kind of PostgreSQL's grammar, which reads best in one place.
#include "sqlfile/identify.h"

#include <algorithm>
#include <array>
#include <map>

#include "sqlfile/type_name.h"

namespace schemac::sql {

namespace {

using Verb = Statement::Verb;

const std::map<std::string, Kind, std::less<>>& object_kinds() {
  static const std::map<std::string, Kind, std::less<>> kinds = {
      {"OBJECT_TABLE", Kind::table},
      {"OBJECT_COLUMN", Kind::table},
      {"OBJECT_FOREIGN_TABLE", Kind::foreign_table},
      {"OBJECT_VIEW", Kind::view},
      {"OBJECT_MATVIEW", Kind::materialized_view},
      {"OBJECT_INDEX", Kind::index},
      {"OBJECT_SEQUENCE", Kind::sequence},
      {"OBJECT_FUNCTION", Kind::function},
      {"OBJECT_ROUTINE", Kind::function},
      {"OBJECT_PROCEDURE", Kind::procedure},
      {"OBJECT_AGGREGATE", Kind::aggregate},
      {"OBJECT_OPERATOR", Kind::operator_},
      {"OBJECT_OPCLASS", Kind::operator_class},
      {"OBJECT_OPFAMILY", Kind::operator_family},
      {"OBJECT_SCHEMA", Kind::namespace_},
      {"OBJECT_TYPE", Kind::base_type},
      {"OBJECT_ATTRIBUTE", Kind::composite_type},
      {"OBJECT_DOMAIN", Kind::domain},
      {"OBJECT_DOMCONSTRAINT", Kind::domain},
      {"OBJECT_EXTENSION", Kind::extension},
      {"OBJECT_LANGUAGE", Kind::language},
      {"OBJECT_COLLATION", Kind::collation},
      {"OBJECT_CAST", Kind::cast},
      {"OBJECT_TABCONSTRAINT", Kind::constraint},
      {"OBJECT_TRIGGER", Kind::trigger},
      {"OBJECT_POLICY", Kind::policy},
      {"OBJECT_RULE", Kind::rule},
      {"OBJECT_STATISTIC_EXT", Kind::statistics},
      {"OBJECT_EVENT_TRIGGER", Kind::event_trigger},
      {"OBJECT_PUBLICATION", Kind::publication},
      {"OBJECT_FDW", Kind::foreign_data_wrapper},
      {"OBJECT_FOREIGN_SERVER", Kind::foreign_server},
      {"OBJECT_TSPARSER", Kind::text_search_parser},
      {"OBJECT_TSTEMPLATE", Kind::text_search_template},
      {"OBJECT_TSDICTIONARY", Kind::text_search_dictionary},
      {"OBJECT_TSCONFIGURATION", Kind::text_search_configuration}};
  return kinds;
}

Kind kind_of(const std::string& object_type) {
  const auto found = object_kinds().find(object_type);
  return found == object_kinds().end() ? Kind::statements : found->second;
}

// Statements that describe no object, and where what they do belongs.
const std::map<std::string, std::string, std::less<>>& forbidden() {
  static const std::string roles = "roles belong to the server; create them where the server is set up";
  static const std::string server = "it acts on the server, not on the schema";
  static const std::string migration = "sources say what is; changes and drops belong in a migration";
  static const std::map<std::string, std::string, std::less<>> reasons = {
      {"CreateRoleStmt", roles},
      {"AlterRoleStmt", roles},
      {"AlterRoleSetStmt", roles},
      {"DropRoleStmt", roles},
      {"GrantRoleStmt", roles},
      {"ReassignOwnedStmt", roles},
      {"DropOwnedStmt", roles},
      {"CreateTableSpaceStmt", server},
      {"DropTableSpaceStmt", server},
      {"AlterTableSpaceOptionsStmt", server},
      {"CreatedbStmt", server},
      {"AlterDatabaseStmt", server},
      {"AlterDatabaseSetStmt", server},
      {"AlterDatabaseRefreshCollStmt", server},
      {"DropdbStmt", server},
      {"AlterSystemStmt", server},
      {"CheckPointStmt", server},
      {"LoadStmt", server},
      {"VacuumStmt", server},
      {"ClusterStmt", server},
      {"ReindexStmt", server},
      {"CreateSubscriptionStmt", "subscriptions connect to other servers; create them there"},
      {"AlterSubscriptionStmt", "subscriptions connect to other servers; create them there"},
      {"DropSubscriptionStmt", "subscriptions connect to other servers; create them there"},
      {"DoStmt", "compiling must not execute code; write the object itself, or a migration"},
      {"CallStmt", "compiling must not execute code; call it in a migration"},
      {"DropStmt", migration},
      {"RenameStmt", "write the new name, with `-- schemac: renamed_from old_name` before the CREATE"},
      {"AlterObjectSchemaStmt", "write the object with its new schema in the CREATE statement"},
      {"ImportForeignSchemaStmt", "write each CREATE FOREIGN TABLE, so that its columns are known"},
      {"AlterTableMoveAllStmt", migration},
      {"AlterExtensionStmt", "state the version in CREATE EXTENSION"}};
  return reasons;
}

bool is_data(const std::string& node) {
  static constexpr std::array<std::string_view, 13> names = {
      "SelectStmt",  "InsertStmt",   "UpdateStmt",        "DeleteStmt",  "MergeStmt",
      "CopyStmt",    "TruncateStmt", "LockStmt",          "PrepareStmt", "ExecuteStmt",
      "ExplainStmt", "ListenStmt",   "RefreshMatViewStmt"};
  return std::find(names.begin(), names.end(), node) != names.end();
}

class Identify {
 public:
  Identify(const std::vector<Token>& tokens, Statement& statement) : tokens_(tokens), out_(statement) {}

  void run(const std::string& name, const Json& node) {
    if (const auto found = forbidden().find(name); found != forbidden().end()) {
      out_.verb = Verb::forbidden;
      out_.why_forbidden = found->second;
    } else if (name == "SelectStmt" && is_set_config(node)) {
      out_.verb = Verb::setting;
    } else if (is_data(name)) {
      out_.verb = Verb::data;
    } else if (name == "TransactionStmt") {
      out_.verb = Verb::transaction;
    } else if (name == "VariableSetStmt") {
      setting(node);
    } else if (!create_relation(name, node) && !create_other(name, node) && !alter(name, node)) {
      out_.verb = Verb::other_ddl;
    }
  }

 private:
  // ---- CREATE of what is in pg_class ----

  bool create_relation(const std::string& name, const Json& node) {
    if (name == "CreateStmt") {
      relation_id(Kind::table, node["relation"]);
      table_parts(node);
      if (node["relation"].value("relpersistence", "p") == "t")
        forbid("a temporary table is no part of a schema");
    } else if (name == "CreateForeignTableStmt") {
      const Json base = node.value("base", node);
      relation_id(Kind::foreign_table, base["relation"]);
      table_parts(base);
    } else if (name == "ViewStmt") {
      relation_id(Kind::view, node["view"]);
      view_columns(node.value("aliases", Json::array()), node.value("query", Json()));
      out_.sets_options = node.contains("options");
      if (node["view"].value("relpersistence", "p") == "t") forbid("a temporary view is no part of a schema");
    } else if (name == "CreateTableAsStmt") {
      const Json& into = node["into"];
      relation_id(Kind::materialized_view, into["rel"]);
      if (node.value("objtype", "") != "OBJECT_MATVIEW")
        forbid("a table made from a query holds data; write its columns, and fill it in a migration");
      view_columns(into.value("colNames", Json::array()), node.value("query", Json()));
      out_.materialized_with_data = !into.value("skipData", false);
      out_.sets_options = into.contains("options");
      out_.sets_tablespace = into.contains("tableSpaceName");
    } else if (name == "CreateSeqStmt") {
      relation_id(Kind::sequence, node["sequence"]);
      owned_by(node.value("options", Json::array()));
    } else if (name == "CompositeTypeStmt") {
      relation_id(Kind::composite_type, node["typevar"]);
      for (const Json& column : node.value("coldeflist", Json::array())) table_column(column);
    } else if (name == "IndexStmt") {
      const Json& relation = node["relation"];
      out_.verb = Verb::create;
      out_.id = ObjectId{Kind::index, relation.value("schemaname", ""), relation.value("relname", ""),
                         node.value("idxname", "")};
      out_.owned_by = out_.id->parent();
      out_.key = node.value("unique", false) && !node.contains("whereClause");
      for (const Json& element : node.value("indexParams", Json::array()))
        out_.columns.push_back({element["IndexElem"].value("name", ""), {}});
      out_.sets_options = node.contains("options");
      out_.sets_tablespace = node.contains("tableSpace");
      if (out_.id->name.empty())
        forbid("an index without a name: give it one, so that it can be found again");
    } else {
      return false;
    }
    return true;
  }

  void table_parts(const Json& node) {
    for (const Json& element : node.value("tableElts", Json::array())) table_column(element);
    out_.sets_options = node.contains("options");
    out_.sets_tablespace = node.contains("tablespacename");
  }

  void table_column(const Json& element) {
    if (!element.contains("ColumnDef")) return;
    const Json& column = element["ColumnDef"];
    out_.columns.push_back(
        {column.value("colname", ""), type_text(column.value("typeName", Json::object()), true)});
  }

  void view_columns(const Json& aliases, const Json& query) {
    for (const std::string& name : name_parts(aliases)) out_.columns.push_back({name, {}});
    if (!out_.columns.empty() || !query.contains("SelectStmt")) return;
    const Json* select = &query["SelectStmt"];
    while (select->contains("larg")) select = &(*select)["larg"];
    for (const Json& item : select->value("targetList", Json::array())) {
      const Json& target = item["ResTarget"];
      std::string name = target.value("name", "");
      const Json value = target.value("val", Json::object());
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

  void owned_by(const Json& options) {
    for (const Json& option : options) {
      const Json& element = option["DefElem"];
      if (element.value("defname", "") != "owned_by") continue;
      auto parts = name_parts(element["arg"]["List"].value("items", Json::array()));
      if (parts.size() < 2) return;
      const std::string table = parts[parts.size() - 2];
      out_.owned_by = ObjectId{Kind::table, parts.size() > 2 ? parts[0] : "", {}, table};
    }
  }

  // ---- CREATE of everything else ----

  bool create_other(const std::string& name, const Json& node) {
    if (name == "CreateFunctionStmt") {
      const bool procedure = node.value("is_procedure", false);
      const auto parts = name_parts(node["funcname"]);
      id(procedure ? Kind::procedure : Kind::function, parts);
      out_.id->name = routine_signature(parts.back(), node.value("parameters", Json::array()), procedure);
      place({procedure ? "procedure" : "function"});
    } else if (name == "DefineStmt") {
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
    } else if (name == "CreateSchemaStmt") {
      id(Kind::namespace_, {node.value("schemaname", "")});
      out_.sets_owner = node.contains("authrole");
      if (node.contains("schemaElts")) forbid("CREATE SCHEMA with objects inside: write them as statements");
      if (out_.id->name.empty()) forbid("CREATE SCHEMA without a name");
    } else if (name == "CreateExtensionStmt") {
      id(Kind::extension, {node.value("extname", "")});
      for (const Json& option : node.value("options", Json::array()))
        if (option["DefElem"].value("defname", "") == "schema")
          extra(Reference::To::namespace_, option["DefElem"]["arg"]["String"].value("sval", ""));
    } else if (name == "CreateTrigStmt") {
      on_relation(Kind::trigger, node.value("trigname", ""), node["relation"]);
    } else if (name == "CreatePolicyStmt") {
      on_relation(Kind::policy, node.value("policy_name", ""), node["table"]);
    } else if (name == "RuleStmt") {
      on_relation(Kind::rule, node.value("rulename", ""), node["relation"]);
    } else if (name == "CreateStatsStmt") {
      id(Kind::statistics, name_parts(node.value("defnames", Json::array())));
      place({"statistics"});
      if (out_.id->name.empty()) forbid("statistics without a name: give them one");
    } else if (name == "CreateCastStmt") {
      id(Kind::cast,
         {"(" + type_text(node["sourcetype"], false) + " AS " + type_text(node["targettype"], false) + ")"});
    } else if (name == "CreateOpClassStmt") {
      id(Kind::operator_class, name_parts(node["opclassname"]));
      out_.id->name = quote_identifier(out_.id->name) + " USING " + node.value("amname", "");
    } else if (name == "CreateOpFamilyStmt") {
      id(Kind::operator_family, name_parts(node["opfamilyname"]));
      out_.id->name = quote_identifier(out_.id->name) + " USING " + node.value("amname", "");
    } else if (name == "CreateFdwStmt") {
      id(Kind::foreign_data_wrapper, {node.value("fdwname", "")});
    } else if (name == "CreateForeignServerStmt") {
      id(Kind::foreign_server, {node.value("servername", "")});
    } else if (name == "CreateUserMappingStmt") {
      forbid("user mappings hold passwords and belong to the server");
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

  void define(const Json& node) {
    const std::string type = node.value("kind", "");
    const Kind kind = kind_of(type);
    const auto parts = name_parts(node["defnames"]);
    id(kind, parts);
    if (kind == Kind::aggregate) {
      const Json args = node.value("args", Json::array());
      const Json parameters = !args.empty() && args[0].contains("List")
                                  ? args[0]["List"].value("items", Json::array())
                                  : Json::array();
      out_.id->name = parameters.empty() ? quote_identifier(parts.back()) + "(*)"
                                         : routine_signature(parts.back(), parameters, false);
      place({"aggregate"});
    } else if (kind == Kind::operator_) {
      std::string left = "NONE", right = "NONE";
      for (const Json& item : node.value("definition", Json::array())) {
        const Json& element = item["DefElem"];
        const Json arg = element.value("arg", Json::object());
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

  // ---- ALTER, GRANT, COMMENT ----

  bool alter(const std::string& name, const Json& node) {
    if (name == "AlterTableStmt") return alter_table(node);
    out_.verb = Verb::alter;
    if (name == "AlterOwnerStmt") {
      out_.sets_owner = true;
      named_object(node.value("objectType", ""), node["object"]);
    } else if (name == "AlterSeqStmt") {
      relation_id(Kind::sequence, node["sequence"], Verb::alter);
      owned_by(node.value("options", Json::array()));
    } else if (name == "AlterEnumStmt") {
      id(Kind::enum_, name_parts(node["typeName"]), Verb::alter);
      place({"type"});
    } else if (name == "AlterDomainStmt") {
      id(Kind::domain, name_parts(node["typeName"]), Verb::alter);
      place({"domain"});
    } else if (name == "AlterTypeStmt") {
      id(Kind::base_type, name_parts(node["typeName"]), Verb::alter);
      place({"type"});
    } else if (name == "AlterFunctionStmt") {
      named_object(node.value("objtype", "OBJECT_FUNCTION"), Json{{"ObjectWithArgs", node["func"]}});
    } else if (name == "AlterPolicyStmt") {
      on_relation(Kind::policy, node.value("policy_name", ""), node["table"], Verb::alter);
    } else if (name == "AlterStatsStmt") {
      id(Kind::statistics, name_parts(node["defnames"]), Verb::alter);
      place({"statistics"});
    } else if (name == "AlterEventTrigStmt") {
      id(Kind::event_trigger, {node.value("trigname", "")}, Verb::alter);
    } else if (name == "AlterPublicationStmt") {
      id(Kind::publication, {node.value("pubname", "")}, Verb::alter);
    } else if (name == "AlterFdwStmt") {
      id(Kind::foreign_data_wrapper, {node.value("fdwname", "")}, Verb::alter);
    } else if (name == "AlterForeignServerStmt") {
      id(Kind::foreign_server, {node.value("servername", "")}, Verb::alter);
    } else if (name == "AlterTSConfigurationStmt") {
      id(Kind::text_search_configuration, name_parts(node["cfgname"]), Verb::alter);
    } else if (name == "AlterTSDictionaryStmt") {
      id(Kind::text_search_dictionary, name_parts(node["dictname"]), Verb::alter);
    } else if (name == "AlterOpFamilyStmt") {
      id(Kind::operator_family, name_parts(node["opfamilyname"]), Verb::alter);
      out_.id->name = quote_identifier(out_.id->name) + " USING " + node.value("amname", "");
    } else if (name == "AlterObjectDependsStmt") {
      if (node.contains("relation"))
        relation_id(kind_of(node.value("objectType", "")), node["relation"], Verb::alter);
      else
        named_object(node.value("objectType", ""), node.value("object", Json::object()));
    } else if (name == "CommentStmt" || name == "SecLabelStmt") {
      out_.verb = name == "CommentStmt" ? Verb::comment : Verb::security_label;
      named_object(node.value("objtype", ""), node["object"]);
    } else if (name == "GrantStmt") {
      grant(node);
    } else {
      return false;
    }
    return true;
  }

  bool alter_table(const Json& node) {
    const Json& relation = node["relation"];
    relation_id(kind_of(node.value("objtype", "OBJECT_TABLE")), relation, Verb::alter);
    const Json commands = node.value("cmds", Json::array());
    for (const Json& item : commands) {
      const Json& command = item["AlterTableCmd"];
      const std::string subtype = command.value("subtype", "");
      if (subtype == "AT_ChangeOwner") out_.sets_owner = true;
      if (subtype == "AT_SetTableSpace") out_.sets_tablespace = true;
      if (subtype == "AT_SetRelOptions") out_.sets_options = true;
      if (subtype.starts_with("AT_Drop") && subtype != "AT_DropNotNull")
        forbid("sources say what is: leave the part out of the CREATE statement");
      if (subtype == "AT_AttachPartition" && command.contains("def"))
        for (const Json& part : {command["def"]["PartitionCmd"].value("name", Json::object())})
          if (part.contains("relname")) {
            const ObjectId parent = *out_.id;
            out_.id->namespace_ = part.value("schemaname", "");
            out_.id->name = part.value("relname", "");  // it is the partition that becomes complete by it
            out_.id_length = 0;
            extra(Reference::To::relation, parent.name, parent.namespace_);
          }
    }
    if (commands.size() == 1 && commands[0]["AlterTableCmd"].value("subtype", "") == "AT_AddConstraint") {
      const Json& constraint = commands[0]["AlterTableCmd"]["def"]["Constraint"];
      const std::string type = constraint.value("contype", "");
      const std::string name = constraint.value("conname", "");
      out_.foreign_key = type == "CONSTR_FOREIGN";
      out_.key = type == "CONSTR_PRIMARY" || type == "CONSTR_UNIQUE" || type == "CONSTR_EXCLUSION";
      if (!name.empty()) {
        out_.owned_by = *out_.id;
        out_.id = ObjectId{Kind::constraint, out_.id->namespace_, out_.id->name, name};
        out_.verb = Verb::create;
      }
    }
    return true;
  }

  // COMMENT, OWNER, SECURITY LABEL: the object in each of its shapes.
  void named_object(const std::string& type, const Json& object) {
    const Kind kind = kind_of(type);
    if (object.contains("ObjectWithArgs")) {
      const Json& routine = object["ObjectWithArgs"];
      const auto parts = name_parts(routine.value("objname", Json::array()));
      id(kind, parts, out_.verb);
      out_.id->name = routine_signature(routine);
      if (kind == Kind::operator_)
        out_.id->name = parts.back() + out_.id->name.substr(out_.id->name.rfind('('));
      place({"function", "procedure", "aggregate", "routine"});
      return;
    }
    if (object.contains("TypeName")) {
      id(kind, name_parts(object["TypeName"].value("names", Json::array())), out_.verb);
      place({"type", "domain"});
      return;
    }
    if (object.contains("String")) {
      id(kind, {object["String"].value("sval", "")}, out_.verb);
      return;
    }
    if (!object.contains("List")) return;
    const Json& items = object["List"]["items"];
    auto parts = name_parts(items);
    if (type == "OBJECT_DOMCONSTRAINT" && !items.empty()) {
      id(kind, name_parts(items[0]["TypeName"].value("names", Json::array())), out_.verb);
      return;
    }
    if (kind == Kind::cast) {
      id(kind,
         {"(" + type_text(items[0]["TypeName"], false) + " AS " + type_text(items[1]["TypeName"], false) +
          ")"},
         out_.verb);
      return;
    }
    if (type == "OBJECT_COLUMN" || type == "OBJECT_ATTRIBUTE") {
      if (!parts.empty()) parts.pop_back();
      id(kind, parts, out_.verb);
      place({"column"}, parts.size());
      return;
    }
    if (kind == Kind::constraint || kind == Kind::trigger || kind == Kind::policy || kind == Kind::rule) {
      const std::string name = parts.empty() ? "" : parts.back();
      if (!parts.empty()) parts.pop_back();
      id(kind, parts, out_.verb);
      out_.id->relation = out_.id->name;
      out_.id->name = name;
      out_.owned_by = out_.id->parent();
      place({"on"}, 2, 3);
      return;
    }
    if (kind == Kind::operator_class || kind == Kind::operator_family) {
      const std::string method = parts.empty() ? "" : parts.front();
      if (!parts.empty()) parts.erase(parts.begin());
      id(kind, parts, out_.verb);
      out_.id->name = quote_identifier(out_.id->name) + " USING " + method;
      return;
    }
    id(kind, parts, out_.verb);
    place({"table", "view", "index", "sequence", "statistics", "collation"});
  }

  void grant(const Json& node) {
    out_.verb = Verb::grant;
    if (node.value("targtype", "") != "ACL_TARGET_OBJECT") {
      forbid("ALL … IN SCHEMA names no object: name each, or use ALTER DEFAULT PRIVILEGES");
      return;
    }
    const Json objects = node.value("objects", Json::array());
    if (objects.empty()) return;
    const std::string type = node.value("objtype", "");
    const Json& object = objects[0];
    if (object.contains("RangeVar")) {
      relation_id(kind_of(type), object["RangeVar"], Verb::grant);
    } else if (object.contains("List") || object.contains("ObjectWithArgs") || object.contains("String")) {
      if (type == "OBJECT_DATABASE" || type == "OBJECT_TABLESPACE" || type == "OBJECT_LARGEOBJECT" ||
          type == "OBJECT_PARAMETER_ACL") {
        forbid("it belongs to the server, not to the schema");
        return;
      }
      named_object(type, object);
      out_.id_length = 0;
      place({"function", "procedure", "routine", "type", "domain"});
    }
  }

  // ---- settings ----

  void setting(const Json& node) {
    out_.verb = Verb::setting;
    out_.setting = node.value("name", "");
    for (const Json& arg : node.value("args", Json::array())) {
      if (!arg.contains("A_Const")) continue;
      const Json& constant = arg["A_Const"];
      if (constant.contains("sval"))
        out_.values.push_back(constant["sval"].value("sval", ""));
      else if (constant.contains("ival"))
        out_.values.push_back(std::to_string(constant["ival"].value("ival", 0)));
    }
  }

  // SELECT pg_catalog.set_config('search_path', '', false), as pg_dump writes it.
  bool is_set_config(const Json& node) {
    const Json targets = node.value("targetList", Json::array());
    if (targets.size() != 1 || node.contains("fromClause")) return false;
    const Json value = targets[0]["ResTarget"].value("val", Json::object());
    if (!value.contains("FuncCall") || name_parts(value["FuncCall"]["funcname"]).back() != "set_config")
      return false;
    const Json args = value["FuncCall"].value("args", Json::array());
    if (args.size() < 2 || !args[0].contains("A_Const") || !args[1].contains("A_Const")) return false;
    out_.setting = lower_case(args[0]["A_Const"].value("sval", Json::object()).value("sval", ""));
    const std::string list = args[1]["A_Const"].value("sval", Json::object()).value("sval", "");
    std::size_t start = 0;
    while (start < list.size()) {
      const std::size_t comma = std::min(list.find(',', start), list.size());
      const auto parts = parse_name(std::string_view(list).substr(start, comma - start));
      if (parts && parts->size() == 1) out_.values.push_back(parts->front());
      start = comma + 1;
    }
    return true;
  }

  // ---- shared ----

  void id(Kind kind, const std::vector<std::string>& parts, Verb verb = Verb::create) {
    out_.verb = verb;
    out_.id = ObjectId{
        kind, parts.size() > 1 ? parts[parts.size() - 2] : "", {}, parts.empty() ? "" : parts.back()};
  }

  void relation_id(Kind kind, const Json& range, Verb verb = Verb::create) {
    out_.verb = verb;
    out_.id = ObjectId{kind, range.value("schemaname", ""), {}, range.value("relname", "")};
    const std::size_t i = token_at(tokens_, std::size_t(std::max(0, range.value("location", 0))));
    if (i < tokens_.size()) set_place(i, tokens_.size());
  }

  void on_relation(Kind kind, const std::string& name, const Json& range, Verb verb = Verb::create) {
    out_.verb = verb;
    out_.id = ObjectId{kind, range.value("schemaname", ""), range.value("relname", ""), name};
    out_.owned_by = out_.id->parent();
  }

  // Finds the name, of at most so many parts, behind the first of these words.
  void place(std::initializer_list<std::string_view> words, std::size_t parts = 8, std::size_t from = 1) {
    for (std::size_t i = from; i + 1 < tokens_.size(); ++i) {
      if (std::none_of(words.begin(), words.end(),
                       [&](std::string_view word) { return is_word(tokens_[i], out_.text, word); }))
        continue;
      std::size_t at = i + 1;
      if (is_word(tokens_[at], out_.text, "if"))
        while (at + 1 < tokens_.size() && !is_word(tokens_[at], out_.text, "exists")) ++at;
      if (is_word(tokens_[at], out_.text, "exists")) ++at;
      if (at < tokens_.size()) set_place(at, parts);
      return;
    }
  }

  void set_place(std::size_t i, std::size_t parts) {
    if (!is_name(tokens_[i])) return;
    out_.id_offset = tokens_[i].begin;
    std::size_t end = tokens_[i].end;
    for (std::size_t n = 1; n < parts && i + 2 < tokens_.size() && is_symbol(tokens_[i + 1], out_.text, '.');
         ++n) {
      i += 2;
      end = tokens_[i].end;
    }
    out_.id_length = end - out_.id_offset;
  }

  void extra(Reference::To to, const std::string& name, const std::string& schema = {}) {
    Reference reference;
    reference.to = to;
    reference.name = name;
    reference.namespace_ = schema;
    out_.references.push_back(std::move(reference));
  }

  void forbid(std::string why) {
    out_.verb = Verb::forbidden;
    out_.why_forbidden = std::move(why);
  }

  const std::vector<Token>& tokens_;
  Statement& out_;
};

}  // namespace

void identify(const std::string& node_name, const Json& node, const std::vector<Token>& tokens,
              Statement& statement) {
  Identify(tokens, statement).run(node_name, node);
}

}  // namespace schemac::sql
