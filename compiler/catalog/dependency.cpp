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

// The edges of one object that follow from its structure; the server records most of them, sources do not.
class StructuralEdges {
 public:
  StructuralEdges(const Catalog& catalog, const RelationNames& names, const Object& object, Edges& edges)
      : catalog_(catalog), names_(names), edges_(edges) {
    const ObjectId& id = object.id;
    if (!id.namespace_.empty()) {
      add(edges_, catalog_.find({Kind::namespace_, {}, {}, id.namespace_}), DependencyType::hard);
    }
    relation_ = id.relation.empty() ? nullptr : names_.parent(id);
    if (relation_ != nullptr && relation_->id != id && !has_edges_to(*relation_))
      add(edges_, relation_, DependencyType::automatic);
    if (const auto* table = body_as<Table>(object)) {
      of(*table);
    } else if (const auto* constraint = body_as<Constraint>(object)) {
      of(*constraint);
    } else if (const auto* index = body_as<Index>(object)) {
      to_own_columns(index->columns);
    } else if (const auto* sequence = body_as<Sequence>(object)) {
      of(*sequence);
    } else if (const auto* trigger = body_as<Trigger>(object)) {
      of(*trigger);
    }
  }

 private:
  bool has_edges_to(const Object& relation) const {
    return std::any_of(edges_.begin(), edges_.end(), [&](const Dependency& edge) {
      return edge.on == relation.id && edge.type != DependencyType::soft;
    });
  }

  void of(const Table& table) {
    if (!table.partition_of.empty()) {
      add(edges_, names_.find(table.partition_of), DependencyType::automatic);
    }
    for (const std::string& parent : table.inherits) {
      add(edges_, names_.find(parent), DependencyType::hard);
    }
    if (!table.foreign_server.empty()) {
      add(edges_, catalog_.find({Kind::foreign_server, {}, {}, table.foreign_server}), DependencyType::hard);
    }
  }

  void of(const Constraint& constraint) {
    to_own_columns(constraint.columns);
    if (constraint.type != ConstraintType::foreign_key) return;
    const Object* referenced = names_.find(constraint.referenced_table);
    if (referenced == nullptr) return;
    add(edges_, referenced, DependencyType::hard);
    for (const std::string& column : constraint.referenced_columns) {
      add(edges_, referenced, DependencyType::hard, column);
    }
    const bool has_key = std::any_of(edges_.begin(), edges_.end(), [&](const Dependency& edge) {
      return (edge.on.kind == Kind::constraint || edge.on.kind == Kind::index) &&
             edge.on.relation == referenced->id.name;
    });
    if (!has_key) add(edges_, referenced_key(catalog_, *referenced, constraint), DependencyType::hard);
  }

  void of(const Sequence& sequence) {
    if (sequence.owned_by_table.empty()) return;
    add(edges_, names_.find(sequence.owned_by_table), DependencyType::automatic, sequence.owned_by_column);
  }

  void of(const Trigger& trigger) {
    if (const auto function = parse_object_id(trigger.function)) {
      add(edges_, catalog_.find(*function), DependencyType::hard);
    }
  }

  // An expression of an index has no column's name.
  template <typename Columns>
  void to_own_columns(const Columns& columns) {
    if (relation_ == nullptr) return;
    for (const std::string& column : columns) {
      if (!column.empty()) add(edges_, relation_, DependencyType::automatic, column);
    }
  }

  const Catalog& catalog_;
  const RelationNames& names_;
  Edges& edges_;
  const Object* relation_ = nullptr;
};

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
    StructuralEdges(catalog, relations_, object, edges);
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
