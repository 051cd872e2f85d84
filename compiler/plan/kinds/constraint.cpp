// Constraints of tables.
#include <algorithm>

#include "catalog/ddl.h"
#include "catalog/in_words.h"
#include "catalog/lookup_rows.h"
#include "catalog/parent_key.h"
#include "conversion/type_shape.h"
#include "plan/hazard.h"
#include "plan/kinds/key.h"
#include "plan/kinds/kind_plan.h"
#include "plan/kinds/options.h"
#include "plan/kinds/table.h"
#include "plan/needs.h"
#include "plan/object_actions.h"
#include "plan/online.h"
#include "plan/partition_rules.h"

namespace schemac {
namespace {

// The server merges a check with an equal one of a child table, but adds none beside a check inherited from a
// parent: the child's own check comes before the parent's, and after the effects of the parent's old one.
void order_check(const PlanDraft& draft, Action& action, const ObjectId& table) {
  const std::string& name = action.step.object.name;
  action.frees.push_back({Claim::On::declaration, action.step.object.text()});
  const auto children = draft.trees.old_children.find(qualified_name(table));
  if (children == draft.trees.old_children.end()) return;
  for (const ObjectId& child : children->second) {
    const ObjectId below{Kind::constraint, child.namespace_, child.name, name};
    action.takes.push_back({Claim::On::declaration, below.text()});
    action.takes.push_back({Claim::On::object, below.text()});
  }
}

void need_referenced(const PlanDraft& draft, Action& action, const Object& foreign_key) {
  // A unique index of a partitioned table is invalid until those of all its partitions are attached.
  for (const Dependency& edge : draft.context.new_graph.of(foreign_key.id)) {
    if (edge.on.kind == Kind::index || edge.on.kind == Kind::constraint)
      need_attached(draft, action, edge.on);
  }
  const Object* referenced =
      draft.context.new_graph.relations().find(body_as<Constraint>(foreign_key)->referenced_table);
  if (referenced == nullptr) return;
  action.needs.push_back({referenced->id, Facet::rows});
  action.needs.push_back({lookup_rows_id(referenced->id)});
  action.takes.push_back({Claim::On::key_choice, qualified_name(referenced->id)});
  action.needs.push_back({referenced->id, Facet::persistence});
}

// Created in one step, with everything that it needs.
Action constraint_action(PlanDraft& draft, const Object& constraint, const Object* table) {
  const ObjectId& id = constraint.id;
  const auto& body = *body_as<Constraint>(constraint);
  const bool foreign_key = body.type == ConstraintType::foreign_key;
  Object made = constraint;
  const bool later =
      (table != nullptr && attaches_later(draft, *table)) || attached_by_parent(draft, constraint);
  // The server requires the parent's checks, valid ones, when it attaches.
  if (is_inherited(constraint) || (later && !body.attached_to.empty())) {
    std::get<Constraint>(made.body).attached_to.clear();
    std::get<Constraint>(made.body).inherited = false;
  }
  Action action = make_action(id, "create " + in_words(id), create_statements(made),
                              foreign_key ? Phase::foreign_key : Phase::change);
  needs_of(draft, action, id);
  if (later && !body.attached_to.empty()) {
    std::erase_if(action.needs, [&](const Resource& need) {
      const bool key = need.object.kind == Kind::constraint || need.object.kind == Kind::index;
      return key && need.object.relation != id.relation;
    });
  } else if (table != nullptr && !body.attached_to.empty()) {
    action.needs.push_back({table->id, Facet::attached});
  }
  follow_equal(draft, action, constraint);
  take_names(action, constraint);
  action.makes.push_back({id});
  if (body.partitioned) need_partitions(draft, action, id);
  if (covers_partitions(draft, constraint)) cover_partitions(draft, action, constraint);
  if (foreign_key) need_referenced(draft, action, constraint);
  if (body.type == ConstraintType::check && table != nullptr) order_check(draft, action, table->id);
  if (foreign_key && table != nullptr) action.needs.push_back({table->id, Facet::persistence});
  if (table != nullptr && !precedes_rows(draft, id)) action.needs.push_back({table->id, Facet::rows});
  if (body.type == ConstraintType::primary_key && table != nullptr) {
    for (const std::string& column : body.columns) action.needs.push_back(not_null(table->id, column));
  }
  return action;
}

// NOT VALID, and validated by a separate step.
void stage_validation(PlanDraft& draft, const ObjectId& id, Action action) {
  action.statements.front() += " NOT VALID";
  action.step.commit_after = true;
  action.phase = Phase::staged;
  Action validate = make_action(id, "validate " + in_words(id),
                                {"ALTER TABLE " + qualified_name(id.namespace_, id.relation) +
                                 " VALIDATE CONSTRAINT " + quote_identifier(id.name)},
                                Phase::online);
  validate.step.lock = Lock::share_update_exclusive;
  validate.step.brief = false;
  validate.step.hazards.push_back(hazard::may_not_hold(id, id.text()));
  validate.after.push_back(draft.add(std::move(action)));
  draft.add(std::move(validate));
}

// NOT VALID reaches the partitions and child tables, whose copies may be valid nevertheless.
void validate_copies(PlanDraft& draft, const ObjectId& check, const ObjectId& table, std::size_t made) {
  const auto children = draft.trees.old_children.find(qualified_name(table));
  if (children == draft.trees.old_children.end()) return;
  for (const ObjectId& child : children->second) {
    if (!draft.stays(child) || detaches(draft, child)) continue;
    const ObjectId id{Kind::constraint, child.namespace_, child.name, check.name};
    const Object* copy = draft.context.new_object(id);
    if (copy != nullptr && is_inherited(*copy) && body_as<Constraint>(*copy)->validated) {
      Action action = make_action(
          id, "validate " + in_words(id),
          {"ALTER TABLE " + qualified_name(child) + " VALIDATE CONSTRAINT " + quote_identifier(id.name)},
          Phase::change);
      action.step.lock = Lock::share_update_exclusive;
      action.step.brief = false;
      action.step.hazards.push_back(hazard::may_not_hold(id, id.text()));
      action.after.push_back(made);
      draft.add(std::move(action));
    }
    validate_copies(draft, check, child, made);
  }
}

void create_constraint(PlanDraft& draft, const Object& constraint) {
  const ObjectId& id = constraint.id;
  const auto& body = *body_as<Constraint>(constraint);
  const Object* table = draft.new_parent(id);
  // A check that its parent's brings; if the partition is attached later, it needs one of its own.
  const bool own_check =
      body.type == ConstraintType::check && table != nullptr && attaches_later(draft, *table);
  if (is_inherited(constraint) && !own_check) {
    complete_inherited(draft, constraint);
    return;
  }
  if (comes_from_parent(constraint)) {
    name_key_from_parent(draft, constraint);
    return;
  }
  Action action = constraint_action(draft, constraint, table);
  if (table == nullptr || !draft.stays(table->id)) {
    draft.add(std::move(action));
    return;
  }
  const bool foreign_key = body.type == ConstraintType::foreign_key;
  action.step.lock = foreign_key ? Lock::share_row_exclusive : Lock::access_exclusive;
  const bool staged = draft.online(table->id) && table->id.kind == Kind::table && body.validated &&
                      body.enforced && !is_inherited(constraint);
  if (staged && (body.type == ConstraintType::check || (foreign_key && !is_partitioned(*table)))) {
    stage_validation(draft, id, std::move(action));
    return;
  }
  if (const auto beside = draft.column_builds.find(id); beside != draft.column_builds.end()) {
    action.statements.front() =
        "ALTER TABLE " + qualified_name(table->id) + " " + key_from_index(id, body, beside->second);
    draft.add(std::move(action));
    return;
  }
  if (draft.key_builds.contains(id)) {
    take_built_index(draft, constraint, std::move(action));
    return;
  }
  // A key of a partitioned table has no rows itself.
  if (body.validated && body.enforced && body.type != ConstraintType::not_null && !body.partitioned) {
    action.step.brief = false;
    const bool key = body.type == ConstraintType::primary_key || body.type == ConstraintType::unique ||
                     body.type == ConstraintType::exclusion;
    action.step.hazards.push_back(key ? hazard::blocking_index_build(id, table->id)
                                      : hazard::validation_scan(id, action.step.lock));
    action.step.hazards.push_back(hazard::may_not_hold(id, id.text()));
  }
  const std::size_t made_at = draft.add(std::move(action));
  if (body.type == ConstraintType::check && !body.validated) validate_copies(draft, id, table->id, made_at);
}

void alter_constraint(PlanDraft& draft, const Object& old, const Object& wanted) {
  const ObjectId& id = wanted.id;
  const auto& from = *body_as<Constraint>(old);
  const auto& to = *body_as<Constraint>(wanted);
  const std::string table = "ALTER TABLE " + qualified_name(id.namespace_, id.relation);
  const std::string index = "ALTER INDEX " + qualified_name(id.namespace_, id.name);
  std::vector<std::string> statements;
  Lock lock = Lock::share_update_exclusive;
  bool brief = true;
  if (!to.inherited &&
      (from.deferrable != to.deferrable || from.initially_deferred != to.initially_deferred)) {
    statements.push_back(table + " ALTER CONSTRAINT " + quote_identifier(id.name) +
                         (to.deferrable ? " DEFERRABLE" : " NOT DEFERRABLE") +
                         (to.initially_deferred ? " INITIALLY DEFERRED"
                          : to.deferrable       ? " INITIALLY IMMEDIATE"
                                                : ""));
    lock = Lock::access_exclusive;
  }
  if (!from.validated && to.validated) {
    statements.push_back(table + " VALIDATE CONSTRAINT " + quote_identifier(id.name));
    brief = false;
  }
  for (const std::string& clause : storage_option_clauses(from.index_options, to.index_options)) {
    statements.push_back(index + " " + clause);
  }
  if (from.index_tablespace != to.index_tablespace) {
    statements.push_back(
        index + " SET TABLESPACE " +
        (to.index_tablespace.empty() ? "pg_default" : quote_identifier(to.index_tablespace)));
    lock = Lock::access_exclusive;
  }
  if (from.clustered != to.clustered) {
    statements.push_back(to.clustered ? table + " CLUSTER ON " + quote_identifier(id.name)
                                      : table + " SET WITHOUT CLUSTER");
  }
  if (from.index_comment != to.index_comment) statements.push_back(key_index_comment(id, to.index_comment));
  const Object* parent_table = draft.new_parent(id);
  if (!made_with_parent(to) && from.attached_to.empty() && !to.attached_to.empty() &&
      parent_table != nullptr && !attaches_later(draft, *parent_table) &&
      !attached_by_parent(draft, wanted)) {
    attach_index(draft, wanted, to.attached_to);
  }
  if (statements.empty()) return;
  Action action = make_action(id, "alter " + in_words(id), std::move(statements), Phase::change);
  action.step.lock = lock;
  action.step.brief = brief;
  if (!brief) action.step.hazards.push_back(hazard::may_not_hold(id, id.text()));
  needs_of(draft, action, id);
  draft.add(std::move(action));
}

bool has_index(const Constraint& constraint) {
  return constraint.type == ConstraintType::primary_key || constraint.type == ConstraintType::unique ||
         constraint.type == ConstraintType::exclusion;
}

ObjectAction classify_constraint(const PlanContext& /*context*/, const Compared& compared) {
  const auto& from = *body_as<Constraint>(compared.from);
  const auto& to = *body_as<Constraint>(compared.to);
  const bool foreign_key = from.type == ConstraintType::foreign_key;
  const bool validity = compared.differs(Attribute::validated);
  const bool timing =
      compared.differs(Attribute::deferrable) || compared.differs(Attribute::initially_deferred);
  const bool recreates = from.type != to.type || compared.differs(Attribute::enforced) ||
                         compared.differs(Attribute::definition) ||
                         // The server does not use a partition's own: it creates another.
                         (made_with_parent(to) && compared.differs(Attribute::attached_to)) ||
                         (validity && !to.validated) ||
                         // No statement makes the index behind the key of a partitioned table valid alone.
                         (validity && has_index(from)) || (timing && !foreign_key);
  if (recreates) return ObjectAction::recreate;
  // What the server appends to the definition can be altered for foreign keys, and validated for the others.
  const bool ending = compared.differs(Attribute::definition_ending);
  return ending && !foreign_key && !validity ? ObjectAction::recreate : ObjectAction::alter;
}

// The server itself recreates a foreign key on a retyped column if the two types can be compared at every
// moment.
bool comparable_after(const PlanContext& context, const Invalid& invalid, const Constraint& key) {
  // A temporal key is compared by an operator class that knows one type.
  if (key.definition.find(" PERIOD ") != std::string::npos) return false;
  const auto* from = body_as<Table>(*context.old_object(invalid.object));
  const Object* wanted = context.new_object(invalid.object);
  if (from == nullptr || wanted == nullptr) return false;
  const Column* old = find_column(from->columns, invalid.column);
  const Column* kept = find_column(body_as<Table>(*wanted)->columns, invalid.column);
  return old != nullptr && kept != nullptr && type_family(old->type) == type_family(kept->type) &&
         type_family(old->type) != TypeFamily::other;
}

void react_constraint(ActionChooser& chooser, const Invalid& invalid, const Dependent& dependent) {
  const PlanContext& context = chooser.context();
  const Object& old = *context.old_object(dependent.id);
  if (invalid.retyped) {
    const auto& key = *body_as<Constraint>(old);
    if (key.type == ConstraintType::foreign_key && !comparable_after(context, invalid, key))
      chooser.recreate(dependent.id, invalid.object);
    return;
  }
  if (!refers_beside(context, invalid.object, old)) react_by_recreation(chooser, invalid, dependent);
}

void drop_constraint(PlanDraft& draft, Action& action, const Object& old) {
  release_all(draft, action, old);
  need_detached(draft, action, old);
  // The server refuses to drop a check inherited from a parent.
  if (is_inherited(old)) return;
  for (const ObjectId& above : checks_above(draft.context.old_graph, old))
    action.takes.push_back({Claim::On::object, above.text()});
}

bool constraint_goes_with_parent(const PlanDraft& draft, const Object& old) {
  if (goes_with_attached(draft, old)) return true;
  if (!is_inherited(old)) return false;
  const Object* table = draft.old_parent(old.id);
  return table == nullptr || !detaches(draft, table->id);
}

std::vector<Resource> constraint_owners(const PlanDraft& draft, const Object& old) {
  const DependencyGraph& graph = draft.context.old_graph;
  std::vector<Resource> owners;
  const Object* relation = draft.old_parent(old.id);
  const auto* table = relation == nullptr ? nullptr : body_as<Table>(*relation);
  if (is_inherited(old) && table != nullptr) {
    // The parent's constraint may be dropped before the tables.
    for (const Dependency& edge : graph.of(old.id)) {
      if (edge.on.kind == Kind::constraint &&
          qualified_name(edge.on.namespace_, edge.on.relation) == table->partition_of)
        owners.push_back({edge.on});
    }
    if (draft.stays(relation->id)) {
      for (const ObjectId& above : checks_above(graph, old)) owners.push_back({above});
    }
  }
  if (relation != nullptr) owners.push_back({relation->id});
  if (const ObjectId* above = key_above(graph, old)) owners.push_back({*above});
  return owners;
}

}  // namespace

const KindPlan constraint_plan = {
    .classify = classify_constraint,
    .choose_parts = has_no_parts,
    .reach_below = check_reaches_below,
    .react = react_constraint,
    .create = create_constraint,
    .replace = never_replaced,
    .alter = alter_constraint,
    .drop = drop_constraint,
    .goes_with_owner = constraint_goes_with_parent,
    .owners = constraint_owners,
};

}  // namespace schemac
