// Second half of planning: chosen about objects become actions.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "plan/action.h"
#include "plan/kind_steps.h"
#include "plan/plan_context.h"

namespace schemac {

inline constexpr int not_null_is_a_constraint =
    18;  // server version from which NOT NULL is a constraint with a known origin

bool is_type(Kind kind);
bool is_table(Kind kind);  // including foreign tables
// The index or key of the parent that an index or key of a partition is attached to; nullptr for other kinds.
const std::string* attached_to(const Object& object);
// Inherited from a parent; it cannot be dropped alone.
bool is_inherited(const Object& object);
// A key of a partition that the server creates with the parent's (catalog/parent_key.h).
bool comes_from_parent(const Object& key);

// How cycles are broken; grows until there is an order.
struct CycleBreaks {
  std::set<ObjectId> late_defaults;  // tables whose column defaults are set, and whose generated columns that
                                     // call a routine are added, after they exist
  std::set<ObjectId>
      explicit_drops;  // attachments of dropped tables that are dropped by their own statements
  std::set<ObjectId> early_defaults;  // dropped tables whose defaults and such columns are dropped first
  std::set<ObjectId> placeholders;       // objects that are created as a placeholder first (placeholder.h)
  std::set<ObjectId> placeholder_drops;  // the same for drops: replaced by the placeholder, then dropped
  bool at_once = false;               // no online forms: they would commit while a tree of tables lacks rows
};

// Statements after those that create the object, so that remaining default privileges do not change its
// privileges.
std::vector<std::string> privilege_corrections(const PlanContext& context, const ChosenActions& chosen,
                                               const Object& object);

class ActionBuilder {
 public:
  ActionBuilder(const PlanContext& context, const ChosenActions& chosen, const CycleBreaks& breaks)
      : s_(context), chosen_(chosen), breaks_(breaks) {}

  std::vector<Action> run();
  std::vector<std::string> notes() const { return notes_; }

 private:
  const ChosenAction& choice(const ObjectId& id) const;
  ObjectAction action_of(const ObjectId& id) const { return choice(id).action; }
  bool stays(const ObjectId& id) const;  // in both states and not recreated: may contain rows
  bool is_new(const ObjectId& id) const { return !stays(id); }
  // The relation that it belongs to, in the old or new state.
  const Object* old_parent(const ObjectId& id) const { return s_.old_graph.relations().parent(id); }
  const Object* new_parent(const ObjectId& id) const { return s_.new_graph.relations().parent(id); }
  bool goes_with_owner(const Object& old) const;
  bool online(const ObjectId& table) const;
  // An index whose replacement is built beside it and takes its name.
  bool swaps_index(const Object& old) const;
  // The same for a unique or primary key, and for keys attached to one of a partitioned table: the new index
  // is built before the old one is dropped.
  bool builds_key(const Object& key) const;
  bool follows_rebuilt(const Object& key) const;
  bool swaps_key(const Object& old) const;
  // No column of it changes in this plan: it can stay until another key is ready.
  bool stands_still(const Object& key, const ObjectId& table) const;
  void build_keys();
  void build_key(const Object& key);
  void take_built_index(const Object& key, Action action);
  // An object that is dropped only to be replaced stays until its replacement is ready; so do the objects
  // that depend on it.
  void defer_drops();
  void defer_drop(const ObjectId& id, const std::vector<std::size_t>& builds);
  std::optional<std::int64_t> rows(const ObjectId& id) const;
  // The object in its final form: what `to` does not state is taken from `from`.
  Object wanted(const ObjectId& id) const;

  std::size_t add(Action action);
  Action make(const ObjectId& id, std::string title, std::vector<std::string> statements, Phase phase);
  void needs_of(Action& action, const ObjectId& id, const std::string& column = {}, bool all = true) const;
  void releases_of(Action& action, const ObjectId& id, const std::string& column = {}, bool all = true) const;
  // What runs when an object that uses `on` is created or read, in either state.
  void run(Action& action, const ObjectId& id, const ObjectId& on) const;
  static void ran(Action& action, const ObjectId& id, const ObjectId& on);
  // What runs when rows are written: defaults, checks, index expressions and triggers of the table.
  void run_for_rows(Action& action, const ObjectId& table) const;
  bool precedes_rows(const ObjectId& id) const;
  void take_names(Action& action, const Object& object) const;
  void free_names(Action& action, const Object& object) const;

  void correct_privileges(Action& action, const Object& object) const;
  void drop_object(const Object& old);
  void leave_references(Action& action, const Object& old) const;
  void create_object(const ObjectId& id);
  void create_through_placeholder(const Object& object);
  std::size_t drop_to_placeholder(const Object& old);
  void drop_defaults_first(Action& drop, const Object& table);
  void replace_object(const ObjectId& id);
  void alter_object(const ObjectId& id);
  void decorate(const ObjectId& id);
  void complete_object(const ObjectId& id);

  void create_table(const Object& table);
  void restrict_owner_later(Object& made);
  void leave_not_null_to_parents(Table& table) const;
  void create_constraint(const Object& constraint);
  Action constraint_action(const Object& constraint, const Object* table);
  void order_check(Action& action, const ObjectId& table) const;
  void need_referenced(Action& action, const Object& foreign_key) const;
  void stage_validation(const ObjectId& id, Action action);
  void create_index(const Object& index);
  Action index_action(const Object& index, const Object* table);
  void need_partitions(Action& action, const ObjectId& key) const;
  void build_concurrently(const Object& index, Action action);
  void swap_index(const Object& index);
  void attach_index(const Object& child, const std::string& parent_index);
  void attach_partition(const Object& table, std::vector<std::size_t> after);
  void leave_before_attaching(Action& action, const ObjectId& table) const;
  // A trigger of a partitioned table has a copy on each partition, under the same name.
  void take_copies(Action& trigger, const ObjectId& table) const;
  // Every index or key below a partitioned one is attached.
  void need_attached(Action& action, const ObjectId& key) const;
  // A partition that leaves its parent, permanently or for a time: inherited objects become independent.
  bool detaches(const ObjectId& table) const;
  bool attaches_later(const Object& table) const;

  // build_alter_table.cpp, one function per part
  void alter_table(const Object& old, const Object& wanted);
  Action table_step(const ObjectId& table, const std::string& title, const std::string& clause, Lock lock,
                    bool only = false);
  std::size_t detach_partition(const Object& old);
  void leave_parents(const Object& old, const Object& wanted);
  void join_parents(const Object& old, const Object& wanted);
  void set_of_type(const Object& old, const Object& wanted);
  void set_storage(const Object& old, const Object& wanted);
  void set_persistence(const ObjectId& id, bool unlogged);
  void set_row_security(const Object& old, const Object& wanted);
  void set_replica_identity(const Object& old, const Object& wanted);
  void alter_columns(const Object& old, const Object& wanted);
  // build_alter_column.cpp, one function per part
  struct ColumnChange;
  void alter_column(const Object& old, const Object& wanted, const Column& from, const Column& to);
  Action column_step(const ColumnChange& change, const std::string& what, const std::string& clause,
                     Phase phase, bool only);
  void remove_blockers(ColumnChange& change);
  void retype(ColumnChange& change);
  void set_expression(ColumnChange& change);
  void restore_targets(const ObjectId& table, const std::string& column, std::size_t changed);
  void set_identity(ColumnChange& change);
  void drop_not_null(ColumnChange& change);
  // build_recursion.cpp: the effects of ALTER TABLE on the tables below the named one.
  enum class NotNullChange { none, set, drop };
  NotNullChange own_not_null(const ObjectId& table, const std::string& column) const;
  NotNullChange not_null_from_above(const ObjectId& table, const std::string& column) const;
  bool not_null_alone(const ObjectId& table, const std::string& column) const;
  std::vector<ObjectId> parents_that_stay(const ObjectId& table, const std::string& column) const;
  void follow_parents(Action& action, const ObjectId& table, const std::string& column,
                      const std::string& what) const;
  std::vector<std::string> leave_not_null_to(const ObjectId& table, const std::string& column) const;
  const Column* expression_from_above(const ObjectId& table, const std::string& column) const;
  bool regenerates(const ObjectId& table, const std::string& column) const;
  void regenerate_column(const Object& old, const Object& wanted, const Column& from, const Column& to);
  void set_attributes(const ColumnChange& change);
  std::size_t add_column(const Object& wanted, const Column& column, std::vector<std::size_t> after);
  void complete_column(const Object& wanted, const Column& column);
  void warn_of_new_column(Action& action, const ObjectId& id, const Column& column) const;
  std::size_t drop_column(const Object& old, const Column& column);
  // See inheriting_parent; a change of the parent does not reach a partition that is detached meanwhile.
  const Object* parent_reaching(const Object& table, const std::string& column) const;
  // A table that becomes a partition or child of the table comes after the columns that the table loses.
  void take_dropped_columns(Action& action, const ObjectId& table) const;
  // A child that has the column only from this table keeps it in the final state, although this table drops
  // it.
  bool child_keeps(const ObjectId& table, const std::string& column) const;
  // build_backfill.cpp
  void backfill_columns();
  void swap_column(const Object& wanted, const Column& from, const Column& to);
  std::size_t fill_beside(const ObjectId& table, const Column& from, const Column& to);
  std::vector<std::size_t> build_beside(const ObjectId& table, const std::string& column, std::size_t filled);
  std::size_t exchange(const Object& wanted, const Column& from, const Column& to,
                       std::vector<std::size_t> after);
  void set_not_null(const ColumnChange& change);
  void set_not_null_at_once(const ColumnChange& change);
  void validate_copies(const ObjectId& check, const ObjectId& table, std::size_t made);
  void alter_constraint(const Object& old, const Object& wanted);
  void alter_index(const Object& old, const Object& wanted);
  // build_domain.cpp
  struct DomainChange;
  void alter_domain(const Object& old, const Object& wanted);
  bool domain_check_is_new(const DomainChange& change, const DomainConstraint& wanted) const;
  void drop_domain_parts(DomainChange& change);
  void set_domain_parts(const DomainChange& change);
  void add_domain_check(const DomainChange& change, const DomainConstraint& wanted);
  void warn_of_domain_check(Action& action) const;
  void alter_view(const Object& old, const Object& wanted);
  void alter_sequence(const Object& old, const Object& wanted);
  void swap_type(const Object& old);
  // The type of that name, if it is renamed aside for its replacement.
  std::optional<ObjectId> swapped_type(const std::string& type) const;
  void copy_rows(const Object& old);
  // build_rows.cpp. restate: all rows, since they are known by the table's former name.
  void change_rows(const ObjectId& id, bool restate);
  // build_tree.cpp: partitions and child tables as one tree with their parents.
  void find_trees();
  const std::string& tree_of(const ObjectId& table) const;
  // Some table of the tree is recreated, or leaves its parent and returns, in this plan.
  bool is_taken_apart(const ObjectId& table) const;
  // The rows of the partition are set aside and put back with those of a table above it.
  bool is_carried(const ObjectId& table) const;
  std::string lock_tree(const Object& table) const;
  std::vector<std::string> guard_children(const Object& table) const;
  void guard_drop(Action& action, const Object& table);
  // build_partition_key.cpp: keys and indexes of existing partitioned tables.
  bool covers_partitions(const Object& key) const;
  void cover_partitions(Action& action, const Object& key) const;
  // The parent's index or key, which is created in this plan, attaches this one of a partition.
  bool attached_by_parent(const Object& key) const;
  void name_key_from_parent(const Object& key);
  void follow_equal(Action& action, const Object& key) const;
  bool waits_for_equal(const Object& key) const;
  void reset_replica_identity();

  // The column of this table and of every table that inherits it.
  void touch_column(Action& action, const ObjectId& table, const std::string& column, bool old_too) const;
  void alter_clause(Action& action, const ObjectId& table, bool only, std::vector<std::string> clauses) const;

  const PlanContext& s_;
  const ChosenActions& chosen_;
  const CycleBreaks& breaks_;
  void find_relatives();
  // The first action that ends each resource.
  std::map<Resource, std::size_t> enders() const;
  void attach_to_end_of_owner(const Object& old, std::map<Resource, std::size_t>& enders);

  // By qualified name. Built once: a scan of the catalog for each column would make large plans quadratic.
  std::set<std::string> parents_;             // tables with partitions or child tables in either state
  std::map<ObjectId, std::size_t> restored_;  // index or statistics -> the action of restore_targets
  std::map<std::string, std::vector<ObjectId>> old_children_;       // table -> its partitions and child tables
  std::map<std::string, std::vector<ObjectId>> old_partitions_;  // table -> its partitions
  std::map<std::string, std::vector<ObjectId>> new_partitions_;
  std::map<std::string, std::vector<ObjectId>> new_attached_;  // index or key -> those attached to it
  std::map<std::string, std::string> trees_;  // table with a parent or children -> name of its tree
  std::set<std::string> apart_;               // trees of which tables are recreated or detached for a time
  std::set<ObjectId> guarded_;                // tables whose drop follows a guard
  std::set<ObjectId> without_rows_;           // recreated tables whose rows cannot be restored
  std::map<std::string, ObjectId> new_indexes_;
  struct KeyBuild {
    std::size_t action = 0;
    std::string index;  // its name until the constraint is created from it
  };
  std::map<ObjectId, KeyBuild> key_builds_;  // key of `to` -> the concurrent build of its index
  std::map<ObjectId, std::vector<std::size_t>> table_builds_;  // table -> the builds that old keys wait for
  std::map<ObjectId, std::string> column_builds_;  // index or key of a backfilled column -> its replacement
  std::map<ObjectId, std::vector<std::size_t>> table_swaps_;  // table -> what a backfilled column waits for
  std::map<ObjectId, std::vector<std::size_t>>
      waits_;  // dropped object -> the actions that its drop waits for
  std::vector<Action> actions_;
  std::vector<std::string> notes_;
};

// Every object of the kind that belongs to the relation.
template <typename F>
void each_on(const Catalog& catalog, Kind kind, const ObjectId& relation, F&& visit) {
  for (auto at = catalog.objects.lower_bound({kind, relation.namespace_, relation.name, {}});
       at != catalog.objects.end() && at->first.kind == kind && at->first.namespace_ == relation.namespace_ &&
       at->first.relation == relation.name;
       ++at) {
    visit(at->first, at->second);
  }
}

// The tables below a table in lists of children, level by level; visit returns whether to continue below that
// one.
template <typename F>
void each_below(const std::map<std::string, std::vector<ObjectId>>& children, const ObjectId& table,
                const F& visit) {
  const auto found = children.find(qualified_name(table));
  if (found == children.end()) return;
  for (const ObjectId& child : found->second) {
    if (visit(child)) each_below(children, child, visit);
  }
}

// A generated column whose expression calls a routine of the state: it can be created separately from its
// table.
bool calls_routine(const DependencyGraph& graph, const ObjectId& table, const Column& column);
// The columns in their final form, including NOT NULL.
void need_columns(Action& action, const Object& table);

// The temporary name of a type while columns change to its replacement.
ObjectId aside_name(const ObjectId& id, std::string_view suffix);

}  // namespace schemac
