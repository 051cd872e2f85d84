// A column that stays and changes: one function for each of its parts, in an order in which each alteration
// enables the next.
#include <algorithm>

#include "catalog/ddl.h"
#include "catalog/in_words.h"
#include "conversion/conversion.h"
#include "plan/hazard.h"
#include "plan/kinds/column.h"
#include "plan/kinds/table.h"
#include "plan/needs.h"
#include "plan/online.h"
#include "plan/partition_rules.h"
#include "sqltext/sql_tokens.h"

namespace schemac {
namespace {

bool is_type_like(Kind kind) {
  return kind == Kind::enum_ || kind == Kind::domain || kind == Kind::composite_type ||
         kind == Kind::range_type || kind == Kind::base_type || kind == Kind::collation ||
         kind == Kind::extension;
}

const Column& column_of(const Object& table, const std::string& name) {
  return *find_column(body_as<Table>(table)->columns, name);
}

bool has_default(const Column& column) { return column.default_expression && !column.generated_expression; }

}  // namespace

Identity own_identity(const PlanContext& context, const Object& table, const Column& column) {
  const bool of_parent = context.options.target_server_major >= partitions_share_identity &&
                         !body_as<Table>(table)->partition_of.empty();
  return of_parent ? Identity::none : column.identity;
}

namespace {

// The column's type matters everywhere, functions of its default only where the default is set.
void need_for_column(const PlanDraft& draft, Action& action, const ObjectId& table, const std::string& column,
                     bool about_default) {
  for (const Dependency& edge : draft.context.new_graph.of(table)) {
    if (edge.dependent_column != column || edge.on == table) continue;
    if (about_default) {
      add_run(draft, action, table, edge.on);
      if (std::optional<Claim> overload = overload_of(edge.on)) action.takes.push_back(std::move(*overload));
    }
    if (about_default || is_type_like(edge.on.kind))
      action.needs.push_back(resource_of(edge.on, edge.column));
  }
  action.needs.push_back({table});
}

}  // namespace

Action column_step(const PlanDraft& draft, const ColumnChange& change, const std::string& what,
                   const std::string& clause, Phase phase, bool only) {
  const ObjectId& id = change.id();
  const std::string& column = change.to.name;
  Action action = make_action(id, what + " " + change.title(), {}, phase);
  alter_clause(draft, action, id, only, {clause});
  const bool about_default = what.starts_with("default") || what.starts_with("expression");
  if (phase != Phase::drop) {
    need_for_column(draft, action, id, column, about_default);
    if (find_column(body_as<Table>(change.old)->columns, column) == nullptr)
      action.needs.push_back(resource_of(id, column));  // the parent's ADD COLUMN
  }
  const bool releases_old = what == "drop default of" || what == "drop expression of" || about_default;
  for (const Dependency& edge : draft.context.old_graph.of(id)) {
    if (edge.dependent_column != column || edge.on == id || edge.type == DependencyType::soft) continue;
    const bool type = is_type_like(edge.on.kind);
    if (type ? what.starts_with("type") : releases_old && !change.released)
      action.releases.push_back(resource_of(edge.on, edge.column));
  }
  action.after = change.chain;
  return action;
}

namespace {

// Removes what blocks the other parts.
void remove_blockers(PlanDraft& draft, ColumnChange& change) {
  const Column& from = change.from;
  const Column& to = change.to;
  // DROP EXPRESSION of a table above reaches it, and the server refuses the command for this table alone.
  const std::vector<ObjectId> parents =
      change.fresh ? std::vector<ObjectId>() : parents_that_stay(draft, change.id(), to.name);
  const bool by_parent = std::any_of(parents.begin(), parents.end(), [&](const ObjectId& parent) {
    return column_of(*draft.context.old_object(parent), to.name).generated_expression &&
           !column_of(*draft.context.new_object(parent), to.name).generated_expression;
  });
  if (from.generated_expression && !to.generated_expression && !by_parent) {
    change.chain = {draft.add(column_step(draft, change, "drop expression of",
                                          change.head() + "DROP EXPRESSION", Phase::change, false))};
  }
  if (has_default(from) && (change.retype || change.action.reset_default || !has_default(to))) {
    Action action =
        column_step(draft, change, "drop default of", change.head() + "DROP DEFAULT", Phase::drop, true);
    action.clauses.clear();
    change.chain = {draft.add(std::move(action))};
    change.released = true;
  }
  if (own_identity(draft.context, change.old, from) != Identity::none &&
      own_identity(draft.context, change.wanted, to) == Identity::none) {
    Action action =
        column_step(draft, change, "drop identity of", change.head() + "DROP IDENTITY", Phase::drop, false);
    action.frees.push_back(change.identity_sequence());
    action.clauses.clear();
    change.chain = {draft.add(std::move(action))};
  }
}

// The server recreates the indexes and extended statistics that read the column, also in the tables below,
// and loses their statistics targets (ATPostAlterTypeCleanup in its tablecmds.c).
void restore_targets(PlanDraft& draft, const ObjectId& table, const std::string& column,
                     std::size_t changed) {
  for (const Dependent& dependent : draft.context.new_graph.on(table)) {
    const ObjectId& id = dependent.id;
    if (dependent.edge.column != column || draft.context.old_object(id) == nullptr ||
        (draft.action_of(id) != ObjectAction::keep && draft.action_of(id) != ObjectAction::alter))
      continue;
    const Object& object = *draft.context.new_object(id);
    std::vector<std::string> statements;
    if (const auto* statistics = body_as<Statistics>(object);
        statistics != nullptr && statistics->target >= 0) {
      statements.push_back("ALTER STATISTICS " + qualified_name(id) + " SET STATISTICS " +
                           std::to_string(statistics->target));
    } else if (const auto* index = body_as<Index>(object)) {
      for (const auto& [number, target] : index->statistics_targets)
        statements.push_back("ALTER INDEX " + qualified_name(id.namespace_, id.name) + " ALTER COLUMN " +
                             std::to_string(number) + " SET STATISTICS " + std::to_string(target));
      const ObjectId* above = key_above(draft.context.new_graph, object);
      const Object* parent = above == nullptr ? nullptr : draft.context.old_object(*above);
      if (parent != nullptr && parent->comment != object.comment)
        statements.push_back(comment_statement(object, object.comment));
    }
    if (statements.empty()) continue;
    if (const auto before = draft.restored.find(id); before != draft.restored.end()) {
      draft.actions[before->second].after.push_back(changed);
      continue;
    }
    Action action = make_action(id, "statistics targets and comment of " + in_words(id),
                                std::move(statements), Phase::change);
    action.step.lock = Lock::share_update_exclusive;
    action.after.push_back(changed);
    draft.restored.emplace(id, draft.add(std::move(action)));
  }
  const auto children = draft.trees.old_children.find(qualified_name(table));
  if (children == draft.trees.old_children.end()) return;
  for (const ObjectId& child : children->second) {
    if (draft.stays(child)) restore_targets(draft, child, column, changed);
  }
}

// The values of other tables' row types are JSON while those tables are rewritten.
void set_values_aside(PlanDraft& draft, ColumnChange& change) {
  const ObjectId& id = change.id();
  const std::string column = quote_identifier(change.to.name);
  Action action =
      column_step(draft, change, "values as JSON, type of",
                  change.head() + "TYPE jsonb USING to_jsonb(" + column + ")", Phase::drop, false);
  action.clauses.clear();
  touch_column(draft, action, resource_of(id, change.to.name), true);
  action.makes.clear();
  for (const ObjectId& part : change.action.aside_for) {
    action.frees.push_back({Claim::On::row_type, qualified_name(part)});
    action.releases.push_back({part});
  }
  action.step.brief = false;
  change.chain = {draft.add(std::move(action))};
}

void retype(PlanDraft& draft, ColumnChange& change) {
  const ObjectId& id = change.id();
  const Column& from = change.from;
  const Column& to = change.to;
  const bool aside = !change.action.aside_for.empty();
  const std::string json = "jsonb";
  if (aside) set_values_aside(draft, change);
  Conversion how = conversion(to.name, {aside ? json : from.type, draft.context.from},
                              {to.type, draft.context.to}, !aside && change.action.through_text);
  if (aside) {  // JSON keeps every value; what is lost is lost between the two types
    const Conversion whole =
        conversion(to.name, {from.type, draft.context.from}, {to.type, draft.context.to}, true);
    how.loses = whole.loses;
    how.may_fail = whole.may_fail;
  }
  std::string clause = change.head() + "TYPE " + to.type;
  if (!to.collation.empty()) clause += " COLLATE " + to.collation;
  if (!how.using_expression.empty() && id.kind == Kind::table) clause += " USING " + how.using_expression;
  Action action = column_step(draft, change, "type of", clause, Phase::change, false);
  for (const ObjectId& part : change.action.aside_for) {
    const Object* made = draft.context.new_object(part);
    action.needs.push_back({part});
    if (made == nullptr || !is_table(part.kind)) continue;
    for (const Column& column : body_as<Table>(*made)->columns)
      action.needs.push_back(resource_of(part, column.name));
  }
  touch_column(draft, action, resource_of(id, to.name), true);
  if (!how.before.empty()) {
    action.statements.insert(action.statements.begin(), how.before.begin(), how.before.end());
    action.statements.insert(action.statements.end(), how.after.begin(), how.after.end());
    action.clauses.clear();
  }
  // Objects in its own table that read the column stay in place.
  if (how.rewrites && id.kind == Kind::table) {
    action.step.brief = false;
    action.step.hazards.push_back(hazard::retype_rewrite(id, to.name));
  }
  if (how.loses) action.step.hazards.push_back(hazard::lossy_cast(id, to.name, from.type, to.type));
  if (how.may_fail) action.step.hazards.push_back(hazard::failing_cast(id, to.name, from.type, to.type));
  change.chain = {draft.add(std::move(action))};
  restore_targets(draft, id, to.name, change.chain.front());
}

void set_expression(PlanDraft& draft, ColumnChange& change) {
  const Column* above = change.fresh ? nullptr : expression_from_above(draft, change.id(), change.to.name);
  const auto& from = above == nullptr ? change.from.generated_expression : above->generated_expression;
  const auto& to = change.to.generated_expression;
  const bool regenerated = change.action.regenerate && !change.fresh;
  if (!from || !to || regenerated || same_print(*from, *to, draft.context.renames)) return;
  Action action = column_step(draft, change, "expression of",
                              change.head() + "SET EXPRESSION AS (" + *to + ")", Phase::change, false);
  touch_column(draft, action, resource_of(change.id(), change.to.name), true);
  follow_parents(draft, action, change.id(), change.to.name, Claim::On::expression);
  action.frees.push_back({Claim::On::expression, change.title()});
  if (!change.to.generated_virtual) {
    action.step.brief = false;
    action.step.hazards.push_back(hazard::table_rewrite(change.id(), "A new generation expression"));
  }
  change.chain = {draft.add(std::move(action))};
  restore_targets(draft, change.id(), change.to.name, change.chain.front());
}

void set_identity(PlanDraft& draft, ColumnChange& change) {
  const ObjectId& id = change.id();
  const Column& from = change.from;
  const Column& to = change.to;
  const Identity before = own_identity(draft.context, change.old, from);
  if (own_identity(draft.context, change.wanted, to) == Identity::none || change.parent != nullptr) return;
  if (before == Identity::none) {
    Action action = column_step(draft, change, "identity of", change.head() + "ADD " + identity_clause(to),
                                Phase::change, false);
    action.needs.push_back(resource_of(id, to.name));
    action.needs.push_back(not_null(id, to.name));
    if (detaches(draft, id)) action.needs.push_back({id, Facet::detached});
    action.takes.push_back(change.identity_sequence());
    action.clauses.clear();
    action.statements.push_back(advance_sequence("pg_catalog.pg_get_serial_sequence(" +
                                                     quote_literal(qualified_name(id)) + ", " +
                                                     quote_literal(to.name) + ")",
                                                 id, to.name, to.identity_options->start));
    change.chain = {draft.add(std::move(action))};
    return;
  }
  std::string clause;
  if (before != to.identity) {
    clause += to.identity == Identity::always ? " SET GENERATED ALWAYS" : " SET GENERATED BY DEFAULT";
  }
  SequenceOptions was = from.identity_options;
  SequenceOptions becomes = to.identity_options;
  was.type = becomes.type = to.type;
  clause += sequence_changes(was, becomes, true);
  if (clause.empty()) return;
  Action action =
      column_step(draft, change, "identity of", change.head() + clause.substr(1), Phase::change, false);
  if (becomes.maximum < was.maximum || becomes.minimum > was.minimum) {
    action.step.hazards.push_back(
        hazard::may_not_hold(id, "the bounds of the identity of " + change.title()));
  }
  change.chain = {draft.add(std::move(action))};
}

void set_attributes(PlanDraft& draft, const ColumnChange& change) {
  Column attributes = change.from;
  if (change.fresh) {  // the parent's ADD COLUMN gives it none
    attributes.storage.clear();
    attributes.compression.clear();
    attributes.statistics_target = -1;
    attributes.options.edit().clear();
  }
  // A new type has its own default storage, also if it comes from a table above.
  const bool retyped =
      change.retype || change.from.type != change.to.type || change.from.collation != change.to.collation;
  if (retyped &&
      (!attributes.storage.empty() || type_family(change.from.type) != type_family(change.to.type)))
    attributes.storage.clear();
  const std::vector<std::string> changes = column_attribute_changes(change.id(), attributes, change.to);
  if (changes.empty()) return;
  Action action = make_action(change.id(), "storage of " + change.title(), changes, Phase::change);
  action.step.lock = Lock::access_exclusive;
  action.after = change.chain;
  action.needs.push_back(resource_of(change.id(), change.to.name));
  draft.add(std::move(action));
}

}  // namespace

void alter_column(PlanDraft& draft, const Object& old, const Object& wanted, const Column& from,
                  const Column& to) {
  const auto& column_actions = draft.choice(wanted.id).columns;
  const auto found = column_actions.find(to.name);
  ColumnChange change{.old = old,
                      .wanted = wanted,
                      .from = from,
                      .to = to,
                      .action = found == column_actions.end() ? ColumnAction{} : found->second,
                      .parent = parent_reaching(draft, wanted, to.name),
                      .fresh = find_column(body_as<Table>(old)->columns, to.name) != &from,
                      .chain = {}};
  const Object* parent_before =
      change.parent == nullptr ? nullptr : draft.context.old_object(change.parent->id);
  const bool by_parent = parent_before != nullptr && column_of(*change.parent, to.name).type == to.type &&
                         find_column(body_as<Table>(*parent_before)->columns, to.name) != nullptr;
  change.retype =
      (change.action.retype || from.type != to.type || from.collation != to.collation) && !by_parent;
  const bool both = has_default(from) && has_default(to);
  change.default_differs =
      has_default(from) != has_default(to) ||
      (both && !same_print(*from.default_expression, *to.default_expression, draft.context.renames)) ||
      (change.action.reset_default && (has_default(from) || has_default(to))) || (change.retype && both);

  remove_blockers(draft, change);
  if (change.retype) retype(draft, change);
  set_expression(draft, change);
  if (change.default_differs && has_default(to)) {
    change.chain = {
        draft.add(column_step(draft, change, "default of",
                              change.head() + "SET DEFAULT " + *to.default_expression, Phase::change, true))};
  }
  NotNullChange not_null = NotNullChange::none;
  if (!change.fresh) {
    not_null = own_not_null(draft, wanted.id, to.name);
  } else if (from.not_null != to.not_null) {
    not_null = to.not_null ? NotNullChange::set : NotNullChange::drop;
  }
  if (not_null == NotNullChange::set) set_not_null(draft, change);
  set_identity(draft, change);
  if (not_null == NotNullChange::drop) drop_not_null(draft, change);
  name_not_null(draft, change);
  set_attributes(draft, change);
}

}  // namespace schemac
