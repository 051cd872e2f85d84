// LinkML's expression language -> SQL: `equals_expression` over the columns of one row.
//
// The language is Python's expressions over the slots of the object, written `{slot}` or `slot` (LinkML
// documentation, "Expression language"; linkml_runtime.utils.eval_utils). Supported are arithmetic,
// concatenation, comparisons, `in` a list, and, or, not, `a if b else c`, case, len, strlen, str, int, float,
// abs, min, max. Integers divide as floats, `//` and `%` round down, text compares by code point, as in
// Python. The result is absent if an operand is absent, or after a division by zero.
//
// For an unsupported expression `problem` gives the reason: paths into other objects, subscripts,
// comprehensions, other functions, operands of types that Python would refuse.
//
// Rejected: evaluation in a trigger, whose failure could not name the constraint of the slot.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "condition/value_family.h"

namespace schemac {

struct Operand {
  std::string sql;
  ValueFamily family = ValueFamily::text;
  std::string column;
  std::string problem;  // why this slot cannot be read from the row; the other fields are then empty
};

struct Computation {
  std::string sql;
  ValueFamily family = ValueFamily::text;
  std::vector<std::string> columns;   // the columns that it reads
  std::vector<std::string> operands;  // the same as SQL, each once
  // NULL if an operand is NULL. If false, the caller must test its operands first.
  bool strict = true;
  std::string problem;
  std::string unknown_slot;  // a name that is not a slot of the class; also stated in problem
};

// operand: the slot of that name (a data key or a slot's name) in the same row; nullopt if the class has no
// such slot.
using OperandOf = std::function<std::optional<Operand>(std::string_view slot)>;
Computation compute(std::string_view expression, const OperandOf& operand);

}  // namespace schemac
