// SET (…) and RESET (…) clauses that change one list of "name=value" into the other; for foreign objects
// OPTIONS (…).
#pragma once
#include <string>
#include <vector>

namespace schemac {

std::vector<std::string> storage_option_clauses(const std::vector<std::string>& from,
                                                const std::vector<std::string>& to);
std::string foreign_option_clause(const std::vector<std::string>& from, const std::vector<std::string>& to);

}  // namespace schemac
