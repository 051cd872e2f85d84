// How the values of a column are converted from one type to another.
//
// Many types have no cast to each other, and values are converted through their text form. That is correct
// only if both types write a value in the same way; arrays, composites, ranges and JSON do not. So:
//   * every value that is not text becomes JSON by to_jsonb, which keeps every value;
//   * JSON becomes a scalar by its text without JSON's quotes, and an array or composite by
//     jsonb_populate_record, which is the inverse of to_jsonb;
//   * composites with other fields, and arrays whose elements are written differently, go through JSON, so
//     that fields match by name;
//   * everything else is cast, or goes through text.
// If no value can be converted, the expression fails for values and passes NULLs; it never gives a wrong
// value.
#pragma once
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "conversion/type_shape.h"

namespace schemac {

struct TypeIn {
  const std::string& type;  // as in a column
  const Catalog& catalog;   // defines it
};

struct Conversion {
  std::string using_expression;  // empty: an assignment cast exists
  bool rewrites = true;          // false: binary compatible and not narrower
  bool may_fail = false;         // for some values
  bool loses = false;            // digits, time of day, fields …
  // Statements before and after the one with the expression, which uses a temporary type. Not for expressions
  // that are kept (in a trigger).
  std::vector<std::string> before, after;
};

// remade: the type keeps its name but is recreated, so that no cast exists.
Conversion conversion(const std::string& column, const TypeIn& from, const TypeIn& to, bool remade);

}  // namespace schemac
