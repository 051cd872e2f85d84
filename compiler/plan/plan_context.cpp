#include "plan/plan_context.h"

#include <algorithm>

namespace schemac {

bool stays(const PlanContext& context, const ChosenActions& chosen, const ObjectId& id) {
  const auto choice = chosen.find(id);
  return context.old_object(id) != nullptr && context.new_object(id) != nullptr &&
         (choice == chosen.end() || choice->second.action != ObjectAction::recreate);
}

const Column* find_column(const std::vector<Column>& columns, const std::string& name) {
  const auto found =
      std::find_if(columns.begin(), columns.end(), [&](const Column& column) { return column.name == name; });
  return found == columns.end() ? nullptr : &*found;
}

}  // namespace schemac
