#include "plan/needs.h"

#include <algorithm>

#include "catalog/called_reads.h"
#include "plan/kinds/type.h"
#include "plan/online.h"

namespace schemac {
namespace {

bool is_primary_key(const Object& object) {
  const auto* constraint = body_as<Constraint>(object);
  return constraint != nullptr && constraint->type == ConstraintType::primary_key;
}

// A table can have only one at a time.
Claim primary_key_of(const ObjectId& constraint) {
  return {Claim::On::primary_key, qualified_name(constraint.namespace_, constraint.relation)};
}

}  // namespace

std::vector<Claim> occupied_names(const Object& object) {
  const ObjectId& id = object.id;
  const std::string name = qualified_name(id.namespace_, id.name);
  switch (traits_of(id.kind).names) {
    case KindTraits::NameSpace::relation_and_type:
      return {{Claim::On::relation, name}, {Claim::On::type, name}};
    case KindTraits::NameSpace::relation:
      return {{Claim::On::relation, name}};
    case KindTraits::NameSpace::type: {
      std::vector<Claim> names = {{Claim::On::type, name}};
      const auto* range = body_as<RangeType>(object);
      if (range != nullptr && !range->multirange_name.empty())
        names.push_back({Claim::On::type, range->multirange_name});
      return names;
    }
    case KindTraits::NameSpace::routine:
      return {{Claim::On::routine, name}};
    case KindTraits::NameSpace::own:
      break;
  }
  std::vector<Claim> names = {{Claim::On::object, id.text()}};
  // The index behind a key.
  const auto* constraint = body_as<Constraint>(object);
  if (constraint != nullptr &&
      (constraint->type == ConstraintType::primary_key || constraint->type == ConstraintType::unique ||
       constraint->type == ConstraintType::exclusion))
    names.push_back({Claim::On::relation, name});
  return names;
}

// Keys and indexes of a partitioned table contain no rows themselves, and its partitions are attached to them
// before the rows are put back.
bool precedes_rows(const PlanDraft& draft, const ObjectId& id) {
  const Object* object = draft.context.new_object(id);
  const Object* table = draft.new_parent(id);
  if (object == nullptr || table == nullptr || !is_partitioned(*table)) return false;
  const auto* constraint = body_as<Constraint>(*object);
  return body_as<Index>(*object) || (constraint && constraint->type != ConstraintType::foreign_key);
}

void add_run(const PlanDraft& draft, Action& action, const ObjectId& id, const ObjectId& on) {
  if (!runs_when_used(on.kind) || is_made_unread(id.kind)) return;
  action.runs.push_back(on);
  if (draft.action_of(on) == ObjectAction::replace) action.wishes.push_back({on, Facet::replaced});
}

void add_ran(Action& action, const ObjectId& id, const ObjectId& on) {
  if (runs_when_used(on.kind) && !is_made_unread(id.kind)) action.ran.push_back(on);
}

void run_for_rows(const PlanDraft& draft, Action& action, const ObjectId& table) {
  const auto run_all = [&](const ObjectId& id) {
    for (const Dependency& edge : draft.context.new_graph.of(id)) add_run(draft, action, id, edge.on);
  };
  run_all(table);
  for (const Dependent& dependent : draft.context.new_graph.on(table)) {
    const Kind kind = dependent.id.kind;
    if (kind == Kind::constraint || kind == Kind::index || kind == Kind::trigger) run_all(dependent.id);
  }
}

void needs_of(const PlanDraft& draft, Action& action, const ObjectId& id, const std::string& column,
              bool all) {
  for (const Dependency& edge : draft.context.new_graph.of(id)) {
    if (edge.on == id || (!all && edge.dependent_column != column)) continue;
    add_run(draft, action, id, edge.on);
    if (edge.type == DependencyType::soft) {
      action.wishes.push_back(resource_of(edge.on, edge.column));
      continue;
    }
    action.needs.push_back(resource_of(edge.on, edge.column));
    // While an overload that goes is there, a call could mean that one, or be ambiguous.
    if (std::optional<Claim> overload = overload_of(edge.on)) action.takes.push_back(std::move(*overload));
    // Rows and index entries must not be computed by a placeholder.
    if (draft.breaks.placeholders.contains(edge.on)) action.wishes.push_back({edge.on, Facet::whole});
    if (draft.action_of(edge.on) == ObjectAction::recreate && is_table(edge.on.kind) && !is_table(id.kind) &&
        !precedes_rows(draft, id)) {
      action.needs.push_back({edge.on, Facet::rows});
    }
  }
}

void releases_of(const PlanDraft& draft, Action& action, const ObjectId& id, const std::string& column,
                 bool all) {
  for (const Dependency& edge : draft.context.old_graph.of(id)) {
    if (edge.on == id || (!all && edge.dependent_column != column)) continue;
    add_ran(action, id, edge.on);
    if (edge.type == DependencyType::soft) {
      action.yields.push_back(resource_of(edge.on, edge.column));
      continue;
    }
    action.releases.push_back(resource_of(edge.on, edge.column));
    if (all && is_swappable(edge.on.kind)) action.releases.push_back({edge.on, Facet::name});
  }
}

std::optional<Claim> overload_of(const ObjectId& id) {
  if (!is_routine(id.kind) && id.kind != Kind::operator_) return std::nullopt;
  return Claim{Claim::On::overload, qualified_name(id.namespace_, id.name.substr(0, id.name.rfind('(')))};
}

void take_names(Action& action, const Object& object) {
  for (Claim& name : occupied_names(object)) action.takes.push_back(std::move(name));
  if (is_primary_key(object)) action.takes.push_back(primary_key_of(object.id));
}

void free_names(Action& action, const Object& object) {
  for (Claim& name : occupied_names(object)) action.frees.push_back(std::move(name));
  if (is_primary_key(object)) action.frees.push_back(primary_key_of(object.id));
  if (std::optional<Claim> overload = overload_of(object.id)) action.frees.push_back(std::move(*overload));
  // A foreign key that is created later must not find this key and choose it.
  const auto* constraint = body_as<Constraint>(object);
  const auto* index = body_as<Index>(object);
  if ((constraint && constraint->type != ConstraintType::foreign_key) || (index && index->unique)) {
    action.frees.push_back({Claim::On::key_choice, qualified_name(object.id.namespace_, object.id.relation)});
  }
}

}  // namespace schemac
