#include "plan/unmanaged.h"

#include <map>

#include "catalog/dependency.h"
#include "catalog/in_words.h"
#include "plan/plan_context.h"

namespace schemac {
namespace {

// The remains of a failed concurrent build of a plan: they block only the next build.
bool is_failed_build(const Object& object) {
  const auto* index = body_as<Index>(object);
  return index != nullptr && !index->valid && object.id.name.ends_with("__new");
}

// Those that only `from` has, by their new names.
std::set<ObjectId> unmanaged_alone(const Renames& renames, const Catalog& to, const PlanOptions& options) {
  std::map<ObjectId, ObjectId> new_of_old;
  for (const auto& [new_id, old_id] : renames.old_of_new) new_of_old[old_id] = new_id;
  std::set<ObjectId> alone;
  for (const ObjectId& id : options.unmanaged) {
    const auto renamed = new_of_old.find(id);
    const ObjectId& now = renamed == new_of_old.end() ? id : renamed->second;
    const Object* object = renames.from.find(now);
    if (object != nullptr && to.find(now) == nullptr && !is_failed_build(*object)) alone.insert(now);
  }
  return alone;
}

bool has(const Catalog& catalog, const Dependency& edge) {
  const Object* target = catalog.find(edge.on);
  if (target == nullptr || edge.column.empty()) return target != nullptr;
  if (const auto* table = body_as<Table>(*target)) return find_column(table->columns, edge.column) != nullptr;
  if (const auto* view = body_as<View>(*target)) return find_column(view->columns, edge.column) != nullptr;
  return true;
}

// What the object depends on and `to` no longer has; nullptr: nothing.
const Dependency* missing_for(const ObjectId& id, const DependencyGraph& graph,
                              const std::set<ObjectId>& left, const Catalog& to) {
  const Dependency* missing = nullptr;
  for (const Dependency& edge : graph.of(id)) {
    if (edge.type == DependencyType::soft || left.contains(edge.on)) continue;
    // A publication remains when the tables that it publishes are dropped.
    if (id.kind == Kind::publication && to.find(edge.on) == nullptr) continue;
    if (!has(to, edge)) missing = &edge;
  }
  return missing;
}

void note_missing(const ObjectId& id, const Dependency& missing, Plan& plan) {
  if (missing.type == DependencyType::automatic) {
    plan.notes.push_back(in_words(id) + " (unmanaged) is dropped with " + in_words(missing.on) + ".");
    return;
  }
  plan.refused = true;
  plan.notes.push_back(in_words(id) + " (unmanaged) depends on " + in_words(missing.on) +
                       (missing.column.empty() ? "" : ", column " + quote_identifier(missing.column)) +
                       ", which is dropped: drop or change the unmanaged object first.");
}

}  // namespace

std::set<ObjectId> carry_unmanaged(const Renames& renames, Catalog& to, const PlanOptions& options,
                                   Plan& plan) {
  if (options.unmanaged.empty()) return {};
  std::set<ObjectId> left = unmanaged_alone(renames, to, options);
  const DependencyGraph graph(renames.from);
  bool shrinking = true;
  while (shrinking) {
    shrinking = false;
    for (auto at = left.begin(); at != left.end();) {
      const Dependency* missing = missing_for(*at, graph, left, to);
      if (missing == nullptr) {
        ++at;
        continue;
      }
      note_missing(*at, *missing, plan);
      at = left.erase(at);
      shrinking = true;
    }
  }
  for (const ObjectId& id : left) to.add(*renames.from.find(id));
  return left;
}

}  // namespace schemac
