#include "migrate/build.h"

#include <algorithm>

#include "catalog/ddl.h"
#include "migrate/alter.h"
#include "migrate/hazard.h"
#include "migrate/online.h"

namespace schemac {
namespace {

bool is_type(Kind kind) {
  return kind == Kind::enum_ || kind == Kind::domain || kind == Kind::composite_type ||
         kind == Kind::range_type || kind == Kind::base_type;
}

bool is_table(Kind kind) { return kind == Kind::table || kind == Kind::foreign_table; }

const std::string* attached_to(const Object& object) {
  if (const auto* index = body_as<Index>(object)) return &index->attached_to;
  if (const auto* constraint = body_as<Constraint>(object)) return &constraint->attached_to;
  return nullptr;
}

bool is_inherited(const Object& object) {
  if (const auto* constraint = body_as<Constraint>(object)) {
    return constraint->inherited && constraint->attached_to.empty();
  }
  if (const auto* trigger = body_as<Trigger>(object)) return trigger->inherited;
  return false;
}

Phase drop_phase(Kind kind, bool for_good) {
  if (kind == Kind::event_trigger || kind == Kind::default_privileges || kind == Kind::publication) {
    return Phase::early_drop;
  }
  return for_good ? Phase::final_drop : Phase::drop;
}

Phase create_phase(Kind kind) {
  switch (kind) {
    case Kind::view:
    case Kind::materialized_view:
    case Kind::rule:
    case Kind::trigger:
    case Kind::policy:
      return Phase::view;
    case Kind::event_trigger:
    case Kind::publication:
    case Kind::subscription:
    case Kind::default_privileges:
      return Phase::late;
    default:
      return Phase::change;
  }
}

Lock drop_lock(const ObjectId& id) {
  switch (id.kind) {
    case Kind::table:
    case Kind::foreign_table:
    case Kind::view:
    case Kind::materialized_view:
    case Kind::index:
    case Kind::constraint:
    case Kind::trigger:
    case Kind::rule:
    case Kind::policy:
    case Kind::sequence:
      return Lock::access_exclusive;
    case Kind::statistics:
      return Lock::share_update_exclusive;
    default:
      return Lock::none;
  }
}

}  // namespace

std::vector<std::string> occupied_names(const Object& object) {
  const ObjectId& id = object.id;
  const std::string name = qualified_name(id.namespace_, id.name);
  switch (id.kind) {
    case Kind::table:
    case Kind::foreign_table:
    case Kind::view:
    case Kind::materialized_view:
    case Kind::composite_type:
      return {"relation " + name, "type " + name};
    case Kind::sequence:
    case Kind::index:
      return {"relation " + name};
    case Kind::enum_:
    case Kind::domain:
    case Kind::base_type:
      return {"type " + name};
    case Kind::range_type: {
      const auto* range = body_as<RangeType>(object);
      std::vector<std::string> names = {"type " + name};
      if (range && !range->multirange_name.empty()) names.push_back("type " + range->multirange_name);
      return names;
    }
    case Kind::function:
    case Kind::procedure:
    case Kind::aggregate:
      return {"routine " + name};
    case Kind::constraint: {
      std::vector<std::string> names = {id.text()};
      const auto* constraint = body_as<Constraint>(object);
      if (constraint &&
          (constraint->type == ConstraintType::primary_key || constraint->type == ConstraintType::unique ||
           constraint->type == ConstraintType::exclusion)) {
        names.push_back("relation " + name);
      }
      return names;
    }
    default:
      return {id.text()};
  }
}

ObjectId aside_name(const ObjectId& id, std::string_view suffix) {
  ObjectId aside = id;
  aside.name = id.name.substr(0, max_identifier_bytes - suffix.size()) + std::string(suffix);
  return aside;
}

const Decision& ActionBuilder::decision(const ObjectId& id) const {
  static const Decision keep;
  const auto found = decisions_.find(id);
  return found == decisions_.end() ? keep : found->second;
}

bool ActionBuilder::stays(const ObjectId& id) const {
  const Fate f = fate(id);
  return s_.old_object(id) != nullptr && s_.new_object(id) != nullptr && f != Fate::rebuild;
}

std::optional<std::int64_t> ActionBuilder::rows(const ObjectId& id) const {
  const auto was = s_.renames.old_of_new.find(id);
  const auto facts = s_.options.facts.find(was == s_.renames.old_of_new.end() ? id : was->second);
  if (facts == s_.options.facts.end()) return std::nullopt;
  return facts->second.rows;
}

bool ActionBuilder::online(const ObjectId& table) const {
  return stays(table) && takes_online_form(s_.options, rows(table));
}

Object ActionBuilder::wanted(const ObjectId& id) const {
  Object object = *s_.new_object(id);
  const Object* old = s_.old_object(id);
  if (old == nullptr || s_.options.diff.all_attributes) return object;
  if (!object.owner) object.owner = old->owner;
  if (!object.grants) object.grants = old->grants;
  const auto keep = [](auto& wanted, const auto& before) {
    if (wanted.empty()) wanted = before;
  };
  if (auto* table = std::get_if<Table>(&object.body)) {
    if (const auto* before = body_as<Table>(*old)) {
      keep(table->options, before->options);
      keep(table->tablespace, before->tablespace);
    }
  } else if (auto* index = std::get_if<Index>(&object.body)) {
    if (const auto* before = body_as<Index>(*old)) keep(index->tablespace, before->tablespace);
  } else if (auto* view = std::get_if<View>(&object.body)) {
    if (const auto* before = body_as<View>(*old)) keep(view->tablespace, before->tablespace);
  }
  return object;
}

std::size_t ActionBuilder::add(Action action) {
  actions_.push_back(std::move(action));
  return actions_.size() - 1;
}

Action ActionBuilder::make(const ObjectId& id, std::string title, std::vector<std::string> statements,
                           Phase phase) {
  Action action;
  action.step.object = id;
  action.step.title = std::move(title);
  action.statements = std::move(statements);
  action.phase = phase;
  return action;
}

void ActionBuilder::needs_of(Action& action, const ObjectId& id, const std::string& column, bool all) const {
  for (const Dependency& edge : s_.new_graph.of(id)) {
    if (edge.on == id || (!all && edge.dependent_column != column)) continue;
    if (edge.type == DependencyType::soft) {
      action.wishes.push_back({edge.on, edge.column});
      continue;
    }
    action.needs.push_back({edge.on, edge.column});
    if (fate(edge.on) == Fate::rebuild && is_table(edge.on.kind) && !is_table(id.kind)) {
      action.needs.push_back({edge.on, "@rows"});
    }
  }
}

void ActionBuilder::releases_of(Action& action, const ObjectId& id, const std::string& column,
                                bool all) const {
  for (const Dependency& edge : s_.old_graph.of(id)) {
    if (edge.on == id || edge.type == DependencyType::soft || (!all && edge.dependent_column != column))
      continue;
    action.releases.push_back({edge.on, edge.column});
    if (all && is_type(edge.on.kind)) action.releases.push_back({edge.on, "@name"});
  }
}

void ActionBuilder::take_names(Action& action, const Object& object) const {
  for (std::string& name : occupied_names(object)) action.takes.push_back(std::move(name));
}

void ActionBuilder::free_names(Action& action, const Object& object) const {
  for (std::string& name : occupied_names(object)) action.frees.push_back(std::move(name));
  // A foreign key that is made later must not find this key and choose it.
  const auto* constraint = body_as<Constraint>(object);
  const auto* index = body_as<Index>(object);
  if ((constraint && constraint->type != ConstraintType::foreign_key) || (index && index->unique)) {
    action.frees.push_back("keys of " + qualified_name(object.id.namespace_, object.id.relation));
  }
}

// The object whose end is this one's end too needs no statement.
bool ActionBuilder::goes_with_owner(const Object& old) const {
  const auto gone = [&](const Object* owner) {
    if (owner == nullptr) return false;
    const Fate f = fate(owner->id);
    return f == Fate::drop || f == Fate::rebuild;
  };
  if (detours_.explicit_drops.contains(old.id)) return false;
  if (!old.id.relation.empty() && gone(old_parent(old.id))) return true;
  if (const std::string* parent_index = attached_to(old); parent_index && !parent_index->empty()) {
    for (const Dependency& edge : s_.old_graph.of(old.id)) {
      if ((edge.on.kind == Kind::index || edge.on.kind == Kind::constraint) && gone(s_.old_object(edge.on))) {
        return true;
      }
    }
  }
  if (is_inherited(old)) {
    const Object* table = old_parent(old.id);
    if (table == nullptr || body_as<Trigger>(old)) return true;
    const auto* now = s_.new_object(table->id) ? body_as<Table>(*s_.new_object(table->id)) : nullptr;
    const auto* before = body_as<Table>(*table);
    return now == nullptr || before == nullptr || now->partition_of == before->partition_of;
  }
  if (const auto* sequence = body_as<Sequence>(old); sequence && !sequence->owned_by_table.empty()) {
    const Object* table = s_.old_graph.relations().find(sequence->owned_by_table);
    if (table == nullptr) return false;
    if (gone(table)) return true;
    const Object* after = s_.new_object(table->id);
    const auto* body = after == nullptr ? nullptr : body_as<Table>(*after);
    if (body == nullptr) return false;
    const auto& columns = decision(table->id).columns;
    const auto column = columns.find(sequence->owned_by_column);
    return find_column(body->columns, sequence->owned_by_column) == nullptr ||
           (column != columns.end() && column->second.regenerate);
  }
  return false;
}

std::vector<Action> ActionBuilder::run() {
  actions_.clear();
  for (const Catalog* catalog : {&s_.from, &s_.to}) {
    for (const auto& [id, object] : catalog->objects) {
      const auto* table = body_as<Table>(object);
      if (table == nullptr) continue;
      if (!table->partition_of.empty()) parents_.insert(table->partition_of);
      parents_.insert(table->inherits.begin(), table->inherits.end());
    }
  }
  std::optional<std::size_t> last;
  for (const RenameStep& rename : s_.renames.steps) {
    Action action = make(rename.object, rename.title, {rename.sql}, Phase::rename);
    action.step.lock = Lock::access_exclusive;
    if (last) action.after.push_back(*last);
    last = add(std::move(action));
  }
  std::vector<const Object*> implicit;
  for (const auto& [id, decision] : decisions_) {
    const Object* old = s_.old_object(id);
    if (decision.fate != Fate::drop && decision.fate != Fate::rebuild) continue;
    if (decision.fate == Fate::rebuild && is_table(id.kind)) copy_rows(*old);
    if (decision.swap_type) {
      swap_type(*old);
    } else if (goes_with_owner(*old)) {
      implicit.push_back(old);
    } else {
      drop_object(*old);
    }
  }
  for (const auto& [id, decision] : decisions_) {
    switch (decision.fate) {
      case Fate::keep:
      case Fate::drop:
        break;
      case Fate::create:
      case Fate::rebuild:
        create_object(id);
        break;
      case Fate::replace:
        replace_object(id);
        break;
      case Fate::alter:
        alter_object(id);
        break;
    }
  }
  reset_replica_identity();
  // What goes with its owner: its names are free, and its own dependencies end, when the owner's do.
  for (const Object* old : implicit) attach_to_end_of_owner(*old);
  for (Action& action : actions_) {
    std::string sql;
    for (const std::string& statement : action.statements) sql += (sql.empty() ? "" : ";\n") + statement;
    action.step.sql = std::move(sql);
    if (!action.step.transactional || action.step.lock == Lock::access_exclusive) {
      if (!action.step.lock_timeout) action.step.lock_timeout = s_.options.lock_timeout;
    }
  }
  return std::move(actions_);
}

void ActionBuilder::attach_to_end_of_owner(const Object& old) {
  std::vector<Resource> owners;
  if (const Object* parent = old_parent(old.id)) owners.push_back({parent->id, {}});
  if (const auto* sequence = body_as<Sequence>(old)) {
    if (const Object* table = s_.old_graph.relations().find(sequence->owned_by_table)) {
      owners.push_back({table->id, {}});
      owners.push_back({table->id, sequence->owned_by_column});
    }
  }
  if (const std::string* parent_index = attached_to(old); parent_index && !parent_index->empty()) {
    for (const Dependency& edge : s_.old_graph.of(old.id)) {
      const bool key = edge.on.kind == Kind::index || edge.on.kind == Kind::constraint;
      if (key && qualified_name(edge.on.namespace_, edge.on.name) == *parent_index)
        owners.push_back({edge.on, {}});
    }
  }
  for (const Resource& owner : owners) {
    for (Action& action : actions_) {
      if (std::find(action.ends.begin(), action.ends.end(), owner) == action.ends.end()) continue;
      free_names(action, old);
      action.ends.push_back({old.id, {}});
      releases_of(action, old.id);
      return;
    }
  }
}

void ActionBuilder::drop_object(const Object& old) {
  const ObjectId& id = old.id;
  const bool for_good = fate(id) == Fate::drop;
  // Rows go with their table.
  if (id.kind == Kind::statements && !id.relation.empty() && for_good && fate(id.parent()) == Fate::drop) return;
  const Object* table = id.relation.empty() ? nullptr : old_parent(id);
  Action action = make(id, "drop " + id.text(), {drop_statement(old)}, drop_phase(id.kind, for_good));
  action.step.lock = drop_lock(id);
  action.ends.push_back({id, {}});
  if (const auto* body = body_as<Table>(old)) {
    for (const Column& column : body->columns) action.ends.push_back({id, column.name});
  }
  if (const auto* body = body_as<View>(old)) {
    for (const Column& column : body->columns) action.ends.push_back({id, column.name});
  }
  free_names(action, old);
  if (const auto* body = body_as<Table>(old); body && detours_.early_defaults.contains(id)) {
    for (const Column& column : body->columns) {
      if (!column.default_expression || column.generated_expression) continue;
      Action before = make(
          id, "drop default of " + qualified_name(id) + "." + quote_identifier(column.name),
          {alter_relation(id, true) + " ALTER COLUMN " + quote_identifier(column.name) + " DROP DEFAULT"},
          Phase::drop);
      before.step.lock = Lock::access_exclusive;
      releases_of(before, id, column.name, false);
      action.after.push_back(add(std::move(before)));
    }
    for (const Dependency& edge : s_.old_graph.of(id)) {
      if (edge.on == id || edge.type == DependencyType::soft) continue;
      if (edge.dependent_column.empty() || is_type(edge.on.kind))
        action.releases.push_back({edge.on, edge.column});
    }
  } else {
    releases_of(action, id);
  }
  if (const auto* index = body_as<Index>(old); index && for_good && table && index->attached_to.empty() &&
                                               online(table->id) && !is_partitioned(*table)) {
    action.statements = {concurrent_drop(id)};
    action.phase = Phase::online;
    action.step.transactional = false;
    action.step.lock = Lock::share_update_exclusive;
    action.step.hazards.push_back(
        hazard::non_transactional(id, "DROP INDEX CONCURRENTLY cannot run in a transaction."));
  }
  // Keys and checks that came from the parent stand alone once the partition is detached.
  if ((is_inherited(old) || (attached_to(old) && !attached_to(old)->empty())) && table) {
    action.needs.push_back({table->id, "@detached"});
  }
  if (for_good && (id.kind == Kind::table || id.kind == Kind::sequence || id.kind == Kind::extension)) {
    action.step.hazards.push_back(hazard::drop_object(old, rows(id)));
  }
  if (const Decision& d = decision(id); d.because_of) {
    action.step.hazards.push_back(hazard::dependents_rebuilt(id, *d.because_of));
  }
  add(std::move(action));
}

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
  for (const auto& [other, setting] : s_.from.objects) {
    if (other.kind != Kind::default_privileges || !stays(other)) continue;
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

void ActionBuilder::replace_object(const ObjectId& id) {
  const Object& old = *s_.old_object(id);
  const Object object = wanted(id);
  std::vector<std::string> statements = {replace_statement(object)};
  if (const auto* trigger = body_as<Trigger>(object)) {
    if (!trigger->enabled.empty()) statements.push_back(enabled_statement(object));
  }
  if (const auto* rule = body_as<Rule>(object)) {
    if (rule->enabled != body_as<Rule>(old)->enabled) statements.push_back(enabled_statement(object));
  }
  const std::vector<std::string> defaults = view_column_statements(old, object);
  statements.insert(statements.end(), defaults.begin(), defaults.end());
  Action action = make(id, "replace " + id.text(), std::move(statements), create_phase(id.kind));
  if (const auto* view = body_as<View>(object)) {
    action.step.lock = Lock::access_exclusive;
    // Only what is appended is new.
    const auto& before = body_as<View>(old)->columns;
    for (const Column& column : view->columns) {
      if (find_column(before, column.name) == nullptr) action.makes.push_back({id, column.name});
    }
  } else if (!id.relation.empty()) {
    action.step.lock = Lock::share_row_exclusive;
  }
  needs_of(action, id);
  releases_of(action, id);
  const std::size_t replaced = add(std::move(action));
  const std::vector<std::string> decorations = alter_decorations(old, object, s_.options.diff.all_attributes);
  if (!decorations.empty()) {
    actions_[replaced].statements.insert(actions_[replaced].statements.end(), decorations.begin(),
                                         decorations.end());
  }
}

void ActionBuilder::alter_object(const ObjectId& id) {
  const Object& old = *s_.old_object(id);
  const Object object = wanted(id);
  std::vector<std::string> statements;
  Phase phase = create_phase(id.kind);
  Lock lock = Lock::none;
  bool commit_after = false;
  std::string title = "alter " + id.text();
  if (body_as<Enum>(old)) {
    statements = alter_enum(old, object);
    commit_after = !statements.empty();
    if (commit_after) {
      phase = Phase::enum_values;
      title = "add values to " + id.text();
    }
  } else if (body_as<CompositeType>(old)) {
    statements = alter_composite(old, object);
  } else if (body_as<Extension>(old)) {
    statements = alter_extension(old, object);
  } else if (body_as<Policy>(old)) {
    statements = alter_policy(old, object);
    lock = Lock::access_exclusive;
  } else if (const auto* statistics = body_as<Statistics>(object)) {
    if (statistics->target != body_as<Statistics>(old)->target) {
      statements.push_back("ALTER STATISTICS " + qualified_name(id) + " SET STATISTICS " +
                           std::to_string(statistics->target));
      lock = Lock::share_update_exclusive;
    }
  } else if (body_as<Trigger>(old) || body_as<Rule>(old)) {
    const bool changed = body_as<Trigger>(old)
                             ? body_as<Trigger>(old)->enabled != body_as<Trigger>(object)->enabled
                             : body_as<Rule>(old)->enabled != body_as<Rule>(object)->enabled;
    if (changed) statements.push_back(enabled_statement(object));
    lock = body_as<Trigger>(old) ? Lock::share_row_exclusive : Lock::access_exclusive;
  } else if (const auto* scripted = body_as<Scripted>(object)) {
    for (const auto& [name, value] : scripted->properties) {
      const auto& before = body_as<Scripted>(old)->properties;
      const auto was = before.find(name);
      const auto statement = scripted->alterations.find(name);
      if ((was == before.end() || was->second != value) && statement != scripted->alterations.end()) {
        statements.push_back(statement->second);
      }
    }
  } else if (body_as<Table>(old)) {
    alter_table(old, object);
  } else if (body_as<Constraint>(old)) {
    alter_constraint(old, object);
  } else if (body_as<Index>(old)) {
    alter_index(old, object);
  } else if (body_as<Domain>(old)) {
    alter_domain(old, object);
  } else if (body_as<View>(old)) {
    alter_view(old, object);
  } else if (body_as<Sequence>(old)) {
    alter_sequence(old, object);
  }
  if (!statements.empty()) {
    Action action = make(id, title, std::move(statements), phase);
    action.step.lock = lock;
    action.step.commit_after = commit_after;
    if (body_as<CompositeType>(object)) {
      for (const Column& column : body_as<CompositeType>(object)->columns) {
        action.makes.push_back({id, column.name});
      }
    }
    if (commit_after) {
      action.step.hazards.push_back(hazard::non_transactional(
          id, "A new value of " + id.text() + " can only be used after its transaction has ended."));
    } else {
      needs_of(action, id);
      releases_of(action, id);
    }
    add(std::move(action));
  }
  decorate(id);
}

void ActionBuilder::decorate(const ObjectId& id) {
  const Object& old = *s_.old_object(id);
  const Object object = wanted(id);
  std::vector<std::string> statements = alter_decorations(old, object, s_.options.diff.all_attributes);
  if (statements.empty()) return;
  Action action =
      make(id, "owner, comments and privileges of " + id.text(), std::move(statements), Phase::late);
  const bool comments_only = old.owner == object.owner && old.grants == object.grants;
  if (comments_only) action.step.title = "comments of " + id.text();
  action.step.lock = comments_only && is_relation(id.kind) ? Lock::share_update_exclusive : Lock::none;
  action.needs.push_back({id, {}});
  if (const auto* table = body_as<Table>(object)) {
    for (const Column& column : table->columns) action.needs.push_back({id, column.name});
  }
  if (old.grants) {
    std::string lost;
    for (const Grant& grant : *old.grants) {
      const bool kept =
          object.grants && std::any_of(object.grants->begin(), object.grants->end(), [&](const Grant& other) {
            return other.grantee == grant.grantee && other.privilege == grant.privilege &&
                   other.column == grant.column;
          });
      if (!kept) {
        lost += (lost.empty() ? "" : ", ") + grant.privilege + " of " +
                (grant.grantee.empty() ? "public" : grant.grantee);
      }
    }
    if (!lost.empty()) action.step.hazards.push_back(hazard::privileges_lost(id, lost));
  }
  add(std::move(action));
}

}  // namespace schemac
