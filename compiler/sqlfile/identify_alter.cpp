// Statements that change an object of another statement: ALTER, COMMENT, SECURITY LABEL, GRANT.
#include "base/text.h"
#include "sqlfile/identification.h"
#include "sqlfile/statement_kinds.h"
#include "sqlfile/type_name.h"

namespace schemac::sql {

bool Identification::alter(const std::string& name, const Json& node) {
  if (name == "AlterTableStmt") return alter_table(node);
  out_.verb = Verb::alter;
  if (name == "AlterOwnerStmt") {
    out_.stated.attributes.owner = true;
    named_object(node.value("objectType", ""), node["object"]);
  } else if (name == "AlterSeqStmt") {
    relation_id(Kind::sequence, node["sequence"], Verb::alter);
    owned_by(node["options"]);
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
    routine_object(kind_of_object_type(node.value("objtype", "OBJECT_FUNCTION")), node["func"]);
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
      relation_id(kind_of_object_type(node.value("objectType", "")), node["relation"], Verb::alter);
    else
      named_object(node.value("objectType", ""), node["object"]);
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

bool Identification::alter_table(const Json& node) {
  const Json& relation = node["relation"];
  relation_id(kind_of_object_type(node.value("objtype", "OBJECT_TABLE")), relation, Verb::alter);
  const Json commands = node["cmds"];
  for (const Json& item : commands) {
    const Json& command = item["AlterTableCmd"];
    const std::string subtype = command.value("subtype", "");
    if (subtype == "AT_ChangeOwner") out_.stated.attributes.owner = true;
    if (subtype == "AT_SetTableSpace") out_.stated.attributes.tablespace = true;
    if (subtype == "AT_SetRelOptions") out_.stated.attributes.options = true;
    if (subtype.starts_with("AT_Drop") && subtype != "AT_DropNotNull")
      forbid("sources state the final schema: remove it from the CREATE statement instead");
    if (subtype.ends_with("TrigAll") || subtype.ends_with("TrigUser"))
      forbid("name each trigger: ALL and USER miss the triggers of later statements");
    if (subtype == "AT_AttachPartition" && command.contains("def"))
      for (const Json& part : {command["def"]["PartitionCmd"]["name"]})
        if (part.contains("relname")) {
          const ObjectId parent = *out_.id;
          out_.id->namespace_ = part.value("schemaname", "");
          out_.id->name = part.value("relname", "");  // it completes the partition
          out_.id_length = 0;
          extra(Reference::To::relation, parent.name, parent.namespace_);
        }
  }
  if (commands.size() == 1) alter_part(commands[0]["AlterTableCmd"]);
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

// ALTER TABLE t DISABLE TRIGGER x, CLUSTER ON i: about an object on the table, which must exist by then.
void Identification::alter_part(const Json& command) {
  const std::string subtype = command.value("subtype", "");
  const Json replica = command["def"]["ReplicaIdentityStmt"];
  std::string name = command.value("name", "");
  Kind kind = Kind::index;
  if (subtype.ends_with("Trig")) {
    kind = Kind::trigger;
  } else if (subtype.ends_with("Rule")) {
    kind = Kind::rule;
  } else if (subtype == "AT_ReplicaIdentity") {
    name = replica.value("name", "");
  } else if (subtype != "AT_ClusterOn") {
    return;
  }
  if (name.empty()) return;
  out_.owned_by = *out_.id;
  out_.id = ObjectId{kind, out_.id->namespace_, out_.id->name, name};
}

void Identification::routine_object(Kind kind, const Json& routine) {
  const auto parts = name_parts(routine["objname"]);
  id(kind, parts, out_.verb);
  out_.id->name = routine_signature(routine);
  if (kind == Kind::operator_) out_.id->name = parts.back() + out_.id->name.substr(out_.id->name.rfind('('));
  place({"function", "procedure", "aggregate", "routine"});
}

// COMMENT, OWNER, SECURITY LABEL: the object in each of its forms.
void Identification::named_object(const std::string& type, const Json& object) {
  const Kind kind = kind_of_object_type(type);
  if (object.contains("ObjectWithArgs")) return routine_object(kind, object["ObjectWithArgs"]);
  if (object.contains("TypeName")) {
    id(kind, name_parts(object["TypeName"]["names"]), out_.verb);
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
    id(kind, name_parts(items[0]["TypeName"]["names"]), out_.verb);
    return;
  }
  if (kind == Kind::cast) {
    id(kind,
       {"(" + type_text(items[0]["TypeName"], false) + " AS " + type_text(items[1]["TypeName"], false) + ")"},
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

// GRANT … ON ALL TABLES IN SCHEMA a, b TO …
void Identification::grant_on_everything(const Json& node) {
  Statement::Everything everything;
  everything.namespaces = name_parts(node["objects"]);
  std::size_t at = 0;
  const auto word = [&](std::size_t i, std::string_view lower) {
    return i < tokens_.size() && is_word(tokens_[i], out_.text, lower);
  };
  // ON ALL what IN SCHEMA name, …
  while (at < tokens_.size() && !(word(at, "on") && word(at + 1, "all") && word(at + 3, "in"))) ++at;
  if (at + 5 >= tokens_.size()) return;
  everything.what = lower_case(tokens_[at + 2].text(out_.text));
  everything.offset = tokens_[at + 1].begin;
  const std::size_t last = at + 5 + 2 * (everything.namespaces.size() - 1);
  if (everything.namespaces.empty() || last >= tokens_.size()) return;
  everything.length = tokens_[last].end - everything.offset;
  out_.everything = std::move(everything);
}

void Identification::grant(const Json& node) {
  out_.verb = Verb::grant;
  out_.stated.attributes.grants = true;
  if (node.value("targtype", "") != "ACL_TARGET_OBJECT") {
    grant_on_everything(node);
    return;
  }
  const Json objects = node["objects"];
  if (objects.empty()) return;
  const std::string type = node.value("objtype", "");
  const Json& object = objects[0];
  if (object.contains("RangeVar")) {
    relation_id(kind_of_object_type(type), object["RangeVar"], Verb::grant);
  } else if (object.contains("List") || object.contains("ObjectWithArgs") || object.contains("String")) {
    if (type == "OBJECT_DATABASE" || type == "OBJECT_TABLESPACE" || type == "OBJECT_LARGEOBJECT" ||
        type == "OBJECT_PARAMETER_ACL") {
      forbid("it belongs to the server, not to the schema");
      out_.outside = type != "OBJECT_LARGEOBJECT";
      return;
    }
    named_object(type, object);
    out_.id_length = 0;
    place({"function", "procedure", "routine", "type", "domain"});
  }
}

}  // namespace schemac::sql
