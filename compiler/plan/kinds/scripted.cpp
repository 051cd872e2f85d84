// Kinds that one statement defines and that are recreated as a whole, unless an ALTER is known for a
// property: operators, casts, collations, text search, foreign data, publications, default privileges, …
#include <algorithm>

#include "catalog/lookup_rows.h"
#include "plan/kinds/kind_plan.h"
#include "plan/needs.h"
#include "plan/object_actions.h"

namespace schemac {
namespace {

// An attribute that has a statement of its own, or a property with a known ALTER.
bool is_alterable(const Scripted& wanted, const Difference& difference) {
  return is_decoration(difference) ||
         (difference.of == Difference::Of::property && wanted.alterations.contains(difference.name));
}

ObjectAction classify_scripted(const PlanContext& /*context*/, const Compared& compared) {
  if (is_lookup_rows(compared.from.id)) return ObjectAction::alter;
  const auto& wanted = *body_as<Scripted>(compared.to);
  const auto& found = compared.differences;
  return std::all_of(found.begin(), found.end(),
                     [&](const Difference& difference) { return is_alterable(wanted, difference); })
             ? ObjectAction::alter
             : ObjectAction::recreate;
}

void react_scripted(ActionChooser& chooser, const Invalid& invalid, const Dependent& dependent) {
  const ObjectId& id = dependent.id;
  if (is_lookup_rows(id)) return;  // copied with their table
  // Publications of others: the table leaves the publication when it is dropped for good.
  const PlanContext& context = chooser.context();
  if (id.kind == Kind::publication && context.unmanaged.contains(id) &&
      context.new_object(invalid.object) == nullptr)
    return;
  react_by_recreation(chooser, invalid, dependent);
}

void create_scripted(PlanDraft& draft, const Object& object) {
  const ObjectId& id = object.id;
  Action action = create_action(draft, object);
  needs_of(draft, action, id);
  if (const Object* relation = id.relation.empty() ? nullptr : draft.new_parent(id)) {
    if (id.kind == Kind::statements) run_for_rows(draft, action, relation->id);
    if (draft.stays(relation->id)) action.step.lock = Lock::access_exclusive;
  }
  draft.add(std::move(action));
}

void alter_scripted(PlanDraft& draft, const Object& old, const Object& wanted) {
  const auto& before = body_as<Scripted>(old)->properties;
  const auto& scripted = *body_as<Scripted>(wanted);
  std::vector<std::string> statements;
  for (const auto& [name, value] : scripted.properties) {
    const auto was = before.find(name);
    const auto statement = scripted.alterations.find(name);
    if ((was == before.end() || was->second != value) && statement != scripted.alterations.end())
      statements.push_back(statement->second);
  }
  if (!statements.empty()) draft.add(alter_action(draft, wanted.id, std::move(statements)));
}

}  // namespace

const KindPlan scripted_plan = {
    .classify = classify_scripted,
    .choose_parts = has_no_parts,
    .reach_below = reaches_nothing,
    .react = react_scripted,
    .create = create_scripted,
    .replace = never_replaced,
    .alter = alter_scripted,
    .drop = drop_plainly,
    .goes_with_owner = goes_alone,
    .owners = owned_by_relation,
};

}  // namespace schemac
