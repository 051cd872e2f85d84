// Triggers and rules can be disabled, or enabled for some sessions.
#pragma once
#include <string>

#include "catalog/catalog.h"

namespace schemac {

// ALTER TABLE … ENABLE or DISABLE. what: "TRIGGER", "RULE"; enabled as in the catalog.
std::string enabled_statement(const ObjectId& id, std::string_view what, const std::string& enabled);

}  // namespace schemac
