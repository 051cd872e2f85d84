// The first step from a catalog to LinkML: which relation becomes a class, which type an enum, which foreign
// key a range. Something is chosen only if lower() would create exactly the same object from it; the rest
// stays SQL. Pointers refer to the catalog and to the plan's own map.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalog/catalog.h"

namespace schemac::reverse {

// A table or view with the objects that belong to it.
struct Relation {
  const Object* object = nullptr;
  const Object* primary_key = nullptr;
  std::vector<const Object*> constraints, indexes;
  std::string class_name;  // empty: SQL
};
struct Reference {
  const Object* constraint = nullptr;
  const Relation* target = nullptr;
  bool required = false;
};
struct ReversePlan {
  std::map<std::pair<std::string, std::string>, Relation> relations;  // by namespace and name
  std::map<std::string, std::string> enums;                           // qualified type name -> enum name
  std::map<std::pair<const Relation*, std::string>, Reference> references;  // only for lookups, never listed
};

ReversePlan plan_reverse(const Catalog& catalog);

bool is_integer(std::string_view type);
std::string trimmed_text(std::string_view text);
// A primary key or unique constraint without anything that LinkML cannot express.
bool is_plain_key(const Object& object);
// The action as in SQL; empty if absent.
std::string on_delete(const Constraint& key);

}  // namespace schemac::reverse
