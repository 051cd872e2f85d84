#include "plan/kinds/type.h"

#include <algorithm>

#include "catalog/ddl.h"
#include "conversion/type_shape.h"
#include "plan/hazard.h"
#include "plan/needs.h"

namespace schemac {

bool mentions_type(const std::string& type, const ObjectId& id) {
  const std::string name = qualified_name(id);
  if (base_type(type) == name) return true;
  return id.kind == Kind::range_type && base_type(type) == qualified_name(id.namespace_, id.name);
}

std::optional<ObjectId> swapped_type(const PlanDraft& draft, const std::string& type) {
  for (const auto& [id, choice] : draft.chosen) {
    if (choice.swap_type && mentions_type(type, id)) return id;
  }
  return std::nullopt;
}

void swap_type(PlanDraft& draft, const Object& old) {
  const ObjectId& id = old.id;
  const ObjectId aside = aside_name(id, "__old");
  Action rename = make_action(
      id, "set " + id.text() + " aside",
      {"ALTER " + object_reference(id) + " RENAME TO " + quote_identifier(aside.name)}, Phase::drop);
  free_names(rename, old);
  rename.ends.push_back({id, Facet::name});
  // None if a type of another kind takes the name.
  const Object* becomes = draft.context.new_object(id);
  if (const auto* from = body_as<Enum>(old)) {
    if (const auto* to = becomes == nullptr ? nullptr : body_as<Enum>(*becomes)) {
      std::vector<std::string> removed;
      for (const std::string& label : from->labels) {
        if (std::find(to->labels.begin(), to->labels.end(), label) == to->labels.end())
          removed.push_back(label);
      }
      if (!removed.empty()) rename.step.hazards.push_back(hazard::removed_labels(id, removed));
    }
  }
  if (const auto* range = body_as<RangeType>(old); range && !range->multirange_name.empty()) {
    // The server prints it without a schema; the new type needs the name.
    const std::string multirange = range->multirange_name.find('.') == std::string::npos
                                       ? qualified_name(id.namespace_, range->multirange_name)
                                       : range->multirange_name;
    rename.statements.push_back("ALTER TYPE " + multirange + " RENAME TO " +
                                quote_identifier(aside_name(id, "__oldm").name));
    // The constructors are functions of the type's name.
    const std::string former = quote_identifier(aside.name);
    const std::string plain = qualified_name(id.namespace_, id.name);
    const std::string set_aside = qualified_name(aside);
    for (const std::string& arguments : {range->subtype + ", " + range->subtype,
                                         range->subtype + ", " + range->subtype + ", pg_catalog.text"}) {
      rename.statements.push_back("ALTER FUNCTION " + plain + "(" + arguments + ") RENAME TO " + former);
    }
    for (const std::string& arguments : {std::string(), set_aside, "VARIADIC " + set_aside + "[]"}) {
      rename.statements.push_back("ALTER FUNCTION " + multirange + "(" + arguments + ") RENAME TO " +
                                  quote_identifier(aside_name(id, "__oldm").name));
    }
  }
  const std::size_t renamed = draft.add(std::move(rename));
  Action drop =
      make_action(id, "drop the former " + id.text(), {"DROP " + object_reference(aside)}, Phase::cleanup);
  drop.ends.push_back({id});
  drop.after.push_back(renamed);
  for (const Dependency& edge : draft.context.old_graph.of(id)) {
    if (edge.type == DependencyType::soft) continue;
    drop.releases.push_back(resource_of(edge.on, edge.column));
  }
  draft.add(std::move(drop));
}

}  // namespace schemac
