// LinkML's expression language -> SQL: what `equals_expression` says over the columns of one row.
//
// The language is Python's expressions over the slots of the object, written `{slot}` or `slot` (LinkML
// documentation, "Expression language"; linkml_runtime.utils.eval_utils). Written are arithmetic,
// concatenation, comparisons, `in` a list, and, or, not, `a if b else c`, case, len, strlen, str, int, float,
// abs, min, max. Integers divide as floats, `//` and `%` round down, text compares by code point, as in
// Python. An absent operand makes the whole absent, and a quotient by zero does.
//
// What is not written has its reason in `problem`: paths into other objects, subscripts, comprehensions,
// other functions, operands of types that Python would refuse.
//
// Rejected: evaluating in a trigger, whose failure could not name the constraint of the slot.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lower/lowering.h"

namespace schemac {

struct Operand {
  std::string sql;
  ValueType::Family family = ValueType::Family::text;
  std::string column;
  std::string problem;  // why this slot cannot be read from the row; the rest is empty then
};

struct Computation {
  std::string sql;
  ValueType::Family family = ValueType::Family::text;
  std::vector<std::string> columns;   // that it reads
  std::vector<std::string> operands;  // the same as SQL, each once
  // NULL where an operand is. Of one that is not, the caller must ask for its operands first.
  bool strict = true;
  std::string problem;
  std::string unknown_slot;  // a name that is no slot of the class; problem says so too
};

// operand: the slot of that name (a data key or a slot's name) in the same row; nullopt if the class has
// none.
using OperandOf = std::function<std::optional<Operand>(std::string_view slot)>;
Computation compute(std::string_view expression, const OperandOf& operand);

}  // namespace schemac
