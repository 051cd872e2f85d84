// What differs between two objects of the same id, attribute by attribute.
#pragma once
#include <vector>

#include "catalog/catalog.h"
#include "migrate/diff.h"
#include "migrate/rename.h"

namespace schemac {

// Empty exactly if the objects are equal under the options. `from` stands in the renamed catalog.
std::vector<Difference> differences(const Object& from, const Object& to, const DiffOptions& options,
                                    const Renames& renames);

// The privileges that `to` asks of an object that stands. Those of other roles are left alone where no source
// states privileges: people grant by hand. What was revoked from the owner is given back there, since the
// owner has all by default, and could take it at any time. Absent: nothing is asked.
std::optional<std::vector<Grant>> wanted_grants(const Object& from, const Object& to, bool all_attributes);

// What the comparison of privileges takes for those of `from`: equal to those of `to` exactly if nothing has
// to be granted or revoked.
std::optional<std::vector<Grant>> compared_grants(const Object& from, const Object& to, bool all_attributes);

// An index or key definition without its WITH clause, which can be altered in place.
std::string without_storage_options(const std::string& definition);

}  // namespace schemac
