// The dependencies inside one catalog: what introspection read, and what the structure of the objects implies
// (a constraint depends on its table, a foreign key on the key that it refers to, a partition on its parent).
// Catalogs that do not come from a server have only the latter.
#pragma once
#include <map>
#include <set>
#include <vector>

#include "catalog/catalog.h"

namespace schemac {

// Relation with this qualified name ("ns.name", quoted as needed), whatever its kind; nullptr if absent.
class RelationNames {
 public:
  explicit RelationNames(const Catalog& catalog);
  const Object* find(const std::string& qualified) const;
  // The relation of a constraint, index, trigger ….
  const Object* parent(const ObjectId& id) const;

 private:
  std::map<std::string, const Object*> by_name_;
};

struct Dependent {
  ObjectId id;      // the dependent object
  Dependency edge;  // edge.on is what it depends on
};

class DependencyGraph {
 public:
  explicit DependencyGraph(const Catalog& catalog);
  const std::vector<Dependency>& of(const ObjectId& id) const;
  const std::vector<Dependent>& on(const ObjectId& id) const;
  const RelationNames& relations() const { return relations_; }
  // True if some edge other than soft leads from `id` to the object (and the column, if one is named).
  bool depends(const ObjectId& id, const ObjectId& on, const std::string& column = {}) const;

 private:
  RelationNames relations_;
  std::map<ObjectId, std::vector<Dependency>> of_;
  std::map<ObjectId, std::vector<Dependent>> on_;
};

}  // namespace schemac
