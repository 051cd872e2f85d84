// Unique and primary keys of a table with rows: their index is built concurrently, then it becomes a
// constraint.
//
// A changed key is never dropped first: rows could violate both keys while the new index is built. Its
// replacement is built beside it, and one ALTER TABLE drops the one and adds the other. Dependents of the old
// key (foreign keys, views that group by it) are dropped right before that, not before the build.
//
// A key or index of a partitioned table has no rows itself: it is created on the table ONLY, and those of its
// partitions, each built concurrently, are attached to it. The old ones of all partitions are dropped with
// that of the table, so it stays until the last of the new ones is built.
#include <algorithm>

#include "catalog/in_words.h"
#include "plan/hazard.h"
#include "plan/kinds/key.h"
#include "plan/kinds/table.h"
#include "plan/needs.h"
#include "plan/online.h"
#include "plan/partition_rules.h"

namespace schemac {
namespace {

bool is_key(const Constraint& constraint) {
  return constraint.type == ConstraintType::primary_key || constraint.type == ConstraintType::unique;
}

bool is_unique(const Object& object) {
  if (const auto* constraint = body_as<Constraint>(object)) return is_key(*constraint);
  const auto* index = body_as<Index>(object);
  return index != nullptr && index->unique && index->valid;
}

bool is_attached(const Object& key) {
  const std::string* above = attached_to(key);
  return above != nullptr && !above->empty();
}

bool stands_still(const PlanDraft& draft, const Object& key, const ObjectId& table) {
  const auto& column_actions = draft.choice(table).columns;
  if (!is_unique(key) && !body_as<Index>(key)) return false;
  for (const DependencyGraph* graph : {&draft.context.old_graph, &draft.context.new_graph}) {
    for (const Dependency& edge : graph->of(key.id)) {
      if (edge.on == table && column_actions.contains(edge.column)) return false;
    }
  }
  return true;
}

// What it is attached to replaces another key, which is dropped together with all keys attached to it.
bool follows_rebuilt(const PlanDraft& draft, const Object& key) {
  for (const ObjectId* above = key_above(draft.context.new_graph, key); above != nullptr;
       above = key_above(draft.context.new_graph, *draft.context.new_object(*above))) {
    if (draft.action_of(*above) == ObjectAction::recreate) return true;
  }
  return false;
}

bool builds_key(const PlanDraft& draft, const Object& key) {
  const Object* table = draft.new_parent(key.id);
  if (table == nullptr || table->id.kind != Kind::table || !draft.online(table->id) || is_partitioned(*table))
    return false;
  if (const auto* constraint = body_as<Constraint>(key)) {
    return is_key(*constraint) && !waits_for_equal(draft, key) &&
           !key_index(key.id, constraint->definition, key.id.name).empty();
  }
  // An index alone is replaced without that (swap_index); one of a new parent is built after it.
  const Object* former = draft.context.old_object(key.id);
  return follows_rebuilt(draft, key) && !attaches_later(draft, *table) &&
         stands_still(draft, key, table->id) &&
         (former == nullptr || stands_still(draft, *former, table->id));
}

}  // namespace

bool swaps_key(const PlanDraft& draft, const Object& old) {
  const auto built = draft.key_builds.find(old.id);
  return built != draft.key_builds.end() && draft.action_of(old.id) == ObjectAction::recreate &&
         built->second.index != old.id.name && !is_attached(old) && old.id.kind == Kind::constraint;
}

namespace {

void build_key(PlanDraft& draft, const Object& key) {
  const ObjectId& id = key.id;
  const Object& table = *draft.new_parent(id);
  const Object* former = draft.context.old_object(id);
  const bool waits =
      stands_still(draft, key, table.id) && (former == nullptr || stands_still(draft, *former, table.id));
  // The name is that of the old key, or of an index that is dropped.
  bool beside = former != nullptr || id.kind == Kind::index;
  each_on(draft.context.from, Kind::index, table.id,
          [&](const ObjectId& other, const Object&) { beside = beside || other.name == id.name; });
  const std::string index = beside && waits ? aside_name(id, "__new").name : id.name;
  const auto* constraint = body_as<Constraint>(key);
  Action build =
      make_action(id, (id.kind == Kind::index ? "build " : "build the index of ") + in_words(id),
                  {constraint != nullptr ? key_index(id, constraint->definition, index)
                                         : concurrent_build(body_as<Index>(key)->definition, index)},
                  Phase::online);
  build.step.transactional = false;
  build.step.brief = false;
  build.step.lock = Lock::share_update_exclusive;
  build.step.hazards.push_back(
      hazard::non_transactional(id, "CREATE INDEX CONCURRENTLY cannot run in a transaction."));
  if (is_unique(key)) build.step.hazards.push_back(hazard::may_not_hold(id, id.text()));
  needs_of(draft, build, id);
  if (is_attached(key)) {  // that of the parent is created when this one is ready
    std::erase_if(build.needs, [&](const Resource& need) {
      const bool above = need.object.kind == Kind::constraint || need.object.kind == Kind::index;
      return above && need.object.relation != id.relation;
    });
  }
  build.needs.push_back({table.id, Facet::rows});
  build.takes.push_back({Claim::On::relation, qualified_name(id.namespace_, index)});
  const std::size_t built = draft.add(std::move(build));
  draft.key_builds[id] = {built, index};
  if (waits) draft.table_builds[table.id].push_back(built);
}

}  // namespace

void build_keys(PlanDraft& draft) {
  for (const auto& [id, choice] : draft.chosen) {
    if (id.kind != Kind::constraint && id.kind != Kind::index) continue;
    if (choice.action != ObjectAction::create && choice.action != ObjectAction::recreate) continue;
    if (draft.column_builds.contains(id)) continue;
    if (const Object object = draft.wanted(id); builds_key(draft, object)) build_key(draft, object);
  }
}

// The concurrently built index becomes the key.
void take_built_index(PlanDraft& draft, const Object& key, Action action) {
  const ObjectId& id = key.id;
  const KeyBuild& built = draft.key_builds.at(id);
  const std::string table = "ALTER TABLE " + qualified_name(id.namespace_, id.relation) + " ";
  action.after.push_back(built.action);
  const auto* constraint = body_as<Constraint>(key);
  if (constraint == nullptr) {
    action.statements.front() = "ALTER INDEX " + qualified_name(id.namespace_, built.index) + " RENAME TO " +
                                quote_identifier(id.name);
    action.step.lock = Lock::share_update_exclusive;
    draft.add(std::move(action));
    return;
  }
  const Object* former = draft.context.old_object(id);
  const bool swaps = former != nullptr && swaps_key(draft, *former);
  action.statements.front() =
      table + (swaps ? "DROP CONSTRAINT " + quote_identifier(id.name) + ", " : std::string()) +
      key_from_index(id, *constraint, built.index);
  if (swaps) {
    action.step.title = "swap in " + in_words(id);
    action.ends.push_back({id});
    free_names(action, *former);
    releases_of(draft, action, id);
  }
  draft.add(std::move(action));
}

namespace {

void defer_drop(PlanDraft& draft, const ObjectId& id, const std::vector<std::size_t>& builds) {
  std::vector<std::size_t>& waits = draft.waits[id];
  const std::size_t before = waits.size();
  for (const std::size_t build : builds) {
    if (std::find(waits.begin(), waits.end(), build) == waits.end()) waits.push_back(build);
  }
  if (waits.size() == before) return;
  for (const Dependent& dependent : draft.context.old_graph.on(id)) {
    if (dependent.edge.type != DependencyType::soft &&
        draft.action_of(dependent.id) == ObjectAction::recreate)
      defer_drop(draft, dependent.id, builds);
  }
  // It is dropped with that of the parent.
  const Object* old = draft.context.old_object(id);
  const ObjectId* above = old == nullptr ? nullptr : key_above(draft.context.old_graph, *old);
  if (above != nullptr) defer_drop(draft, *above, builds);
}

}  // namespace

void defer_drops(PlanDraft& draft) {
  for (const auto& [table, ready] : draft.table_swaps) {
    for (const Dependent& dependent : draft.context.old_graph.on(table)) {
      const auto column = draft.choice(table).columns.find(dependent.edge.column);
      const bool goes = column != draft.choice(table).columns.end() && column->second.backfill;
      if (goes && dependent.id != table && draft.action_of(dependent.id) == ObjectAction::recreate)
        defer_drop(draft, dependent.id, ready);
    }
  }
  for (const auto& entry : draft.table_builds) {
    const ObjectId& table = entry.first;
    const std::vector<std::size_t>& builds = entry.second;
    const bool builds_indexes = std::any_of(
        draft.key_builds.begin(), draft.key_builds.end(),
        [&](const auto& built) { return built.first.kind == Kind::index && built.first.parent() == table; });
    for (const Kind kind : {Kind::constraint, Kind::index}) {
      each_on(draft.context.from, kind, table, [&](const ObjectId& id, const Object& key) {
        const ObjectAction f = draft.action_of(id);
        const bool succeeded = is_unique(key) || (builds_indexes && is_attached(key));
        if ((f == ObjectAction::drop || f == ObjectAction::recreate) && succeeded &&
            stands_still(draft, key, table))
          defer_drop(draft, id, builds);
      });
    }
  }
}

}  // namespace schemac
