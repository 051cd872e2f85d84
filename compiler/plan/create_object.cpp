// Created objects, also through a placeholder.
#include "catalog/ddl.h"
#include "catalog/in_words.h"
#include "plan/kinds/kind_plan.h"
#include "plan/needs.h"
#include "plan/object_actions.h"
#include "plan/placeholder.h"

namespace schemac {

void create_object(PlanDraft& draft, const ObjectId& id) {
  const Object object = draft.wanted(id);
  kind_plan(object).create(draft, object);
}

Action create_action(const PlanDraft& draft, const Object& object) {
  const ObjectId& id = object.id;
  Action action = make_action(id, "create " + in_words(id), create_statements(object), create_phase(id.kind));
  action.makes.push_back({id});
  correct_privileges(draft, action, object);
  take_names(action, object);
  return action;
}

void create_plainly(PlanDraft& draft, const Object& object) {
  if (draft.breaks.placeholders.contains(object.id)) {
    create_through_placeholder(draft, object);
    return;
  }
  Action action = create_action(draft, object);
  needs_of(draft, action, object.id);
  draft.add(std::move(action));
}

void complete_inherited(PlanDraft& draft, const Object& object) {
  std::vector<std::string> rest = create_statements(object);
  if (rest.empty()) return;
  Action action = make_action(object.id, "complete " + in_words(object.id), std::move(rest), Phase::late);
  needs_of(draft, action, object.id);
  draft.add(std::move(action));
}

// Other objects need it before it can have its final form.
void create_through_placeholder(PlanDraft& draft, const Object& object) {
  const ObjectId& id = object.id;
  const std::size_t columns = placeholder_columns(object, draft.context.to);
  Action placeholder = make_action(id, "placeholder for " + in_words(id),
                                   {placeholder_statement(object, columns)}, create_phase(id.kind));
  Action whole =
      make_action(id, "create " + in_words(id), complete_placeholder(object), create_phase(id.kind));
  placeholder.makes.push_back({id});
  whole.makes.push_back({id, Facet::whole});
  if (const auto* view = body_as<View>(object)) {
    for (std::size_t at = 0; at < view->columns.size(); ++at)
      (at < columns ? placeholder : whole).makes.push_back(resource_of(id, view->columns[at].name));
  }
  for (const Dependency& edge : draft.context.new_graph.of(id)) {
    if (edge.on != id && edge.type != DependencyType::soft &&
        placeholder_needs(object, edge, draft.context.to))
      placeholder.needs.push_back(resource_of(edge.on, edge.column));
  }
  take_names(placeholder, object);
  whole.after.push_back(draft.add(std::move(placeholder)));
  needs_of(draft, whole, id);
  correct_privileges(draft, whole, object);
  draft.add(std::move(whole));
}

}  // namespace schemac
