// Indexes, and constraints with an index: how they are built, attached, and replaced without a moment in
// which neither the old nor the new one is there.
#pragma once
#include <string>
#include <vector>

#include "plan/plan_draft.h"

namespace schemac {

// An index whose replacement is built beside it and takes its name.
bool swaps_index(const PlanDraft& draft, const Object& old);
// The same for a unique or primary key, and for keys attached to one of a partitioned table: the new index is
// built before the old one is dropped.
bool swaps_key(const PlanDraft& draft, const Object& old);
void build_keys(PlanDraft& draft);
// The concurrently built index becomes the key.
void take_built_index(PlanDraft& draft, const Object& key, Action action);
// An object that is dropped only to be replaced stays until its replacement is ready; so do the objects that
// depend on it.
void defer_drops(PlanDraft& draft);

void attach_index(PlanDraft& draft, const Object& child, const std::string& parent_index);
// ON ONLY: the keys and indexes of partitions created with PARTITION OF are then created automatically.
void need_partitions(const PlanDraft& draft, Action& action, const ObjectId& key);
// Every index or key below a partitioned one is attached.
void need_attached(const PlanDraft& draft, Action& action, const ObjectId& key);

// Of existing partitioned tables: see partition_key.cpp.
bool covers_partitions(const PlanDraft& draft, const Object& key);
void cover_partitions(const PlanDraft& draft, Action& action, const Object& key);
// The parent's index or key, which is created in this plan, attaches this one of a partition.
bool attached_by_parent(const PlanDraft& draft, const Object& key);
void name_key_from_parent(PlanDraft& draft, const Object& key);
void follow_equal(const PlanDraft& draft, Action& action, const Object& key);
bool waits_for_equal(const PlanDraft& draft, const Object& key);

// An attached index or key goes with the one that it is attached to, and inherited ones become independent
// when their partition is detached.
bool goes_with_attached(const PlanDraft& draft, const Object& old);
void need_detached(const PlanDraft& draft, Action& drop, const Object& old);

}  // namespace schemac
