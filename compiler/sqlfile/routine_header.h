// A CREATE FUNCTION or PROCEDURE whose body is SQL (BEGIN ATOMIC …, RETURN …), with and without the body.
#pragma once
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace schemac::sql {

// The same routine with an empty string as body, which the server does not check while check_function_bodies
// is off; nullopt if the body is a string already.
std::optional<std::string> without_sql_body(std::string_view create);
// "CREATE FUNCTION …" -> "CREATE OR REPLACE FUNCTION …".
std::string or_replace(std::string_view create);
// Every name in a text, without quotes.
std::set<std::string> names_in(std::string_view text);

}  // namespace schemac::sql
