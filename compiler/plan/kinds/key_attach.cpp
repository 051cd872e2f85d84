// Indexes and keys of partitions are attached to those of their parents.
#include <algorithm>

#include "catalog/in_words.h"
#include "plan/kinds/key.h"
#include "plan/kinds/table.h"
#include "plan/needs.h"
#include "plan/object_actions.h"
#include "plan/partition_rules.h"

namespace schemac {

// ON ONLY: the keys and indexes of partitions created with PARTITION OF are then created automatically.
void need_partitions(const PlanDraft& draft, Action& action, const ObjectId& key) {
  const auto partitions = draft.trees.new_partitions.find(qualified_name(key.namespace_, key.relation));
  if (partitions == draft.trees.new_partitions.end()) return;
  for (const ObjectId& partition : partitions->second) {
    if (!attaches_later(draft, *draft.context.new_object(partition))) action.needs.push_back({partition});
  }
}

void need_attached(const PlanDraft& draft, Action& action, const ObjectId& key) {
  const auto attached = draft.trees.new_attached.find(qualified_name(key.namespace_, key.name));
  if (attached == draft.trees.new_attached.end()) return;
  for (const ObjectId& below : attached->second) {
    action.needs.push_back({below});
    action.needs.push_back({below, Facet::attached});
    if (const Object* table = draft.new_parent(below)) action.needs.push_back({table->id, Facet::attached});
    need_attached(draft, action, below);
  }
}

void attach_index(PlanDraft& draft, const Object& child, const std::string& parent_index) {
  Action action = make_action(child.id, "attach " + in_words(child.id),
                              {"ALTER INDEX " + parent_index + " ATTACH PARTITION " +
                               qualified_name(child.id.namespace_, child.id.name)},
                              Phase::online);
  action.makes.push_back({child.id, Facet::attached});
  action.needs.push_back({child.id});
  for (const Dependency& edge : draft.context.new_graph.of(child.id)) action.needs.push_back({edge.on});
  if (const auto parent = draft.trees.new_indexes.find(parent_index);
      parent != draft.trees.new_indexes.end()) {
    action.needs.push_back({parent->second});
  }
  if (const Object* table = draft.new_parent(child.id)) {
    action.needs.push_back({table->id, Facet::attached});
    if (draft.stays(table->id)) action.step.lock = Lock::share_update_exclusive;
  }
  draft.add(std::move(action));
}

bool goes_with_attached(const PlanDraft& draft, const Object& old) {
  const std::string* above = attached_to(old);
  const Object* partition = draft.old_parent(old.id);
  if (above == nullptr || above->empty() || (partition != nullptr && detaches(draft, partition->id)))
    return false;
  const std::vector<Dependency>& edges = draft.context.old_graph.of(old.id);
  return std::any_of(edges.begin(), edges.end(), [&](const Dependency& edge) {
    return (edge.on.kind == Kind::index || edge.on.kind == Kind::constraint) &&
           is_dropped(draft, draft.context.old_object(edge.on));
  });
}

void need_detached(const PlanDraft& draft, Action& drop, const Object& old) {
  const std::string* above = attached_to(old);
  const Object* table = draft.old_parent(old.id);
  if (table != nullptr && (is_inherited(old) || (above != nullptr && !above->empty())))
    drop.needs.push_back({table->id, Facet::detached});
}

}  // namespace schemac
