// SQL texts of queries/ that become part of a plan.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace schemac {

// $1, $2, … replaced by the texts; the comment lines at the head and the white space at the end left out.
std::string fill_template(std::string_view text, const std::vector<std::string>& values);

// A block that stops a transaction where the table has partitions or child tables other than those that are
// known (qualified names); with the setting schemac.allow it warns instead. Each is listed with its rows.
std::string children_guard(const std::string& table, const std::vector<std::string>& known,
                           const std::string& hint);

}  // namespace schemac
