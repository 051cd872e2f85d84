#include "plan/partition_rules.h"

#include <algorithm>

#include "catalog/parent_key.h"
#include "diff/compare.h"
#include "plan/online.h"
#include "plan/plan_draft.h"
#include "sqltext/sql_tokens.h"

namespace schemac {
namespace {

bool is_key(const ObjectId& id) { return id.kind == Kind::index || id.kind == Kind::constraint; }

// What the server compares when it looks for an index to attach: everything except name and storage. Empty
// for objects that are never attached.
std::string index_form(const Object& key) {
  const ObjectId& id = key.id;
  std::string definition;
  if (const auto* index = body_as<Index>(key)) {
    definition = without_storage_options(index->definition);
  } else if (const auto* constraint = body_as<Constraint>(key)) {
    definition = key_index(id, without_storage_options(constraint->definition), id.name);
  }
  const std::string relation = qualified_name(id.namespace_, id.relation) + " ";
  const std::size_t at = definition.find(" " + relation);
  if (at == std::string::npos) return {};
  std::string form = definition.substr(at + 1 + relation.size());
  if (const std::string_view usual = "USING btree "; form.starts_with(usual)) form.erase(0, usual.size());
  return (definition.starts_with("CREATE UNIQUE ") ? "unique " : "") + form;
}

}  // namespace

std::vector<std::string> parents_of(const Table& table) {
  std::vector<std::string> parents = table.inherits;
  if (!table.partition_of.empty()) parents.push_back(table.partition_of);
  return parents;
}

const std::string* attached_to(const Object& object) {
  if (const auto* index = body_as<Index>(object)) return &*index->attached_to;
  if (const auto* constraint = body_as<Constraint>(object)) return &*constraint->attached_to;
  return nullptr;
}

bool is_inherited(const Object& object) {
  if (const auto* constraint = body_as<Constraint>(object)) {
    return constraint->inherited && constraint->attached_to.empty();
  }
  if (const auto* trigger = body_as<Trigger>(object)) return trigger->inherited;
  return false;
}

bool comes_from_parent(const Object& key) {
  const auto* constraint = body_as<Constraint>(key);
  return constraint != nullptr && made_with_parent(*constraint);
}

std::vector<ObjectId> checks_above(const DependencyGraph& graph, const Object& check) {
  std::vector<ObjectId> found;
  const auto* constraint = body_as<Constraint>(check);
  const Object* table = graph.relations().parent(check.id);
  const auto* body = table == nullptr ? nullptr : body_as<Table>(*table);
  if (constraint == nullptr || constraint->type != ConstraintType::check || body == nullptr) return found;
  for (const std::string& name : parents_of(*body)) {
    if (const Object* parent = graph.relations().find(name))
      found.push_back({Kind::constraint, parent->id.namespace_, parent->id.name, check.id.name});
  }
  return found;
}

const ObjectId* key_above(const DependencyGraph& graph, const Object& key) {
  const std::string* name = attached_to(key);
  if (name == nullptr || name->empty()) return nullptr;
  for (const Dependency& edge : graph.of(key.id)) {
    if (is_key(edge.on) && qualified_name(edge.on.namespace_, edge.on.name) == *name) return &edge.on;
  }
  return nullptr;
}

const ObjectId* left_key(const PlanContext& context, const Object& from, const Object* to) {
  const std::string* was = attached_to(from);
  if (was == nullptr || was->empty() || (to != nullptr && !attached_to(*to)->empty())) return nullptr;
  const Object* before = context.old_graph.relations().parent(from.id);
  const Object* table = before == nullptr ? nullptr : context.new_object(before->id);
  if (table == nullptr || body_as<Table>(*table)->partition_of != body_as<Table>(*before)->partition_of)
    return nullptr;
  const ObjectId* above = key_above(context.old_graph, from);
  return above != nullptr && context.new_object(*above) != nullptr ? above : nullptr;
}

const Object* partition_to_detach(const PlanContext& context, const ObjectId& lost, const ObjectId& id) {
  const auto* key = body_as<Constraint>(*context.old_object(id));
  if (key == nullptr || lost.kind != Kind::index ||
      key->attached_to != qualified_name(lost.namespace_, lost.name))
    return nullptr;
  const Object* table = context.old_graph.relations().parent(id);
  return table == nullptr || context.new_object(table->id) == nullptr ? nullptr : table;
}

bool refers_beside(const PlanContext& context, const ObjectId& lost, const Object& dependent) {
  const auto* key = body_as<Constraint>(dependent);
  const Object* table =
      lost.relation.empty() ? context.old_object(lost) : context.old_graph.relations().parent(lost);
  if (key == nullptr || key->type != ConstraintType::foreign_key || table == nullptr) return false;
  const auto* body = body_as<Table>(*table);
  return body != nullptr && !body->partition_of.empty() && context.new_object(table->id) == nullptr &&
         key->referenced_table != qualified_name(table->id);
}

namespace {

std::set<std::string> partition_key_words(const Table& table) {
  std::set<std::string> words;
  for (const PrintedToken& token : tokenize_sql(table.partition_by)) {
    if (token.is_name()) words.insert(token.value);
  }
  return words;
}

bool partition_key_swapped(const PlanContext& context, const ChosenActions& chosen, const Object& old) {
  const std::set<std::string> words = partition_key_words(*body_as<Table>(old));
  const std::vector<Dependency>& edges = context.old_graph.of(old.id);
  return std::any_of(edges.begin(), edges.end(), [&](const Dependency& edge) {
    const auto type = chosen.find(edge.on);
    return type != chosen.end() && type->second.swap_type && words.contains(edge.dependent_column);
  });
}

}  // namespace

bool is_partition_key(const Table& table, const std::string& column) {
  return !table.partition_by.empty() && partition_key_words(table).contains(column);
}

bool partition_key_retyped(const Table& from, const Table& to) {
  if (from.partition_by.empty()) return false;
  const std::set<std::string> words = partition_key_words(from);
  return std::any_of(from.columns.begin(), from.columns.end(), [&](const Column& column) {
    const Column* kept = find_column(to.columns, column.name);
    return words.contains(column.name) && kept != nullptr &&
           (kept->type != column.type || kept->collation != column.collation);
  });
}

bool is_repartitioned(const PlanContext& context, const ChosenActions& chosen, const ObjectId& id) {
  const Object* old = context.old_object(id);
  const Object* now = context.new_object(id);
  const auto* from = old == nullptr ? nullptr : body_as<Table>(*old);
  const auto* to = now == nullptr ? nullptr : body_as<Table>(*now);
  if (from == nullptr || to == nullptr || from->partition_by.empty()) return false;
  return to->partition_by.empty() || !same_print(*from->partition_by, *to->partition_by, context.renames) ||
         partition_key_retyped(*from, *to) || partition_key_swapped(context, chosen, *old);
}

bool carries_rows(const PlanContext& context, const ChosenActions& chosen, const ObjectId& id) {
  const auto choice = chosen.find(id);
  if (choice == chosen.end() || choice->second.action != ObjectAction::recreate) return false;
  if (is_repartitioned(context, chosen, id)) return true;
  const auto* table = body_as<Table>(*context.old_object(id));
  const Object* above = table == nullptr || table->partition_of.empty() || table->partition_by.empty()
                            ? nullptr
                            : context.old_graph.relations().find(table->partition_of);
  return above != nullptr && carries_rows(context, chosen, above->id);
}

bool stays_below(const PlanContext& context, const ObjectId& partition, const ObjectId& table) {
  const Object* at = context.new_object(partition);
  while (at != nullptr) {
    const auto* body = body_as<Table>(*at);
    if (body == nullptr || body->partition_of.empty()) return false;
    if (body->partition_of == qualified_name(table)) return true;
    at = context.new_graph.relations().find(body->partition_of);
  }
  return false;
}

bool declares_otherwise(const PlanContext& context, const ObjectId& id, const Table& from, const Table& to) {
  if (from.inherits.empty() || to.inherits.empty()) return false;
  return std::any_of(to.columns.begin(), to.columns.end(), [&](const Column& column) {
    const Column* before = find_column(from.columns, column.name);
    const Object* parent = inheriting_parent(context, *context.new_object(id), column.name);
    const Object* parent_before = parent == nullptr ? nullptr : context.old_object(parent->id);
    const bool had = parent_before != nullptr &&
                     find_column(body_as<Table>(*parent_before)->columns, column.name) != nullptr;
    if (before == nullptr) return column.inherited ? parent == nullptr : had;
    const bool stays_inherited = before->inherited && had;
    return column.inherited != stays_inherited;
  });
}

const Object* inheriting_parent(const PlanContext& context, const Object& table, const std::string& column) {
  const auto* wanted = body_as<Table>(table);
  const Object* old = context.old_object(table.id);
  const auto* before = old == nullptr ? nullptr : body_as<Table>(*old);
  if (wanted == nullptr || before == nullptr) return nullptr;
  for (const std::string& name : parents_of(*wanted)) {
    const bool was_parent =
        before->partition_of == name ||
        std::find(before->inherits.begin(), before->inherits.end(), name) != before->inherits.end();
    const Object* parent = context.new_graph.relations().find(name);
    if (!was_parent || parent == nullptr || context.old_object(parent->id) == nullptr) continue;
    const auto* body = body_as<Table>(*parent);
    if (body != nullptr && find_column(body->columns, column) != nullptr) return parent;
  }
  return nullptr;
}

bool attaches(const PlanContext& context, const ChosenActions& chosen, const Object& table) {
  const auto* body = body_as<Table>(table);
  if (body == nullptr || body->partition_of.empty()) return false;
  const Object* parent = context.new_graph.relations().find(body->partition_of);
  if (parent == nullptr) return false;
  const bool stands = stays(context, chosen, table.id);
  const auto choice = chosen.find(table.id);
  if (stands && (choice == chosen.end() || !choice->second.detach)) {
    const auto* before = body_as<Table>(*context.old_object(table.id));
    if (before && before->partition_of == body->partition_of &&
        before->partition_bound == body->partition_bound)
      return false;
  }
  return stays(context, chosen, parent->id) || stands || table.id.kind == Kind::foreign_table;
}

const Object* equal_attached(const Catalog& catalog, const Object& key) {
  const std::string* above = attached_to(key);
  if (above == nullptr || !above->empty()) return nullptr;
  const std::string form = index_form(key);
  const Object* found = nullptr;
  for (const Kind kind : {Kind::index, Kind::constraint}) {
    each_on(catalog, kind, {Kind::table, key.id.namespace_, {}, key.id.relation},
            [&](const ObjectId&, const Object& other) {
              if (!attached_to(other)->empty() && !form.empty() && index_form(other) == form) found = &other;
            });
  }
  return found;
}

bool has_equal_attached(const Catalog& catalog, const Object& key) {
  return equal_attached(catalog, key) != nullptr;
}

bool covers_partitions(const PlanContext& context, const ChosenActions& chosen, const Object& key) {
  const Object* table = context.new_graph.relations().parent(key.id);
  if (table == nullptr || !is_partitioned(*table) || !stays(context, chosen, table->id)) return false;
  const auto choice = chosen.find(key.id);
  const ObjectAction action = choice == chosen.end() ? ObjectAction::keep : choice->second.action;
  if (action != ObjectAction::create && action != ObjectAction::recreate) return false;
  if (const auto* index = body_as<Index>(key)) return index->valid;
  const auto* constraint = body_as<Constraint>(key);
  return constraint != nullptr && constraint->partitioned && constraint->validated;
}

std::vector<ObjectId> conflicting_indexes(const PlanContext& context, const ChosenActions& chosen) {
  std::vector<ObjectId> conflicting;
  for (const auto& [id, choice] : chosen) {
    const Object* table = context.new_object(id);
    if (table == nullptr || !attaches(context, chosen, *table)) continue;
    for (const Kind kind : {Kind::index, Kind::constraint}) {
      each_on(context.to, kind, id, [&](const ObjectId& key, const Object& object) {
        if (stays(context, chosen, key) && has_equal_attached(context.to, object)) conflicting.push_back(key);
      });
    }
  }
  // The same if the parent's index is created while its partitions are attached.
  for (const auto& [id, object] : context.to.objects) {
    const ObjectId* above = is_key(id) ? key_above(context.new_graph, object) : nullptr;
    if (above == nullptr || !covers_partitions(context, chosen, *context.new_object(*above))) continue;
    for (const Kind kind : {Kind::index, Kind::constraint}) {
      each_on(context.to, kind, {Kind::table, id.namespace_, {}, id.relation},
              [&, &object = object](const ObjectId& key, const Object& other) {
                if (stays(context, chosen, key) && equal_attached(context.to, other) == &object)
                  conflicting.push_back(key);
              });
    }
  }
  return conflicting;
}

}  // namespace schemac
