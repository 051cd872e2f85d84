// Which version an extension has is the server's matter unless the sources or the migrations state one: then
// a migration written beside one server runs on another that has a newer one.
#pragma once
#include <set>
#include <string>
#include <string_view>

#include "catalog/catalog.h"

namespace schemac::run {

// Adds the extension whose version the statement states (CREATE EXTENSION … VERSION, ALTER EXTENSION … UPDATE
// TO).
void add_stated_version(std::string_view statement, std::set<std::string>& names);

// In the catalog, the version of every other extension becomes "not stated".
void forget_other_versions(Catalog& catalog, const std::set<std::string>& stated);

}  // namespace schemac::run
