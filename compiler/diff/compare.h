// The differences between two objects of the same id, attribute by attribute.
#pragma once
#include <vector>

#include "catalog/catalog.h"
#include "diff/diff.h"
#include "diff/rename.h"

namespace schemac {

// Empty exactly if the objects are equal under the options. `from` is from the renamed catalog.
std::vector<Difference> differences(const Object& from, const Object& to, const DiffOptions& options,
                                    const Renames& renames);

// The privileges that `to` requires of an existing object. If no source states privileges, those of other
// roles are unchanged, since users grant by hand. Privileges revoked from the owner are then granted again,
// since the owner has all by default and could grant them to itself at any time. Absent: nothing is required.
std::optional<std::vector<Grant>> wanted_grants(const Object& from, const Object& to, bool all_attributes);

// The privileges of `from` for the comparison: equal to those of `to` exactly if nothing must be granted or
// revoked.
std::optional<std::vector<Grant>> compared_grants(const Object& from, const Object& to, bool all_attributes);

// An index or key definition without its WITH clause, which can be altered in place.
std::string without_storage_options(const std::string& definition);

}  // namespace schemac
