// Forms of a change that do not block readers and writers for long.
//
// Online::automatic takes them for tables that stand before the plan and are not known to be small (fewer
// than online_threshold rows by the facts of the live database); a table that the plan itself makes is empty,
// and nobody waits for it. Without facts a table that stands counts as large: a migration that is written on
// a developer's machine will meet the production database. never: one transaction as far as the server
// allows. always: small tables too.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "migrate/plan.h"

namespace schemac {

inline constexpr std::int64_t online_threshold = 10000;

bool takes_online_form(const PlanOptions& options, std::optional<std::int64_t> rows);

bool is_partitioned(const Object& table);
// "CREATE INDEX …" -> "CREATE INDEX CONCURRENTLY …"; name: another name for it, if not empty.
std::string concurrent_build(const std::string& definition, const std::string& name = {});
std::string concurrent_drop(const ObjectId& index);
// The unique index that a key constraint of this definition can be made of, built under that name; empty if
// there is none.
std::string key_index(const ObjectId& constraint, const std::string& definition, const std::string& index);
// "ADD CONSTRAINT … USING INDEX …", with the timing of the definition. The index takes the constraint's name.
std::string key_from_index(const ObjectId& constraint, const Constraint& body, const std::string& index);
// "SELECT setval(…)": the sequence goes on behind the rows that are there.
std::string advance_sequence(const std::string& sequence, const ObjectId& table, const std::string& column,
                             std::int64_t start);

}  // namespace schemac
