// The version of an extension is left to the server unless the sources or migrations state one, so that a
// migration written for one server also runs on another with a newer version.
#pragma once
#include <set>
#include <string>
#include <string_view>

#include "catalog/catalog.h"

namespace schemac {

// Adds the extension if the statement states its version (CREATE EXTENSION … VERSION, ALTER EXTENSION …
// UPDATE TO).
void add_stated_version(std::string_view statement, std::set<std::string>& names);

// In the catalog, the version of every other extension becomes "not stated".
void forget_other_versions(Catalog& catalog, const std::set<std::string>& stated);

}  // namespace schemac
