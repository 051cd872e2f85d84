// Rows that sources define in lookup tables: each statement names its rows, so that all other rows stay
// unchanged.
#include <algorithm>

#include "catalog/lookup_rows.h"
#include "plan/hazard.h"
#include "plan/kinds/lookup_rows.h"
#include "plan/needs.h"
#include "sqlfile/lookup_rows.h"

namespace schemac {
namespace {

struct RowChanges {
  std::vector<LookupRow> added;
  std::vector<LookupRow> removed;
  std::vector<std::pair<LookupRow, LookupRow>> changed;  // from, to
};

// all: rows in both states count as added, too.
RowChanges row_changes(const sql::RowsByText& from, const sql::RowsByText& to, bool all) {
  RowChanges changes;
  for (const auto& [text, row] : from) {
    if (!to.contains(text)) changes.removed.push_back(row);
  }
  for (const auto& [text, row] : to) {
    const auto old = from.find(text);
    if (old == from.end() || all) changes.added.push_back(row);
    if (old != from.end() && old->second != row) changes.changed.emplace_back(old->second, row);
  }
  return changes;
}

bool overwrites(const LookupRow& from, const LookupRow& to) {
  return (from.meaning && from.meaning != to.meaning) ||
         (from.description && from.description != to.description);
}

}  // namespace

void change_rows(PlanDraft& draft, const ObjectId& id, bool restate) {
  const ObjectId table = id.parent();
  // Rows are dropped with their table.
  if (draft.context.new_object(table) == nullptr) return;
  const RowChanges changes = row_changes(sql::rows_of(draft.context.old_object(id)),
                                         sql::rows_of(draft.context.new_object(id)), restate);
  const std::string name = qualified_name(table);
  std::optional<std::size_t> put;
  if (!changes.added.empty() || !changes.changed.empty()) {
    Action action = make_action(id, "rows of " + name, {}, Phase::change);
    std::vector<std::string> overwritten;
    for (const auto& [from, to] : changes.changed) {
      action.statements.push_back(update_row(id, from, to));
      if (overwrites(from, to)) overwritten.push_back(to.text);
    }
    if (!changes.added.empty()) action.statements.push_back(insert_rows(id, changes.added));
    if (!overwritten.empty()) action.step.hazards.push_back(hazard::overwritten_rows(table, overwritten));
    if (draft.stays(table)) action.step.lock = Lock::row_exclusive;
    action.makes.push_back({id});
    needs_of(draft, action, id);
    // ON CONFLICT needs the key.
    each_on(draft.context.to, Kind::constraint, table, [&](const ObjectId& constraint, const Object& object) {
      if (body_as<Constraint>(object)->type == ConstraintType::primary_key)
        action.needs.push_back({constraint});
    });
    put = draft.add(std::move(action));
  }
  if (changes.removed.empty()) return;
  std::vector<std::string> texts;
  for (const LookupRow& row : changes.removed) texts.push_back(row.text);
  // After foreign keys that are dropped: otherwise rows that refer to these block it.
  Action action =
      make_action(id, "remove rows of " + name, {delete_rows(id, changes.removed)}, Phase::cleanup);
  action.step.hazards.push_back(hazard::removed_rows(table, texts));
  action.step.lock = Lock::row_exclusive;
  action.needs.push_back({table});
  if (put) action.after.push_back(*put);
  draft.add(std::move(action));
}

}  // namespace schemac
