// Sequences.
#include <algorithm>

#include "catalog/ddl.h"
#include "catalog/in_words.h"
#include "plan/hazard.h"
#include "plan/kinds/column.h"
#include "plan/kinds/kind_plan.h"
#include "plan/needs.h"
#include "plan/object_actions.h"
#include "plan/online.h"

namespace schemac {
namespace {

// Its owner is set after both exist: the owner's default calls the sequence.
void set_owner_column(PlanDraft& draft, const Object& object, std::vector<std::size_t> after) {
  const ObjectId& id = object.id;
  const auto& sequence = *body_as<Sequence>(object);
  std::vector<std::string> statements = completion_statements(object);
  if (statements.empty()) return;
  Action action =
      make_action(id, "owner column of " + in_words(id), std::move(statements), Phase::foreign_key);
  action.needs.push_back({id});
  action.after = std::move(after);
  const Object* table = draft.context.new_graph.relations().find(sequence.owned_by_table);
  if (table != nullptr) {
    action.needs.push_back(resource_of(table->id, sequence.owned_by_column));
    const Object* before = draft.context.old_object(table->id);
    const auto* body = before == nullptr ? nullptr : body_as<Table>(*before);
    // Rows exist already: the sequence continues after their values.
    if (draft.stays(table->id) && draft.context.old_object(id) == nullptr && body != nullptr &&
        find_column(body->columns, sequence.owned_by_column) != nullptr) {
      action.statements.push_back(
          advance_sequence(quote_literal(qualified_name(id)) + "::pg_catalog.regclass", table->id,
                           sequence.owned_by_column, sequence.options.start));
    }
  }
  draft.add(std::move(action));
}

void create_sequence(PlanDraft& draft, const Object& object) {
  const ObjectId& id = object.id;
  Action action = create_action(draft, object);
  if (!id.namespace_.empty()) action.needs.push_back({ObjectId{Kind::namespace_, {}, {}, id.namespace_}});
  draft.add(std::move(action));
  set_owner_column(draft, object, {});
}

void alter_sequence(PlanDraft& draft, const Object& old, const Object& wanted) {
  const ObjectId& id = wanted.id;
  const auto& from = *body_as<Sequence>(old);
  const auto& to = *body_as<Sequence>(wanted);
  const std::string head = "ALTER SEQUENCE " + qualified_name(id);
  const bool moves = from.owned_by_table != to.owned_by_table || from.owned_by_column != to.owned_by_column ||
                     draft.choice(id).release_owner;
  std::vector<std::size_t> chain;
  if (moves && !from.owned_by_table.empty()) {
    Action action =
        make_action(id, "detach from its column: " + in_words(id), {head + " OWNED BY NONE"}, Phase::drop);
    releases_of(draft, action, id);
    chain.push_back(draft.add(std::move(action)));
  }
  std::vector<std::string> statements;
  const std::string changes = sequence_changes(from.options, to.options, false);
  if (!changes.empty()) statements.push_back(head + changes);
  if (from.unlogged != to.unlogged)
    statements.push_back(head + (to.unlogged ? " SET UNLOGGED" : " SET LOGGED"));
  if (!statements.empty()) {
    Action action = make_action(id, "alter " + in_words(id), std::move(statements), Phase::change);
    action.step.lock = Lock::share_row_exclusive;
    draft.add(std::move(action));
  }
  if (moves && !to.owned_by_table.empty()) {
    set_owner_column(draft, wanted, std::move(chain));
  }
}

void react_sequence(ActionChooser& chooser, const Invalid& invalid, const Dependent& dependent) {
  if (invalid.retyped) return;
  const auto& sequence = *body_as<Sequence>(*chooser.context().new_object(dependent.id));
  chooser.choice(dependent.id).release_owner = !sequence.owned_by_table.empty();
  chooser.alter(dependent.id, invalid.object);
}

bool sequence_goes_with_column(const PlanDraft& draft, const Object& old) {
  const auto& sequence = *body_as<Sequence>(old);
  if (sequence.owned_by_table.empty()) return false;
  const Object* table = draft.context.old_graph.relations().find(sequence.owned_by_table);
  if (table == nullptr) return false;
  if (is_dropped(draft, table)) return true;
  const Object* after = draft.context.new_object(table->id);
  const auto* body = after == nullptr ? nullptr : body_as<Table>(*after);
  if (body == nullptr) return false;
  const auto& columns = draft.choice(table->id).columns;
  const auto column = columns.find(sequence.owned_by_column);
  return find_column(body->columns, sequence.owned_by_column) == nullptr ||
         (column != columns.end() && column->second.regenerate);
}

std::vector<Resource> sequence_owners(const PlanDraft& draft, const Object& old) {
  const auto& sequence = *body_as<Sequence>(old);
  const Object* table = draft.context.old_graph.relations().find(sequence.owned_by_table);
  if (table == nullptr) return {};
  return {{table->id}, resource_of(table->id, sequence.owned_by_column)};
}

}  // namespace

const KindPlan sequence_plan = {
    .classify = always_alter,
    .choose_parts = has_no_parts,
    .reach_below = reaches_nothing,
    .react = react_sequence,
    .create = create_sequence,
    .replace = never_replaced,
    .alter = alter_sequence,
    .drop = drop_with_loss,
    .goes_with_owner = sequence_goes_with_column,
    .owners = sequence_owners,
};

}  // namespace schemac
