// A column whose type changes through a second column: see backfill.h.
#include <algorithm>

#include "catalog/ddl.h"
#include "catalog/in_words.h"
#include "catalog/not_null.h"
#include "conversion/conversion.h"
#include "plan/attachments.h"
#include "plan/backfill.h"
#include "plan/hazard.h"
#include "plan/kinds/column.h"
#include "plan/kinds/table.h"
#include "plan/needs.h"
#include "plan/online.h"

namespace schemac {
namespace {

std::string type_clause(const Column& column) {
  return column.type + (column.collation.empty() ? "" : " COLLATE " + column.collation);
}

// The column's value in its new type. Without USING the cast is an assignment cast, which refuses values that
// do not fit.
std::string converted(const Conversion& how, const Column& to) {
  return how.using_expression.empty() ? quote_identifier(to.name) : how.using_expression;
}

// The new column, the trigger that keeps it current, and the existing rows.
std::size_t fill_beside(PlanDraft& draft, const ObjectId& id, const Column& from, const Column& to) {
  const BesideNames names = beside_names(id, to.name);
  const std::string column = quote_identifier(names.column);
  const Conversion how =
      conversion(to.name, {from.type, draft.context.from}, {to.type, draft.context.to}, false);
  const std::string value = converted(how, to);
  const std::string table = alter_relation(id, false);
  Action prepare = make_action(
      id, "add column " + qualified_name(id) + "." + column + ", filled at every write",
      {table + " ADD COLUMN " + column + " " + type_clause(to),
       "CREATE FUNCTION " + names.function + "() RETURNS trigger LANGUAGE plpgsql AS $fill$\nBEGIN\n  NEW." +
           column + " := (SELECT " + value + " FROM (SELECT NEW." + quote_identifier(to.name) +
           ") AS source (" + quote_identifier(to.name) + "));\n  RETURN NEW;\nEND $fill$",
       "CREATE TRIGGER " + names.trigger + " BEFORE INSERT OR UPDATE ON " + qualified_name(id) +
           " FOR EACH ROW EXECUTE FUNCTION " + names.function + "()"},
      Phase::staged);
  if (from.not_null && to.not_null) {
    prepare.statements.push_back(table + " ADD CONSTRAINT " + names.check + " CHECK (" + column +
                                 " IS NOT NULL) NOT VALID");
  }
  prepare.step.lock = Lock::access_exclusive;
  prepare.step.commit_after = true;
  prepare.takes.push_back({Claim::On::column, qualified_name(id) + "." + column});
  for (const Dependency& edge : draft.context.new_graph.of(id)) {
    if (edge.dependent_column == to.name && is_type(edge.on.kind))
      prepare.needs.push_back(resource_of(edge.on, edge.column));
  }
  const std::size_t prepared = draft.add(std::move(prepare));

  Action fill = make_action(id, "fill " + qualified_name(id) + "." + column,
                            {"UPDATE " + qualified_name(id) + " SET " + column + " = " + value + " WHERE " +
                             quote_identifier(to.name) + " IS NOT NULL AND " + column + " IS NULL"},
                            Phase::online);
  fill.step.batch = backfill_batch;
  fill.step.lock = Lock::row_exclusive;
  fill.step.brief = false;
  fill.after.push_back(prepared);
  if (how.loses) fill.step.hazards.push_back(hazard::lossy_cast(id, to.name, from.type, to.type));
  if (how.may_fail) fill.step.hazards.push_back(hazard::failing_cast(id, to.name, from.type, to.type));
  return draft.add(std::move(fill));
}

// Its indexes and keys.
std::vector<std::size_t> build_beside(PlanDraft& draft, const ObjectId& table, const std::string& column,
                                      std::size_t filled) {
  const std::string beside = beside_names(table, column).column;
  std::vector<std::size_t> built;
  const auto build = [&](const ObjectId& id, const std::string& statement, const std::string& name) {
    Action action = make_action(id, "build the replacement of " + in_words(id), {statement}, Phase::online);
    action.step.transactional = false;
    action.step.brief = false;
    action.step.lock = Lock::share_update_exclusive;
    action.step.hazards.push_back(
        hazard::non_transactional(id, "CREATE INDEX CONCURRENTLY cannot run in a transaction."));
    action.takes.push_back({Claim::On::relation, qualified_name(id.namespace_, name)});
    action.after.push_back(filled);
    needs_of(draft, action, id);
    std::erase(action.needs, resource_of(table, column));
    built.push_back(draft.add(std::move(action)));
    draft.column_builds[id] = name;
  };
  // In its final form: it may change with the column.
  const auto follows = [&](const ObjectId& id) {
    const Object* now = draft.context.old_object(id) == nullptr ? nullptr : draft.context.new_object(id);
    const auto& column_actions = draft.choice(table).columns;
    return now != nullptr && draft.action_of(id) == ObjectAction::recreate &&
           draft.context.new_graph.depends(id, table, column) &&
           std::all_of(column_actions.begin(), column_actions.end(), [&](const auto& other) {
             return other.first == column || !draft.context.new_graph.depends(id, table, other.first);
           });
  };
  each_on(draft.context.to, Kind::index, table, [&](const ObjectId& id, const Object& now) {
    if (!follows(id)) return;
    const std::string name = aside_name(id, "__new").name;
    build(id, concurrent_build(with_column(body_as<Index>(now)->definition, column, beside), name), name);
  });
  each_on(draft.context.to, Kind::constraint, table, [&](const ObjectId& id, const Object& now) {
    const auto& body = *body_as<Constraint>(now);
    const bool key = body.type == ConstraintType::primary_key || body.type == ConstraintType::unique;
    if (!key || !follows(id)) return;
    const std::string name = aside_name(id, "__new").name;
    const std::string statement = key_index(id, with_column(body.definition, column, beside), name);
    if (!statement.empty()) build(id, statement, name);
  });
  return built;
}

// The middle of the short transaction: the old column is dropped, the new one takes its name.
std::size_t exchange(PlanDraft& draft, const Object& wanted, const Column& from, const Column& to,
                     std::vector<std::size_t> after) {
  const ObjectId& id = wanted.id;
  const BesideNames names = beside_names(id, to.name);
  const std::string table = alter_relation(id, false);
  const std::string column = quote_identifier(to.name);
  const std::string beside = quote_identifier(names.column);
  const std::string title = qualified_name(id) + "." + column;
  std::vector<std::string> sql = {"DROP TRIGGER " + names.trigger + " ON " + qualified_name(id),
                                  "DROP FUNCTION " + names.function + "()"};
  if (from.not_null && to.not_null) {
    sql.push_back(table + " ALTER COLUMN " + beside + " SET NOT NULL");
    sql.push_back(table + " DROP CONSTRAINT " + names.check);
  }
  const std::string sequence = id.name + "_" + to.name + "_seq";
  const std::string sequence_beside = aside_name({Kind::sequence, {}, {}, sequence}, "__new").name;
  if (to.identity != Identity::none) {
    const auto owned = [&](const std::string& name) {
      return "pg_catalog.pg_get_serial_sequence(" + quote_literal(qualified_name(id)) + ", " +
             quote_literal(name) + ")";
    };
    std::string clause = identity_clause(to);
    const std::string named = "(SEQUENCE NAME " + qualified_name(id.namespace_, sequence_beside);
    const std::size_t options = clause.find('(');
    if (options == std::string::npos) {
      clause += " " + named + ")";
    } else {
      clause.replace(options, 1, named + " ");
    }
    sql.push_back(table + " ALTER COLUMN " + beside + " ADD " + clause);
    sql.push_back("SELECT pg_catalog.setval(" + owned(names.column) + ", pg_catalog.nextval(" +
                  owned(to.name) + "), false)");
  }
  sql.push_back(table + " DROP COLUMN " + column);
  sql.push_back(table + " RENAME COLUMN " + beside + " TO " + column);
  if (from.not_null && to.not_null && draft.context.options.target_server_major >= not_null_is_a_constraint) {
    sql.push_back(table + " RENAME CONSTRAINT " +
                  quote_identifier(default_not_null_name(id.name, names.column)) + " TO " +
                  quote_identifier(not_null_name(id, to)));
  }
  if (to.identity != Identity::none && sequence.size() <= max_identifier_bytes) {
    sql.push_back("ALTER SEQUENCE " + qualified_name(id.namespace_, sequence_beside) + " RENAME TO " +
                  quote_identifier(sequence));
  }
  if (to.default_expression)
    sql.push_back(table + " ALTER COLUMN " + column + " SET DEFAULT " + *to.default_expression);
  for (std::string& statement : column_attachments(wanted, to)) sql.push_back(std::move(statement));

  Action action = make_action(id, "swap in " + title, std::move(sql), Phase::change);
  action.step.lock = Lock::access_exclusive;
  action.after = std::move(after);
  touch_column(draft, action, resource_of(id, to.name), true);
  needs_of(draft, action, id, to.name, false);
  releases_of(draft, action, id, to.name, false);
  return draft.add(std::move(action));
}

void swap_column(PlanDraft& draft, const Object& wanted, const Column& from, const Column& to) {
  const ObjectId& id = wanted.id;
  const std::size_t filled = fill_beside(draft, id, from, to);
  std::vector<std::size_t> ready = build_beside(draft, id, to.name, filled);
  if (from.not_null && to.not_null) {
    const BesideNames names = beside_names(id, to.name);
    Action validate =
        make_action(id, "validate not null of " + qualified_name(id) + "." + quote_identifier(names.column),
                    {alter_relation(id, false) + " VALIDATE CONSTRAINT " + names.check}, Phase::online);
    validate.step.lock = Lock::share_update_exclusive;
    validate.step.brief = false;
    validate.step.commit_after = true;
    validate.after.push_back(filled);
    ready.push_back(draft.add(std::move(validate)));
  }
  ready.push_back(filled);
  std::vector<std::size_t>& waits = draft.table_swaps[id];
  waits.insert(waits.end(), ready.begin(), ready.end());
  const std::size_t swapped = exchange(draft, wanted, from, to, std::move(ready));
  if (!from.not_null && to.not_null) {
    set_not_null(draft, {.old = *draft.context.old_object(wanted.id),
                         .wanted = wanted,
                         .from = from,
                         .to = to,
                         .action = {},
                         .chain = {swapped}});
  }
}

}  // namespace

void backfill_columns(PlanDraft& draft) {
  for (const auto& [id, choice] : draft.chosen) {
    if (choice.action != ObjectAction::alter) continue;
    for (const auto& [name, column_fate] : choice.columns) {
      if (!column_fate.backfill || column_fate.retype) continue;
      const Object now = draft.wanted(id);
      swap_column(draft, now, *find_column(body_as<Table>(*draft.context.old_object(id))->columns, name),
                  *find_column(body_as<Table>(now)->columns, name));
    }
  }
}

}  // namespace schemac
