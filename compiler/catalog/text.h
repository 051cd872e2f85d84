// Catalogs as text: one canonical dump for tests and people, JSON for caches and `inspect --format catalog`.
#pragma once
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "catalog/catalog.h"

namespace schemac {

// Indented, sorted, every attribute that differs from its default; made for comparing two of them by eye.
std::string dump(const Catalog& catalog);
std::string dump(const Object& object);

nlohmann::json to_json(const Catalog& catalog);
nlohmann::json to_json(const Object& object);
// Throws std::runtime_error on text that to_json did not write (a damaged or older cache: the caller then
// continues without it).
Catalog catalog_from_json(const nlohmann::json& json);
Object object_from_json(const nlohmann::json& json);
// Changes whenever the JSON form or the meaning of a field does; part of every cache key.
inline constexpr int catalog_format_version = 1;

// "sha256:…" over the comparable content, see catalog.h.
std::string fingerprint(const Catalog& catalog);

}  // namespace schemac
