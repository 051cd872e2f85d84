#include "plan/online.h"

#include "sqltext/sql_tokens.h"

namespace schemac {

bool takes_online_form(const PlanOptions& options, std::optional<std::int64_t> rows) {
  switch (options.online) {
    case Online::never:
      return false;
    case Online::always:
      return true;
    case Online::automatic:
      return !rows || *rows >= online_threshold;
  }
  return false;
}

bool is_partitioned(const Object& table) {
  const auto* body = body_as<Table>(table);
  return body != nullptr && !body->partition_by.empty();
}

std::string concurrent_build(const std::string& definition, const std::string& name) {
  std::vector<PrintedToken> tokens = tokenize_sql(definition);
  for (std::size_t at = 0; at + 1 < tokens.size(); ++at) {
    if (tokens[at].text != "INDEX") continue;
    tokens[at].text = "INDEX CONCURRENTLY";
    if (!name.empty()) tokens[at + 1].text = quote_identifier(name);
    break;
  }
  return join_tokens(tokens);
}

std::string concurrent_drop(const ObjectId& index) {
  return "DROP INDEX CONCURRENTLY " + qualified_name(index.namespace_, index.name);
}

std::string key_index(const ObjectId& constraint, const std::string& definition, const std::string& index) {
  std::string columns;
  for (const std::string_view head : {"PRIMARY KEY ", "UNIQUE "}) {
    if (definition.starts_with(head)) columns = definition.substr(head.size());
  }
  if (columns.empty() || columns.find("WITHOUT OVERLAPS") != std::string::npos) return {};
  for (const std::string_view tail : {" INITIALLY DEFERRED", " DEFERRABLE"}) {
    if (columns.ends_with(tail)) columns.resize(columns.size() - tail.size());
  }
  std::string nulls;
  if (const std::string_view word = "NULLS NOT DISTINCT "; columns.starts_with(word)) {
    columns.erase(0, word.size());
    nulls = " NULLS NOT DISTINCT";
  }
  return "CREATE UNIQUE INDEX CONCURRENTLY " + quote_identifier(index) + " ON " +
         qualified_name(constraint.namespace_, constraint.relation) + " " + columns + nulls;
}

std::string key_from_index(const ObjectId& constraint, const Constraint& body, const std::string& index) {
  std::string clause = "ADD CONSTRAINT " + quote_identifier(constraint.name) +
                       (body.type == ConstraintType::primary_key ? " PRIMARY KEY" : " UNIQUE") +
                       " USING INDEX " + quote_identifier(index);
  if (body.deferrable) clause += " DEFERRABLE";
  if (body.initially_deferred) clause += " INITIALLY DEFERRED";
  return clause;
}

std::string advance_sequence(const std::string& sequence, const ObjectId& table, const std::string& column,
                             std::int64_t start) {
  return "SELECT pg_catalog.setval(" + sequence + ", GREATEST(max(" + quote_identifier(column) + ") + 1, " +
         std::to_string(start) + "), false) FROM " + qualified_name(table) + " HAVING max(" +
         quote_identifier(column) + ") IS NOT NULL";
}

}  // namespace schemac
