#include "plan/alter.h"

#include <algorithm>

#include "catalog/ddl.h"
#include "plan/plan_context.h"
#include "sqltext/sql_tokens.h"

namespace schemac {
bool mentions_type(const std::string& type, const ObjectId& id) {
  const std::string name = qualified_name(id);
  if (base_type(type) == name) return true;
  return id.kind == Kind::range_type && base_type(type) == qualified_name(id.namespace_, id.name);
}

std::string alter_relation(const ObjectId& id, bool only) {
  return "ALTER " + std::string(sql_keyword(id.kind)) + (only && id.kind == Kind::table ? " ONLY " : " ") +
         qualified_name(id);
}

std::vector<std::string> storage_option_clauses(const std::vector<std::string>& from,
                                                const std::vector<std::string>& to) {
  const auto name = [](const std::string& option) { return option.substr(0, option.find('=')); };
  std::vector<std::string> set;
  std::vector<std::string> reset;
  for (const std::string& option : to) {
    if (std::find(from.begin(), from.end(), option) == from.end()) set.push_back(option);
  }
  for (const std::string& option : from) {
    const bool kept = std::any_of(to.begin(), to.end(),
                                  [&](const std::string& other) { return name(other) == name(option); });
    if (!kept) reset.push_back(name(option));
  }
  std::vector<std::string> clauses;
  if (!reset.empty()) {
    std::string list;
    for (const std::string& option : reset) list += (list.empty() ? "" : ", ") + option;
    clauses.push_back("RESET (" + list + ")");
  }
  if (!set.empty()) clauses.push_back("SET (" + storage_options_list(set) + ")");
  return clauses;
}

std::string foreign_option_clause(const std::vector<std::string>& from, const std::vector<std::string>& to) {
  const auto name = [](const std::string& option) { return option.substr(0, option.find('=')); };
  const auto has = [&](const std::vector<std::string>& list, const std::string& option) {
    return std::any_of(list.begin(), list.end(),
                       [&](const std::string& other) { return name(other) == name(option); });
  };
  std::string list;
  const auto add = [&](const std::string& text) { list += (list.empty() ? "" : ", ") + text; };
  for (const std::string& option : from) {
    if (!has(to, option)) add("DROP " + quote_identifier(name(option)));
  }
  for (const std::string& option : to) {
    if (std::find(from.begin(), from.end(), option) != from.end()) continue;
    add((has(from, option) ? "SET " : "ADD ") + foreign_options_list({option}));
  }
  return list.empty() ? list : "OPTIONS (" + list + ")";
}

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

std::vector<std::string> alter_enum(const Object& from, const Object& to) {
  const auto& old = body_as<Enum>(from)->labels;
  const auto& wanted = body_as<Enum>(to)->labels;
  std::vector<std::string> statements;
  for (std::size_t at = 0; at < wanted.size(); ++at) {
    if (std::find(old.begin(), old.end(), wanted[at]) != old.end()) continue;
    std::string statement = "ALTER TYPE " + qualified_name(to.id) + " ADD VALUE " + quote_literal(wanted[at]);
    if (at > 0) {
      // The labels before it exist already; at the end no position needs to be stated.
      const bool last = std::none_of(
          wanted.begin() + static_cast<std::ptrdiff_t>(at), wanted.end(),
          [&](const std::string& label) { return std::find(old.begin(), old.end(), label) != old.end(); });
      if (!last) statement += " AFTER " + quote_literal(wanted[at - 1]);
    } else if (!old.empty()) {
      statement += " BEFORE " + quote_literal(old.front());
    }
    statements.push_back(std::move(statement));
  }
  return statements;
}

std::vector<std::string> alter_composite(const Object& from, const Object& to) {
  const auto& old = body_as<CompositeType>(from)->columns;
  const auto& wanted = body_as<CompositeType>(to)->columns;
  const std::string head = "ALTER TYPE " + qualified_name(to.id);
  std::vector<std::string> statements;
  for (const Column& column : old) {
    if (find_column(wanted, column.name) == nullptr) {
      statements.push_back(head + " DROP ATTRIBUTE " + quote_identifier(column.name));
    }
  }
  for (const Column& column : wanted) {
    const Column* before = find_column(old, column.name);
    if (before == nullptr) {
      statements.push_back(head + " ADD ATTRIBUTE " + column_definition(column));
    } else if (before->type != column.type || before->collation != column.collation) {
      std::string statement =
          head + " ALTER ATTRIBUTE " + quote_identifier(column.name) + " TYPE " + column.type;
      if (!column.collation.empty()) statement += " COLLATE " + column.collation;
      statements.push_back(std::move(statement));
    }
    const std::string comment = before == nullptr ? std::string() : before->comment;
    if (before == nullptr && comment != column.comment) {
      statements.push_back(column_comment_statement(to, column.name, column.comment));
    }
  }
  return statements;
}

std::vector<std::string> alter_extension(const Object& from, const Object& to) {
  const auto& old = *body_as<Extension>(from);
  const auto& wanted = *body_as<Extension>(to);
  std::vector<std::string> statements;
  const std::string head = "ALTER EXTENSION " + quote_identifier(to.id.name);
  if (!wanted.version.empty() && wanted.version != old.version) {
    statements.push_back(head + " UPDATE TO " + quote_literal(wanted.version));
  }
  if (!wanted.schema.empty() && wanted.schema != old.schema) {
    statements.push_back(head + " SET SCHEMA " + quote_identifier(wanted.schema));
  }
  return statements;
}

std::vector<std::string> alter_policy(const Object& from, const Object& to) {
  const auto& old = *body_as<Policy>(from);
  const auto& wanted = *body_as<Policy>(to);
  std::string statement = "ALTER POLICY " + quote_identifier(to.id.name) + " ON " +
                          qualified_name(to.id.namespace_, to.id.relation);
  const std::size_t head = statement.size();
  if (old.roles != wanted.roles) {
    std::string roles;
    for (const std::string& role : wanted.roles) {
      roles += (roles.empty() ? "" : ", ") + (role == "public" ? "PUBLIC" : quote_identifier(role));
    }
    statement += " TO " + (roles.empty() ? "PUBLIC" : roles);
  }
  if (old.using_expression != wanted.using_expression && wanted.using_expression) {
    statement += " USING (" + *wanted.using_expression + ")";
  }
  if (old.check_expression != wanted.check_expression && wanted.check_expression) {
    statement += " WITH CHECK (" + *wanted.check_expression + ")";
  }
  if (statement.size() == head) return {};
  return {statement};
}

std::string enabled_statement(const Object& object) {
  const auto* trigger = body_as<Trigger>(object);
  const std::string& enabled = trigger != nullptr ? trigger->enabled : body_as<Rule>(object)->enabled;
  const std::string word = enabled == "disabled"  ? "DISABLE "
                           : enabled == "replica" ? "ENABLE REPLICA "
                           : enabled == "always"  ? "ENABLE ALWAYS "
                                                  : "ENABLE ";
  return "ALTER TABLE " + qualified_name(object.id.namespace_, object.id.relation) + " " + word +
         (trigger != nullptr ? "TRIGGER " : "RULE ") + quote_identifier(object.id.name);
}

std::vector<std::string> view_column_statements(const Object& from, const Object& to) {
  const auto* old = body_as<View>(from);
  const auto* wanted = body_as<View>(to);
  if (old == nullptr || wanted == nullptr) return {};
  std::vector<std::string> statements;
  for (const Column& column : wanted->columns) {
    const Column* before = find_column(old->columns, column.name);
    const Column none{};
    if (before == nullptr) before = &none;
    const std::string head = "ALTER " + std::string(sql_keyword(to.id.kind)) + " " + qualified_name(to.id) +
                             " ALTER COLUMN " + quote_identifier(column.name);
    if (before->default_expression != column.default_expression) {
      statements.push_back(head + (column.default_expression ? " SET DEFAULT " + *column.default_expression
                                                             : std::string(" DROP DEFAULT")));
    }
    for (std::string& statement : column_attribute_changes(to.id, *before, column)) {
      statements.push_back(std::move(statement));
    }
    if (before == &none && !column.comment.empty()) {
      statements.push_back(column_comment_statement(to, column.name, column.comment));
    }
  }
  return statements;
}

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

std::vector<std::string> alter_decorations(const Object& from, const Object& to, bool all_attributes) {
  std::vector<std::string> statements;
  if (to.owner && from.owner != to.owner) {
    const std::string statement = owner_statement(to, *to.owner);
    if (!statement.empty()) statements.push_back(statement);
  } else if (all_attributes && !to.owner && from.owner) {
    if (!owner_statement(to, *from.owner).empty()) {
      statements.push_back("ALTER " + object_reference(to.id) + " OWNER TO CURRENT_USER");
    }
  }
  if (from.comment != to.comment) statements.push_back(comment_statement(to, to.comment));
  const auto columns = [](const Object& object) -> const std::vector<Column>* {
    if (const auto* table = body_as<Table>(object)) return &table->columns;
    if (const auto* view = body_as<View>(object)) return &view->columns;
    if (const auto* type = body_as<CompositeType>(object)) return &type->columns;
    return nullptr;
  };
  const std::vector<Column>* old = columns(from);
  const std::vector<Column>* wanted = columns(to);
  if (old != nullptr && wanted != nullptr) {
    for (const Column& column : *wanted) {
      const Column* before = find_column(*old, column.name);
      if (before != nullptr && before->comment != column.comment) {
        statements.push_back(column_comment_statement(to, column.name, column.comment));
      }
    }
  }
  if ((all_attributes || to.grants) && from.grants != to.grants) {
    for (std::string& statement : grant_statements(to, from.grants, to.grants)) {
      statements.push_back(std::move(statement));
    }
  }
  return statements;
}

}  // namespace schemac
