// Views and sequences that stay; types whose columns change to a replacement.
#include <algorithm>

#include "catalog/ddl.h"
#include "plan/alter.h"
#include "plan/build.h"
#include "plan/hazard.h"
#include "plan/online.h"

namespace schemac {

void ActionBuilder::alter_view(const Object& old, const Object& wanted) {
  const ObjectId& id = wanted.id;
  const auto& from = *body_as<View>(old);
  const auto& to = *body_as<View>(wanted);
  const std::string head = alter_relation(id, false) + " ";
  std::vector<std::string> statements = view_column_statements(old, wanted);
  for (const std::string& clause : storage_option_clauses(from.options, to.options)) {
    statements.push_back(head + clause);
  }
  if (from.tablespace != to.tablespace) {
    statements.push_back(head + "SET TABLESPACE " +
                         (to.tablespace.empty() ? "pg_default" : quote_identifier(to.tablespace)));
  }
  if (from.access_method != to.access_method) {
    statements.push_back(
        head + "SET ACCESS METHOD " +
        (to.access_method.empty() ? std::string("heap") : quote_identifier(to.access_method)));
  }
  if (statements.empty()) return;
  Action action = make(id, "alter " + id.text(), std::move(statements), Phase::view);
  action.step.lock = Lock::access_exclusive;
  needs_of(action, id);
  releases_of(action, id);
  add(std::move(action));
}

void ActionBuilder::alter_sequence(const Object& old, const Object& wanted) {
  const ObjectId& id = wanted.id;
  const auto& from = *body_as<Sequence>(old);
  const auto& to = *body_as<Sequence>(wanted);
  const std::string head = "ALTER SEQUENCE " + qualified_name(id);
  const bool moves = from.owned_by_table != to.owned_by_table || from.owned_by_column != to.owned_by_column ||
                     choice(id).release_owner;
  std::vector<std::size_t> chain;
  if (moves && !from.owned_by_table.empty()) {
    Action action = make(id, "release " + id.text(), {head + " OWNED BY NONE"}, Phase::drop);
    releases_of(action, id);
    chain.push_back(add(std::move(action)));
  }
  std::vector<std::string> statements;
  const std::string changes = sequence_changes(from.options, to.options, false);
  if (!changes.empty()) statements.push_back(head + changes);
  if (from.unlogged != to.unlogged)
    statements.push_back(head + (to.unlogged ? " SET UNLOGGED" : " SET LOGGED"));
  if (!statements.empty()) {
    Action action = make(id, "alter " + id.text(), std::move(statements), Phase::change);
    action.step.lock = Lock::share_row_exclusive;
    add(std::move(action));
  }
  if (moves && !to.owned_by_table.empty()) {
    const std::size_t first = actions_.size();
    complete_object(id);
    for (std::size_t at = first; at < actions_.size(); ++at) actions_[at].after = chain;
  }
}

void ActionBuilder::swap_type(const Object& old) {
  const ObjectId& id = old.id;
  const ObjectId aside = aside_name(id, "__old");
  Action rename =
      make(id, "set " + id.text() + " aside",
           {"ALTER " + object_reference(id) + " RENAME TO " + quote_identifier(aside.name)}, Phase::drop);
  free_names(rename, old);
  rename.ends.push_back({id, "@name"});
  // None if a type of another kind takes the name.
  const Object* becomes = s_.new_object(id);
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
  const std::size_t renamed = add(std::move(rename));
  Action drop = make(id, "drop the former " + id.text(), {"DROP " + object_reference(aside)}, Phase::cleanup);
  drop.ends.push_back({id, {}});
  drop.after.push_back(renamed);
  for (const Dependency& edge : s_.old_graph.of(id)) {
    if (edge.type == DependencyType::soft) continue;
    drop.releases.push_back({edge.on, edge.column});
  }
  add(std::move(drop));
}

}  // namespace schemac
