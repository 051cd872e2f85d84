// Partitions and child tables together with their parents: what no commit may separate, and what DROP TABLE
// would drop in addition.
#include <algorithm>

#include "plan/build.h"
#include "plan/hazard.h"
#include "plan/partition_rules.h"
#include "plan/sql_template.h"

namespace schemac {
namespace {

using Links = std::map<std::string, std::set<std::string>>;

// Parents and children are neighbours, in whichever state they are related.
void link_tables(const Catalog& catalog, Links& links) {
  for (const auto& [id, object] : catalog.objects) {
    const auto* table = body_as<Table>(object);
    if (table == nullptr) continue;
    std::vector<std::string> parents = table->inherits;
    if (!table->partition_of.empty()) parents.push_back(table->partition_of);
    for (const std::string& parent : parents) {
      links[parent].insert(qualified_name(id));
      links[qualified_name(id)].insert(parent);
    }
  }
}

}  // namespace

void ActionBuilder::find_trees() {
  Links links;
  link_tables(s_.from, links);
  link_tables(s_.to, links);
  for (const auto& entry : links) {
    std::vector<std::string> open = {entry.first};
    while (!open.empty()) {
      const std::string table = std::move(open.back());
      open.pop_back();
      if (!trees_.emplace(table, entry.first).second) continue;
      const std::set<std::string>& neighbours = links.at(table);
      open.insert(open.end(), neighbours.begin(), neighbours.end());
    }
  }
  for (const auto& [id, object] : s_.to.objects) {
    const Object* old = s_.old_object(id);
    const auto* from = old == nullptr ? nullptr : body_as<Table>(*old);
    const auto* to = body_as<Table>(object);
    if (from == nullptr || to == nullptr || !trees_.contains(qualified_name(id))) continue;
    const bool had_parent = !from->partition_of.empty() || !from->inherits.empty();
    const bool has_parent = !to->partition_of.empty() || !to->inherits.empty();
    const bool moves =
        had_parent && has_parent && (detaches(id) || choice(id).detach || from->inherits != to->inherits);
    if (moves || action_of(id) == ObjectAction::recreate) apart_.insert(tree_of(id));
  }
}

const std::string& ActionBuilder::tree_of(const ObjectId& table) const {
  static const std::string alone;
  const auto found = trees_.find(qualified_name(table));
  return found == trees_.end() ? alone : found->second;
}

bool ActionBuilder::is_taken_apart(const ObjectId& table) const { return apart_.contains(tree_of(table)); }

bool ActionBuilder::is_carried(const ObjectId& table) const {
  const Object* old = s_.old_object(table);
  const auto* body = old == nullptr ? nullptr : body_as<Table>(*old);
  if (body == nullptr || body->partition_of.empty() || stays(table)) return false;
  const Object* above = s_.old_graph.relations().find(body->partition_of);
  return above != nullptr && carries_rows(s_, chosen_, above->id);
}

// From the top down, as readers lock them: DROP TABLE of a partition locks its parent, too.
std::string ActionBuilder::lock_tree(const Object& table) const {
  const auto& body = *body_as<Table>(table);
  const bool alone = body.partition_by.empty() && old_children_.contains(qualified_name(table.id));
  std::string names = (alone ? "ONLY " : "") + qualified_name(table.id);
  const auto& graph = s_.old_graph.relations();
  for (const Object* above = graph.find(body.partition_of); above != nullptr;
       above = graph.find(body_as<Table>(*above)->partition_of)) {
    names = "ONLY " + qualified_name(above->id) + ", " + names;
  }
  return "LOCK TABLE " + names + " IN ACCESS EXCLUSIVE MODE";
}

// The lock comes first: no session can add a child after the guard has run.
std::vector<std::string> ActionBuilder::guard_children(const Object& table) const {
  const ObjectId& id = table.id;
  const auto& body = *body_as<Table>(table);
  if (id.kind != Kind::table) return {};
  const bool partitioned = !body.partition_by.empty();
  if (!partitioned && !old_children_.contains(qualified_name(id))) return {};
  std::vector<std::string> known;
  each_below(old_children_, id, [&](const ObjectId& child) {
    known.push_back(qualified_name(child));
    return true;
  });
  const std::string name = qualified_name(id);
  const std::string hint =
      partitioned ? "Detach them (ALTER TABLE " + name +
                        " DETACH PARTITION …) or move their rows. To drop them with their rows: --allow "
                        "data-loss of upgrade and downgrade, in psql SET schemac.allow = 'data-loss'."
                  : "Detach them (ALTER TABLE … NO INHERIT " + name + ") or drop them first.";
  return {lock_tree(table), children_guard(name, known, hint)};
}

void ActionBuilder::guard_drop(Action& action, const Object& table) {
  // If the rows of a tree are set aside, the guard has run already, under a lock on the whole tree.
  for (const Object* at = &table; at != nullptr;
       at = s_.old_graph.relations().find(body_as<Table>(*at)->partition_of)) {
    if (guarded_.contains(at->id)) return;
    if (!is_carried(at->id)) break;
  }
  std::vector<std::string> guard = guard_children(table);
  if (guard.empty()) return;
  guarded_.insert(table.id);
  action.statements.insert(action.statements.begin(), guard.begin(), guard.end());
  action.step.hazards.push_back(hazard::unknown_children(table.id));
}

}  // namespace schemac
