#include "plan/kinds/kind_plan.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "plan/hazard.h"
#include "plan/needs.h"
#include "plan/object_actions.h"

namespace schemac {
namespace {

const KindPlan& plan_of(const Namespace& /*body*/) { return namespace_plan; }
const KindPlan& plan_of(const Extension& /*body*/) { return extension_plan; }
const KindPlan& plan_of(const Enum& /*body*/) { return enum_plan; }
const KindPlan& plan_of(const Domain& /*body*/) { return domain_plan; }
const KindPlan& plan_of(const CompositeType& /*body*/) { return composite_type_plan; }
const KindPlan& plan_of(const RangeType& /*body*/) { return range_type_plan; }
const KindPlan& plan_of(const Sequence& /*body*/) { return sequence_plan; }
const KindPlan& plan_of(const Routine& /*body*/) { return routine_plan; }
const KindPlan& plan_of(const Table& /*body*/) { return table_plan; }
const KindPlan& plan_of(const Constraint& /*body*/) { return constraint_plan; }
const KindPlan& plan_of(const Index& /*body*/) { return index_plan; }
const KindPlan& plan_of(const Statistics& /*body*/) { return statistics_plan; }
const KindPlan& plan_of(const View& /*body*/) { return view_plan; }
const KindPlan& plan_of(const Rule& /*body*/) { return rule_plan; }
const KindPlan& plan_of(const Trigger& /*body*/) { return trigger_plan; }
const KindPlan& plan_of(const Policy& /*body*/) { return policy_plan; }
const KindPlan& plan_of(const Scripted& /*body*/) { return scripted_plan; }

struct KindSteps {
  Kind kind;
  Phase create;
  Lock drop;
};

// clang-format off
constexpr std::array<KindSteps, static_cast<std::size_t>(Kind::statements) + 1> kinds = {{
    {Kind::namespace_, Phase::change, Lock::none},
    {Kind::extension, Phase::change, Lock::none},
    {Kind::language, Phase::change, Lock::none},
    {Kind::collation, Phase::change, Lock::none},
    {Kind::foreign_data_wrapper, Phase::change, Lock::none},
    {Kind::foreign_server, Phase::change, Lock::none},
    {Kind::user_mapping, Phase::change, Lock::none},
    {Kind::enum_, Phase::change, Lock::none},
    {Kind::domain, Phase::change, Lock::none},
    {Kind::composite_type, Phase::change, Lock::none},
    {Kind::range_type, Phase::change, Lock::none},
    {Kind::base_type, Phase::change, Lock::none},
    {Kind::sequence, Phase::change, Lock::access_exclusive},
    {Kind::function, Phase::change, Lock::none},
    {Kind::procedure, Phase::change, Lock::none},
    {Kind::aggregate, Phase::change, Lock::none},
    {Kind::operator_, Phase::change, Lock::none},
    {Kind::operator_family, Phase::change, Lock::none},
    {Kind::operator_class, Phase::change, Lock::none},
    {Kind::cast, Phase::change, Lock::none},
    {Kind::text_search_parser, Phase::change, Lock::none},
    {Kind::text_search_template, Phase::change, Lock::none},
    {Kind::text_search_dictionary, Phase::change, Lock::none},
    {Kind::text_search_configuration, Phase::change, Lock::none},
    {Kind::conversion, Phase::change, Lock::none},
    {Kind::table, Phase::change, Lock::access_exclusive},
    {Kind::foreign_table, Phase::change, Lock::access_exclusive},
    {Kind::column_default, Phase::change, Lock::none},
    {Kind::constraint, Phase::change, Lock::access_exclusive},
    {Kind::index, Phase::change, Lock::access_exclusive},
    {Kind::statistics, Phase::change, Lock::share_update_exclusive},
    {Kind::view, Phase::view, Lock::access_exclusive},
    {Kind::materialized_view, Phase::view, Lock::access_exclusive},
    {Kind::rule, Phase::view, Lock::access_exclusive},
    {Kind::trigger, Phase::view, Lock::access_exclusive},
    {Kind::policy, Phase::view, Lock::access_exclusive},
    {Kind::event_trigger, Phase::late, Lock::none},
    {Kind::publication, Phase::late, Lock::none},
    {Kind::subscription, Phase::late, Lock::none},
    {Kind::default_privileges, Phase::late, Lock::none},
    {Kind::statements, Phase::change, Lock::none},
}};
// clang-format on

constexpr bool in_order() {
  for (std::size_t at = 0; at < kinds.size(); ++at) {
    if (kinds[at].kind != static_cast<Kind>(at)) return false;
  }
  return true;
}
static_assert(in_order(), "each kind has its row, in the order of the enumeration");

}  // namespace

Phase create_phase(Kind kind) { return kinds[static_cast<std::size_t>(kind)].create; }
Lock drop_lock(Kind kind) { return kinds[static_cast<std::size_t>(kind)].drop; }

const KindPlan& kind_plan(const Object& object) {
  return std::visit([](const auto& body) -> const KindPlan& { return plan_of(body); }, object.body);
}

bool Compared::differs(Attribute attribute) const {
  return std::any_of(differences.begin(), differences.end(), [&](const Difference& difference) {
    return difference.of == Difference::Of::object && difference.attribute == attribute;
  });
}

bool Compared::column_differs(const std::string& column, Attribute attribute) const {
  return std::any_of(differences.begin(), differences.end(), [&](const Difference& difference) {
    return difference.of == Difference::Of::column && difference.attribute == attribute &&
           difference.name == column;
  });
}

ObjectAction always_alter(const PlanContext& /*context*/, const Compared& /*compared*/) {
  return ObjectAction::alter;
}

ObjectAction always_recreate(const PlanContext& /*context*/, const Compared& /*compared*/) {
  return ObjectAction::recreate;
}

void has_no_parts(ActionChooser& /*chooser*/, const Compared& /*compared*/) {}

void reaches_nothing(ActionChooser& /*chooser*/, const ObjectId& /*id*/) {}

void stays_as_it_is(ActionChooser& /*chooser*/, const Invalid& /*invalid*/, const Dependent& /*dependent*/) {}

void react_by_recreation(ActionChooser& chooser, const Invalid& invalid, const Dependent& dependent) {
  // Its new definition no longer needs the dropped object, and can replace the old one before; unless it
  // calls another routine of that name, which can be resolved only after the drop.
  const DependencyGraph& graph = chooser.context().new_graph;
  const std::optional<Claim> overload = overload_of(invalid.object);
  const bool still =
      graph.depends(dependent.id, invalid.object, invalid.column) ||
      (overload && std::any_of(graph.of(dependent.id).begin(), graph.of(dependent.id).end(),
                               [&](const Dependency& edge) { return overload_of(edge.on) == overload; }));
  if (chooser.choice(dependent.id).action == ObjectAction::replace && !still) return;
  chooser.recreate(dependent.id, invalid.object);
}

void react_unless_retyped(ActionChooser& chooser, const Invalid& invalid, const Dependent& dependent) {
  if (!invalid.retyped) react_by_recreation(chooser, invalid, dependent);
}

void create_on_relation(PlanDraft& draft, const Object& object) {
  const Object* relation = draft.new_parent(object.id);
  Action action = create_action(draft, object);
  needs_of(draft, action, object.id);
  if (relation != nullptr && draft.stays(relation->id)) action.step.lock = Lock::access_exclusive;
  draft.add(std::move(action));
}

void never_replaced(PlanDraft& /*draft*/, const Object& old, const Object& /*wanted*/) {
  throw std::logic_error("no CREATE OR REPLACE for " + old.id.text());
}

void nothing_to_alter(PlanDraft& /*draft*/, const Object& /*old*/, const Object& /*wanted*/) {}

void drop_plainly(PlanDraft& draft, Action& drop, const Object& old) { release_all(draft, drop, old); }

void drop_with_loss(PlanDraft& draft, Action& drop, const Object& old) {
  release_all(draft, drop, old);
  if (draft.action_of(old.id) == ObjectAction::drop)
    drop.step.hazards.push_back(hazard::drop_object(old, draft.rows(old.id)));
}

bool goes_alone(const PlanDraft& /*draft*/, const Object& /*old*/) { return false; }

std::vector<Resource> owned_by_relation(const PlanDraft& draft, const Object& old) {
  const Object* relation = draft.old_parent(old.id);
  return relation == nullptr ? std::vector<Resource>() : std::vector<Resource>{{relation->id}};
}

}  // namespace schemac
