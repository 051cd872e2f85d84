// Partitions and child tables together with their parents: what no commit may separate, and what DROP TABLE
// would drop in addition.
#include <algorithm>

#include "plan/hazard.h"
#include "plan/kinds/table.h"
#include "plan/needs.h"
#include "plan/partition_rules.h"
#include "plan/sql_template.h"

namespace schemac {

void find_trees_apart(PlanDraft& draft) {
  for (const auto& [id, object] : draft.context.to.objects) {
    const Object* old = draft.context.old_object(id);
    const auto* from = old == nullptr ? nullptr : body_as<Table>(*old);
    const auto* to = body_as<Table>(object);
    if (from == nullptr || to == nullptr || draft.trees.tree_of(id).empty()) continue;
    const bool moves = !parents_of(*from).empty() && !parents_of(*to).empty() &&
                       (detaches(draft, id) || draft.choice(id).detach || from->inherits != to->inherits);
    if (moves || draft.action_of(id) == ObjectAction::recreate) draft.apart.insert(draft.trees.tree_of(id));
  }
}

bool is_taken_apart(const PlanDraft& draft, const ObjectId& table) {
  return draft.apart.contains(draft.trees.tree_of(table));
}

bool is_carried(const PlanDraft& draft, const ObjectId& table) {
  const Object* old = draft.context.old_object(table);
  const auto* body = old == nullptr ? nullptr : body_as<Table>(*old);
  if (body == nullptr || body->partition_of.empty() || draft.stays(table)) return false;
  const Object* above = draft.context.old_graph.relations().find(body->partition_of);
  return above != nullptr && carries_rows(draft.context, draft.chosen, above->id);
}

// From the top down, as readers lock them: DROP TABLE of a partition locks its parent, too.
std::string lock_tree(const PlanDraft& draft, const Object& table) {
  const auto& body = *body_as<Table>(table);
  const bool alone = body.partition_by.empty() && draft.trees.old_children.contains(qualified_name(table.id));
  std::string names = (alone ? "ONLY " : "") + qualified_name(table.id);
  const auto& graph = draft.context.old_graph.relations();
  for (const Object* above = graph.find(body.partition_of); above != nullptr;
       above = graph.find(body_as<Table>(*above)->partition_of)) {
    names = "ONLY " + qualified_name(above->id) + ", " + names;
  }
  return "LOCK TABLE " + names + " IN ACCESS EXCLUSIVE MODE";
}

namespace {

// The lock comes first: no session can add a child after the guard has run.
std::vector<std::string> guard_children(const PlanDraft& draft, const Object& table) {
  const ObjectId& id = table.id;
  const auto& body = *body_as<Table>(table);
  if (id.kind != Kind::table) return {};
  const bool partitioned = !body.partition_by.empty();
  if (!partitioned && !draft.trees.old_children.contains(qualified_name(id))) return {};
  std::vector<std::string> known;
  each_below(draft.trees.old_children, id, [&](const ObjectId& child) {
    known.push_back(qualified_name(child));
    return true;
  });
  const std::string name = qualified_name(id);
  const std::string hint =
      partitioned ? "Detach them (ALTER TABLE " + name +
                        " DETACH PARTITION …) or move their rows. To drop them with their rows: --allow "
                        "data-loss of upgrade and downgrade, in psql SET schemac.allow = 'data-loss'."
                  : "Detach them (ALTER TABLE … NO INHERIT " + name + ") or drop them first.";
  return {lock_tree(draft, table), children_guard(name, known, hint)};
}

}  // namespace

void guard_drop(PlanDraft& draft, Action& action, const Object& table) {
  // If the rows of a tree are set aside, the guard has run already, under a lock on the whole tree.
  for (const Object* at = &table; at != nullptr;
       at = draft.context.old_graph.relations().find(body_as<Table>(*at)->partition_of)) {
    if (draft.guarded.contains(at->id)) return;
    if (!is_carried(draft, at->id)) break;
  }
  std::vector<std::string> guard = guard_children(draft, table);
  if (guard.empty()) return;
  draft.guarded.insert(table.id);
  action.statements.insert(action.statements.begin(), guard.begin(), guard.end());
  action.step.hazards.push_back(hazard::unknown_children(table.id));
}

// A foreign key that refers to the partitioned table blocks its partitions, too, until they are detached.
void leave_references(const PlanDraft& draft, Action& action, const Object& old) {
  const auto* table = body_as<Table>(old);
  if (table == nullptr || table->partition_of.empty()) return;
  for (const Dependent& dependent : draft.context.old_graph.on(old.id)) {
    const Object* holder = draft.context.old_object(dependent.id);
    const auto* key = holder == nullptr ? nullptr : body_as<Constraint>(*holder);
    if (key == nullptr || key->type != ConstraintType::foreign_key ||
        draft.action_of(dependent.id) == ObjectAction::drop ||
        key->referenced_table == qualified_name(old.id))
      continue;
    action.statements.insert(action.statements.begin(), "ALTER TABLE " + table->partition_of +
                                                            " DETACH PARTITION " + qualified_name(old.id));
    action.step.hazards.push_back(hazard::may_not_hold(dependent.id, dependent.id.text()));
    return;
  }
}

}  // namespace schemac
