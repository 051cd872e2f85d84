// Everything attached to an object or a column that is recreated: one list for all reasons of recreation.
//
// Three kinds of attachments of a table, view, sequence, routine, type, …:
//  * objects with an id of their own (constraint, index, trigger, policy, rule, statistics, owned sequence,
//    publication): edges of the dependency graph, which make choose_actions recreate them;
//  * attributes of the object (owner, comment, privileges, options, row security, replica identity, …),
//    the fields of catalog.h, which create_statements prints. If the new state does not state one, the old
//    one stays: carry_over;
//  * attachments of a column: column_attachments.
// tests/unit/migrate/attachments_test.cpp changes every field of catalog.h and fails for a field that none of
// the three prints; tests/db/plan/attachments_test.cpp compares the server's catalogs before and after.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"
#include "plan/action.h"
#include "plan/plan_context.h"

namespace schemac {

// Takes from `old` what `object` (of the new state) does not state: owner, privileges, storage options,
// tablespace. The only rule for unstated attributes.
void carry_over(Object& object, const Object& old);

// What ADD COLUMN cannot express: storage, compression, statistics target, options, comment, and the column's
// privileges.
std::vector<std::string> column_attachments(const Object& relation, const Column& column);
// Only the column's privileges, which are dropped with it.
std::vector<std::string> column_grants(const Object& relation, const std::string& column);

// A column of a child table as ADD COLUMN on the parent creates it: without attachments.
Column as_added_by_parent(const Column& of_parent);

// Fills Step::recreates of every action that creates an object in place of an old one or adds a column again.
void note_recreated(const PlanContext& context, const ChosenActions& chosen,
                    const std::vector<Change>& changes, std::vector<Action>& actions);
// The state `now` with the attachments that the recreated objects have in `before` and that are missing or
// back at their defaults, except those that the migration itself changed. lost: attachments that cannot be
// restored, since something that they need was dropped.
Catalog with_carried_over(const Catalog& before, const Catalog& now, const std::vector<Recreated>& recreated,
                          std::vector<std::string>& lost);
// "recreates: view public.v; changes privileges", the words in the brackets of a migration's step line; empty
// if the line cannot contain one of the names. recreated_of is its inverse.
std::string recreated_mark(const Recreated& recreated);
std::optional<Recreated> recreated_of(std::string_view mark);

}  // namespace schemac
