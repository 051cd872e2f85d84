// Extensions.
#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "plan/hazard.h"
#include "plan/kinds/kind_plan.h"
#include "plan/needs.h"
#include "plan/object_actions.h"

namespace schemac {
namespace {

std::vector<std::string> version_and_schema(const Object& from, const Object& to) {
  const auto& old = *body_as<Extension>(from);
  const auto& wanted = *body_as<Extension>(to);
  std::vector<std::string> statements;
  const std::string head = "ALTER EXTENSION " + quote_identifier(to.id.name);
  if (!wanted.version.empty() && wanted.version != old.version) {
    statements.push_back(head + " UPDATE TO " + quote_literal(wanted.version));
  }
  if (!wanted.schema.empty() && wanted.schema != old.schema) {
    statements.push_back(head + " SET SCHEMA " + quote_identifier(wanted.schema));
  }
  return statements;
}

// "1.9" is older than "1.10".
bool older(const std::string& a, const std::string& b) {
  const auto numbers = [](const std::string& version) {
    std::vector<long> parts;
    std::istringstream in(version);
    for (std::string part; std::getline(in, part, '.');) parts.push_back(std::atol(part.c_str()));
    return parts;
  };
  return numbers(a) < numbers(b);
}

// No extension has scripts for an older version; without dependents it can be recreated.
ObjectAction classify_extension(const PlanContext& context, const Compared& compared) {
  const bool back = compared.differs(Attribute::version) && older(body_as<Extension>(compared.to)->version,
                                                                  body_as<Extension>(compared.from)->version);
  return back && context.old_graph.on(compared.from.id).empty() ? ObjectAction::recreate
                                                                : ObjectAction::alter;
}

void alter_extension(PlanDraft& draft, const Object& old, const Object& wanted) {
  std::vector<std::string> statements = version_and_schema(old, wanted);
  if (!statements.empty()) draft.add(alter_action(draft, wanted.id, std::move(statements)));
}

}  // namespace

const KindPlan extension_plan = {
    .classify = classify_extension,
    .choose_parts = has_no_parts,
    .reach_below = reaches_nothing,
    .react = stays_as_it_is,
    .create = create_plainly,
    .replace = never_replaced,
    .alter = alter_extension,
    .drop = drop_with_loss,
    .goes_with_owner = goes_alone,
    .owners = owned_by_relation,
};

}  // namespace schemac
