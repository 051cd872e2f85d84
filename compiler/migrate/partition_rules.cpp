#include "migrate/partition_rules.h"

#include <algorithm>

#include "migrate/build.h"
#include "migrate/compare.h"
#include "migrate/online.h"
#include "migrate/sql_tokens.h"

namespace schemac {
namespace {

bool is_key(const ObjectId& id) { return id.kind == Kind::index || id.kind == Kind::constraint; }

// What the server compares when it looks for an index to attach: all but name and storage. Empty for what is
// never attached.
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

const ObjectId* key_above(const DependencyGraph& graph, const Object& key) {
  const std::string* name = attached_to(key);
  if (name == nullptr || name->empty()) return nullptr;
  for (const Dependency& edge : graph.of(key.id)) {
    if (is_key(edge.on) && qualified_name(edge.on.namespace_, edge.on.name) == *name) return &edge.on;
  }
  return nullptr;
}

const ObjectId* left_key(const Situation& situation, const Object& from, const Object* to) {
  const std::string* was = attached_to(from);
  if (was == nullptr || was->empty() || (to != nullptr && !attached_to(*to)->empty())) return nullptr;
  const Object* before = situation.old_graph.relations().parent(from.id);
  const Object* table = before == nullptr ? nullptr : situation.new_object(before->id);
  if (table == nullptr || body_as<Table>(*table)->partition_of != body_as<Table>(*before)->partition_of)
    return nullptr;
  const ObjectId* above = key_above(situation.old_graph, from);
  return above != nullptr && situation.new_object(*above) != nullptr ? above : nullptr;
}

const Object* partition_to_detach(const Situation& situation, const ObjectId& lost, const ObjectId& id) {
  const auto* key = body_as<Constraint>(*situation.old_object(id));
  if (key == nullptr || lost.kind != Kind::index ||
      key->attached_to != qualified_name(lost.namespace_, lost.name))
    return nullptr;
  const Object* table = situation.old_graph.relations().parent(id);
  return table == nullptr || situation.new_object(table->id) == nullptr ? nullptr : table;
}

bool refers_beside(const Situation& situation, const ObjectId& lost, const Object& dependent) {
  const auto* key = body_as<Constraint>(dependent);
  const Object* table =
      lost.relation.empty() ? situation.old_object(lost) : situation.old_graph.relations().parent(lost);
  if (key == nullptr || key->type != ConstraintType::foreign_key || table == nullptr) return false;
  const auto* body = body_as<Table>(*table);
  return body != nullptr && !body->partition_of.empty() && situation.new_object(table->id) == nullptr &&
         key->referenced_table != qualified_name(table->id);
}

bool partition_key_retyped(const Table& from, const Table& to) {
  if (from.partition_by.empty()) return false;
  std::set<std::string> words;
  for (const PrintedToken& token : tokenize_sql(from.partition_by)) {
    if (token.is_name()) words.insert(token.value);
  }
  return std::any_of(from.columns.begin(), from.columns.end(), [&](const Column& column) {
    const Column* kept = find_column(to.columns, column.name);
    return words.contains(column.name) && kept != nullptr && kept->type != column.type;
  });
}

bool declares_otherwise(const Situation& situation, const ObjectId& id, const Table& from, const Table& to) {
  if (from.inherits.empty() || to.inherits.empty()) return false;
  return std::any_of(to.columns.begin(), to.columns.end(), [&](const Column& column) {
    const Column* before = find_column(from.columns, column.name);
    const Object* parent = inheriting_parent(situation, *situation.new_object(id), column.name);
    const Object* parent_before = parent == nullptr ? nullptr : situation.old_object(parent->id);
    const bool had = parent_before != nullptr &&
                     find_column(body_as<Table>(*parent_before)->columns, column.name) != nullptr;
    if (before == nullptr) return column.inherited ? parent == nullptr : had;
    const bool stays_inherited = before->inherited && had;
    return column.inherited != stays_inherited;
  });
}

const Object* inheriting_parent(const Situation& situation, const Object& table, const std::string& column) {
  const auto* wanted = body_as<Table>(table);
  const Object* old = situation.old_object(table.id);
  const auto* before = old == nullptr ? nullptr : body_as<Table>(*old);
  if (wanted == nullptr || before == nullptr) return nullptr;
  std::vector<std::string> parents = wanted->inherits;
  if (!wanted->partition_of.empty()) parents.push_back(wanted->partition_of);
  for (const std::string& name : parents) {
    const bool was_parent =
        before->partition_of == name ||
        std::find(before->inherits.begin(), before->inherits.end(), name) != before->inherits.end();
    const Object* parent = situation.new_graph.relations().find(name);
    if (!was_parent || parent == nullptr || situation.old_object(parent->id) == nullptr) continue;
    const auto* body = body_as<Table>(*parent);
    if (body != nullptr && find_column(body->columns, column) != nullptr) return parent;
  }
  return nullptr;
}

bool attaches(const Situation& situation, const Decisions& decisions, const Object& table) {
  const auto* body = body_as<Table>(table);
  if (body == nullptr || body->partition_of.empty()) return false;
  const Object* parent = situation.new_graph.relations().find(body->partition_of);
  if (parent == nullptr) return false;
  const bool stands = stays(situation, decisions, table.id);
  const auto decision = decisions.find(table.id);
  if (stands && (decision == decisions.end() || !decision->second.detach)) {
    const auto* before = body_as<Table>(*situation.old_object(table.id));
    if (before && before->partition_of == body->partition_of &&
        before->partition_bound == body->partition_bound)
      return false;
  }
  return stays(situation, decisions, parent->id) || stands || table.id.kind == Kind::foreign_table;
}

bool is_twin(const Catalog& catalog, const Object& key) {
  const std::string* above = attached_to(key);
  if (above == nullptr || !above->empty()) return false;
  const std::string form = index_form(key);
  bool found = false;
  for (const Kind kind : {Kind::index, Kind::constraint}) {
    each_on(catalog, kind, {Kind::table, key.id.namespace_, {}, key.id.relation},
            [&](const ObjectId&, const Object& other) {
              found = found || (!attached_to(other)->empty() && !form.empty() && index_form(other) == form);
            });
  }
  return found;
}

std::vector<ObjectId> twins_in_the_way(const Situation& situation, const Decisions& decisions) {
  std::vector<ObjectId> twins;
  for (const auto& [id, decision] : decisions) {
    const Object* table = situation.new_object(id);
    if (table == nullptr || !attaches(situation, decisions, *table)) continue;
    for (const Kind kind : {Kind::index, Kind::constraint}) {
      each_on(situation.to, kind, id, [&](const ObjectId& key, const Object& object) {
        if (stays(situation, decisions, key) && is_twin(situation.to, object)) twins.push_back(key);
      });
    }
  }
  return twins;
}

}  // namespace schemac
