#include "sqlfile/identify.h"

#include <algorithm>

#include "base/text.h"
#include "sqlfile/identification.h"
#include "sqlfile/statement_kinds.h"
#include "sqlfile/type_name.h"

namespace schemac::sql {

void Identification::run(const std::string& name, const Json& node) {
  if (const Forbidden* forbidden = forbidden_statement(name)) {
    out_.verb = Verb::forbidden;
    out_.why_forbidden = forbidden->why;
    out_.outside = forbidden->outside;
  } else if (name == "SelectStmt" && is_set_config(node)) {
    out_.verb = Verb::setting;
  } else if (is_data_statement(name)) {
    out_.verb = Verb::data;
  } else if (name == "TransactionStmt") {
    out_.verb = Verb::transaction;
  } else if (name == "VariableSetStmt") {
    setting(node);
  } else if (!create_relation(name, node) && !create_other(name, node) && !alter(name, node)) {
    out_.verb = Verb::other_ddl;
  }
}

void Identification::setting(const Json& node) {
  out_.verb = Verb::setting;
  out_.setting = node.value("name", "");
  for (const Json& arg : node["args"]) {
    if (!arg.contains("A_Const")) continue;
    const Json& constant = arg["A_Const"];
    if (constant.contains("sval"))
      out_.values.push_back(constant["sval"].value("sval", ""));
    else if (constant.contains("ival"))
      out_.values.push_back(std::to_string(constant["ival"].value("ival", 0)));
  }
}

// SELECT pg_catalog.set_config('search_path', '', false), as pg_dump writes it.
bool Identification::is_set_config(const Json& node) {
  const Json targets = node["targetList"];
  if (targets.size() != 1 || node.contains("fromClause")) return false;
  const Json value = targets[0]["ResTarget"]["val"];
  if (!value.contains("FuncCall") || name_parts(value["FuncCall"]["funcname"]).back() != "set_config")
    return false;
  const Json args = value["FuncCall"]["args"];
  if (args.size() < 2 || !args[0].contains("A_Const") || !args[1].contains("A_Const")) return false;
  out_.setting = lower_case(args[0]["A_Const"]["sval"].value("sval", ""));
  const std::string list = args[1]["A_Const"]["sval"].value("sval", "");
  std::size_t start = 0;
  while (start < list.size()) {
    const std::size_t comma = std::min(list.find(',', start), list.size());
    const auto parts = parse_name(std::string_view(list).substr(start, comma - start));
    if (parts && parts->size() == 1) out_.values.push_back(parts->front());
    start = comma + 1;
  }
  return true;
}

void Identification::id(Kind kind, const std::vector<std::string>& parts, Verb verb) {
  out_.verb = verb;
  out_.id =
      ObjectId{kind, parts.size() > 1 ? parts[parts.size() - 2] : "", {}, parts.empty() ? "" : parts.back()};
}

void Identification::relation_id(Kind kind, const Json& range, Verb verb) {
  out_.verb = verb;
  out_.id = ObjectId{kind, range.value("schemaname", ""), {}, range.value("relname", "")};
  const std::size_t i = token_at(tokens_, std::size_t(std::max(0, range.value("location", 0))));
  if (i < tokens_.size()) set_place(i, tokens_.size());
}

void Identification::on_relation(Kind kind, const std::string& name, const Json& range, Verb verb) {
  out_.verb = verb;
  out_.id = ObjectId{kind, range.value("schemaname", ""), range.value("relname", ""), name};
  out_.owned_by = out_.id->parent();
}

// Finds the name, of at most that many parts, after the first of these words.
void Identification::place(std::initializer_list<std::string_view> words, std::size_t parts,
                           std::size_t from) {
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

void Identification::set_place(std::size_t i, std::size_t parts) {
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

void Identification::extra(Reference::To to, const std::string& name, const std::string& schema) {
  Reference reference;
  reference.to = to;
  reference.name = name;
  reference.namespace_ = schema;
  out_.references.push_back(std::move(reference));
}

void Identification::forbid(std::string why) {
  out_.verb = Verb::forbidden;
  out_.why_forbidden = std::move(why);
}

void identify(const std::string& node_name, const Json& node, const std::vector<Token>& tokens,
              Statement& statement) {
  Identification(tokens, statement).run(node_name, node);
}

}  // namespace schemac::sql
