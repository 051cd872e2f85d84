// Partitions that join and leave their parents.
#include <algorithm>

#include "catalog/ddl.h"
#include "plan/hazard.h"
#include "plan/kinds/column.h"
#include "plan/kinds/key.h"
#include "plan/kinds/table.h"
#include "plan/needs.h"
#include "plan/partition_rules.h"

namespace schemac {

bool attaches_later(const PlanDraft& draft, const Object& table) {
  return attaches(draft.context, draft.chosen, table);
}

bool detaches(const PlanDraft& draft, const ObjectId& table) {
  if (!draft.stays(table)) return false;
  const auto* from = body_as<Table>(*draft.context.old_object(table));
  const auto* to = body_as<Table>(*draft.context.new_object(table));
  if (from == nullptr || to == nullptr || from->partition_of.empty()) return false;
  return draft.choice(table).detach || from->partition_of != to->partition_of ||
         from->partition_bound != to->partition_bound;
}

std::size_t detach_partition(PlanDraft& draft, const Object& old) {
  const ObjectId& id = old.id;
  const std::string& parent_name = body_as<Table>(old)->partition_of;
  Action action =
      make_action(id, "detach partition " + qualified_name(id),
                  {"ALTER TABLE " + parent_name + " DETACH PARTITION " + qualified_name(id)}, Phase::drop);
  action.step.lock = Lock::access_exclusive;
  action.makes.push_back({id, Facet::detached});
  action.takes_apart.push_back(qualified_name(id));
  if (const Object* parent = draft.context.old_graph.relations().find(parent_name)) {
    action.releases.push_back({parent->id});
    // Objects on the parent alone must still exist, also its keys: the copies become the partition's own.
    for (const Kind kind : {Kind::constraint, Kind::index}) {
      each_on(draft.context.from, kind, parent->id,
              [&](const ObjectId& other, const Object&) { action.releases.push_back({other}); });
    }
  }
  return draft.add(std::move(action));
}

// The server attaches every equal index and gives the partition the parent's triggers: those to be dropped
// are dropped by then.
void leave_before_attaching(const PlanDraft& draft, Action& action, const ObjectId& table) {
  for (const Kind kind : {Kind::index, Kind::constraint, Kind::trigger}) {
    each_on(draft.context.from, kind, table, [&](const ObjectId& id, const Object& old) {
      const auto* constraint = body_as<Constraint>(old);
      if (constraint && constraint->type == ConstraintType::foreign_key) return;
      const Object* now = draft.context.new_object(id);
      const bool comes_after =
          now != nullptr &&
          (kind == Kind::trigger ? is_inherited(*now) : has_equal_attached(draft.context.to, *now));
      if (now != nullptr && !comes_after) return;
      for (Claim& name : occupied_names(old)) action.takes.push_back(std::move(name));
    });
  }
}

void attach_partition(PlanDraft& draft, const Object& table, std::vector<std::size_t> after) {
  const auto& body = *body_as<Table>(table);
  const Object* parent = draft.context.new_graph.relations().find(body.partition_of);
  Action action = make_action(table.id, "attach partition " + qualified_name(table.id),
                              {"ALTER TABLE " + body.partition_of + " ATTACH PARTITION " +
                               qualified_name(table.id) + " " + body.partition_bound},
                              Phase::foreign_key);
  action.after = std::move(after);
  action.step.lock = Lock::share_update_exclusive;
  action.makes.push_back({table.id, Facet::attached});
  action.needs.push_back({table.id});
  for (const Column& column : body.columns) {
    action.needs.push_back(resource_of(table.id, column.name));
    action.takes.push_back({Claim::On::declaration, "not null of " + column_title(table.id, column.name)});
  }
  if (parent != nullptr) {
    action.needs.push_back({parent->id});
    if (const auto* columns = body_as<Table>(*parent)) {
      for (const Column& column : columns->columns)
        action.needs.push_back(resource_of(parent->id, column.name));
    }
    take_dropped_columns(draft, action, parent->id);
    take_dropped_columns(draft, action, table.id);
  }
  if (draft.action_of(table.id) == ObjectAction::recreate) action.needs.push_back({table.id, Facet::rows});
  action.puts_together.push_back(qualified_name(table.id));
  leave_before_attaching(draft, action, table.id);
  if (parent != nullptr) leave_before_attaching(draft, action, parent->id);
  // Keys and indexes of both sides come first: the server matches them by their definitions.
  for (const Kind kind : {Kind::index, Kind::constraint}) {
    const auto need = [&](const ObjectId& id, const Object& object) {
      const auto* constraint = body_as<Constraint>(object);
      if (constraint && constraint->type == ConstraintType::foreign_key) return;
      if (id.relation == table.id.name && id.namespace_ == table.id.namespace_ &&
          (has_equal_attached(draft.context.to, object) || comes_from_parent(object)))
        return;
      action.needs.push_back({id});
    };
    each_on(draft.context.to, kind, table.id, need);
    if (parent != nullptr) each_on(draft.context.to, kind, parent->id, need);
  }
  // The indexes of a partition that is itself partitioned are valid only after those of its partitions are
  // attached to them.
  for (const Kind kind : {Kind::index, Kind::constraint}) {
    each_on(draft.context.to, kind, table.id, [&](const ObjectId& id, const Object& object) {
      const auto attached = draft.trees.new_attached.find(qualified_name(id.namespace_, id.name));
      if (attached == draft.trees.new_attached.end() || comes_from_parent(object)) return;
      for (const ObjectId& below : attached->second) {
        action.needs.push_back({below});
        action.needs.push_back({below, Facet::attached});
      }
    });
  }
  if (draft.stays(table.id)) {
    action.step.brief = false;
    action.step.hazards.push_back(hazard::validation_scan(table.id, Lock::access_exclusive));
    action.step.hazards.push_back(
        hazard::may_not_hold(table.id, "the partition bound of " + qualified_name(table.id)));
  }
  draft.add(std::move(action));
}

}  // namespace schemac
