// Rules over several tables: constraint triggers, deferred to the end of the transaction.
//
// A rule is a condition on one row of its owner table (alias `owner`). Triggers on the owner and on every
// table that the condition reads check the one affected owner, through an index. If one command wrote several
// member rows, the trigger of a member row leaves the check to the row before it, in the order of the member
// table's key: a bulk load of n members checks each owner once, not n times, whether constraints are deferred
// or immediate. (Constraint triggers can be neither per statement nor use transition tables, and a record of
// "checked already" would become stale between two immediate checks.)
#pragma once
#include <string>
#include <vector>

#include "lower/lowering.h"

namespace schemac {

struct Watch {
  TableDraft* table = nullptr;
  std::string owner_column;  // of the watched table: refers to the owner's key
  std::string order_column;  // follows owner_column in an index; empty = every row checks
  // Alternatively: a column of the owner that refers to the watched table's key.
  std::string referring_column;
  std::string key_column;
};

void add_deferred_rule(Lowering& lowering, TableDraft& owner, const ClassLayout& cls, const std::string& name,
                       const std::string& condition, const std::vector<Watch>& watches,
                       const std::string& message, Span span);

}  // namespace schemac
