// Indexes of tables and materialized views.
#include <algorithm>

#include "catalog/ddl.h"
#include "catalog/in_words.h"
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

bool swaps_index(const PlanDraft& draft, const Object& old) {
  const ObjectId& id = old.id;
  const auto* from = body_as<Index>(old);
  const Object* now = draft.context.new_object(id);
  const auto* to = now == nullptr ? nullptr : body_as<Index>(*now);
  const Object* table = draft.new_parent(id);
  if (from == nullptr || to == nullptr || table == nullptr || draft.action_of(id) != ObjectAction::recreate)
    return false;
  const bool has_rows = table->id.kind == Kind::table || table->id.kind == Kind::materialized_view;
  if (!has_rows || !draft.online(table->id) || is_partitioned(*table) || waits_for_equal(draft, *now))
    return false;
  if (!from->attached_to.empty() || !to->attached_to.empty() || attaches_later(draft, *table)) return false;
  // It is dropped with what it reads, and its dependents are dropped with it.
  for (const Dependency& edge : draft.context.old_graph.of(id)) {
    const ObjectAction f = draft.action_of(edge.on);
    if (f == ObjectAction::drop || f == ObjectAction::recreate) return false;
    if (edge.on != table->id || edge.column.empty()) continue;
    const auto* body = body_as<Table>(*table);
    if (body != nullptr && find_column(body->columns, edge.column) == nullptr) return false;
    if (draft.choice(table->id).columns.contains(edge.column)) return false;
  }
  if (!draft.context.old_graph.on(id).empty()) return false;
  for (const Object* state : {draft.context.old_object(table->id), table}) {
    const auto* body = body_as<Table>(*state);
    if (body != nullptr && body->replica_identity == "index " + id.name) return false;
  }
  return true;
}

namespace {

// Queries can use one of the two at every moment: the new one is built beside the old one and takes its name,
// then the old one is dropped.
void swap_index(PlanDraft& draft, const Object& index) {
  const ObjectId& id = index.id;
  const auto& body = *body_as<Index>(index);
  const ObjectId beside = aside_name(id, "__new");
  const ObjectId former = aside_name(id, "__old");
  const auto rename = [](const ObjectId& from, const ObjectId& to) {
    return "ALTER INDEX " + qualified_name(from.namespace_, from.name) + " RENAME TO " +
           quote_identifier(to.name);
  };
  Action build = make_action(id, "build the replacement of " + in_words(id),
                             {concurrent_build(body.definition, beside.name)}, Phase::online);
  build.step.transactional = false;
  build.step.brief = false;
  build.step.lock = Lock::share_update_exclusive;
  build.step.hazards.push_back(
      hazard::non_transactional(id, "CREATE INDEX CONCURRENTLY cannot run in a transaction."));
  if (body.unique) build.step.hazards.push_back(hazard::may_not_hold(id, id.text()));
  needs_of(draft, build, id);
  build.takes.push_back({Claim::On::relation, qualified_name(beside.namespace_, beside.name)});
  const std::size_t built = draft.add(std::move(build));

  Action swap =
      make_action(id, "swap in " + in_words(id), {rename(id, former), rename(beside, id)}, Phase::online);
  const std::vector<std::string> statements = create_statements(index);
  swap.statements.insert(swap.statements.end(), statements.begin() + 1, statements.end());
  swap.step.lock = Lock::share_update_exclusive;
  swap.after.push_back(built);
  swap.makes.push_back({id});
  const std::size_t swapped = draft.add(std::move(swap));

  Action drop = make_action(id, "drop the old " + in_words(id), {concurrent_drop(former)}, Phase::online);
  drop.step.transactional = false;
  drop.step.lock = Lock::share_update_exclusive;
  drop.after.push_back(swapped);
  drop.ends.push_back({id});
  if (body.unique) drop.frees.push_back({Claim::On::key_choice, qualified_name(id.namespace_, id.relation)});
  releases_of(draft, drop, id);
  draft.add(std::move(drop));
}

// Created in one step, with everything that it needs.
Action index_action(PlanDraft& draft, const Object& index, const Object* table) {
  const ObjectId& id = index.id;
  const bool attached = !body_as<Index>(index)->attached_to.empty();
  Object made = index;
  std::get<Index>(made.body).attached_to.clear();
  Action action = make_action(id, "create " + in_words(id), create_statements(made), Phase::change);
  needs_of(draft, action, id);
  if (attached) {
    std::erase_if(action.needs, [&](const Resource& need) {
      return need.object.kind == Kind::index && need.object.relation != id.relation;
    });
  }
  take_names(action, index);
  action.makes.push_back({id});
  if (table != nullptr && is_partitioned(*table)) need_partitions(draft, action, id);
  if (covers_partitions(draft, index)) cover_partitions(draft, action, index);
  follow_equal(draft, action, index);
  return action;
}

void build_concurrently(PlanDraft& draft, const Object& index, Action action) {
  const ObjectId& id = index.id;
  const auto& body = *body_as<Index>(index);
  // Only the build itself is outside a transaction.
  std::vector<std::string> rest(action.statements.begin() + 1, action.statements.end());
  action.statements = {concurrent_build(body.definition)};
  action.step.transactional = false;
  action.step.lock = Lock::share_update_exclusive;
  action.step.brief = false;
  action.phase = Phase::online;
  action.step.hazards.push_back(
      hazard::non_transactional(id, "CREATE INDEX CONCURRENTLY cannot run in a transaction."));
  if (body.unique) action.step.hazards.push_back(hazard::may_not_hold(id, id.text()));
  const std::size_t built = draft.add(std::move(action));
  if (rest.empty()) return;
  Action complete = make_action(id, "complete " + in_words(id), std::move(rest), Phase::online);
  complete.after.push_back(built);
  complete.step.lock = Lock::share_update_exclusive;
  draft.add(std::move(complete));
}

void create_index(PlanDraft& draft, const Object& index) {
  const ObjectId& id = index.id;
  if (const Object* old = draft.context.old_object(id); old != nullptr && swaps_index(draft, *old)) {
    swap_index(draft, index);
    return;
  }
  const auto& body = *body_as<Index>(index);
  const Object* table = draft.new_parent(id);
  Action action = index_action(draft, index, table);
  if (const auto beside = draft.column_builds.find(id); beside != draft.column_builds.end()) {
    action.statements.front() = "ALTER INDEX " + qualified_name(id.namespace_, beside->second) +
                                " RENAME TO " + quote_identifier(id.name);
    action.step.lock = Lock::share_update_exclusive;
    draft.add(std::move(action));
    return;
  }
  const bool has_rows = table != nullptr && draft.stays(table->id) && !is_partitioned(*table) &&
                        (table->id.kind == Kind::table || table->id.kind == Kind::materialized_view);
  if (draft.key_builds.contains(id)) {
    take_built_index(draft, index, std::move(action));
  } else if (has_rows && draft.online(table->id)) {
    build_concurrently(draft, index, std::move(action));
  } else {
    if (has_rows) {
      action.step.lock = Lock::share;
      action.step.brief = false;
      action.step.hazards.push_back(hazard::blocking_index_build(id, table->id));
      if (body.unique) action.step.hazards.push_back(hazard::may_not_hold(id, id.text()));
    }
    draft.add(std::move(action));
  }
  const bool later = table != nullptr && attaches_later(draft, *table);
  if (!later && !body.attached_to.empty() && !attached_by_parent(draft, index))
    attach_index(draft, index, body.attached_to);
}

void alter_index(PlanDraft& draft, const Object& old, const Object& wanted) {
  const ObjectId& id = wanted.id;
  const auto& from = *body_as<Index>(old);
  const auto& to = *body_as<Index>(wanted);
  const std::string table = "ALTER TABLE " + qualified_name(id.namespace_, id.relation);
  const std::string index = "ALTER INDEX " + qualified_name(id.namespace_, id.name);
  std::vector<std::string> statements;
  Lock lock = Lock::share_update_exclusive;
  for (const std::string& clause : storage_option_clauses(from.options, to.options)) {
    statements.push_back(index + " " + clause);
  }
  if (from.tablespace != to.tablespace) {
    statements.push_back(index + " SET TABLESPACE " +
                         (to.tablespace.empty() ? "pg_default" : quote_identifier(to.tablespace)));
    lock = Lock::access_exclusive;
  }
  for (const auto& [column, target] : to.statistics_targets) {
    const auto before = from.statistics_targets.find(column);
    if (before != from.statistics_targets.end() && before->second == target) continue;
    statements.push_back(index + " ALTER COLUMN " + std::to_string(column) + " SET STATISTICS " +
                         std::to_string(target));
  }
  for (const auto& [column, target] : from.statistics_targets) {
    if (to.statistics_targets.contains(column)) continue;
    statements.push_back(index + " ALTER COLUMN " + std::to_string(column) + " SET STATISTICS -1");
  }
  if (from.clustered != to.clustered) {
    statements.push_back(to.clustered ? table + " CLUSTER ON " + quote_identifier(id.name)
                                      : table + " SET WITHOUT CLUSTER");
  }
  if (from.attached_to.empty() && !to.attached_to.empty()) {
    const Object* owner = draft.new_parent(id);
    const auto* before = owner ? draft.context.old_object(owner->id) : nullptr;
    const bool attaching =
        before && body_as<Table>(*before)->partition_of != body_as<Table>(*owner)->partition_of;
    if (!attaching && !attached_by_parent(draft, wanted)) attach_index(draft, wanted, to.attached_to);
  }
  if (statements.empty()) return;
  Action action = make_action(id, "alter " + in_words(id), std::move(statements), Phase::change);
  action.step.lock = lock;
  draft.add(std::move(action));
}

ObjectAction classify_index(const PlanContext& /*context*/, const Compared& compared) {
  const auto& from = *body_as<Index>(compared.from);
  const auto& to = *body_as<Index>(compared.to);
  const bool moved =
      compared.differs(Attribute::attached_to) && !from.attached_to.empty() && !to.attached_to.empty();
  const bool recreates =
      compared.differs(Attribute::definition) || compared.differs(Attribute::valid) || !from.valid || moved;
  return recreates ? ObjectAction::recreate : ObjectAction::alter;
}

void drop_index(PlanDraft& draft, Action& action, const Object& old) {
  const ObjectId& id = old.id;
  const Object* table = draft.old_parent(id);
  release_all(draft, action, old);
  const bool for_good = draft.action_of(id) == ObjectAction::drop;
  if (for_good && table != nullptr && body_as<Index>(old)->attached_to.empty() && draft.online(table->id) &&
      !is_partitioned(*table)) {
    action.statements = {concurrent_drop(id)};
    action.phase = Phase::online;
    action.step.transactional = false;
    action.step.lock = Lock::share_update_exclusive;
    action.step.hazards.push_back(
        hazard::non_transactional(id, "DROP INDEX CONCURRENTLY cannot run in a transaction."));
  }
  need_detached(draft, action, old);
}

std::vector<Resource> index_owners(const PlanDraft& draft, const Object& old) {
  std::vector<Resource> owners = owned_by_relation(draft, old);
  if (const ObjectId* above = key_above(draft.context.old_graph, old)) owners.push_back({*above});
  return owners;
}

}  // namespace

const KindPlan index_plan = {
    .classify = classify_index,
    .choose_parts = has_no_parts,
    .reach_below = reaches_nothing,
    .react = react_unless_retyped,
    .create = create_index,
    .replace = never_replaced,
    .alter = alter_index,
    .drop = drop_index,
    .goes_with_owner = goes_with_attached,
    .owners = index_owners,
};

}  // namespace schemac
