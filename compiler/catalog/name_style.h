// Names that the tool creates, within PostgreSQL's limits and in the styles of SQL and LinkML.
#pragma once
#include <string>
#include <string_view>

namespace schemac {

// By the two regular-expression camel split: ([A-Z]+)([A-Z][a-z]) and ([a-z0-9])([A-Z]) get a '_' between the
// groups.
std::string snake_case(std::string_view name);
// "blood sample" -> "BloodSample", as LinkML's generators spell classes.
std::string camel_case(std::string_view class_name);
// At most 63 bytes: a longer name keeps its head and ends in '_' and 8 hexadecimal digits of its hash.
std::string fit_identifier(std::string_view name);
// "<table>_<rest>" of a constraint, rest being "<slot>_<kind>". A name over 63 bytes is shortened at the
// table's end first (an error of the database names the table anyway), then at the slot's; the kind stays,
// with a hash before it.
std::string fit_constraint_name(std::string_view table, std::string_view rest);

// The name with a suffix that is never shortened: a name that is too long is replaced by its hash.
std::string with_suffix(std::string_view name, std::string_view suffix);

}  // namespace schemac
