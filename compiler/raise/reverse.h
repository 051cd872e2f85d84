// A catalog as a LinkML schema: the inverse of lower(), for existing databases.
//
// Compiled with the default options the text gives the same catalog. A table with a primary key becomes a
// class, a native enum that is used becomes an enum, a view becomes a class with its query; foreign keys
// become ranges, keys become identifiers and unique_keys, checks become sql_check. Everything that lower()
// would print differently or cannot express (functions, triggers, sequences, partitions, tables without a
// primary key, …) is SQL in the schema's annotation sql_statements, by the same printer as everywhere. The
// choice compares with the names and shapes that lower() gives; nothing is guessed.
//
// Pure; deterministic. Owners are omitted: the role that applies the schema owns the objects.
#pragma once
#include <string>

#include "catalog/catalog.h"

namespace schemac {

// name: of the schema, as LinkML allows it (letters, digits, '_').
std::string linkml_of_catalog(const Catalog& catalog, const std::string& name);

}  // namespace schemac
