#include "catalog/dependency.h"

#include <algorithm>

namespace schemac {
namespace {

using Edges = std::set<Dependency>;

void add(Edges& edges, const Object* on, DependencyType type, const std::string& column = {},
         const std::string& dependent_column = {}) {
  if (on != nullptr) edges.insert({on->id, column, dependent_column, type});
}

// The unique constraint or index behind a foreign key's referenced columns.
const Object* referenced_key(const Catalog& catalog, const Object& table, const Constraint& key) {
  const auto same_columns = [&](std::vector<std::string> columns) {
    std::vector<std::string> wanted = key.referenced_columns;
    std::sort(columns.begin(), columns.end());
    std::sort(wanted.begin(), wanted.end());
    return columns == wanted;
  };
  const Object* index = nullptr;
  for (const Kind kind : {Kind::constraint, Kind::index}) {
    ObjectId first{kind, table.id.namespace_, table.id.name, {}};
    for (auto at = catalog.objects.lower_bound(first);
         at != catalog.objects.end() && at->first.kind == kind &&
         at->first.namespace_ == table.id.namespace_ && at->first.relation == table.id.name;
         ++at) {
      if (const auto* other = body_as<Constraint>(at->second)) {
        const bool unique =
            other->type == ConstraintType::primary_key || other->type == ConstraintType::unique;
        if (unique && !other->deferrable && same_columns(other->columns)) return &at->second;
      } else if (const auto* candidate = body_as<Index>(at->second)) {
        if (candidate->unique && !candidate->partial && index == nullptr && same_columns(candidate->columns))
          index = &at->second;
      }
    }
  }
  return index;
}

void structural_edges(const Catalog& catalog, const RelationNames& names, const Object& object,
                      Edges& edges) {
  const ObjectId& id = object.id;
  if (!id.namespace_.empty()) {
    add(edges, catalog.find({Kind::namespace_, {}, {}, id.namespace_}), DependencyType::hard);
  }
  const Object* relation = id.relation.empty() ? nullptr : names.parent(id);
  if (relation != nullptr && relation->id != id) {
    const bool has_columns = std::any_of(edges.begin(), edges.end(), [&](const Dependency& edge) {
      return edge.on == relation->id && edge.type != DependencyType::soft;
    });
    if (!has_columns) add(edges, relation, DependencyType::automatic);
  }
  if (const auto* table = body_as<Table>(object)) {
    if (!table->partition_of.empty()) {
      add(edges, names.find(table->partition_of), DependencyType::automatic);
    }
    for (const std::string& parent : table->inherits) {
      add(edges, names.find(parent), DependencyType::hard);
    }
    if (!table->foreign_server.empty()) {
      add(edges, catalog.find({Kind::foreign_server, {}, {}, table->foreign_server}), DependencyType::hard);
    }
  } else if (const auto* constraint = body_as<Constraint>(object)) {
    if (relation != nullptr) {
      for (const std::string& column : constraint->columns) {
        add(edges, relation, DependencyType::automatic, column);
      }
    }
    if (constraint->type == ConstraintType::foreign_key) {
      if (const Object* referenced = names.find(constraint->referenced_table)) {
        add(edges, referenced, DependencyType::hard);
        for (const std::string& column : constraint->referenced_columns) {
          add(edges, referenced, DependencyType::hard, column);
        }
        const auto key = std::find_if(edges.begin(), edges.end(), [&](const Dependency& edge) {
          return (edge.on.kind == Kind::constraint || edge.on.kind == Kind::index) &&
                 edge.on.relation == referenced->id.name;
        });
        if (key == edges.end()) {
          add(edges, referenced_key(catalog, *referenced, *constraint), DependencyType::hard);
        }
      }
    }
  } else if (const auto* index = body_as<Index>(object)) {
    if (relation != nullptr) {
      for (const std::string& column : index->columns) {
        if (!column.empty()) add(edges, relation, DependencyType::automatic, column);
      }
    }
  } else if (const auto* sequence = body_as<Sequence>(object)) {
    if (!sequence->owned_by_table.empty()) {
      add(edges, names.find(sequence->owned_by_table), DependencyType::automatic, sequence->owned_by_column);
    }
  } else if (const auto* trigger = body_as<Trigger>(object)) {
    if (const auto function = parse_object_id(trigger->function)) {
      add(edges, catalog.find(*function), DependencyType::hard);
    }
  }
}

}  // namespace

RelationNames::RelationNames(const Catalog& catalog) {
  for (const auto& [id, object] : catalog.objects) {
    if (id.kind == Kind::index) continue;
    if (is_relation(id.kind)) by_name_.emplace(qualified_name(id), &object);
  }
}

const Object* RelationNames::find(const std::string& qualified) const {
  const auto found = by_name_.find(qualified);
  return found == by_name_.end() ? nullptr : found->second;
}

const Object* RelationNames::parent(const ObjectId& id) const {
  return id.relation.empty() ? nullptr : find(qualified_name(id.namespace_, id.relation));
}

DependencyGraph::DependencyGraph(const Catalog& catalog) : relations_(catalog) {
  for (const auto& [id, object] : catalog.objects) {
    Edges edges(object.depends_on.begin(), object.depends_on.end());
    structural_edges(catalog, relations_, object, edges);
    std::vector<Dependency>& list = of_[id];
    for (const Dependency& edge : edges) {
      if (catalog.find(edge.on) == nullptr) continue;
      list.push_back(edge);
      on_[edge.on].push_back({id, edge});
    }
  }
}

const std::vector<Dependency>& DependencyGraph::of(const ObjectId& id) const {
  static const std::vector<Dependency> none;
  const auto found = of_.find(id);
  return found == of_.end() ? none : found->second;
}

const std::vector<Dependent>& DependencyGraph::on(const ObjectId& id) const {
  static const std::vector<Dependent> none;
  const auto found = on_.find(id);
  return found == on_.end() ? none : found->second;
}

bool DependencyGraph::depends(const ObjectId& id, const ObjectId& on, const std::string& column) const {
  const std::vector<Dependency>& edges = of(id);
  return std::any_of(edges.begin(), edges.end(), [&](const Dependency& edge) {
    return edge.on == on && edge.type != DependencyType::soft && (column.empty() || edge.column == column);
  });
}

}  // namespace schemac
