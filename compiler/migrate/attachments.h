// What hangs on an object or a column that is recreated: the one list for all reasons of recreation.
//
// Three kinds of things hang on a table, view, sequence, routine, type, …:
//  * objects with an id of their own (constraint, index, trigger, policy, rule, statistics, owned sequence,
//    publication): edges of the dependency graph, which make choose_actions recreate them;
//  * attributes of the object (owner, comment, privileges, options, row security, replica identity, …):
//  fields
//    of catalog.h, which create_statements prints. Where the new state does not state one, the old one stays:
//    carry_over;
//  * what hangs on a column: column_attachments.
// tests/unit/migrate/attachments_test.cpp changes every field of catalog.h and fails for one that none of the
// three prints; tests/db/plan/attachments_test.cpp compares the server's catalogs before and after.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"
#include "migrate/action.h"
#include "migrate/situation.h"

namespace schemac {

// What `object` (of the new state) leaves open is taken from `old`: owner, privileges, storage options,
// tablespace. The one rule for what a state does not state.
void carry_over(Object& object, const Object& old);

// What ADD COLUMN cannot say: storage, compression, statistics target, options, comment, and the column's
// privileges.
std::vector<std::string> column_attachments(const Object& relation, const Column& column);
// The column's privileges alone; they go with it.
std::vector<std::string> column_grants(const Object& relation, const std::string& column);

// A column of a child table as ADD COLUMN on the parent makes it: nothing hangs on it yet.
Column as_added_by_parent(const Column& of_parent);

// Fills Step::recreates of every action that makes an object in the place of an old one or adds a column
// again.
void note_recreated(const Situation& situation, const Decisions& decisions,
                    const std::vector<Change>& changes, std::vector<Action>& actions);
// The state `now` with what hangs on the recreated objects in `before` and is gone or back at its default,
// except what the migration changed itself. lost: what cannot come back, since something that it needs is
// gone.
Catalog with_carried_over(const Catalog& before, const Catalog& now, const std::vector<Recreated>& recreated,
                          std::vector<std::string>& lost);
// "recreates: view public.v; changes privileges", the words in the brackets of a migration's step line; empty
// if a name in it cannot stand there. recreated_of is its inverse.
std::string recreated_mark(const Recreated& recreated);
std::optional<Recreated> recreated_of(std::string_view mark);

}  // namespace schemac
