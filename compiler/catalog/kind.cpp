#include "catalog/kind.h"

#include <algorithm>
#include <array>

namespace schemac {
namespace {

using Place = KindTraits::Place;
using NameSpace = KindTraits::NameSpace;
using PublicHas = KindTraits::PublicHas;
using Effect = KindTraits::Effect;

constexpr std::size_t kind_count = static_cast<std::size_t>(Kind::statements) + 1;

// clang-format off
constexpr std::array<KindTraits, kind_count> kinds = {{
    // kind, name, keyword, GRANT ON, place, signature, names, owner, PUBLIC has, runs, DEFAULT PRIVILEGES ON, effect
    {Kind::namespace_, "namespace", "SCHEMA", "SCHEMA", Place::database, false, NameSpace::own, true, PublicHas::nothing, false, "SCHEMAS", Effect::none},
    {Kind::extension, "extension", "EXTENSION", "", Place::database, false, NameSpace::own, false, PublicHas::nothing, false, "", Effect::when_new},
    {Kind::language, "language", "LANGUAGE", "LANGUAGE", Place::database, false, NameSpace::own, true, PublicHas::usage, false, "", Effect::always},
    {Kind::collation, "collation", "COLLATION", "", Place::schema, false, NameSpace::own, true, PublicHas::nothing, false, "", Effect::none},
    {Kind::foreign_data_wrapper, "foreign_data_wrapper", "FOREIGN DATA WRAPPER", "FOREIGN DATA WRAPPER", Place::database, false, NameSpace::own, true, PublicHas::nothing, false, "", Effect::always},
    {Kind::foreign_server, "foreign_server", "SERVER", "FOREIGN SERVER", Place::database, false, NameSpace::own, true, PublicHas::nothing, false, "", Effect::always},
    {Kind::user_mapping, "user_mapping", "USER MAPPING", "", Place::database, true, NameSpace::own, false, PublicHas::nothing, false, "", Effect::always},
    {Kind::enum_, "enum", "TYPE", "TYPE", Place::schema, false, NameSpace::type, true, PublicHas::usage, false, "TYPES", Effect::none},
    {Kind::domain, "domain", "DOMAIN", "DOMAIN", Place::schema, false, NameSpace::type, true, PublicHas::usage, true, "TYPES", Effect::none},
    {Kind::composite_type, "composite_type", "TYPE", "TYPE", Place::schema, false, NameSpace::relation_and_type, true, PublicHas::usage, true, "TYPES", Effect::none},
    {Kind::range_type, "range_type", "TYPE", "TYPE", Place::schema, false, NameSpace::type, true, PublicHas::usage, true, "TYPES", Effect::none},
    {Kind::base_type, "base_type", "TYPE", "TYPE", Place::schema, false, NameSpace::type, true, PublicHas::usage, true, "TYPES", Effect::always},
    {Kind::sequence, "sequence", "SEQUENCE", "SEQUENCE", Place::schema, false, NameSpace::relation, true, PublicHas::nothing, false, "SEQUENCES", Effect::none},
    {Kind::function, "function", "FUNCTION", "FUNCTION", Place::schema, true, NameSpace::routine, true, PublicHas::execute, true, "FUNCTIONS", Effect::none},
    {Kind::procedure, "procedure", "PROCEDURE", "PROCEDURE", Place::schema, true, NameSpace::routine, true, PublicHas::execute, true, "FUNCTIONS", Effect::none},
    {Kind::aggregate, "aggregate", "AGGREGATE", "FUNCTION", Place::schema, true, NameSpace::routine, true, PublicHas::execute, true, "FUNCTIONS", Effect::none},
    {Kind::operator_, "operator", "OPERATOR", "", Place::schema, true, NameSpace::own, true, PublicHas::nothing, true, "", Effect::always},
    {Kind::operator_family, "operator_family", "OPERATOR FAMILY", "", Place::schema, true, NameSpace::own, true, PublicHas::nothing, true, "", Effect::always},
    {Kind::operator_class, "operator_class", "OPERATOR CLASS", "", Place::schema, true, NameSpace::own, true, PublicHas::nothing, true, "", Effect::always},
    {Kind::cast, "cast", "CAST", "", Place::database, true, NameSpace::own, false, PublicHas::nothing, true, "", Effect::always},
    {Kind::text_search_parser, "text_search_parser", "TEXT SEARCH PARSER", "", Place::schema, false, NameSpace::own, false, PublicHas::nothing, false, "", Effect::always},
    {Kind::text_search_template, "text_search_template", "TEXT SEARCH TEMPLATE", "", Place::schema, false, NameSpace::own, false, PublicHas::nothing, false, "", Effect::always},
    {Kind::text_search_dictionary, "text_search_dictionary", "TEXT SEARCH DICTIONARY", "", Place::schema, false, NameSpace::own, true, PublicHas::nothing, false, "", Effect::always},
    {Kind::text_search_configuration, "text_search_configuration", "TEXT SEARCH CONFIGURATION", "", Place::schema, false, NameSpace::own, true, PublicHas::nothing, false, "", Effect::always},
    {Kind::conversion, "conversion", "CONVERSION", "", Place::schema, false, NameSpace::own, true, PublicHas::nothing, false, "", Effect::always},
    {Kind::table, "table", "TABLE", "TABLE", Place::schema, false, NameSpace::relation_and_type, true, PublicHas::nothing, false, "TABLES", Effect::none},
    {Kind::foreign_table, "foreign_table", "FOREIGN TABLE", "TABLE", Place::schema, false, NameSpace::relation_and_type, true, PublicHas::nothing, false, "TABLES", Effect::none},
    {Kind::column_default, "column_default", "COLUMN", "", Place::relation, false, NameSpace::own, false, PublicHas::nothing, false, "", Effect::none},
    {Kind::constraint, "constraint", "CONSTRAINT", "", Place::relation, false, NameSpace::own, false, PublicHas::nothing, false, "", Effect::none},
    {Kind::index, "index", "INDEX", "", Place::relation, false, NameSpace::relation, false, PublicHas::nothing, false, "", Effect::none},
    {Kind::statistics, "statistics", "STATISTICS", "", Place::schema, false, NameSpace::own, true, PublicHas::nothing, false, "", Effect::none},
    {Kind::view, "view", "VIEW", "TABLE", Place::schema, false, NameSpace::relation_and_type, true, PublicHas::nothing, true, "TABLES", Effect::none},
    {Kind::materialized_view, "materialized_view", "MATERIALIZED VIEW", "TABLE", Place::schema, false, NameSpace::relation_and_type, true, PublicHas::nothing, false, "TABLES", Effect::none},
    {Kind::rule, "rule", "RULE", "", Place::relation, false, NameSpace::own, false, PublicHas::nothing, false, "", Effect::none},
    {Kind::trigger, "trigger", "TRIGGER", "", Place::relation, false, NameSpace::own, false, PublicHas::nothing, false, "", Effect::none},
    {Kind::policy, "policy", "POLICY", "", Place::relation, false, NameSpace::own, false, PublicHas::nothing, false, "", Effect::none},
    {Kind::event_trigger, "event_trigger", "EVENT TRIGGER", "", Place::database, false, NameSpace::own, true, PublicHas::nothing, false, "", Effect::always},
    {Kind::publication, "publication", "PUBLICATION", "", Place::database, false, NameSpace::own, true, PublicHas::nothing, false, "", Effect::always},
    {Kind::subscription, "subscription", "SUBSCRIPTION", "", Place::database, false, NameSpace::own, true, PublicHas::nothing, false, "", Effect::always},
    {Kind::default_privileges, "default_privileges", "DEFAULT PRIVILEGES", "", Place::database, true, NameSpace::own, false, PublicHas::nothing, false, "", Effect::always},
    {Kind::statements, "statements", "STATEMENTS", "", Place::database, false, NameSpace::own, false, PublicHas::nothing, false, "", Effect::always},
}};
// clang-format on

constexpr bool in_order() {
  for (std::size_t at = 0; at < kinds.size(); ++at) {
    if (kinds[at].kind != static_cast<Kind>(at) || kinds[at].name.empty() || kinds[at].keyword.empty())
      return false;
  }
  return true;
}
static_assert(in_order(), "each kind has its row, in the order of the enumeration");

}  // namespace

const KindTraits& traits_of(Kind kind) { return kinds[static_cast<std::size_t>(kind)]; }

std::string_view kind_name(Kind kind) { return traits_of(kind).name; }

std::optional<Kind> kind_of_name(std::string_view name) {
  const auto* const found =
      std::find_if(kinds.begin(), kinds.end(), [&](const KindTraits& kind) { return kind.name == name; });
  if (found == kinds.end()) return std::nullopt;
  return found->kind;
}

bool is_relation(Kind kind) {
  const NameSpace names = traits_of(kind).names;
  return names == NameSpace::relation || names == NameSpace::relation_and_type;
}

bool has_type(Kind kind) {
  const NameSpace names = traits_of(kind).names;
  return names == NameSpace::type || names == NameSpace::relation_and_type;
}

bool is_type(Kind kind) { return traits_of(kind).names == NameSpace::type || kind == Kind::composite_type; }

bool is_table(Kind kind) { return kind == Kind::table || kind == Kind::foreign_table; }

bool is_routine(Kind kind) { return traits_of(kind).names == NameSpace::routine; }

bool is_in_schema(Kind kind) { return traits_of(kind).place == Place::schema; }

bool hangs_on_relation(Kind kind) { return traits_of(kind).place == Place::relation; }

bool name_is_signature(Kind kind) { return traits_of(kind).signature; }

}  // namespace schemac
