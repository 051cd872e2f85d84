// Cycles that PostgreSQL can make, and that no order of whole definitions can: a column default or a view
// calls a function whose SQL body (BEGIN ATOMIC, RETURN) reads that table or view; two such functions call
// each other. Such a function is made twice: without its body first, then replaced by the whole.
//
// Only a function in a cycle is touched. What is left is a cycle for order_and_hash to report: a function
// that returns rows of the view that calls it has no part that could come first.
#pragma once
#include "artifact/artifact.h"

namespace schemac {

void break_cycles(ArtifactSet& set);

}  // namespace schemac
