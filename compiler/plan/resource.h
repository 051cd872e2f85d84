// What an action of a plan makes, needs and ends: an object, one of its columns, or a facet of either.
//
// A facet is what other actions wait for beside the existence of the object: the rows of a recreated table
// are there, a partition is attached, a column is NOT NULL.
#pragma once
#include <compare>
#include <string>

#include "catalog/identifier.h"

namespace schemac {

enum class Facet {
  object,       // the object itself
  column,       // one of its columns
  not_null,     // NOT NULL of a column: keys, identities and parents need it, readers of the column do not
  name,         // a type's name is free: the old type has been renamed
  rows,         // a recreated table has its rows again
  attached,     // a partition, or a partition's index or key, is attached to its parent
  detached,     // a partition or child table has left its parent
  persistence,  // a table is LOGGED or UNLOGGED as wanted
  whole,        // an object that was created as a placeholder has its final form
  replaced      // CREATE OR REPLACE of a routine has run
};

struct Resource {
  ObjectId object;
  Facet facet = Facet::object;
  std::string column = {};  // of Facet::column and not_null
  friend auto operator<=>(const Resource&, const Resource&) = default;
  friend bool operator==(const Resource&, const Resource&) = default;
};

// The object itself for an empty column, as in a dependency that names no column.
inline Resource resource_of(const ObjectId& object, const std::string& column) {
  return {object, column.empty() ? Facet::object : Facet::column, column};
}
inline Resource not_null(const ObjectId& table, const std::string& column) {
  return {table, Facet::not_null, column};
}

// A name, or a place that only one object can have at a time. An action that takes it comes after those that
// free it.
struct Claim {
  enum class On {
    relation,  // a name in pg_class
    type,      // a name in pg_type
    routine,   // a name in pg_proc, with its arguments
    overload,  // a routine's or operator's name without arguments: a call is resolved among all of that name
    object,    // the name of any other object: its id as text
    row_type,  // of a table that is rewritten: no other table may store values of it meanwhile
    primary_key,  // of a table
    key_choice,   // of a table: the key that a new foreign key would refer to
    column,       // a column's name in its table
    declaration,  // of a column or check: children declare theirs before the parent's command reaches them
    expression,   // of a generated column: the parent's command comes first
    not_null      // of a column: the parent's command comes first
  } on = On::object;
  std::string name;
  friend auto operator<=>(const Claim&, const Claim&) = default;
  friend bool operator==(const Claim&, const Claim&) = default;
};

}  // namespace schemac
