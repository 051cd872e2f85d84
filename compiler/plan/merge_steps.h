// Ordered actions -> steps.
#pragma once
#include <string>
#include <vector>

#include "plan/action.h"

namespace schemac {

// Adjacent steps that alter columns of one table share a statement: one lock, one rewrite. Leaves out commits
// that separate nothing. Takes the steps out of the actions.
std::vector<Step> merge_steps(std::vector<Action>& actions, const std::vector<std::size_t>& order);

// A table whose rows are not visible at a commit; empty if absent.
std::string torn_apart(const std::vector<Action>& actions, const std::vector<std::size_t>& order);

}  // namespace schemac
