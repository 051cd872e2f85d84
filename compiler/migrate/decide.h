// First half of planning: what has to happen to each object, before any order. Starts from what differs and
// follows the dependencies of `from`: whoever reads something that goes, or a column whose type changes, and
// cannot be altered away from it, is rebuilt.
#pragma once
#include "migrate/situation.h"

namespace schemac {

Decisions decide(const Situation& situation, const std::vector<Change>& changes);

// CREATE OR REPLACE is possible: a view that keeps its columns and only appends, a routine that keeps its
// result and argument names and loses no default.
bool view_is_replaceable(const View& from, const View& to);
bool routine_is_replaceable(const Routine& from, const Routine& to);

}  // namespace schemac
