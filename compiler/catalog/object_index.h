// Looks up objects by id without building its text.
#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <unordered_map>

#include "catalog/identifier.h"

namespace schemac {

struct ObjectIdHash {
  using is_transparent = void;
  std::size_t operator()(const ObjectId& id) const {
    std::size_t hash = static_cast<std::size_t>(id.kind);
    for (const std::string* part : {&id.namespace_, &id.relation, &id.name})
      hash = hash * 1099511628211ULL + std::hash<std::string>()(*part);
    return hash;
  }
  std::size_t operator()(const ObjectId* id) const { return (*this)(*id); }
};

struct ObjectIdEqual {
  using is_transparent = void;
  bool operator()(const ObjectId* a, const ObjectId* b) const { return *a == *b; }
  bool operator()(const ObjectId& a, const ObjectId* b) const { return a == *b; }
  bool operator()(const ObjectId* a, const ObjectId& b) const { return *a == b; }
};

// The ids must outlive the index, at the same address.
template <typename T>
using ObjectIndex = std::unordered_map<const ObjectId*, T, ObjectIdHash, ObjectIdEqual>;

}  // namespace schemac
