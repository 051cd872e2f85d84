// Columns of a table that stays: added, dropped, changed, and filled beside. The effects of ALTER TABLE on
// the tables below the named one are part of it.
#pragma once
#include <string>
#include <vector>

#include "catalog/ddl.h"
#include "plan/plan_draft.h"

namespace schemac {

struct ColumnChange {
  const Object& old;  // the table
  const Object& wanted;
  const Column& from;
  const Column& to;
  ColumnAction action;
  const Object* parent = nullptr;  // whose ALTER reaches the column
  bool fresh = false;              // `from` is a column that the parent's ADD COLUMN has just created
  bool retype = false;
  bool default_differs = false;
  bool released = false;           // the old default is already dropped
  std::vector<std::size_t> chain;  // the previous actions

  const ObjectId& id() const { return wanted.id; }
  std::string title() const { return qualified_name(id()) + "." + quote_identifier(to.name); }
  std::string head() const { return "ALTER COLUMN " + quote_identifier(to.name) + " "; }
  Claim identity_sequence() const {
    return {Claim::On::relation, qualified_name(id().namespace_, id().name + "_" + to.name + "_seq")};
  }
};

std::string column_title(const ObjectId& table, const std::string& column);
void alter_columns(PlanDraft& draft, const Object& old, const Object& wanted);
void alter_column(PlanDraft& draft, const Object& old, const Object& wanted, const Column& from,
                  const Column& to);
std::size_t add_column(PlanDraft& draft, const Object& wanted, const Column& column,
                       std::vector<std::size_t> after);
std::size_t drop_column(PlanDraft& draft, const Object& old, const Column& column);
// The attachments of a column that was added with its parent's: ADD COLUMN created only the definition.
void complete_column(PlanDraft& draft, const Object& wanted, const Column& column);
// The resource of a column, in this table and every table that inherits it.
void touch_column(const PlanDraft& draft, Action& action, const Resource& column, bool old_too);
// A table that becomes a partition or child of the table comes after the columns that the table loses.
void take_dropped_columns(const PlanDraft& draft, Action& action, const ObjectId& table);
// See inheriting_parent; a change of the parent does not reach a partition that is detached meanwhile.
const Object* parent_reaching(const PlanDraft& draft, const Object& table, const std::string& column);
// Calls that give a different value for each row; a routine of the state counts as volatile if it is declared
// so.
bool is_volatile(const std::string& expression, const Catalog& catalog);
// One ALTER COLUMN, after those before it in the chain.
Action column_step(const PlanDraft& draft, const ColumnChange& change, const std::string& what,
                   const std::string& clause, Phase phase, bool only);

// "GENERATED ALWAYS AS IDENTITY (…)"
std::string identity_clause(const Column& column);
// " SET INCREMENT BY 5 SET MAXVALUE 100", only what differs; for sequences without the SETs.
std::string sequence_changes(const SequenceOptions& from, const SequenceOptions& to, bool identity);
// Storage, compression, statistics target and options of a column.
std::vector<std::string> column_attribute_changes(const ObjectId& relation, const Column& from,
                                                  const Column& to);

// Server version from which a partition has the identity of its parent, and none of its own.
inline constexpr int partitions_share_identity = 17;
// The identity that ALTER TABLE on this table can add, change and drop.
Identity own_identity(const PlanContext& context, const Object& table, const Column& column);

void set_not_null(PlanDraft& draft, const ColumnChange& change);
void drop_not_null(PlanDraft& draft, ColumnChange& change);

// From 18 on NOT NULL has a name and a comment.
void name_not_null(PlanDraft& draft, const ColumnChange& change);

// Below the named table.
enum class NotNullChange { none, set, drop };
NotNullChange own_not_null(const PlanDraft& draft, const ObjectId& table, const std::string& column);
NotNullChange not_null_from_above(const PlanDraft& draft, const ObjectId& table, const std::string& column);
bool not_null_alone(const PlanDraft& draft, const ObjectId& table, const std::string& column);
std::vector<std::string> leave_not_null_to(const PlanDraft& draft, const ObjectId& table,
                                           const std::string& column);
std::vector<ObjectId> parents_that_stay(const PlanDraft& draft, const ObjectId& table,
                                        const std::string& column);
// It comes after the same command on any table above.
void follow_parents(const PlanDraft& draft, Action& action, const ObjectId& table, const std::string& column,
                    Claim::On what);
// The column of a table above whose expression this one has at the time of its own ALTER; nullptr: its own.
const Column* expression_from_above(const PlanDraft& draft, const ObjectId& table, const std::string& column);
void regenerate_column(PlanDraft& draft, const Object& old, const Object& wanted, const Column& from,
                       const Column& to);

// See backfill.h.
void backfill_columns(PlanDraft& draft);

}  // namespace schemac
