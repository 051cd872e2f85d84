// Stated <-> its members in an artifact's JSON object of manifest.json. Private to artifact/.
//
//   "declared": [id, …]                     before the columns: write_declared()
//   "sets": ["owner", "grants", "tablespace", "options"]
//   "strict_columns": true
//   "refresh": {"concurrently": …, "on": …, "track_changes": "true"}
//   "renamed_from": …, "columns_renamed_from": {column: old name, …}
//
// A member is absent if its value is the default. Reading reports every value that it does not know: a
// default in its place would change what a database gets.
#pragma once
#include <functional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "base/json_writer.h"
#include "catalog/stated.h"

namespace schemac {

void write_declared(JsonWriter& json, const Stated& stated);
void write_stated(JsonWriter& json, const Stated& stated);

// A value on one line, for diagnostics.
std::string text_of(const nlohmann::json& value);

// damaged: called with one line for each wrong value.
Stated read_stated(const nlohmann::json& artifact, const std::function<void(const std::string&)>& damaged);

}  // namespace schemac
