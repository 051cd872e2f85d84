// Tables and foreign tables as a whole, and as parts of a tree with their parents, partitions and child
// tables.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "plan/choose_actions.h"
#include "plan/plan_draft.h"

namespace schemac {

struct Compared;

// Server version from which NOT NULL is a constraint with a known origin.
inline constexpr int not_null_is_a_constraint = 18;

// "ALTER TABLE ONLY public.t", "ALTER FOREIGN TABLE public.t".
std::string alter_relation(const ObjectId& id, bool only);
// One ALTER TABLE; adjacent ones of a table are merged.
void alter_clause(const PlanDraft& draft, Action& action, const ObjectId& table, bool only,
                  std::vector<std::string> clauses);
// An ALTER TABLE that is not merged.
Action table_step(const ObjectId& table, const std::string& title, const std::string& clause, Lock lock,
                  bool only = false);
// The columns in their final form, including NOT NULL.
void need_columns(Action& action, const Object& table);
// A generated column whose expression calls a routine of the state: it can be created separately from its
// table.
bool calls_routine(const DependencyGraph& graph, const ObjectId& table, const Column& column);

void alter_table(PlanDraft& draft, const Object& old, const Object& wanted);
// The index of the replica identity exists only after its table, and a recreated one has to be set again.
void set_identity_index(PlanDraft& draft, const ObjectId& table);
void reset_replica_identities(PlanDraft& draft);
// A table that no ALTER can change to its new form keeps its rows: they are set aside, and restored after it
// is recreated.
void copy_rows(PlanDraft& draft, const Object& old);

// Choosing actions.
void regenerate(ActionChooser& chooser, const ObjectId& table, const std::string& column);
// Before 17 no statement changes the generation expression of an inherited column alone: such tables.
std::vector<ObjectId> regenerated_alone(const PlanContext& context, const ChosenActions& chosen);
void choose_for_columns(ActionChooser& chooser, const Compared& compared);
void table_reacts(ActionChooser& chooser, const Invalid& invalid, const Dependent& dependent);
// No catalog has an edge from a generated column to the columns of its table that it is computed from.
void follow_computed(ActionChooser& chooser, const Invalid& invalid);
// The rows of a recreated table have the old type until they are restored.
void set_type_aside(ActionChooser& chooser, const Invalid& invalid, const Dependent& dependent);
void table_reaches_below(ActionChooser& chooser, const ObjectId& id);
void check_reaches_below(ActionChooser& chooser, const ObjectId& id);

// Trees.
// Some table of the tree is recreated, or leaves its parent and returns, in this plan.
bool is_taken_apart(const PlanDraft& draft, const ObjectId& table);
void find_trees_apart(PlanDraft& draft);
// The rows of the partition are set aside and restored with those of a table above it.
bool is_carried(const PlanDraft& draft, const ObjectId& table);
std::string lock_tree(const PlanDraft& draft, const Object& table);
// The guard refuses to drop children that the plan does not know.
void guard_drop(PlanDraft& draft, Action& action, const Object& table);
// A foreign key that refers to the partitioned table blocks its partitions, too, until they are detached.
void leave_references(const PlanDraft& draft, Action& action, const Object& old);

// Partitions and child tables.
// A partition that leaves its parent, permanently or for a time: inherited objects become independent.
bool detaches(const PlanDraft& draft, const ObjectId& table);
bool attaches_later(const PlanDraft& draft, const Object& table);
std::size_t detach_partition(PlanDraft& draft, const Object& old);
void attach_partition(PlanDraft& draft, const Object& table, std::vector<std::size_t> after);
// The server attaches every equal index and gives the partition the parent's triggers: those to be dropped
// are dropped by then.
void leave_before_attaching(const PlanDraft& draft, Action& action, const ObjectId& table);

}  // namespace schemac
