// LinkML instance data into the tables that its schema was lowered to.
//
// Objects are checked against the induced schema (unknown slots, JSON types, shapes of inlined objects),
// taken apart into rows (references, association tables, children, owned rows, type designators) and written
// by COPY, in the order of the foreign keys, in one transaction: every object or none. The session's own
// settings are in force (pg/settings.h), but times without a zone mean UTC. What the schema says
// of values is left to the database, whose refusal is traced back to file, object and slot. Sequences move
// past loaded ids. Foreign keys of a cycle that are not deferrable are made so
// for the time of the transaction. Memory does not grow with the data but for eight bytes a row and the keys
// of inlined objects with identifiers.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "linkml/induce.h"
#include "lower/lower.h"
#include "pg/session.h"
#include "pipeline/instance.h"
#include "run/environment.h"

namespace schemac::run {

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

// Mistakes in the data go to environment.diagnostics (at most 50), and then nothing was written.
LoadReport load(Environment& environment, const linkml::InducedSchema& schema,
                const std::map<std::string, ClassStorage>& storage, pg::Session& session,
                const LoadOptions& options);

}  // namespace schemac::run
