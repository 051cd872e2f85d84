// Unique and primary keys of a table that has rows: their index is built concurrently, then made a
// constraint.
//
// A key that changes is never dropped first: rows could break both keys while the new index is built. Its
// successor is built beside it, and one ALTER TABLE drops the one and adds the other. Whatever stands on the
// old key (foreign keys, views that group by it) goes right before that, not before the build.
#include <algorithm>

#include "migrate/build.h"
#include "migrate/hazard.h"
#include "migrate/online.h"

namespace schemac {
namespace {

bool is_key(const Constraint& constraint) {
  return constraint.type == ConstraintType::primary_key || constraint.type == ConstraintType::unique;
}

const std::vector<std::string>* key_columns(const Object& object) {
  if (const auto* constraint = body_as<Constraint>(object)) {
    return is_key(*constraint) ? &constraint->columns : nullptr;
  }
  const auto* index = body_as<Index>(object);
  return index != nullptr && index->unique && index->valid ? &index->columns : nullptr;
}

}  // namespace

bool ActionBuilder::builds_key(const Object& constraint) const {
  const auto* body = body_as<Constraint>(constraint);
  const Object* table = new_parent(constraint.id);
  return body != nullptr && is_key(*body) && table != nullptr && table->id.kind == Kind::table &&
         online(table->id) && !is_partitioned(*table) && body->attached_to.empty() &&
         !key_index(constraint.id, body->definition, constraint.id.name).empty();
}

bool ActionBuilder::stands_still(const Object& key, const ObjectId& table) const {
  const std::vector<std::string>* columns = key_columns(key);
  if (columns == nullptr) return false;
  const auto& fates = decision(table).columns;
  return std::none_of(columns->begin(), columns->end(),
                      [&](const std::string& column) { return fates.contains(column); });
}

bool ActionBuilder::swaps_key(const Object& old) const {
  const auto built = key_builds_.find(old.id);
  return built != key_builds_.end() && fate(old.id) == Fate::rebuild && built->second.index != old.id.name;
}

void ActionBuilder::build_keys() {
  for (const auto& [id, decision] : decisions_) {
    if (id.kind != Kind::constraint) continue;
    if (decision.fate != Fate::create && decision.fate != Fate::rebuild) continue;
    if (column_builds_.contains(id)) continue;
    if (const Object object = wanted(id); builds_key(object)) build_key(object);
  }
}

void ActionBuilder::build_key(const Object& constraint) {
  const ObjectId& id = constraint.id;
  const Object& table = *new_parent(id);
  const Object* former = s_.old_object(id);
  const bool waits =
      stands_still(constraint, table.id) && (former == nullptr || stands_still(*former, table.id));
  // The name is the old key's, or an index's that goes.
  bool beside = former != nullptr;
  each_on(s_.from, Kind::index, table.id,
          [&](const ObjectId& other, const Object&) { beside = beside || other.name == id.name; });
  const std::string index = beside && waits ? aside_name(id, "__new").name : id.name;
  Action build = make(id, "build the index of " + id.text(),
                      {key_index(id, body_as<Constraint>(constraint)->definition, index)}, Phase::online);
  build.step.transactional = false;
  build.step.brief = false;
  build.step.lock = Lock::share_update_exclusive;
  build.step.hazards.push_back(
      hazard::non_transactional(id, "CREATE INDEX CONCURRENTLY cannot run in a transaction."));
  build.step.hazards.push_back(hazard::may_not_hold(id, id.text()));
  needs_of(build, id);
  build.needs.push_back({table.id, "@rows"});
  build.takes.push_back("relation " + qualified_name(id.namespace_, index));
  const std::size_t built = add(std::move(build));
  key_builds_[id] = {built, index};
  if (waits) table_builds_[table.id].push_back(built);
}

void ActionBuilder::defer_drop(const ObjectId& id, const std::vector<std::size_t>& builds) {
  if (!waits_.emplace(id, builds).second) return;
  for (const Dependent& dependent : s_.old_graph.on(id)) {
    if (dependent.edge.type != DependencyType::soft && fate(dependent.id) == Fate::rebuild)
      defer_drop(dependent.id, builds);
  }
}

void ActionBuilder::defer_drops() {
  for (const auto& [table, ready] : table_swaps_) {
    for (const Dependent& dependent : s_.old_graph.on(table)) {
      const auto column = decision(table).columns.find(dependent.edge.column);
      const bool goes = column != decision(table).columns.end() && column->second.backfill;
      if (goes && dependent.id != table && fate(dependent.id) == Fate::rebuild)
        defer_drop(dependent.id, ready);
    }
  }
  for (const auto& [table, builds] : table_builds_) {
    for (const Kind kind : {Kind::constraint, Kind::index}) {
      each_on(s_.from, kind, table, [&](const ObjectId& id, const Object& key) {
        const Fate f = fate(id);
        if ((f == Fate::drop || f == Fate::rebuild) && stands_still(key, table)) defer_drop(id, builds);
      });
    }
  }
}

}  // namespace schemac
