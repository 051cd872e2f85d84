// First half of planning: the action for each object, before any order. Starts from the differences and
// follows the dependencies of `from`: an object that reads a dropped object, or a column whose type changes,
// and that cannot be altered to stop reading it, is recreated.
#pragma once
#include "plan/plan_context.h"

namespace schemac {

ChosenActions choose_actions(const PlanContext& context, const std::vector<Change>& changes);

// CREATE OR REPLACE is possible: a view that keeps its columns and only appends, a routine that keeps its
// result and argument names and loses no default.
bool view_is_replaceable(const View& from, const View& to);
bool routine_is_replaceable(const Routine& from, const Routine& to);

}  // namespace schemac
