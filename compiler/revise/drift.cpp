#include "revise/drift.h"

#include <set>

namespace schemac {
namespace {

bool hangs_on_managed(const Catalog& history, const ObjectId& id) {
  if (id.relation.empty()) return false;
  for (const Kind kind :
       {Kind::table, Kind::foreign_table, Kind::view, Kind::materialized_view, Kind::domain}) {
    if (history.find(id.parent(kind)) != nullptr) return true;
  }
  return false;
}

// A sequence that a managed table's column owns belongs to it.
bool is_owned_by_managed(const Catalog& history, const Object& object) {
  const auto* const sequence = body_as<Sequence>(object);
  if (sequence == nullptr || sequence->owned_by_table.empty()) return false;
  for (const auto& [id, known] : history.objects) {
    if (id.kind == Kind::table && qualified_name(id) == sequence->owned_by_table) return true;
  }
  return false;
}

}  // namespace

std::vector<ObjectId> unmanaged_in(const Catalog& history, const Catalog& database) {
  std::vector<ObjectId> unmanaged;
  for (const auto& [id, object] : database.objects) {
    if (history.find(id) != nullptr || hangs_on_managed(history, id) || is_owned_by_managed(history, object))
      continue;
    unmanaged.push_back(id);
  }
  return unmanaged;
}

Drift find_drift(const Catalog& history, const Catalog& database) {
  Drift drift;
  drift.unmanaged = unmanaged_in(history, database);
  Catalog managed = database;
  for (const ObjectId& id : drift.unmanaged) managed.objects.erase(id);
  DiffOptions options;
  options.all_attributes = false;
  drift.changes = diff(managed, history, options);
  return drift;
}

std::vector<std::string> managed_namespaces(const std::vector<std::string>& declared,
                                            const std::vector<const Catalog*>& catalogs) {
  std::set<std::string> names(declared.begin(), declared.end());
  for (const Catalog* const catalog : catalogs) {
    for (const auto& [id, object] : catalog->objects) {
      if (!id.namespace_.empty()) names.insert(id.namespace_);
      if (id.kind == Kind::namespace_) names.insert(id.name);
    }
  }
  return {names.begin(), names.end()};
}

}  // namespace schemac
