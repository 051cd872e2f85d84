// What an action needs, releases and names, from the dependencies of the object that it is about.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "plan/plan_draft.h"

namespace schemac {

// all: of the whole object; otherwise only what the column (or, if empty, the object without its columns)
// depends on.
void needs_of(const PlanDraft& draft, Action& action, const ObjectId& id, const std::string& column = {},
              bool all = true);
void releases_of(const PlanDraft& draft, Action& action, const ObjectId& id, const std::string& column = {},
                 bool all = true);
// What runs when an object that uses `on` is created or read, in either state.
void add_run(const PlanDraft& draft, Action& action, const ObjectId& id, const ObjectId& on);
void add_ran(Action& action, const ObjectId& id, const ObjectId& on);
// What runs when rows are written: defaults, checks, index expressions and triggers of the table.
void run_for_rows(const PlanDraft& draft, Action& action, const ObjectId& table);
// A key or index of a partitioned table contains no rows: its partitions are attached to it before the rows
// are restored.
bool precedes_rows(const PlanDraft& draft, const ObjectId& id);

// The name that calls of a routine or operator are resolved by; of other kinds none.
std::optional<Claim> overload_of(const ObjectId& id);
// The names that an object occupies.
std::vector<Claim> occupied_names(const Object& object);
void take_names(Action& action, const Object& object);
void free_names(Action& action, const Object& object);

}  // namespace schemac
