#include "plan/unmanaged.h"
#include "catalog/in_words.h"

#include <map>

#include "catalog/dependency.h"
#include "plan/plan_context.h"

namespace schemac {
namespace {

// The remains of a failed concurrent build of a plan: they block only the next build.
bool is_failed_build(const Object& object) {
  const auto* index = body_as<Index>(object);
  return index != nullptr && !index->valid && object.id.name.ends_with("__new");
}

}  // namespace

std::set<ObjectId> carry_unmanaged(const Renames& renames, Catalog& to, const PlanOptions& options,
                                   Plan& plan) {
  if (options.unmanaged.empty()) return {};
  std::map<ObjectId, ObjectId> new_of_old;
  for (const auto& [new_id, old_id] : renames.old_of_new) new_of_old[old_id] = new_id;
  std::set<ObjectId> left;
  for (const ObjectId& id : options.unmanaged) {
    const auto renamed = new_of_old.find(id);
    const ObjectId& now = renamed == new_of_old.end() ? id : renamed->second;
    const Object* object = renames.from.find(now);
    if (object != nullptr && to.find(now) == nullptr && !is_failed_build(*object)) left.insert(now);
  }
  const DependencyGraph graph(renames.from);
  bool shrinking = true;
  while (shrinking) {
    shrinking = false;
    for (auto at = left.begin(); at != left.end();) {
      const Dependency* missing = nullptr;
      for (const Dependency& edge : graph.of(*at)) {
        if (edge.type == DependencyType::soft || left.contains(edge.on)) continue;
        // A publication remains when the tables that it publishes are dropped.
        if (at->kind == Kind::publication && to.find(edge.on) == nullptr) continue;
        const Object* target = to.find(edge.on);
        bool there = target != nullptr;
        if (there && !edge.column.empty()) {
          const auto* table = body_as<Table>(*target);
          const auto* view = body_as<View>(*target);
          if (table) there = find_column(table->columns, edge.column) != nullptr;
          if (view) there = find_column(view->columns, edge.column) != nullptr;
        }
        if (!there) missing = &edge;
      }
      if (missing == nullptr) {
        ++at;
        continue;
      }
      if (missing->type == DependencyType::automatic) {
        plan.notes.push_back(in_words(*at) + " (unmanaged) is dropped with " + in_words(missing->on) + ".");
      } else {
        plan.refused = true;
        plan.notes.push_back(
            in_words(*at) + " (unmanaged) depends on " + in_words(missing->on) +
            (missing->column.empty() ? "" : ", column " + quote_identifier(missing->column)) +
            ", which is dropped: drop or change the unmanaged object first.");
      }
      at = left.erase(at);
      shrinking = true;
    }
  }
  for (const ObjectId& id : left) to.add(*renames.from.find(id));
  return left;
}

}  // namespace schemac
