// Cycles that PostgreSQL can create, but no order of whole definitions can. One object of such a cycle is
// created in two steps (sqlfile/divided_definition.h): first its header, which is enough for the others, then
// the whole object.
//
//   a routine whose SQL body (BEGIN ATOMIC, RETURN) reads what calls it    without its body
//   a view that calls a routine whose arguments or rows are the view's     without columns
//   a domain whose check or default calls a routine over the domain        without that check or default
//   a table whose default, check or generated column calls a routine       without that part
//     over the table's rows
//
// Only objects in a cycle are changed. Every other cycle is reported by order_and_hash: views that read each
// other, or a materialized view and a routine over its rows, have no part that could come first.
#pragma once
#include "artifact/order.h"

namespace schemac {

// Breaks one cycle at each call; use one for each compilation.
CycleBreaker cycle_divider();

}  // namespace schemac
