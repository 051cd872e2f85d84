// The hazards, one function each, with code, sentence and advice.
#pragma once
#include "plan/plan.h"

namespace schemac::hazard {

Hazard drop_object(const Object& object, std::optional<std::int64_t> rows);
Hazard drop_column(const ObjectId& table, const std::string& column);
Hazard rebuilt_table(const ObjectId& table);
Hazard unknown_children(const ObjectId& table);
Hazard unknown_partitions_index(const ObjectId& index, const ObjectId& table);
Hazard removed_labels(const ObjectId& type, const std::vector<std::string>& labels);
Hazard removed_rows(const ObjectId& table, const std::vector<std::string>& texts);
Hazard overwritten_rows(const ObjectId& table, const std::vector<std::string>& texts);
Hazard lossy_cast(const ObjectId& table, const std::string& column, const std::string& from,
                  const std::string& to);
Hazard failing_cast(const ObjectId& table, const std::string& column, const std::string& from,
                    const std::string& to);
Hazard table_rewrite(const ObjectId& table, const std::string& why);
Hazard retype_rewrite(const ObjectId& table, const std::string& column);
Hazard long_lock(const ObjectId& table, const std::string& why);
Hazard validation_scan(const ObjectId& constraint, Lock lock);
Hazard may_not_hold(const ObjectId& object, const std::string& what);
Hazard blocking_index_build(const ObjectId& index, const ObjectId& table);
Hazard dependents_rebuilt(const ObjectId& object, const ObjectId& because_of);
Hazard matview_empty(const ObjectId& view);
Hazard matview_filled(const ObjectId& view);
// Privileges that a target has and the plan's states do not contain.
Hazard unstated_privileges_lost(const ObjectId& object);
Hazard privileges_lost(const ObjectId& object, const std::string& what);
Hazard non_transactional(const ObjectId& object, const std::string& why);
Hazard volatile_default(const ObjectId& table, const std::string& column);
Hazard new_not_null(const ObjectId& table, const std::string& column);

}  // namespace schemac::hazard
