// Loads LinkML instance data into the tables that its schema was lowered to.
//
// Objects are checked against the induced schema (unknown slots, JSON types, shapes of inlined objects),
// split into rows (references, association tables, children, owned rows, type designators) and written by
// COPY, in the order of the foreign keys, in one transaction: all objects or none. The session's own settings
// apply (pg/settings.h), except that times without a zone mean UTC. The database checks the values; its
// errors are mapped back to file, object and slot. Sequences are advanced past loaded ids. Foreign keys of a
// cycle that are not deferrable are made deferrable during the transaction. Memory grows with the data only
// by eight bytes per row and by the keys of inlined objects with identifiers.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "load/data_file.h"
#include "pg/session.h"
#include "workspace/environment.h"

namespace schemac {

struct ClassStorage;  // lower/lower.h
namespace linkml {
struct InducedSchema;  // linkml/induce.h
}

struct LoadOptions {
  std::vector<std::filesystem::path> files;
  InstanceFormat format = InstanceFormat::by_name;
  std::string class_name;  // empty: the tree_root
  bool dry_run = false;    // everything but the commit
};

struct LoadedTable {
  std::string table;
  std::int64_t rows = 0;
};

struct LoadReport {
  std::size_t objects = 0;
  std::vector<LoadedTable> tables;  // by name
};

// Mistakes in the data go to environment.diagnostics (at most 50); then nothing was written.
LoadReport load(Environment& environment, const linkml::InducedSchema& schema,
                const std::map<std::string, ClassStorage>& storage, pg::Session& session,
                const LoadOptions& options);

}  // namespace schemac
