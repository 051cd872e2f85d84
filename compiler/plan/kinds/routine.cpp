// Functions, procedures and aggregates.
#include "catalog/ddl.h"
#include "plan/kinds/kind_plan.h"
#include "plan/object_actions.h"
#include "sqltext/sql_tokens.h"

namespace schemac {
namespace {

struct Argument {
  std::string type;  // with mode and name
  bool has_default = false;
};

Argument parse_argument(const std::string& text) {
  Argument argument{text};
  for (const std::string_view word : {" DEFAULT ", " = "}) {
    const std::size_t at = argument.type.find(word);
    if (at == std::string::npos) continue;
    argument.has_default = true;
    argument.type.resize(at);
  }
  return argument;
}

// CREATE OR REPLACE is possible: it keeps its result and argument names and loses no default.
bool is_replaceable(const Routine& from, const Routine& to) {
  if (from.result_type != to.result_type) return false;
  if (from.arguments == to.arguments) return true;
  const std::vector<std::string> old = split_top_level(from.arguments);
  const std::vector<std::string> wanted = split_top_level(to.arguments);
  if (old.size() != wanted.size()) return false;
  for (std::size_t at = 0; at < old.size(); ++at) {
    const Argument was = parse_argument(old[at]);
    const Argument becomes = parse_argument(wanted[at]);
    // An argument without a name may get one.
    if (was.type != becomes.type && !becomes.type.ends_with(" " + was.type)) return false;
    if (was.has_default && !becomes.has_default) return false;
  }
  return true;
}

ObjectAction classify_routine(const PlanContext& /*context*/, const Compared& compared) {
  return compared.from.id.kind != Kind::aggregate &&
                 is_replaceable(*body_as<Routine>(compared.from), *body_as<Routine>(compared.to))
             ? ObjectAction::replace
             : ObjectAction::recreate;
}

void replace_routine(PlanDraft& draft, const Object& old, const Object& wanted) {
  Action action = replace_action(draft, wanted);
  action.makes.push_back({wanted.id, Facet::replaced});
  action.ran.push_back(wanted.id);
  add_replacement(draft, std::move(action), old, wanted);
}

}  // namespace

const KindPlan routine_plan = {
    .classify = classify_routine,
    .choose_parts = has_no_parts,
    .reach_below = reaches_nothing,
    .react = react_by_recreation,
    .create = create_plainly,
    .replace = replace_routine,
    .alter = nothing_to_alter,
    .drop = drop_plainly,
    .goes_with_owner = goes_alone,
    .owners = owned_by_relation,
};

}  // namespace schemac
