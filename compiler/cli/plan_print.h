// Prints a plan: as a script for psql, as text for people, as JSON.
#pragma once
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "plan/plan.h"

namespace schemac::cli {

struct ScriptSettings {
  std::vector<std::string> search_path;  // for unqualified names in bodies of functions; empty: public
  std::string lock_timeout;              // of every step except those that must not stop halfway; empty: none
};

// Runs under psql -v ON_ERROR_STOP=1: steps that may run in a transaction are in one, the others between
// transactions. A comment at its head lists every dependent of the changed objects. Only comments if the plan
// is empty.
std::string plan_script(const Plan& plan, const std::map<ObjectId, ObjectFacts>& facts,
                        const ScriptSettings& settings);
// The changes, every dependent with its action, size and last build, the steps with their locks and hazards.
std::string plan_account(const Plan& plan, const std::map<ObjectId, ObjectFacts>& facts);
// Lines to print before the plan: likely renames, and every dependent of the changed objects with its action.
std::vector<std::string> plan_remarks(const Plan& plan, const std::map<ObjectId, ObjectFacts>& facts);
// {"changes": […], "steps": […], "dependents": […], "notes": […], "rename_suggestions": […], "refused": …}
nlohmann::json plan_json(const Plan& plan, const std::map<ObjectId, ObjectFacts>& facts);

}  // namespace schemac::cli
