// Clauses for the attributes of columns.
#include <algorithm>

#include "conversion/type_shape.h"
#include "plan/kinds/column.h"
#include "plan/kinds/options.h"
#include "plan/kinds/table.h"

namespace schemac {

std::string sequence_changes(const SequenceOptions& from, const SequenceOptions& to, bool identity) {
  std::string text;
  const auto add = [&](const std::string& clause) { text += (identity ? " SET " : " ") + clause; };
  if (!identity && from.type != to.type) add("AS " + to.type);
  if (from.increment != to.increment) add("INCREMENT BY " + std::to_string(to.increment));
  if (from.minimum != to.minimum || from.type != to.type) add("MINVALUE " + std::to_string(to.minimum));
  if (from.maximum != to.maximum || from.type != to.type) add("MAXVALUE " + std::to_string(to.maximum));
  if (from.start != to.start) add("START WITH " + std::to_string(to.start));
  // The old start is outside the new bounds, and so may be the current value.
  if (from.start < to.minimum || from.start > to.maximum) {
    text += " RESTART WITH " + std::to_string(to.start);
  }
  if (from.cache != to.cache) add("CACHE " + std::to_string(to.cache));
  if (from.cycle != to.cycle) add(to.cycle ? "CYCLE" : "NO CYCLE");
  return text;
}

std::string identity_clause(const Column& column) {
  const std::string definition = column_definition(column);
  const std::size_t at = definition.find(" GENERATED ");
  std::string clause = definition.substr(at + 1);
  if (clause.ends_with(" NOT NULL")) clause.resize(clause.size() - 9);
  return clause;
}

namespace {

std::string default_storage(const std::string& type) {
  static const std::vector<std::string> plain = {"smallint",
                                                 "integer",
                                                 "bigint",
                                                 "real",
                                                 "double precision",
                                                 "boolean",
                                                 "date",
                                                 "uuid",
                                                 "oid",
                                                 "timestamp without time zone",
                                                 "timestamp with time zone",
                                                 "time without time zone",
                                                 "interval",
                                                 "name",
                                                 "money",
                                                 "point",
                                                 "macaddr"};
  if (is_array(type)) return "extended";
  const std::string base = base_type(type);
  if (base == "numeric" || base == "inet" || base == "cidr") return "main";
  return std::find(plain.begin(), plain.end(), base) == plain.end() ? "extended" : "plain";
}

}  // namespace

std::vector<std::string> column_attribute_changes(const ObjectId& relation, const Column& from,
                                                  const Column& to) {
  std::vector<std::string> statements;
  const std::string head =
      alter_relation(relation, true) + " ALTER COLUMN " + quote_identifier(to.name) + " ";
  if (from.storage != to.storage) {
    statements.push_back(head + "SET STORAGE " +
                         (to.storage.empty() ? default_storage(to.type) : *to.storage));
  }
  if (from.compression != to.compression) {
    statements.push_back(head + "SET COMPRESSION " + (to.compression.empty() ? "default" : to.compression));
  }
  if (from.statistics_target != to.statistics_target) {
    statements.push_back(head + "SET STATISTICS " + std::to_string(to.statistics_target));
  }
  if (from.options != to.options) {
    if (relation.kind == Kind::foreign_table) {
      statements.push_back(head + foreign_option_clause(from.options, to.options));
    } else {
      for (const std::string& clause : storage_option_clauses(from.options, to.options)) {
        statements.push_back(head + clause);
      }
    }
  }
  return statements;
}

}  // namespace schemac
