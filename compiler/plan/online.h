// Forms of a change that do not block readers and writers for long.
//
// Online::automatic uses them for tables that exist before the plan and are not known to be small (fewer than
// online_threshold rows by the facts of the live database); a table that the plan creates is empty and has no
// users. Without facts an existing table counts as large: a migration that is written on a developer's
// machine will run on the production database. never: one transaction as far as the server allows. always:
// small tables too.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "plan/plan.h"

namespace schemac {

inline constexpr std::int64_t online_threshold = 10000;

bool takes_online_form(const PlanOptions& options, std::optional<std::int64_t> rows);

bool is_partitioned(const Object& table);
// "CREATE INDEX …" -> "CREATE INDEX CONCURRENTLY …"; name: another name for it, if not empty.
std::string concurrent_build(const std::string& definition, const std::string& name = {});
std::string concurrent_drop(const ObjectId& index);
// The unique index, under that name, for a key constraint of this definition; empty if absent.
std::string key_index(const ObjectId& constraint, const std::string& definition, const std::string& index);
// "ADD CONSTRAINT … USING INDEX …", with the timing of the definition. The index gets the constraint's name.
std::string key_from_index(const ObjectId& constraint, const Constraint& body, const std::string& index);
// "SELECT setval(…)": the sequence continues after the values of existing rows.
std::string advance_sequence(const std::string& sequence, const ObjectId& table, const std::string& column,
                             std::int64_t start);

}  // namespace schemac
