// NOT NULL of a column that stays.
#include <algorithm>

#include "catalog/not_null.h"
#include "plan/hazard.h"
#include "plan/kinds/column.h"
#include "plan/kinds/table.h"
#include "plan/needs.h"
#include "plan/online.h"

namespace schemac {

void drop_not_null(PlanDraft& draft, ColumnChange& change) {
  const std::string& column = change.to.name;
  Action action = column_step(draft, change, "drop not null of", change.head() + "DROP NOT NULL",
                              Phase::change, not_null_alone(draft, change.id(), column));
  // A primary key on the column is dropped before.
  touch_column(draft, action, resource_of(change.id(), column), true);
  action.makes.clear();
  follow_parents(draft, action, change.id(), column, Claim::On::not_null);
  action.frees.push_back({Claim::On::not_null, change.title()});
  change.chain = {draft.add(std::move(action))};
}

namespace {

// In the transaction that may have removed it.
void set_not_null_at_once(PlanDraft& draft, const ColumnChange& change) {
  const ObjectId& id = change.id();
  const std::string& column = change.to.name;
  const bool alone = !change.fresh && not_null_alone(draft, id, column);
  Action action = make_action(id, "set not null of " + change.title(), {}, Phase::change);
  if (!alone) action.statements = leave_not_null_to(draft, id, column);
  alter_clause(draft, action, id, alone, {change.head() + "SET NOT NULL"});
  action.after = change.chain;
  follow_parents(draft, action, id, column, Claim::On::not_null);
  action.frees.push_back({Claim::On::not_null, change.title()});
  if (alone) {
    action.makes.push_back(not_null(id, column));
  } else {
    touch_column(draft, action, not_null(id, column), false);
  }
  if (id.kind == Kind::table) {
    action.step.brief = false;
    action.step.hazards.push_back(hazard::validation_scan(id, Lock::access_exclusive));
    action.step.hazards.push_back(hazard::may_not_hold(id, "NOT NULL of " + change.title()));
  }
  draft.add(std::move(action));
}

}  // namespace

void set_not_null(PlanDraft& draft, const ColumnChange& change) {
  const ObjectId& id = change.id();
  const std::string& column = change.to.name;
  const std::string& title = change.title();
  const std::string head = change.head();
  const std::string name = quote_identifier(column);
  const bool taken_away = !change.fresh && not_null_from_above(draft, id, column) == NotNullChange::drop;
  if (id.kind != Kind::table || !draft.online(id) || taken_away ||
      (!change.fresh && not_null_alone(draft, id, column))) {
    set_not_null_at_once(draft, change);
    return;
  }
  // With a validated check SET NOT NULL needs no scan under the exclusive lock.
  const std::string check =
      quote_identifier(aside_name({Kind::constraint, {}, {}, id.name + "_" + column}, "__not_null").name);
  const std::string table = alter_relation(id, false);
  Action claim = make_action(
      id, "not null of " + title + " as a check",
      {table + " ADD CONSTRAINT " + check + " CHECK (" + name + " IS NOT NULL) NOT VALID"}, Phase::staged);
  claim.step.lock = Lock::access_exclusive;
  claim.step.commit_after = true;
  claim.after = change.chain;
  follow_parents(draft, claim, id, column, Claim::On::not_null);
  claim.needs.push_back({id});
  const std::size_t claimed = draft.add(std::move(claim));
  Action validate = make_action(id, "validate not null of " + title,
                                {table + " VALIDATE CONSTRAINT " + check}, Phase::online);
  validate.step.lock = Lock::share_update_exclusive;
  validate.step.brief = false;
  validate.step.commit_after = true;
  validate.step.hazards.push_back(hazard::may_not_hold(id, "NOT NULL of " + title));
  validate.after.push_back(claimed);
  const std::size_t validated = draft.add(std::move(validate));
  Action set =
      make_action(id, "set not null of " + title,
                  {table + " " + head + "SET NOT NULL", table + " DROP CONSTRAINT " + check}, Phase::online);
  set.step.lock = Lock::access_exclusive;
  set.after.push_back(validated);
  const std::vector<std::string> leave = leave_not_null_to(draft, id, column);
  set.statements.insert(set.statements.begin(), leave.begin(), leave.end());
  set.frees.push_back({Claim::On::not_null, title});
  touch_column(draft, set, not_null(id, column), false);
  draft.add(std::move(set));
}

void name_not_null(PlanDraft& draft, const ColumnChange& change) {
  const ObjectId& id = change.id();
  if (!change.to.not_null || draft.context.options.target_server_major < not_null_is_a_constraint) return;
  Column now = change.from;
  if (!now.not_null) {  // SET NOT NULL has just made it
    now.not_null_name = {};
    now.not_null_comment = {};
  }
  now.name = change.to.name;
  std::vector<std::string> statements;
  const std::string name = not_null_name(id, now);
  const std::string wanted = not_null_name(id, change.to);
  // RENAME CONSTRAINT of the parent reaches it, and the server refuses it for an inherited one.
  if (name != wanted && change.parent == nullptr)
    statements.push_back(alter_relation(id, false) + " RENAME CONSTRAINT " + quote_identifier(name) + " TO " +
                         quote_identifier(wanted));
  if (now.not_null_comment != change.to.not_null_comment)
    statements.push_back(not_null_comment_statement(id, change.to));
  if (statements.empty()) return;
  Action action =
      make_action(id, "name of not null of " + change.title(), std::move(statements), Phase::change);
  action.step.lock = Lock::access_exclusive;
  action.after = change.chain;
  action.needs.push_back(not_null(id, change.to.name));
  if (detaches(draft, id)) action.needs.push_back({id, Facet::detached});
  action.frees.push_back({Claim::On::declaration, "not null of " + change.title()});
  draft.add(std::move(action));
}

}  // namespace schemac
