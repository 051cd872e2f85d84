// What ties partitions and heirs to their parents, as questions about two states: where ALTER TABLE has no
// word for a change, and what the server would do by itself when a partition comes or goes.
#pragma once
#include <vector>

#include "migrate/situation.h"

namespace schemac {

// The checks of that name of the tables right above, which may give it to this table.
std::vector<ObjectId> checks_above(const DependencyGraph& graph, const Object& check);

// The index or key of the parent that this one is attached to; nullptr if it stands alone.
const ObjectId* key_above(const DependencyGraph& graph, const Object& key);

// The parent's index or key that has to go for this one to stand alone: a partition's can leave it only
// together with it. nullptr if it leaves in another way, or not at all. to: nullptr if it goes.
const ObjectId* left_key(const Situation& situation, const Object& from, const Object* to);

// The partition that must leave for a time so that the index `lost` of its parent can go: the server drops
// neither that nor the partition's key on it before the other. nullptr if `id` is no such key.
const Object* partition_to_detach(const Situation& situation, const ObjectId& lost, const ObjectId& id);

// The server's copy of a foreign key for a partition of the table that it refers to: goes with the partition.
bool refers_beside(const Situation& situation, const ObjectId& lost, const Object& dependent);

bool partition_key_retyped(const Table& from, const Table& to);

// A partitioned table gets another partition key, or none: its rows may belong into other partitions than
// before.
bool is_repartitioned(const Situation& situation, const ObjectId& id);
// The rows of everything below the table are set aside and put back with its own: it is repartitioned, or it
// is rebuilt below a table that is.
bool carries_rows(const Situation& situation, const Decisions& decisions, const ObjectId& id);
// A partition of `from` that still stands below `table`, at any level, in `to`.
bool stays_below(const Situation& situation, const ObjectId& partition, const ObjectId& table);

// ALTER TABLE lets an heir neither take back the declaration of a column nor declare one that it has from a
// parent; an heir without parents for a moment declares all of its columns.
bool declares_otherwise(const Situation& situation, const ObjectId& id, const Table& from, const Table& to);

// A partition that is made by itself, or stands, and joins its parent by ATTACH PARTITION: where the parent
// has keys and indexes already, PARTITION OF would let the server choose their names.
bool attaches(const Situation& situation, const Decisions& decisions, const Object& table);

// An index or key that stands alone beside an attached one of the same form. ATTACH PARTITION takes the first
// of the two that it meets, so this one may only stand after it.
bool is_twin(const Catalog& catalog, const Object& key);
// The attached one; nullptr if the key is no such twin.
const Object* attached_twin(const Catalog& catalog, const Object& key);
// The key or index of a partitioned table that stands is made in this plan on all partitions at once: those
// of the plan, whose own are ready by then, and those that the plan does not know.
bool covers_partitions(const Situation& situation, const Decisions& decisions, const Object& key);
// Those of an attaching partition that stand already.
std::vector<ObjectId> twins_in_the_way(const Situation& situation, const Decisions& decisions);

}  // namespace schemac
