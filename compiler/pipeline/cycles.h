// Cycles that PostgreSQL can make, and that no order of whole definitions can. One object of such a cycle is
// made in two steps (sqlfile/divided_definition.h): its header first, which the others get by with, then the
// whole.
//
//   a routine whose SQL body (BEGIN ATOMIC, RETURN) reads what calls it    without its body
//   a view that calls a routine whose arguments or rows are the view's     without columns
//   a domain whose check or default calls a routine over the domain        without that check or default
//   a table whose default, check or generated column calls a routine       without that part
//     over the table's rows
//
// Only what is in a cycle is touched. What is left is a cycle for order_and_hash to report: views that read
// each other, or a materialized view and a routine over its rows, have no part that could come first.
#pragma once
#include "artifact/order.h"

namespace schemac {

// Breaks one cycle at each call; one for each compilation.
CycleBreaker cycle_divider();

}  // namespace schemac
