// The nodes of the plan graph: one action is what one step will do, with everything that it makes, needs,
// ends and frees. Edges are computed only from these (order.h), so code that adds an action need not know the
// others.
//
//   makes        resources of `to` that exist after it
//   needs        resources of `to` that must exist before it
//   ends         resources of `from` that no longer exist after it
//   releases     resources of `from` that must not be dropped before it (it removes a dependency on them)
//   runs         objects of `to` that run when it does, or when it is read: it wishes to come after all
//                that they read (catalog/called_reads.h)
//   ran          objects of `from` that ran in this way: what they read should not be dropped before it
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "plan/plan.h"
#include "plan/resource.h"

namespace schemac {

// The position of an action if nothing else decides. Everything that fits into one transaction comes first,
// so that no session ever sees a dropped view; then come steps that end a transaction or cannot run in one.
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
  // wishes, yields: needs and releases that are dropped if they form a cycle
  std::vector<Resource> makes, needs, wishes, ends, releases, yields;
  std::vector<ObjectId> runs, ran;
  std::vector<Claim> frees, takes;
  std::vector<std::size_t> after;  // actions by index
  // Tables, by name, whose rows are not visible after this action (a partition is detached, rows are set
  // aside), and those whose rows are visible again. No commit may come between the two.
  std::vector<std::string> takes_apart, puts_together;
  // Clauses of one ALTER TABLE that may be merged with the next such action (one rewrite, not two).
  std::string table_head;
  std::vector<std::string> clauses;
};

Action make_action(const ObjectId& id, std::string title, std::vector<std::string> statements, Phase phase);

}  // namespace schemac
