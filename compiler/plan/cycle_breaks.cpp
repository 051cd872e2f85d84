#include "plan/cycle_breaks.h"

#include <algorithm>

#include "plan/partition_rules.h"
#include "plan/placeholder.h"

namespace schemac {
namespace {

// Views first: a view's placeholder reads nothing, a function's may still need the types of its arguments.
bool use_placeholder(const PlanContext& context, const std::vector<Action>& actions,
                     const std::vector<std::size_t>& cycle, CycleBreaks& breaks) {
  for (const bool views : {true, false}) {
    for (const std::size_t at : cycle) {
      const Action& action = actions[at];
      const ObjectId& id = action.step.object;
      if ((id.kind == Kind::view) != views) continue;
      const auto in = [&](const std::vector<Resource>& list) {
        return std::find(list.begin(), list.end(), Resource{id}) != list.end();
      };
      const Object* now = context.new_object(id);
      const Object* old = context.old_object(id);
      if (now && in(action.makes) && !placeholder_statement(*now).empty() &&
          breaks.placeholders.insert(id).second)
        return true;
      if (old && in(action.ends) && !placeholder_statement(*old).empty() &&
          breaks.placeholder_drops.insert(id).second)
        return true;
    }
  }
  return false;
}

}  // namespace

bool break_cycle(const PlanContext& context, const std::vector<Action>& actions,
                 const std::vector<std::size_t>& cycle, CycleBreaks& breaks) {
  for (const std::size_t at : cycle) {
    const Action& action = actions[at];
    const ObjectId& id = action.step.object;
    if (id.kind != Kind::table && id.kind != Kind::foreign_table) continue;
    const bool creates =
        std::find(action.makes.begin(), action.makes.end(), Resource{id}) != action.makes.end();
    if (creates && breaks.late_defaults.insert(id).second) return true;
    const bool drops = std::find(action.ends.begin(), action.ends.end(), Resource{id}) != action.ends.end();
    if (!drops) continue;
    bool found = false;
    for (const auto& [other, object] : context.from.objects) {
      const auto* constraint = body_as<Constraint>(object);
      const bool apart = (constraint && !constraint->inherited) ||
                         (body_as<Index>(object) && attached_to(object)->empty()) || body_as<Policy>(object);
      if (apart && other.namespace_ == id.namespace_ && other.relation == id.name) {
        found = breaks.explicit_drops.insert(other).second || found;
      }
    }
    if (found || breaks.early_defaults.insert(id).second) return true;
  }
  return use_placeholder(context, actions, cycle, breaks);
}

}  // namespace schemac
