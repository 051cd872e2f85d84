#include "plan/kinds/type.h"
#include "catalog/in_words.h"

#include <algorithm>

#include "catalog/ddl.h"
#include "conversion/type_shape.h"
#include "plan/hazard.h"
#include "plan/needs.h"
#include "plan/partition_rules.h"

namespace schemac {

bool mentions_type(const std::string& type, const ObjectId& id, const Catalog& catalog) {
  const std::string name = base_type(type);
  if (name == qualified_name(id)) return true;
  const Object* object = id.kind == Kind::range_type ? catalog.find(id) : nullptr;
  const auto* range = object == nullptr ? nullptr : body_as<RangeType>(*object);
  // The server prints the multirange's name without a schema if it is that of the range.
  return range != nullptr && !range->multirange_name.empty() &&
         (name == range->multirange_name || name == qualified_name(id.namespace_, range->multirange_name));
}

bool uses_type(const Column& column, const ObjectId& id, const Catalog& catalog) {
  return id.kind == Kind::collation ? column.collation == qualified_name(id)
                                    : mentions_type(column.type, id, catalog);
}

namespace {

bool contains_type(const Object& object, const ObjectId& id, const Catalog& catalog) {
  if (const auto* domain = body_as<Domain>(object)) return mentions_type(domain->type, id, catalog);
  const auto* composite = body_as<CompositeType>(object);
  return composite != nullptr &&
         std::any_of(composite->columns.begin(), composite->columns.end(),
                     [&](const Column& column) { return mentions_type(column.type, id, catalog); });
}

// made_of: the table, and the types in between.
void set_values_aside(ActionChooser& chooser, const ObjectId& type, const std::set<ObjectId>& made_of) {
  const PlanContext& context = chooser.context();
  for (const Dependent& dependent : context.old_graph.on(type)) {
    const ObjectId& id = dependent.id;
    const Object* old = context.old_object(id);
    const Object* now = context.new_object(id);
    if (old == nullptr || !dependent.edge.column.empty() || id == type) continue;
    if (contains_type(*old, type, context.from) && !made_of.contains(id)) {
      std::set<ObjectId> with = made_of;
      with.insert(id);
      set_values_aside(chooser, id, with);
    }
    const auto* table = body_as<Table>(*old);
    const auto* wanted = now == nullptr ? nullptr : body_as<Table>(*now);
    if (table == nullptr || wanted == nullptr) continue;
    const std::string& name = dependent.edge.dependent_column;
    const Column* from = find_column(table->columns, name);
    const Column* to = find_column(wanted->columns, name);
    if (from == nullptr || to == nullptr || !mentions_type(from->type, type, context.from)) continue;
    ColumnAction& action = chooser.choice(id).columns[name];
    for (const ObjectId& part : made_of) {
      if (std::find(action.aside_for.begin(), action.aside_for.end(), part) == action.aside_for.end())
        action.aside_for.push_back(part);
    }
    if (action.retype) continue;
    action.retype = true;
    chooser.alter(id, type);
    chooser.invalidate(id, name, true);
  }
}

}  // namespace

void set_row_values_aside(ActionChooser& chooser, const ObjectId& table) {
  const PlanContext& context = chooser.context();
  std::vector<ObjectId> open = {table};
  std::set<ObjectId> tables;
  while (!open.empty()) {
    const ObjectId id = std::move(open.back());
    open.pop_back();
    if (!tables.insert(id).second) continue;
    for (const Dependent& dependent : context.old_graph.on(id)) {
      const Object* object = context.old_object(dependent.id);
      const auto* body = object == nullptr ? nullptr : body_as<Table>(*object);
      if (body == nullptr) continue;
      const std::vector<std::string> parents = parents_of(*body);
      if (std::find(parents.begin(), parents.end(), qualified_name(id)) != parents.end())
        open.push_back(dependent.id);
    }
  }
  for (const ObjectId& id : tables) set_values_aside(chooser, id, {id, table});
}

bool is_swappable(Kind kind) { return is_type(kind) || kind == Kind::collation; }

void swap_contained(ActionChooser& chooser) {
  std::vector<ObjectId> open;
  for (const auto& [id, choice] : chooser.chosen())
    if (choice.swap_type) open.push_back(id);
  while (!open.empty()) {
    const ObjectId id = std::move(open.back());
    open.pop_back();
    for (const Dependency& edge : chooser.context().old_graph.of(id)) {
      if (!is_swappable(edge.on.kind)) continue;
      const auto inner = chooser.chosen().find(edge.on);
      if (inner == chooser.chosen().end() || inner->second.action != ObjectAction::recreate ||
          inner->second.swap_type)
        continue;
      chooser.choice(edge.on).swap_type = true;
      open.push_back(edge.on);
    }
  }
}

std::optional<ObjectId> swapped_type(const PlanDraft& draft, const std::string& type) {
  for (const auto& [id, choice] : draft.chosen) {
    if (choice.swap_type && mentions_type(type, id, draft.context.from)) return id;
  }
  return std::nullopt;
}

void swap_type(PlanDraft& draft, const Object& old) {
  const ObjectId& id = old.id;
  const ObjectId aside = aside_name(id, "__old");
  Action rename = make_action(
      id, "rename " + in_words(id) + " for its replacement",
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
      make_action(id, "drop the old " + in_words(id), {"DROP " + object_reference(aside)}, Phase::cleanup);
  drop.ends.push_back({id});
  drop.after.push_back(renamed);
  for (const Dependency& edge : draft.context.old_graph.of(id)) {
    if (edge.type == DependencyType::soft) continue;
    drop.releases.push_back(resource_of(edge.on, edge.column));
  }
  draft.add(std::move(drop));
}

}  // namespace schemac
