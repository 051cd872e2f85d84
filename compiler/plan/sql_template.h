// SQL texts of queries/ that become part of a plan.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace schemac {

// $1, $2, … replaced by the texts; without the comment lines at the start and the white space at the end.
std::string fill_template(std::string_view text, const std::vector<std::string>& values);

// A block that stops a transaction if the table has partitions or child tables other than the known ones
// (qualified names); with the setting schemac.allow it warns instead. Each is listed with its rows.
std::string children_guard(const std::string& table, const std::vector<std::string>& known,
                           const std::string& hint);

}  // namespace schemac
