#include "catalog/ddl.h"

#include <cassert>

#include "catalog/ddl_parts.h"
#include "catalog/not_null.h"
#include "catalog/parent_key.h"

namespace schemac {

using ddl::complete;
using ddl::create;

namespace {

template <typename... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <typename... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

// Enabled state of triggers and rules; empty for the default.
std::string enable_statement(const Object& object, std::string_view what, const std::string& enabled) {
  if (enabled.empty()) return {};
  std::string action = enabled == "disabled"  ? "DISABLE "
                       : enabled == "replica" ? "ENABLE REPLICA "
                                              : "ENABLE ALWAYS ";
  return "ALTER TABLE " + qualified_name(object.id.namespace_, object.id.relation) + ' ' + action +
         std::string(what) + ' ' + quote_identifier(object.id.name);
}

std::vector<std::string> one_or_none(std::string statement) {
  if (statement.empty()) return {};
  return {std::move(statement)};
}

std::vector<std::string> body_completion(const Object& object) {
  return std::visit(
      Overloaded{
          [](const Namespace&) { return std::vector<std::string>{}; },
          [](const Extension&) { return std::vector<std::string>{}; },
          [](const Enum&) { return std::vector<std::string>{}; },
          [&](const Domain& b) { return complete(object, b); },
          [](const CompositeType&) { return std::vector<std::string>{}; },
          [](const RangeType&) { return std::vector<std::string>{}; },
          [](const Sequence&) { return std::vector<std::string>{}; },
          [](const Routine&) { return std::vector<std::string>{}; },
          [&](const Table& b) { return complete(object, b); },
          [&](const Constraint& b) { return complete(object, b); },
          [&](const Index& b) { return complete(object, b); },
          [&](const Statistics& b) {
            return one_or_none(b.target < 0 ? std::string{}
                                            : "ALTER STATISTICS " + qualified_name(object.id) +
                                                  " SET STATISTICS " + std::to_string(b.target));
          },
          [&](const View& b) { return complete(object, b); },
          [&](const Rule& b) { return one_or_none(enable_statement(object, "RULE", b.enabled)); },
          [&](const Trigger& b) { return one_or_none(enable_statement(object, "TRIGGER", b.enabled)); },
          [](const Policy&) { return std::vector<std::string>{}; },
          [](const Scripted& b) { return b.completion; },
      },
      object.body);
}

// Objects that are created automatically with their parent's.
bool comes_with_parent(const Object& object) {
  if (const auto* constraint = body_as<Constraint>(object))
    return (constraint->inherited && constraint->attached_to.empty()) || made_with_parent(*constraint);
  if (const auto* trigger = body_as<Trigger>(object)) return trigger->inherited;
  return false;
}

const std::vector<Column>* columns_of(const Object& object) {
  if (const auto* table = body_as<Table>(object)) return &table->columns;
  if (const auto* view = body_as<View>(object)) return &view->columns;
  if (const auto* type = body_as<CompositeType>(object)) return &type->columns;
  return nullptr;
}

void append(std::vector<std::string>& to, std::vector<std::string> from) {
  for (auto& statement : from) to.push_back(std::move(statement));
}

}  // namespace

std::string create_statement(const Object& object) {
  const ObjectId& id = object.id;
  return std::visit(Overloaded{
                        [&](const Namespace&) { return "CREATE SCHEMA " + quote_identifier(id.name); },
                        [&](const Extension& b) {
                          std::string out = "CREATE EXTENSION " + quote_identifier(id.name);
                          if (!b.schema.empty()) out += " WITH SCHEMA " + quote_identifier(b.schema);
                          if (!b.version.empty()) out += " VERSION " + quote_literal(b.version);
                          return out;
                        },
                        [&](const Enum& b) { return create(object, b); },
                        [&](const Domain& b) { return create(object, b); },
                        [&](const CompositeType& b) { return create(object, b); },
                        [&](const RangeType& b) { return create(object, b); },
                        [&](const Sequence& b) { return create(object, b); },
                        [&](const Routine& b) { return ddl::without_or_replace(b.definition); },
                        [&](const Table& b) { return create(object, b); },
                        [&](const Constraint& b) { return create(object, b); },
                        [&](const Index& b) { return b.definition; },
                        [&](const Statistics& b) { return b.definition; },
                        [&](const View& b) { return create(object, b); },
                        [&](const Rule& b) { return ddl::without_or_replace(b.definition); },
                        [&](const Trigger& b) { return ddl::without_or_replace(b.definition); },
                        [&](const Policy& b) { return create(object, b); },
                        [&](const Scripted& b) { return b.create; },
                    },
                    object.body);
}

std::vector<std::string> create_statements(const Object& object) {
  std::vector<std::string> out;
  if (!comes_with_parent(object)) {
    out.push_back(create_statement(object));
    append(out, body_completion(object));
  } else if (const auto* trigger = body_as<Trigger>(object)) {
    append(out, one_or_none(enable_statement(object, "TRIGGER", trigger->enabled)));
  } else if (const auto* key = body_as<Constraint>(object); key != nullptr && made_with_parent(*key)) {
    append(out, body_completion(object));
  }
  if (object.owner) {
    if (auto statement = owner_statement(object, *object.owner); !statement.empty())
      out.push_back(std::move(statement));
  }
  if (!object.comment.empty()) out.push_back(comment_statement(object, object.comment));
  if (const auto* columns = columns_of(object)) {
    for (const Column& column : *columns) {
      if (!column.comment.empty())
        out.push_back(column_comment_statement(object, column.name, column.comment));
      if (!column.not_null_comment.empty()) out.push_back(not_null_comment_statement(object.id, column));
    }
  }
  append(out, grant_statements(object, std::nullopt, object.grants));
  return out;
}

std::vector<std::string> completion_statements(const Object& object) {
  if (const auto* sequence = body_as<Sequence>(object); sequence && !sequence->owned_by_table.empty()) {
    return {"ALTER SEQUENCE " + qualified_name(object.id) + " OWNED BY " + sequence->owned_by_table + '.' +
            quote_identifier(sequence->owned_by_column)};
  }
  if (const auto* table = body_as<Table>(object); table && table->replica_identity->starts_with("index ")) {
    return {"ALTER TABLE ONLY " + qualified_name(object.id) + " REPLICA IDENTITY USING INDEX " +
            quote_identifier(table->replica_identity->substr(6))};
  }
  return {};
}

std::string replace_statement(const Object& object) {
  if (object.id.kind == Kind::view || body_as<Routine>(object) || body_as<Rule>(object)) {
    return ddl::with_or_replace(create_statement(object));
  }
  if (const auto* trigger = body_as<Trigger>(object); trigger && !trigger->constraint) {
    return ddl::with_or_replace(trigger->definition);
  }
  return {};
}

std::string drop_statement(const Object& object) {
  const ObjectId& id = object.id;
  if (const auto* scripted = body_as<Scripted>(object); scripted && !scripted->drop.empty())
    return scripted->drop;
  if (id.kind == Kind::constraint) {
    return "ALTER TABLE " + qualified_name(id.namespace_, id.relation) + " DROP CONSTRAINT " +
           quote_identifier(id.name);
  }
  return "DROP " + object_reference(id);
}

std::string comment_statement(const Object& object, std::string_view comment) {
  return "COMMENT ON " + object_reference(object.id) + " IS " +
         (comment.empty() ? "NULL" : quote_literal(comment));
}

std::string key_index_comment(const ObjectId& key, const std::string& comment) {
  return "COMMENT ON INDEX " + qualified_name(key.namespace_, key.name) + " IS " +
         (comment.empty() ? "NULL" : quote_literal(comment));
}

std::string column_comment_statement(const Object& object, const std::string& column,
                                     std::string_view comment) {
  return "COMMENT ON COLUMN " + qualified_name(object.id) + '.' + quote_identifier(column) + " IS " +
         (comment.empty() ? "NULL" : quote_literal(comment));
}

std::string owner_statement(const Object& object, std::string_view role) {
  if (!traits_of(object.id.kind).has_owner) return {};
  return "ALTER " + object_reference(object.id) + " OWNER TO " + quote_identifier(role);
}

std::string object_reference(const ObjectId& id) {
  std::string out(sql_keyword(id.kind));
  out += ' ';
  if (id.kind == Kind::user_mapping) return out + "FOR " + id.name;
  if (id.kind == Kind::column_default)
    return out + qualified_name(id.namespace_, id.relation) + '.' + quote_identifier(id.name);
  // The name of an index is one of its schema.
  if (hangs_on_relation(id.kind) && !is_relation(id.kind))
    return out + quote_identifier(id.name) + " ON " + qualified_name(id.namespace_, id.relation);
  return out + qualified_name(id);
}

std::string_view sql_keyword(Kind kind) { return traits_of(kind).keyword; }

namespace ddl {

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (const auto& part : parts) {
    if (!out.empty()) out += separator;
    out += part;
  }
  return out;
}

std::string without_or_replace(const std::string& statement) {
  constexpr std::string_view prefix = "CREATE OR REPLACE ";
  return statement.starts_with(prefix) ? "CREATE " + statement.substr(prefix.size()) : statement;
}

std::string with_or_replace(const std::string& statement) {
  constexpr std::string_view prefix = "CREATE ";
  if (statement.starts_with("CREATE OR REPLACE ") || !statement.starts_with(prefix)) return statement;
  return "CREATE OR REPLACE " + statement.substr(prefix.size());
}

}  // namespace ddl

}  // namespace schemac
