// A plan for people and programs: a script for psql, an account, JSON.
#pragma once
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "migrate/plan.h"

namespace schemac::cli {

struct ScriptSettings {
  std::vector<std::string> search_path;  // for unqualified names in bodies of functions; empty: public
  std::string lock_timeout;              // of every step but those that may not give up half-way; empty: none
};

// Runs as it stands under psql -v ON_ERROR_STOP=1: what may be in a transaction is in one, the rest between.
// Every dependent of what changes is in a comment at its head. Comments alone where the plan is empty.
std::string plan_script(const Plan& plan, const std::map<ObjectId, ObjectFacts>& facts,
                        const ScriptSettings& settings);
// What changes, every dependent with its fate, size and last build, the steps with their locks and hazards.
std::string plan_account(const Plan& plan, const std::map<ObjectId, ObjectFacts>& facts);
// Lines to read before the plan: likely renames, and every dependent of what changes with its fate.
std::vector<std::string> plan_remarks(const Plan& plan, const std::map<ObjectId, ObjectFacts>& facts);
// {"changes": […], "steps": […], "dependents": […], "notes": […], "rename_suggestions": […], "refused": …}
nlohmann::json plan_json(const Plan& plan, const std::map<ObjectId, ObjectFacts>& facts);

}  // namespace schemac::cli
