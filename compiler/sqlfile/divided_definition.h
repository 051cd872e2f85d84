// A CREATE statement in two: what the name alone takes, and what makes it whole once others stand that need
// the name. What PostgreSQL itself offers for objects that need each other:
//
//   a routine with an SQL body   without the body first, then CREATE OR REPLACE
//   a view                       without the columns from the first on that names what is to come, or without
//                                any, then CREATE OR REPLACE, which appends them
//   a domain                     without default and checks, which ALTER DOMAIN adds
//   a table                      without the defaults, checks and generated columns that name what is to come
#pragma once
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace schemac::sql {

struct DividedDefinition {
  std::string first;
  std::vector<std::string> rest;  // statements that follow
};

// names: of the objects to come (bare, without quotes): only the parts of a table or domain that hold one
// wait. nullopt if there is nothing to divide, as for a materialized view.
std::optional<DividedDefinition> divide_definition(std::string_view create,
                                                   const std::set<std::string>& names);

}  // namespace schemac::sql
