// What hangs on tables: constraints and indexes.
#include <algorithm>

#include "catalog/ddl.h"
#include "migrate/alter.h"
#include "migrate/build.h"
#include "migrate/hazard.h"
#include "migrate/online.h"

namespace schemac {

void ActionBuilder::create_constraint(const Object& constraint) {
  const ObjectId& id = constraint.id;
  const auto& body = *body_as<Constraint>(constraint);
  const Object* table = new_parent(id);
  const bool existing = table != nullptr && stays(table->id);
  const bool foreign_key = body.type == ConstraintType::foreign_key;
  const bool key = body.type == ConstraintType::primary_key || body.type == ConstraintType::unique;
  Object made = constraint;
  const bool later = table != nullptr && attaches_later(*table) && !body.attached_to.empty();
  // The server wants to find the parent's checks when it attaches, valid ones.
  const bool before_attaching = is_inherited(constraint);
  if (later || before_attaching) {
    std::get<Constraint>(made.body).attached_to.clear();
    std::get<Constraint>(made.body).inherited = false;
  }
  Action action = make(id, "create " + id.text(), create_statements(made),
                       foreign_key ? Phase::foreign_key : Phase::change);
  needs_of(action, id);
  if (later) {
    std::erase_if(action.needs, [&](const Resource& need) {
      return need.first.kind == Kind::constraint && need.first.relation != id.relation;
    });
  } else if (!body.attached_to.empty() && table != nullptr) {
    action.needs.push_back({table->id, "@attached"});
  }
  take_names(action, constraint);
  action.makes.push_back({id, {}});
  if (body.partitioned) {
    // ON ONLY: the keys of partitions that are made with PARTITION OF follow by themselves.
    const auto partitions = new_partitions_.find(qualified_name(id.namespace_, id.relation));
    if (partitions != new_partitions_.end()) {
      for (const ObjectId& partition : partitions->second) {
        if (!attaches_later(*s_.new_object(partition))) action.needs.push_back({partition, {}});
      }
    }
  }
  if (foreign_key) {
    // A unique index of a partitioned table is none before those of all its partitions are attached.
    for (const Dependency& edge : s_.new_graph.of(id)) {
      if (edge.on.kind == Kind::index || edge.on.kind == Kind::constraint) need_attached(action, edge.on);
    }
    if (const Object* referenced = s_.new_graph.relations().find(body.referenced_table)) {
      action.needs.push_back({referenced->id, "@rows"});
      action.takes.push_back("keys of " + qualified_name(referenced->id));
      action.needs.push_back({referenced->id, "@persistence"});
    }
    if (table != nullptr) action.needs.push_back({table->id, "@persistence"});
  }
  if (table != nullptr && !precedes_rows(id)) action.needs.push_back({table->id, "@rows"});
  if (body.type == ConstraintType::primary_key && table != nullptr) {
    for (const std::string& column : body.columns) action.needs.push_back(not_null(table->id, column));
  }
  if (!existing) {
    add(std::move(action));
    return;
  }
  action.step.lock = foreign_key ? Lock::share_row_exclusive : Lock::access_exclusive;
  const bool partitioned = is_partitioned(*table);
  const bool staged = online(table->id) && table->id.kind == Kind::table && body.validated && body.enforced &&
                      !before_attaching;
  if (staged && (body.type == ConstraintType::check || (foreign_key && !partitioned))) {
    action.statements.front() += " NOT VALID";
    action.step.commit_after = true;
    action.phase = Phase::staged;
    Action validate = make(
        id, "validate " + id.text(),
        {"ALTER TABLE " + qualified_name(table->id) + " VALIDATE CONSTRAINT " + quote_identifier(id.name)},
        Phase::online);
    validate.step.lock = Lock::share_update_exclusive;
    validate.step.brief = false;
    validate.step.hazards.push_back(hazard::may_not_hold(id, id.text()));
    validate.after.push_back(add(std::move(action)));
    add(std::move(validate));
    return;
  }
  if (const auto beside = column_builds_.find(id); beside != column_builds_.end()) {
    action.statements.front() =
        "ALTER TABLE " + qualified_name(table->id) + " " + key_from_index(id, body, beside->second);
    add(std::move(action));
    return;
  }
  if (const auto built = key_builds_.find(id); built != key_builds_.end()) {
    const Object* former = s_.old_object(id);
    const bool swaps = former != nullptr && swaps_key(*former);
    action.statements.front() =
        "ALTER TABLE " + qualified_name(table->id) + " " +
        (swaps ? "DROP CONSTRAINT " + quote_identifier(id.name) + ", " : std::string()) +
        key_from_index(id, body, built->second.index);
    action.after.push_back(built->second.action);
    if (swaps) {
      action.step.title = "swap in " + id.text();
      action.ends.push_back({id, {}});
      free_names(action, *former);
      releases_of(action, id);
    }
    add(std::move(action));
    return;
  }
  if (body.validated && body.enforced && body.type != ConstraintType::not_null) {
    action.step.brief = false;
    if (key || body.type == ConstraintType::exclusion) {
      action.step.hazards.push_back(hazard::blocking_index_build(id, table->id));
    } else {
      action.step.hazards.push_back(hazard::validation_scan(id, action.step.lock));
    }
    action.step.hazards.push_back(hazard::may_not_hold(id, id.text()));
  }
  const std::size_t made_at = add(std::move(action));
  if (body.type == ConstraintType::check && !body.validated) validate_copies(id, table->id, made_at);
}

// NOT VALID reaches the partitions and heirs, whose copies may be valid all the same.
void ActionBuilder::validate_copies(const ObjectId& check, const ObjectId& table, std::size_t made) {
  const auto heirs = old_heirs_.find(qualified_name(table));
  if (heirs == old_heirs_.end()) return;
  for (const ObjectId& heir : heirs->second) {
    if (!stays(heir) || detaches(heir)) continue;
    const ObjectId id{Kind::constraint, heir.namespace_, heir.name, check.name};
    const Object* copy = s_.new_object(id);
    if (copy != nullptr && is_inherited(*copy) && body_as<Constraint>(*copy)->validated) {
      Action action =
          make(id, "validate " + id.text(),
               {"ALTER TABLE " + qualified_name(heir) + " VALIDATE CONSTRAINT " + quote_identifier(id.name)},
               Phase::change);
      action.step.lock = Lock::share_update_exclusive;
      action.step.brief = false;
      action.step.hazards.push_back(hazard::may_not_hold(id, id.text()));
      action.after.push_back(made);
      add(std::move(action));
    }
    validate_copies(check, heir, made);
  }
}

void ActionBuilder::alter_constraint(const Object& old, const Object& wanted) {
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
  const Object* parent_table = new_parent(id);
  if (from.attached_to.empty() && !to.attached_to.empty() && parent_table != nullptr &&
      !attaches_later(*parent_table)) {
    attach_index(wanted, to.attached_to);
  }
  if (statements.empty()) return;
  Action action = make(id, "alter " + id.text(), std::move(statements), Phase::change);
  action.step.lock = lock;
  action.step.brief = brief;
  if (!brief) action.step.hazards.push_back(hazard::may_not_hold(id, id.text()));
  needs_of(action, id);
  add(std::move(action));
}

bool ActionBuilder::swaps_index(const Object& old) const {
  const ObjectId& id = old.id;
  const auto* from = body_as<Index>(old);
  const Object* now = s_.new_object(id);
  const auto* to = now == nullptr ? nullptr : body_as<Index>(*now);
  const Object* table = new_parent(id);
  if (from == nullptr || to == nullptr || table == nullptr || fate(id) != Fate::rebuild) return false;
  const bool has_rows = table->id.kind == Kind::table || table->id.kind == Kind::materialized_view;
  if (!has_rows || !online(table->id) || is_partitioned(*table)) return false;
  if (!from->attached_to.empty() || !to->attached_to.empty()) return false;
  // It goes with what it reads, and takes along who stands on it.
  for (const Dependency& edge : s_.old_graph.of(id)) {
    const Fate f = fate(edge.on);
    if (f == Fate::drop || f == Fate::rebuild) return false;
    if (edge.on != table->id || edge.column.empty()) continue;
    const auto* body = body_as<Table>(*table);
    if (body != nullptr && find_column(body->columns, edge.column) == nullptr) return false;
    if (decision(table->id).columns.contains(edge.column)) return false;
  }
  if (!s_.old_graph.on(id).empty()) return false;
  for (const Object* state : {s_.old_object(table->id), table}) {
    const auto* body = body_as<Table>(*state);
    if (body != nullptr && body->replica_identity == "index " + id.name) return false;
  }
  return true;
}

// Queries have one of the two at every moment: the new one is built beside the old, takes its name, and the
// old goes.
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
  const bool existing = table != nullptr && stays(table->id);
  const bool later = table != nullptr && attaches_later(*table) && !body.attached_to.empty();
  Object made = index;
  if (later || !body.attached_to.empty()) std::get<Index>(made.body).attached_to.clear();
  Action action = make(id, "create " + id.text(), create_statements(made), Phase::change);
  needs_of(action, id);
  if (!body.attached_to.empty()) {
    std::erase_if(action.needs, [&](const Resource& need) {
      return need.first.kind == Kind::index && need.first.relation != id.relation;
    });
  }
  take_names(action, index);
  action.makes.push_back({id, {}});
  if (const auto beside = column_builds_.find(id); beside != column_builds_.end()) {
    action.statements.front() = "ALTER INDEX " + qualified_name(id.namespace_, beside->second) +
                                " RENAME TO " + quote_identifier(id.name);
    action.step.lock = Lock::share_update_exclusive;
    add(std::move(action));
    return;
  }
  if (table != nullptr && is_partitioned(*table)) {
    const auto partitions = new_partitions_.find(qualified_name(id.namespace_, id.relation));
    if (partitions != new_partitions_.end()) {
      for (const ObjectId& partition : partitions->second) {
        if (!attaches_later(*s_.new_object(partition))) action.needs.push_back({partition, {}});
      }
    }
  }
  if (existing && (table->id.kind == Kind::table || table->id.kind == Kind::materialized_view) &&
      !is_partitioned(*table)) {
    if (online(table->id)) {
      action.statements.front() = concurrent_build(body.definition);
      action.step.transactional = action.statements.size() > 1;
      action.step.lock = Lock::share_update_exclusive;
      action.step.brief = false;
      action.phase = Phase::online;
      // Only the build itself is outside a transaction.
      std::vector<std::string> rest(action.statements.begin() + 1, action.statements.end());
      action.statements.resize(1);
      action.step.transactional = false;
      action.step.hazards.push_back(
          hazard::non_transactional(id, "CREATE INDEX CONCURRENTLY cannot run in a transaction."));
      if (body.unique) action.step.hazards.push_back(hazard::may_not_hold(id, id.text()));
      const std::size_t built = add(std::move(action));
      if (!rest.empty()) {
        Action complete = make(id, "complete " + id.text(), std::move(rest), Phase::online);
        complete.after.push_back(built);
        complete.step.lock = Lock::share_update_exclusive;
        add(std::move(complete));
      }
      if (!later && !body.attached_to.empty()) attach_index(index, body.attached_to);
      return;
    }
    action.step.lock = Lock::share;
    action.step.brief = false;
    action.step.hazards.push_back(hazard::blocking_index_build(id, table->id));
    if (body.unique) action.step.hazards.push_back(hazard::may_not_hold(id, id.text()));
  }
  add(std::move(action));
  if (!later && !body.attached_to.empty()) attach_index(index, body.attached_to);
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
    if (!attaching) attach_index(wanted, to.attached_to);
  }
  if (statements.empty()) return;
  Action action = make(id, "alter " + id.text(), std::move(statements), Phase::change);
  action.step.lock = lock;
  add(std::move(action));
}

}  // namespace schemac
