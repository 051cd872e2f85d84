// The nodes of the plan graph: one action is what one step will do, together with what it makes, needs, ends
// and frees. Edges are computed from these alone (order.h), so whoever adds an action need not know the
// others.
//
//   makes      (object, column) of `to` that stand after it; column empty = the object itself
//   needs      (object, column) of `to` that must stand before it
//   ends       (object, column) of `from` that are gone after it
//   releases   (object, column) of `from` that must not go before it (it undoes a dependency on them)
//   runs         objects of `to` that run when it does, or when it is read: it wishes to come after all that
//   they
//                read (catalog/called_reads.h)
//   ran          objects of `from` that ran so: what they read should not go before it
//   frees, takes   names: "relation public.t"; whoever takes one comes after whoever frees it
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "migrate/plan.h"

namespace schemac {

using Resource = std::pair<ObjectId, std::string>;

// NOT NULL of a column is a thing by itself: keys, identities and parents need it, readers of the column do
// not, and it may take a scan to get it.
inline Resource not_null(const ObjectId& table, const std::string& column) {
  return {table, "@not null " + column};
}

// Where it stands if nothing else decides.
// All that fits into one transaction first, so that nobody ever sees a dropped view; what ends a transaction
// or cannot run in one follows.
enum class Phase {
  rename,
  enum_values,
  early_drop,
  drop,
  change,
  foreign_key,
  view,
  late,
  final_drop,
  cleanup,
  staged,
  online
};

struct Action {
  Step step;
  Phase phase = Phase::change;
  std::vector<std::string> statements;  // joined into step.sql
  // wishes, yields: needs and releases that give way to a cycle
  std::vector<Resource> makes, needs, wishes, ends, releases, yields;
  std::vector<ObjectId> runs, ran;
  std::vector<std::string> frees, takes;
  std::vector<std::size_t> after;  // actions by index
  // Tables, by name, whose rows are out of sight after this action (a partition is detached, rows are set
  // aside), and those whose rows are back. No commit may come between the two.
  std::vector<std::string> takes_apart, puts_together;
  // Clauses of one ALTER TABLE that may share a statement with the next such action (one rewrite, not two).
  std::string table_head;
  std::vector<std::string> clauses;
};

// The names that an object occupies.
std::vector<std::string> occupied_names(const Object& object);

}  // namespace schemac
