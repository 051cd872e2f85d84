// How a column's values get from one type to another.
//
// Many types have no cast to each other, and values travel by their text form. That is right only where both
// types write a value alike; arrays, composites, ranges and JSON do not. So:
//   * anything that is no text becomes JSON by to_jsonb, which keeps every value;
//   * JSON becomes a scalar by its text without JSON's quotes, and an array or composite by
//     jsonb_populate_record, which is the inverse of to_jsonb;
//   * composites with other fields, and arrays whose elements are written differently, go through JSON, so
//     that fields find each other by name;
//   * all else is cast, or goes by text.
// Where no value can be carried over, the expression fails for values and passes NULLs; it never gives a
// wrong value.
#pragma once
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "migrate/type_shape.h"

namespace schemac {

struct TypeIn {
  const std::string& type;  // as a column has it
  const Catalog& catalog;   // that says what it is
};

struct Conversion {
  std::string using_expression;  // empty: an assignment cast exists
  bool rewrites = true;          // false: binary compatible and not narrower
  bool may_fail = false;         // by the values
  bool loses = false;            // digits, time of day, fields …
  // Statements round the one with the expression, which uses a temporary type. Not for expressions that are
  // kept (a trigger's).
  std::vector<std::string> before, after;
};

// remade: the type keeps its name but is another one, so that no cast exists.
Conversion conversion(const std::string& column, const TypeIn& from, const TypeIn& to, bool remade);

}  // namespace schemac
