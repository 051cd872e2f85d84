#include "plan/kind_steps.h"

#include <array>

namespace schemac {
namespace {

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

}  // namespace schemac
