// Constraints, indexes and functions as objects, with the names that PostgreSQL would choose and the
// dependencies that creating them needs.
#include <algorithm>

#include "base/parallel.h"
#include "catalog/name_style.h"
#include "lower/lowering.h"

namespace schemac {

Column* TableDraft::column(std::string_view name) {
  for (Column& column : body().columns) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

std::string TableDraft::free_constraint_name(const std::string& rest) const {
  std::string name = fit_constraint_name(id().name, rest);
  for (int i = 2; constraint_origins.contains(name); ++i)
    name = fit_constraint_name(id().name, rest + "_" + std::to_string(i));
  return name;
}

std::string column_list(const std::vector<std::string>& columns) {
  std::string list;
  for (const std::string& column : columns) list += (list.empty() ? "" : ", ") + quote_identifier(column);
  return "(" + list + ")";
}

namespace {

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : "_") + part;
  return text;
}

LoweredObject& add_constraint(Lowering& lowering, TableDraft& table, const std::string& name, Constraint body,
                              Span span, const std::string& what) {
  const auto [first, fresh] = table.constraint_origins.try_emplace(name, span, what);
  if (!fresh)
    report_collision(lowering.diagnostics, name, span, what, first->second.first, first->second.second);
  Object object;
  object.id = {Kind::constraint, table.id().namespace_, table.id().name, name};
  object.body = std::move(body);
  object.depends_on.push_back(depends(table.id(), DependencyType::automatic));
  return lowering.add(std::move(object), span);
}

bool covers(const std::vector<std::string>& index, const std::vector<std::string>& columns) {
  return index.size() >= columns.size() && std::equal(columns.begin(), columns.end(), index.begin());
}

}  // namespace

void add_key(Lowering& lowering, TableDraft& table, const std::vector<std::string>& columns, bool primary,
             bool nulls_not_distinct, Span span, const std::string& what, std::string name) {
  Constraint body;
  body.type = primary ? ConstraintType::primary_key : ConstraintType::unique;
  body.columns = columns;
  body.definition = primary ? "PRIMARY KEY " : nulls_not_distinct ? "UNIQUE NULLS NOT DISTINCT " : "UNIQUE ";
  body.definition += column_list(columns);
  if (name.empty()) {
    name = fit_identifier(primary ? table.id().name + "_pkey"
                                  : table.id().name + "_" + joined(columns) + "_key");
  }
  lowering.names.claim_relation(table.id().namespace_, name, span, what);
  if (primary) table.primary_key = columns;
  table.covered.push_back(columns);
  table.keys.try_emplace(columns, ObjectId{Kind::constraint, table.id().namespace_, table.id().name, name});
  add_constraint(lowering, table, name, std::move(body), span, what);
}

LoweredObject* add_check(Lowering& lowering, TableDraft& table, const std::string& name,
                         const std::string& expression, const std::vector<std::string>& columns, Span span,
                         const std::string& what) {
  Constraint body;
  body.type = ConstraintType::check;
  body.definition = check_definition(expression);
  std::set<std::string> sorted(columns.begin(), columns.end());
  body.columns.assign(sorted.begin(), sorted.end());
  const std::string fit = fit_identifier(name);
  return &add_constraint(lowering, table, fit, std::move(body), span, what);
}

void add_foreign_key(Lowering& lowering, TableDraft& table, const std::vector<std::string>& columns,
                     TableDraft& referenced, const std::vector<std::string>& referenced_columns,
                     const ConstraintOptions& options, Span span, const std::string& what) {
  Constraint body;
  body.type = ConstraintType::foreign_key;
  body.columns = columns;
  body.referenced_table = referenced.qualified();
  body.referenced_columns = referenced_columns;
  body.deferrable = options.deferrable;
  body.initially_deferred = options.initially_deferred;
  body.definition = "FOREIGN KEY " + column_list(columns) + " REFERENCES " + referenced.qualified() +
                    column_list(referenced_columns);
  if (!options.on_delete.empty()) body.definition += " ON DELETE " + options.on_delete;
  if (options.deferrable) body.definition += " DEFERRABLE";
  if (options.initially_deferred) body.definition += " INITIALLY DEFERRED";
  const std::string name = fit_identifier(table.id().name + "_" + joined(columns) + "_fkey");
  LoweredObject& added = add_constraint(lowering, table, name, std::move(body), span, what);
  if (referenced.id() != table.id()) added.object.depends_on.push_back(depends(referenced.id()));
  // The referenced key must exist first.
  const auto key = referenced.keys.find(referenced_columns);
  if (key != referenced.keys.end()) added.object.depends_on.push_back(depends(key->second));
}

LoweredObject* add_index(Lowering& lowering, TableDraft& table, std::string name, const std::string& elements,
                         const std::vector<std::string>& columns, bool unique, Span span,
                         const std::string& what, const std::string& method, const std::string& tail) {
  name = fit_identifier(name);
  lowering.names.claim_relation(table.id().namespace_, name, span, what);
  Index body;
  body.method = method;
  body.unique = unique;
  body.columns = columns;
  Object object;
  object.id = {Kind::index, table.id().namespace_, table.id().name, name};
  body.definition = index_definition(object.id, body, elements, tail);
  object.body = std::move(body);
  object.depends_on.push_back(depends(table.id(), DependencyType::automatic));
  table.covered.push_back(columns);
  return &lowering.add(std::move(object), span);
}

namespace {

void add_wanted_indexes(Lowering& lowering, TableDraft& table) {
  for (const TableDraft::Wanted& wanted : table.wanted_indexes) {
    const std::vector<std::string> columns{wanted.column};
    if (std::any_of(table.covered.begin(), table.covered.end(),
                    [&](const auto& index) { return covers(index, columns); })) {
      continue;
    }
    add_index(lowering, table, table.id().name + "_" + wanted.column + "_idx",
              quote_identifier(wanted.column), columns, false, wanted.span,
              "the index of '" + table.id().name + "." + wanted.column + "'");
  }
}

}  // namespace

void add_wanted_indexes(Lowering& lowering) {
  const Pieces pieces(lowering.tables.size(), 64);
  in_parts(lowering, pieces.count(), [&](Lowering& part, std::size_t piece) {
    pieces.each(piece, [&](std::size_t i) { add_wanted_indexes(part, lowering.tables[i]); });
  });
}

std::string index_element(const Column& column, const ValueType& type) {
  std::string name = quote_identifier(column.name);
  if (type.small_btree_key) return name;
  return column.type == "bytea" ? "sha256(" + name + ")" : "md5((" + name + ")::text)";
}

ObjectId add_function(Lowering& lowering, const std::string& namespace_, const std::string& name,
                      const std::string& arguments, const std::string& identity, const std::string& result,
                      const std::string& language, const std::string& volatility, const std::string& body,
                      std::vector<ObjectId> needs, Span span) {
  Object object;
  object.id = {Kind::function, namespace_, {}, name + "(" + identity + ")"};
  Routine routine;
  routine.arguments = arguments;
  routine.result_type = result;
  routine.language = language;
  routine.volatility = volatility;
  std::string tag = "$function$";
  while (body.find(tag) != std::string::npos) tag = "$" + tag.substr(1, tag.size() - 2) + "_$";
  std::string upper = volatility;
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  routine.definition = "CREATE OR REPLACE FUNCTION " + qualified_name(namespace_, name) + "(" + arguments +
                       ")\n RETURNS " + result + "\n LANGUAGE " + language +
                       (volatility == "volatile" ? "" : "\n " + upper) + "\nAS " + tag + body + tag;
  object.body = std::move(routine);
  for (ObjectId& need : needs) object.depends_on.push_back(depends(std::move(need)));
  ObjectId id = object.id;
  lowering.add(std::move(object), span);
  return id;
}

}  // namespace schemac
