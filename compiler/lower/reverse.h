// A catalog as a LinkML schema: the inverse of lower(), for databases that exist already.
//
// Compiled with the default options the text gives the same catalog. A table with a primary key becomes a
// class, a native enum that is used an enum, a view a class with its query; foreign keys become ranges, keys
// identifiers and unique_keys, checks sql_check. What lower() would print differently, or has no word for
// (functions, triggers, sequences, partitions, tables without a primary key, …), is SQL in the schema's
// annotation sql_statements, by the same printer as everywhere. Which it is to be is decided by comparing
// with the names and shapes that lower() gives; nothing is guessed.
//
// Pure; deterministic. Owners are left out: they belong to the role that applies.
#pragma once
#include <string>

#include "catalog/catalog.h"

namespace schemac {

// name: of the schema, as LinkML allows it (letters, digits, '_').
std::string linkml_of_catalog(const Catalog& catalog, const std::string& name);

}  // namespace schemac
