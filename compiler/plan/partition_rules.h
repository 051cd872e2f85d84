// The relations of partitions and child tables to their parents, as questions about two states: changes that
// ALTER TABLE cannot express, and what the server does by itself when a partition is attached or detached.
#pragma once
#include <vector>

#include "plan/plan_context.h"

namespace schemac {

// The parents of a table, by name: those that it inherits, then the one that it is a partition of.
std::vector<std::string> parents_of(const Table& table);
// The index or key of the parent that an index or key of a partition is attached to; nullptr for other kinds.
const std::string* attached_to(const Object& object);
// Inherited from a parent; it cannot be dropped alone.
bool is_inherited(const Object& object);
// A key of a partition that the server creates with the parent's (catalog/parent_key.h).
bool comes_from_parent(const Object& key);

// The checks of that name of the tables directly above, which may pass it to this table.
std::vector<ObjectId> checks_above(const DependencyGraph& graph, const Object& check);

// The index or key of the parent that this one is attached to; nullptr if it is independent.
const ObjectId* key_above(const DependencyGraph& graph, const Object& key);

// The parent's index or key that must be dropped to make this one independent: a partition's can leave it
// only together with it. nullptr if it leaves in another way, or not at all. to: nullptr if it is dropped.
const ObjectId* left_key(const PlanContext& context, const Object& from, const Object* to);

// The partition that must be detached for a time so that the index `lost` of its parent can be dropped: the
// server refuses to drop either that or the partition's key on it before the other. nullptr if `id` is not
// such a key.
const Object* partition_to_detach(const PlanContext& context, const ObjectId& lost, const ObjectId& id);

// The server's copy of a foreign key for a partition of the table that it refers to: dropped with the
// partition.
bool refers_beside(const PlanContext& context, const ObjectId& lost, const Object& dependent);

bool is_partition_key(const Table& table, const std::string& column);
bool partition_key_retyped(const Table& from, const Table& to);

// A partitioned table gets another partition key, or none, or its key's type is recreated: its rows may
// belong to other partitions than before.
bool is_repartitioned(const PlanContext& context, const ChosenActions& chosen, const ObjectId& id);
// The rows of everything below the table are set aside and put back with its own: it is repartitioned, or it
// is recreated below a table that is.
bool carries_rows(const PlanContext& context, const ChosenActions& chosen, const ObjectId& id);
// A partition of `from` that is still below `table`, at any level, in `to`.
bool stays_below(const PlanContext& context, const ObjectId& partition, const ObjectId& table);

// A child table changes a column between inherited and locally declared, which ALTER TABLE cannot do; a child
// table that has no parent for a moment declares all of its columns.
bool declares_otherwise(const PlanContext& context, const ObjectId& id, const Table& from, const Table& to);

// The column needs no ALTER of its own: its parent's reaches it. Returns that parent table (of `to`).
const Object* inheriting_parent(const PlanContext& context, const Object& table, const std::string& column);

// A partition that is created separately, or exists, and joins its parent by ATTACH PARTITION: if the parent
// has keys and indexes already, PARTITION OF would let the server choose their names.
bool attaches(const PlanContext& context, const ChosenActions& chosen, const Object& table);

// An independent index or key beside an attached one of the same form. ATTACH PARTITION uses the first of the
// two that it finds, so this one may only be created after it.
bool has_equal_attached(const Catalog& catalog, const Object& key);
// The attached one; nullptr if the key has none.
const Object* equal_attached(const Catalog& catalog, const Object& key);
// The key or index of an existing partitioned table is created in this plan on all partitions at once: those
// of the plan, whose own are ready by then, and those that the plan does not know.
bool covers_partitions(const PlanContext& context, const ChosenActions& chosen, const Object& key);
// The conflicting ones of an attaching partition that exist already.
std::vector<ObjectId> conflicting_indexes(const PlanContext& context, const ChosenActions& chosen);

}  // namespace schemac
