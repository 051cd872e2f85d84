// Indexes of tables and materialized views.
#include <algorithm>

#include "catalog/ddl.h"
#include "plan/alter.h"
#include "plan/build.h"
#include "plan/hazard.h"
#include "plan/online.h"
#include "plan/partition_rules.h"

namespace schemac {

bool ActionBuilder::swaps_index(const Object& old) const {
  const ObjectId& id = old.id;
  const auto* from = body_as<Index>(old);
  const Object* now = s_.new_object(id);
  const auto* to = now == nullptr ? nullptr : body_as<Index>(*now);
  const Object* table = new_parent(id);
  if (from == nullptr || to == nullptr || table == nullptr || action_of(id) != ObjectAction::recreate) return false;
  const bool has_rows = table->id.kind == Kind::table || table->id.kind == Kind::materialized_view;
  if (!has_rows || !online(table->id) || is_partitioned(*table) || waits_for_equal(*now)) return false;
  if (!from->attached_to.empty() || !to->attached_to.empty() || attaches_later(*table)) return false;
  // It is dropped with what it reads, and its dependents are dropped with it.
  for (const Dependency& edge : s_.old_graph.of(id)) {
    const ObjectAction f = action_of(edge.on);
    if (f == ObjectAction::drop || f == ObjectAction::recreate) return false;
    if (edge.on != table->id || edge.column.empty()) continue;
    const auto* body = body_as<Table>(*table);
    if (body != nullptr && find_column(body->columns, edge.column) == nullptr) return false;
    if (choice(table->id).columns.contains(edge.column)) return false;
  }
  if (!s_.old_graph.on(id).empty()) return false;
  for (const Object* state : {s_.old_object(table->id), table}) {
    const auto* body = body_as<Table>(*state);
    if (body != nullptr && body->replica_identity == "index " + id.name) return false;
  }
  return true;
}

// Queries can use one of the two at every moment: the new one is built beside the old one and takes its name,
// then the old one is dropped.
void ActionBuilder::swap_index(const Object& index) {
  const ObjectId& id = index.id;
  const auto& body = *body_as<Index>(index);
  const ObjectId beside = aside_name(id, "__new");
  const ObjectId former = aside_name(id, "__old");
  const auto rename = [](const ObjectId& from, const ObjectId& to) {
    return "ALTER INDEX " + qualified_name(from.namespace_, from.name) + " RENAME TO " +
           quote_identifier(to.name);
  };
  Action build = make(id, "build the successor of " + id.text(),
                      {concurrent_build(body.definition, beside.name)}, Phase::online);
  build.step.transactional = false;
  build.step.brief = false;
  build.step.lock = Lock::share_update_exclusive;
  build.step.hazards.push_back(
      hazard::non_transactional(id, "CREATE INDEX CONCURRENTLY cannot run in a transaction."));
  if (body.unique) build.step.hazards.push_back(hazard::may_not_hold(id, id.text()));
  needs_of(build, id);
  build.takes.push_back("relation " + qualified_name(beside.namespace_, beside.name));
  const std::size_t built = add(std::move(build));

  Action swap = make(id, "swap in " + id.text(), {rename(id, former), rename(beside, id)}, Phase::online);
  const std::vector<std::string> statements = create_statements(index);
  swap.statements.insert(swap.statements.end(), statements.begin() + 1, statements.end());
  swap.step.lock = Lock::share_update_exclusive;
  swap.after.push_back(built);
  swap.makes.push_back({id, {}});
  const std::size_t swapped = add(std::move(swap));

  Action drop = make(id, "drop the former " + id.text(), {concurrent_drop(former)}, Phase::online);
  drop.step.transactional = false;
  drop.step.lock = Lock::share_update_exclusive;
  drop.after.push_back(swapped);
  drop.ends.push_back({id, {}});
  if (body.unique) drop.frees.push_back("keys of " + qualified_name(id.namespace_, id.relation));
  releases_of(drop, id);
  add(std::move(drop));
}

void ActionBuilder::create_index(const Object& index) {
  const ObjectId& id = index.id;
  if (const Object* old = s_.old_object(id); old != nullptr && swaps_index(*old)) {
    swap_index(index);
    return;
  }
  const auto& body = *body_as<Index>(index);
  const Object* table = new_parent(id);
  Action action = index_action(index, table);
  if (const auto beside = column_builds_.find(id); beside != column_builds_.end()) {
    action.statements.front() = "ALTER INDEX " + qualified_name(id.namespace_, beside->second) +
                                " RENAME TO " + quote_identifier(id.name);
    action.step.lock = Lock::share_update_exclusive;
    add(std::move(action));
    return;
  }
  const bool has_rows = table != nullptr && stays(table->id) && !is_partitioned(*table) &&
                        (table->id.kind == Kind::table || table->id.kind == Kind::materialized_view);
  if (key_builds_.contains(id)) {
    take_built_index(index, std::move(action));
  } else if (has_rows && online(table->id)) {
    build_concurrently(index, std::move(action));
  } else {
    if (has_rows) {
      action.step.lock = Lock::share;
      action.step.brief = false;
      action.step.hazards.push_back(hazard::blocking_index_build(id, table->id));
      if (body.unique) action.step.hazards.push_back(hazard::may_not_hold(id, id.text()));
    }
    add(std::move(action));
  }
  const bool later = table != nullptr && attaches_later(*table);
  if (!later && !body.attached_to.empty() && !attached_by_parent(index))
    attach_index(index, body.attached_to);
}

// Created in one step, with everything that it needs.
Action ActionBuilder::index_action(const Object& index, const Object* table) {
  const ObjectId& id = index.id;
  const bool attached = !body_as<Index>(index)->attached_to.empty();
  Object made = index;
  std::get<Index>(made.body).attached_to.clear();
  Action action = make(id, "create " + id.text(), create_statements(made), Phase::change);
  needs_of(action, id);
  if (attached) {
    std::erase_if(action.needs, [&](const Resource& need) {
      return need.first.kind == Kind::index && need.first.relation != id.relation;
    });
  }
  take_names(action, index);
  action.makes.push_back({id, {}});
  if (table != nullptr && is_partitioned(*table)) need_partitions(action, id);
  if (covers_partitions(index)) cover_partitions(action, index);
  follow_equal(action, index);
  return action;
}

// ON ONLY: the keys and indexes of partitions created with PARTITION OF are then created automatically.
void ActionBuilder::need_partitions(Action& action, const ObjectId& key) const {
  const auto partitions = new_partitions_.find(qualified_name(key.namespace_, key.relation));
  if (partitions == new_partitions_.end()) return;
  for (const ObjectId& partition : partitions->second) {
    if (!attaches_later(*s_.new_object(partition))) action.needs.push_back({partition, {}});
  }
}

void ActionBuilder::build_concurrently(const Object& index, Action action) {
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
  const std::size_t built = add(std::move(action));
  if (rest.empty()) return;
  Action complete = make(id, "complete " + id.text(), std::move(rest), Phase::online);
  complete.after.push_back(built);
  complete.step.lock = Lock::share_update_exclusive;
  add(std::move(complete));
}

void ActionBuilder::attach_index(const Object& child, const std::string& parent_index) {
  Action action = make(child.id, "attach " + child.id.text(),
                       {"ALTER INDEX " + parent_index + " ATTACH PARTITION " +
                        qualified_name(child.id.namespace_, child.id.name)},
                       Phase::online);
  action.makes.push_back({child.id, "@attached"});
  action.needs.push_back({child.id, {}});
  for (const Dependency& edge : s_.new_graph.of(child.id)) action.needs.push_back({edge.on, {}});
  if (const auto parent = new_indexes_.find(parent_index); parent != new_indexes_.end()) {
    action.needs.push_back({parent->second, {}});
  }
  if (const Object* table = new_parent(child.id)) {
    action.needs.push_back({table->id, "@attached"});
    if (stays(table->id)) action.step.lock = Lock::share_update_exclusive;
  }
  add(std::move(action));
}

void ActionBuilder::alter_index(const Object& old, const Object& wanted) {
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
    const Object* owner = new_parent(id);
    const auto* before = owner ? s_.old_object(owner->id) : nullptr;
    const bool attaching =
        before && body_as<Table>(*before)->partition_of != body_as<Table>(*owner)->partition_of;
    if (!attaching && !attached_by_parent(wanted)) attach_index(wanted, to.attached_to);
  }
  if (statements.empty()) return;
  Action action = make(id, "alter " + id.text(), std::move(statements), Phase::change);
  action.step.lock = lock;
  add(std::move(action));
}

}  // namespace schemac
