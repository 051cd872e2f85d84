// Domains.
#include <algorithm>

#include "catalog/ddl.h"
#include "catalog/in_words.h"
#include "plan/hazard.h"
#include "plan/kinds/kind_plan.h"
#include "plan/kinds/type.h"
#include "plan/needs.h"
#include "plan/object_actions.h"
#include "plan/online.h"

namespace schemac {
namespace {

const DomainConstraint* named(const Domain& domain, const std::string& name) {
  const auto found =
      std::find_if(domain.constraints.begin(), domain.constraints.end(),
                   [&](const DomainConstraint& constraint) { return constraint.name == name; });
  return found == domain.constraints.end() ? nullptr : &*found;
}

// NOT VALID is part of the definition that the server prints.
bool only_validated(const DomainConstraint& from, const DomainConstraint& to) {
  return !from.validated && to.validated && from.definition == to.definition + " NOT VALID";
}

struct DomainChange {
  const ObjectId& id;
  const Domain& from;
  const Domain& to;
  const ChosenAction& choice;
  bool online = false;             // rows of large tables use the domain
  std::vector<std::size_t> chain;  // actions that must come first

  std::string head() const { return "ALTER DOMAIN " + qualified_name(id) + " "; }
  std::string validate(const std::string& constraint) const {
    return head() + "VALIDATE CONSTRAINT " + quote_identifier(constraint);
  }
};

bool domain_check_is_new(const PlanDraft& draft, const DomainChange& change, const DomainConstraint& wanted) {
  const DomainConstraint* was = named(change.from, wanted.name);
  if (was == nullptr || change.choice.domain_constraints.contains(wanted.name)) return true;
  if (only_validated(*was, wanted)) return false;
  return !same_print(was->definition, wanted.definition, draft.context.renames) ||
         (was->validated && !wanted.validated);
}

void drop_domain_parts(PlanDraft& draft, DomainChange& change) {
  std::vector<std::string> statements;
  for (const DomainConstraint& constraint : change.from.constraints) {
    const DomainConstraint* kept = named(change.to, constraint.name);
    if (kept == nullptr || domain_check_is_new(draft, change, *kept))
      statements.push_back(change.head() + "DROP CONSTRAINT " + quote_identifier(constraint.name));
  }
  if (change.from.default_expression && (!change.to.default_expression || change.choice.domain_default))
    statements.push_back(change.head() + "DROP DEFAULT");
  if (statements.empty()) return;
  Action action = make_action(change.id, "alter " + in_words(change.id), std::move(statements), Phase::drop);
  releases_of(draft, action, change.id);
  change.chain.push_back(draft.add(std::move(action)));
}

void warn_of_domain_check(Action& action) {
  action.step.brief = false;
  action.step.hazards.push_back(hazard::may_not_hold(action.step.object, action.step.object.text()));
}

void set_domain_parts(PlanDraft& draft, const DomainChange& change) {
  const Domain& from = change.from;
  const Domain& to = change.to;
  std::vector<std::string> statements;
  if (to.default_expression &&
      (change.choice.domain_default || from.default_expression != to.default_expression))
    statements.push_back(change.head() + "SET DEFAULT " + *to.default_expression);
  if (from.not_null != to.not_null)
    statements.push_back(change.head() + (to.not_null ? "SET NOT NULL" : "DROP NOT NULL"));
  if (statements.empty()) return;
  Action action =
      make_action(change.id, "alter " + in_words(change.id), std::move(statements), Phase::change);
  needs_of(draft, action, change.id);
  action.after = change.chain;
  if (to.not_null && !from.not_null) warn_of_domain_check(action);
  draft.add(std::move(action));
}

void add_domain_check(PlanDraft& draft, const DomainChange& change, const DomainConstraint& wanted) {
  const ObjectId& id = change.id;
  const DomainConstraint* was = named(change.from, wanted.name);
  const bool is_new = domain_check_is_new(draft, change, wanted);
  std::vector<std::string> statements;
  if (is_new) {
    statements.push_back(change.head() + "ADD CONSTRAINT " + quote_identifier(wanted.name) + " " +
                         wanted.definition);
  } else if (only_validated(*was, wanted)) {
    statements.push_back(change.validate(wanted.name));
  }
  const bool checks = !statements.empty() && wanted.validated;
  const bool staged = is_new && wanted.validated && change.online;
  if (staged) statements.front() += " NOT VALID";
  if ((is_new ? std::string() : was->comment) != wanted.comment) {
    statements.push_back("COMMENT ON CONSTRAINT " + quote_identifier(wanted.name) + " ON DOMAIN " +
                         qualified_name(id) + " IS " +
                         (wanted.comment.empty() ? "NULL" : quote_literal(wanted.comment)));
  }
  if (statements.empty()) return;
  Action action = make_action(id, "alter " + in_words(id), std::move(statements), Phase::change);
  needs_of(draft, action, id);
  action.after = change.chain;
  if (!staged) {
    if (checks) warn_of_domain_check(action);
    draft.add(std::move(action));
    return;
  }
  action.step.commit_after = true;
  action.phase = Phase::staged;
  Action validate = make_action(id, "validate " + quote_identifier(wanted.name) + " of " + in_words(id),
                                {change.validate(wanted.name)}, Phase::online);
  warn_of_domain_check(validate);
  validate.after.push_back(draft.add(std::move(action)));
  draft.add(std::move(validate));
}

void alter_domain(PlanDraft& draft, const Object& old, const Object& wanted) {
  const std::vector<Dependent>& users = draft.context.old_graph.on(wanted.id);
  const bool large = std::any_of(users.begin(), users.end(), [&](const Dependent& user) {
    return user.id.kind == Kind::table && draft.online(user.id);
  });
  DomainChange change{wanted.id, *body_as<Domain>(old),     *body_as<Domain>(wanted), draft.choice(wanted.id),
                      large,     std::vector<std::size_t>()};
  drop_domain_parts(draft, change);
  set_domain_parts(draft, change);
  for (const DomainConstraint& constraint : change.to.constraints)
    add_domain_check(draft, change, constraint);
}

ObjectAction classify_domain(const PlanContext& /*context*/, const Compared& compared) {
  return compared.differs(Attribute::type) || compared.differs(Attribute::collation) ? ObjectAction::recreate
                                                                                     : ObjectAction::alter;
}

// Its checks and its default can be dropped and added again; its type cannot.
void react_domain(ActionChooser& chooser, const Invalid& invalid, const Dependent& dependent) {
  const ObjectId& id = dependent.id;
  const auto& domain = *body_as<Domain>(*chooser.context().old_object(id));
  const bool of_type = invalid.object.kind == Kind::collation
                           ? domain.collation == qualified_name(invalid.object)
                           : mentions_type(domain.type, invalid.object, chooser.context().from);
  if (of_type) {
    chooser.recreate(id, invalid.object);
    return;
  }
  ChosenAction& choice = chooser.choice(id);
  for (const DomainConstraint& constraint : domain.constraints)
    choice.domain_constraints.insert(constraint.name);
  choice.domain_default = domain.default_expression.has_value();
  chooser.alter(id, invalid.object);
}

}  // namespace

const KindPlan domain_plan = {
    .classify = classify_domain,
    .choose_parts = has_no_parts,
    .reach_below = reaches_nothing,
    .react = react_domain,
    .create = create_plainly,
    .replace = never_replaced,
    .alter = alter_domain,
    .drop = drop_plainly,
    .goes_with_owner = goes_alone,
    .owners = owned_by_relation,
};

}  // namespace schemac
