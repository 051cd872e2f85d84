// A CREATE statement in two parts: a header that creates the name, and statements that complete the object
// after the objects that need the name exist. PostgreSQL's own forms for objects that need each other:
//
//   a routine with an SQL body   without the body first, then CREATE OR REPLACE
//   a view                       without the columns from the first one that names a later object, or without
//                                any, then CREATE OR REPLACE, which appends them
//   a domain                     without default and checks, which ALTER DOMAIN adds
//   a table                      without the defaults, checks and generated columns that name a later object
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

// names: of the later objects (bare, without quotes). Only the parts of a table or domain that contain one of
// them are deferred. nullopt if nothing can be divided, as in a materialized view.
std::optional<DividedDefinition> divide_definition(std::string_view create,
                                                   const std::set<std::string>& names);

}  // namespace schemac::sql
