#include "sqlfile/type_name.h"

#include <map>
#include "base/text.h"

namespace schemac::sql {

namespace {

// Internal and short names of built-in types -> SQL's.
const std::map<std::string, std::string, std::less<>>& spellings() {
  static const std::map<std::string, std::string, std::less<>> map = {
      {"int4", "integer"},
      {"int8", "bigint"},
      {"int2", "smallint"},
      {"bool", "boolean"},
      {"float4", "real"},
      {"float8", "double precision"},
      {"varchar", "character varying"},
      {"bpchar", "character"},
      {"timestamptz", "timestamp with time zone"},
      {"timestamp", "timestamp without time zone"},
      {"timetz", "time with time zone"},
      {"time", "time without time zone"},
      {"varbit", "bit varying"},
      {"serial", "integer"},
      {"serial4", "integer"},
      {"bigserial", "bigint"},
      {"serial8", "bigint"},
      {"smallserial", "smallint"},
      {"serial2", "smallint"}};
  return map;
}

std::string modifier_text(const Json& modifiers) {
  std::string text;
  for (const Json& modifier : modifiers) {
    if (!text.empty()) text += ",";
    if (modifier.contains("A_Const")) {
      const Json& constant = modifier["A_Const"];
      if (constant.contains("sval"))
        text += quote_literal(constant["sval"].value("sval", ""));
      else if (constant.contains("ival"))
        text += std::to_string(constant["ival"].value("ival", 0));
    } else if (modifier.contains("ColumnRef")) {
      const auto parts = name_parts(modifier["ColumnRef"]["fields"]);
      if (!parts.empty()) text += parts.back();
    }
  }
  return text;
}

// "timestamp without time zone" takes its precision after the first word.
std::string with_precision(const std::string& type, const std::string& modifier) {
  const std::size_t space = type.find(' ');
  if (type.starts_with("time") && space != std::string::npos)
    return type.substr(0, space) + "(" + modifier + ")" + type.substr(space);
  return type + "(" + modifier + ")";
}

}  // namespace

std::vector<std::string> name_parts(const Json& names) {
  std::vector<std::string> parts;
  if (names.is_array())
    for (const Json& name : names)
      if (name.contains("String")) parts.push_back(name["String"].value("sval", ""));
  return parts;
}

std::string type_text(const Json& type_name, bool with_modifier) {
  std::vector<std::string> parts = name_parts(type_name["names"]);
  if (parts.empty()) return {};
  std::string text;
  const bool built_in = parts.size() == 1 || (parts.size() == 2 && parts[0] == "pg_catalog");
  if (const auto found = spellings().find(parts.back()); built_in && found != spellings().end()) {
    text = found->second;
  } else {
    if (built_in) parts.erase(parts.begin(), parts.end() - 1);
    for (const std::string& part : parts) text += (text.empty() ? "" : ".") + quote_identifier(part);
    if (built_in && text.starts_with('"') && parts.back() == lower_case(parts.back()) &&
        (parts.back() == "interval" || parts.back() == "numeric" || parts.back() == "bit"))
      text = parts.back();
  }
  if (with_modifier && type_name.contains("typmods")) {
    const std::string modifier = modifier_text(type_name["typmods"]);
    const bool default_character = modifier == "1" && text == "character";
    if (parts.back() != "interval" && !modifier.empty() && !default_character)
      text = with_precision(text, modifier);
  }
  for (std::size_t i = 0; i < type_name["arrayBounds"].size() && i < 1; ++i) text += "[]";
  if (type_name.value("pct_type", false)) text += "%TYPE";
  return text;
}

std::string routine_signature(const std::string& name, const Json& parameters, bool procedure) {
  std::string types;
  for (const Json& item : parameters) {
    const Json& parameter = item["FunctionParameter"];
    const std::string mode = parameter.value("mode", "FUNC_PARAM_DEFAULT");
    if (mode == "FUNC_PARAM_TABLE" || (mode == "FUNC_PARAM_OUT" && !procedure)) continue;
    if (!types.empty()) types += ", ";
    types += type_text(parameter["argType"], false);
  }
  return quote_identifier(name) + "(" + types + ")";
}

std::string routine_signature(const Json& object) {
  const auto parts = name_parts(object["objname"]);
  const std::string name = parts.empty() ? std::string() : parts.back();
  if (object.value("args_unspecified", false)) return quote_identifier(name);
  if (object.contains("objfuncargs")) return routine_signature(name, object["objfuncargs"], false);
  std::string types;
  for (const Json& type : object["objargs"]) {
    if (!types.empty()) types += ", ";
    types += type.contains("TypeName") ? type_text(type["TypeName"], false) : "NONE";
  }
  return quote_identifier(name) + "(" + types + ")";
}

}  // namespace schemac::sql
