// Ways to break a cycle of actions: defaults apart from their tables, attachments with a DROP of their own,
// placeholders.
#pragma once
#include <vector>

#include "plan/plan_draft.h"

namespace schemac {

// Adds to `breaks` another way to break the cycle (indexes of actions); false if no other way is left.
bool break_cycle(const PlanContext& context, const std::vector<Action>& actions,
                 const std::vector<std::size_t>& cycle, CycleBreaks& breaks);

}  // namespace schemac
