#include "plan/backfill.h"

#include <algorithm>

#include "conversion/conversion.h"
#include "plan/plan_draft.h"
#include "sqltext/sql_tokens.h"

namespace schemac {
namespace {

std::string column_path(const ObjectId& table, const std::string& column) {
  return qualified_name(table) + "." + quote_identifier(column);
}

bool has_heirs(const Catalog& catalog, const std::string& name) {
  return std::any_of(catalog.objects.begin(), catalog.objects.end(), [&](const auto& entry) {
    const auto* table = body_as<Table>(entry.second);
    return table != nullptr &&
           (table->partition_of == name ||
            std::find(table->inherits.begin(), table->inherits.end(), name) != table->inherits.end());
  });
}

bool stands_in_family(const PlanContext& context, const Object& object) {
  const auto& table = *body_as<Table>(object);
  const std::string name = qualified_name(object.id);
  return !table.partition_by.empty() || !table.partition_of.empty() || !table.inherits.empty() ||
         has_heirs(context.from, name) || has_heirs(context.to, name);
}

bool is_computed_from(const Table& table, const std::string& column) {
  return std::any_of(table.columns.begin(), table.columns.end(), [&](const Column& other) {
    return other.generated_expression && mentions_column(*other.generated_expression, column);
  });
}

// Batches use a key.
bool has_key(const Catalog& catalog, const ObjectId& table) {
  bool found = false;
  each_on(catalog, Kind::constraint, table, [&](const ObjectId&, const Object& object) {
    const ConstraintType type = body_as<Constraint>(object)->type;
    found = found || type == ConstraintType::primary_key || type == ConstraintType::unique;
  });
  each_on(catalog, Kind::index, table, [&](const ObjectId&, const Object& object) {
    const auto* index = body_as<Index>(object);
    found = found || (index->unique && !index->partial && index->valid);
  });
  return found;
}

bool excludes_by(const Catalog& catalog, const ObjectId& table, const std::string& column) {
  bool found = false;
  each_on(catalog, Kind::constraint, table, [&](const ObjectId&, const Object& object) {
    const auto* constraint = body_as<Constraint>(object);
    found = found || (constraint->type == ConstraintType::exclusion &&
                      std::find(constraint->columns.begin(), constraint->columns.end(), column) !=
                          constraint->columns.end());
  });
  return found;
}

}  // namespace

BesideNames beside_names(const ObjectId& table, const std::string& column) {
  const auto named = [&](std::string_view suffix) {
    return aside_name({Kind::constraint, {}, {}, table.name + "_" + column}, suffix).name;
  };
  return {
      aside_name({Kind::constraint, {}, {}, column}, "__new").name,
      qualified_name(table.namespace_, named("__fill")),
      // Triggers fire in the order of their names: after those that may still change the value.
      quote_identifier("zz_" + aside_name({Kind::constraint, {}, {}, column}, "__fill").name.substr(0, 60)),
      quote_identifier(named("__not_null"))};
}

bool asks_backfill(const PlanOptions& options, const ObjectId& table, const std::string& column) {
  return std::any_of(options.backfill.begin(), options.backfill.end(), [&](const std::string& asked) {
    return asked == "all" || asked == column_path(table, column);
  });
}

std::string backfill_obstacle(const PlanContext& context, const Object& old, const Object& wanted,
                              const Column& column) {
  const auto* from = body_as<Table>(old);
  const auto* to = body_as<Table>(wanted);
  if (from == nullptr || to == nullptr || old.id.kind != Kind::table) return "it is not a column of a table";
  const Column* becomes = find_column(to->columns, column.name);
  if (becomes == nullptr) return "it is dropped";
  if (column.generated_expression || becomes->generated_expression) return "it is generated";
  if (is_computed_from(*from, column.name) || is_computed_from(*to, column.name))
    return "a generated column is computed from it";
  if (stands_in_family(context, old) || stands_in_family(context, wanted))
    return "its table is partitioned, or inherits, or is inherited from";
  if (!from->of_type.empty() || !to->of_type.empty()) return "its table is a typed table (OF)";
  if ((column.identity == Identity::none) != (becomes->identity == Identity::none))
    return "it becomes an identity column, or stops being one";
  if (excludes_by(context.from, old.id, column.name)) return "an exclusion constraint uses it";
  if (!has_key(context.from, old.id)) return "its table has no key";
  if (!conversion(column.name, {column.type, context.from}, {becomes->type, context.to}, false)
           .before.empty())
    return "its conversion needs a temporary type";
  return {};
}

namespace {

// Why the requested column is not filled beside; empty: it is.
std::string why_not(const PlanContext& context, const ChosenActions& chosen, const std::string& asked) {
  std::string why = "no column of this name changes its type.";
  for (const auto& [id, choice] : chosen) {
    for (const auto& [column, action] : choice.columns) {
      if (column_path(id, column) != asked) continue;
      if (action.backfill) why.clear();
      if (!action.retype) continue;
      const Object* old = context.old_object(id);
      const auto* table = old == nullptr ? nullptr : body_as<Table>(*old);
      const Column* was = table == nullptr ? nullptr : find_column(table->columns, column);
      const Object* wanted = context.new_object(id);
      if (was != nullptr && wanted != nullptr)
        why = "not possible, because " + backfill_obstacle(context, *old, *wanted, *was) + ".";
    }
  }
  return why;
}

}  // namespace

std::vector<std::string> backfill_notes(const PlanContext& context, const ChosenActions& chosen) {
  std::vector<std::string> notes;
  for (const std::string& asked : context.options.backfill) {
    if (asked == "all") continue;
    if (const std::string why = why_not(context, chosen, asked); !why.empty())
      notes.push_back("Backfill of " + asked + ": " + why);
  }
  return notes;
}

std::string with_column(const std::string& definition, const std::string& column, const std::string& other) {
  std::vector<PrintedToken> tokens = tokenize_sql(definition);
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    if (!tokens[at].is_name() || tokens[at].value != column) continue;
    // The name of a relation or function, or of an index method.
    if (at > 0 && (tokens[at - 1].is_symbol(".") || tokens[at - 1].text == "USING")) continue;
    if (at + 1 < tokens.size() && (tokens[at + 1].is_symbol(".") || tokens[at + 1].is_symbol("("))) continue;
    tokens[at].text = quote_identifier(other);
  }
  return join_tokens(tokens);
}

std::string block_loop(const Step& step) {
  const std::string table = qualified_name(step.object);
  const std::string blocks = "64";
  return "DO $batches$\nDECLARE\n  block bigint := 0;\n"
         "  blocks bigint := pg_catalog.pg_relation_size(" +
         quote_literal(table) +
         ") / pg_catalog.current_setting('block_size')::bigint;\n"
         "BEGIN\n  WHILE block <= blocks LOOP\n    " +
         step.sql +
         "\n      AND ctid >= pg_catalog.format('(%s,0)', block)::tid AND ctid < pg_catalog.format('(%s,0)', "
         "block + " +
         blocks + ")::tid;\n    COMMIT;\n    block := block + " + blocks + ";\n  END LOOP;\nEND $batches$";
}

}  // namespace schemac
