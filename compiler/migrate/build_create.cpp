// What comes. Tables, constraints and indexes have files of their own.
#include <algorithm>

#include "catalog/ddl.h"
#include "migrate/alter.h"
#include "migrate/build.h"
#include "migrate/hazard.h"
#include "migrate/online.h"

namespace schemac {

void ActionBuilder::create_object(const ObjectId& id) {
  const Object object = wanted(id);
  if (is_inherited(object)) {
    // Comes with its parent's; what hangs on it by itself follows.
    const std::vector<std::string> rest = create_statements(object);
    if (rest.empty()) return;
    Action action = make(id, "complete " + id.text(), rest, Phase::late);
    needs_of(action, id);
    add(std::move(action));
    return;
  }
  if (is_table(id.kind)) {
    create_table(object);
    complete_object(id);
    return;
  }
  if (id.kind == Kind::constraint) {
    create_constraint(object);
    return;
  }
  if (id.kind == Kind::index) {
    create_index(object);
    return;
  }
  Action action = make(id, "create " + id.text(), create_statements(object), create_phase(id.kind));
  action.makes.push_back({id, {}});
  if (const auto* view = body_as<View>(object)) {
    for (const Column& column : view->columns) action.makes.push_back({id, column.name});
    if (id.kind == Kind::materialized_view) {
      action.step.brief = false;
      if (!view->with_data) action.step.hazards.push_back(hazard::matview_empty(id));
      if (view->with_data && fate(id) == Fate::rebuild) {
        action.step.hazards.push_back(hazard::matview_filled(id));
      }
    }
  }
  revoke_default_privileges(action, object);
  take_names(action, object);
  // A sequence's owner is told later: the owner's default calls the sequence.
  if (!body_as<Sequence>(object)) needs_of(action, id);
  if (body_as<Sequence>(object) && !id.namespace_.empty()) {
    action.needs.push_back({{Kind::namespace_, {}, {}, id.namespace_}, {}});
  }
  if (const Object* relation = id.relation.empty() ? nullptr : new_parent(id);
      relation && stays(relation->id)) {
    action.step.lock = id.kind == Kind::trigger      ? Lock::share_row_exclusive
                       : id.kind == Kind::statistics ? Lock::share_update_exclusive
                                                     : Lock::access_exclusive;
  }
  add(std::move(action));
  complete_object(id);
}

// Default privileges that are in force while the object is made give it what `to` may not want.
void ActionBuilder::revoke_default_privileges(Action& action, const Object& object) const {
  const ObjectId& id = object.id;
  const std::string_view kinds = id.kind == Kind::sequence     ? "SEQUENCES"
                                 : id.kind == Kind::namespace_ ? "SCHEMAS"
                                 : is_type(id.kind)            ? "TYPES"
                                 : body_as<Routine>(object)    ? "FUNCTIONS"
                                                               : "TABLES";
  const bool has_privileges = body_as<Table>(object) || body_as<View>(object) || body_as<Sequence>(object) ||
                              body_as<Routine>(object) || is_type(id.kind) || id.kind == Kind::namespace_;
  if (!has_privileges) return;
  for (auto at = s_.from.objects.lower_bound({Kind::default_privileges, {}, {}, {}});
       at != s_.from.objects.end() && at->first.kind == Kind::default_privileges; ++at) {
    const ObjectId& other = at->first;
    if (!stays(other)) continue;
    // "FOR ROLE r [IN SCHEMA s] ON TABLES TO grantee"
    const std::size_t on = other.name.rfind(" ON " + std::string(kinds) + " TO ");
    if (on == std::string::npos) continue;
    const std::string scope = " IN SCHEMA " + quote_identifier(id.namespace_);
    const std::string head = other.name.substr(0, on);
    if (head.find(" IN SCHEMA ") != std::string::npos && !head.ends_with(scope)) continue;
    const std::string grantee = other.name.substr(on + kinds.size() + 8);
    const bool wanted =
        object.grants && std::any_of(object.grants->begin(), object.grants->end(), [&](const Grant& g) {
          return (g.grantee.empty() ? "PUBLIC" : quote_identifier(g.grantee)) == grantee;
        });
    if (wanted) continue;
    const std::string target = body_as<Table>(object) || body_as<View>(object) ? "TABLE " + qualified_name(id)
                                                                               : object_reference(id);
    action.statements.push_back("REVOKE ALL ON " + target + " FROM " + grantee);
  }
}

void ActionBuilder::complete_object(const ObjectId& id) {
  const Object object = wanted(id);
  std::vector<std::string> statements = completion_statements(object);
  if (statements.empty()) return;
  Action action = make(id, "complete " + id.text(), std::move(statements), Phase::foreign_key);
  action.needs.push_back({id, {}});
  if (const auto* sequence = body_as<Sequence>(object)) {
    const Object* table = s_.new_graph.relations().find(sequence->owned_by_table);
    action.step.title = "owner column of " + id.text();
    if (table != nullptr) {
      action.needs.push_back({table->id, sequence->owned_by_column});
      if (stays(table->id) && s_.old_object(id) == nullptr) {
        const Object* before = s_.old_object(table->id);
        const auto* body = before ? body_as<Table>(*before) : nullptr;
        // Rows are there already: the sequence goes on behind them.
        if (body && find_column(body->columns, sequence->owned_by_column)) {
          action.statements.push_back(
              advance_sequence(quote_literal(qualified_name(id)) + "::pg_catalog.regclass", table->id,
                               sequence->owned_by_column, sequence->options.start));
        }
      }
    }
  } else {
    const std::string index = body_as<Table>(object)->replica_identity.substr(6);
    action.step.title = "replica identity of " + qualified_name(id);
    action.step.lock = stays(id) ? Lock::access_exclusive : Lock::none;
    action.needs.push_back({{Kind::index, id.namespace_, id.name, index}, {}});
    action.needs.push_back({{Kind::constraint, id.namespace_, id.name, index}, {}});
  }
  add(std::move(action));
}

// An index that is made anew takes the table's replica identity with it when it goes.
void ActionBuilder::reset_replica_identity() {
  for (const auto& [id, object] : s_.to.objects) {
    const auto* table = body_as<Table>(object);
    if (!table || !table->replica_identity.starts_with("index ") || !stays(id)) continue;
    const std::string index = table->replica_identity.substr(6);
    const bool rebuilt = fate({Kind::index, id.namespace_, id.name, index}) == Fate::rebuild ||
                         fate({Kind::constraint, id.namespace_, id.name, index}) == Fate::rebuild;
    const auto* before = body_as<Table>(*s_.old_object(id));
    if (rebuilt || (before && before->replica_identity != table->replica_identity)) complete_object(id);
  }
}

}  // namespace schemac
