// Keys of partitions that come with the parent's key and are never attached: the server compares neither
// exclusion constraints nor keys WITHOUT OVERLAPS (CompareIndexInfo in its catalog/index.c). So it uses no
// existing key and creates each one itself, under a name of its own choice. ONLY and ATTACH PARTITION do not
// work for them.
#pragma once
#include <string>

#include "catalog/catalog.h"

namespace schemac {

bool has_no_attach(const Constraint& constraint);
inline bool made_with_parent(const Constraint& constraint) {
  return !constraint.attached_to.empty() && has_no_attach(constraint);
}

// The name that the server gives such a key if the name is free (ChooseIndexName in its
// commands/indexcmds.c); empty if it is unknown, because the key has expressions.
std::string name_from_parent(const ObjectId& id, const Constraint& constraint);
// Gives the key the name in its id, whatever name the server chose.
std::string take_name_statement(const ObjectId& id, const Constraint& constraint);

}  // namespace schemac
