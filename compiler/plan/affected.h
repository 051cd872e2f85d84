// What happens to the dependents of changed objects, for people: Plan::dependents.
#pragma once
#include <vector>

#include "plan/action.h"
#include "plan/plan_context.h"

namespace schemac {

std::vector<AffectedDependent> affected_dependents(const PlanContext& context, const ChosenActions& chosen,
                                                   const std::vector<Change>& changes);
// A view that is changed to read a swapped one is replaced, not recreated.
void note_replaced(const std::vector<Action>& actions, std::vector<AffectedDependent>& dependents);

}  // namespace schemac
