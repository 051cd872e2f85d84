// One database object's definition, as compiled: the unit of hashing, caching and the dependency DAG.
//
//   hash          SHA-256 over id and the tokens of its statements (comments and spacing do not count)
//   closure_hash  SHA-256 over hash and the closure hashes of its hard dependencies: the same closure hash
//                 means the same object
//   root hash     SHA-256 over all closure hashes: identifies a whole schema
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "catalog/catalog.h"
#include "catalog/identifier.h"
#include "catalog/stated.h"

namespace schemac {

struct ArtifactColumn {
  std::string name;
  std::string type;
  friend bool operator==(const ArtifactColumn&, const ArtifactColumn&) = default;
};

struct Artifact {
  ObjectId id;
  std::vector<std::string>
      statements;  // CREATE first, then the statements folded into it; no semicolons; run in this order
  std::vector<ObjectId> depends_on;  // hard; sorted
  // Of string bodies. The object itself may come before them; an object that uses it comes after them
  // (catalog/called_reads.h).
  std::vector<ObjectId> soft_depends_on;
  std::vector<ArtifactColumn> columns;  // only declared ones
  // The tool printed the statements itself, from no text that a person wrote: they are hashed as they are.
  bool canonical = false;
  std::string hash;
  std::string closure_hash;
  Span span;              // source position; not part of any hash
  Stated stated;          // not part of any hash; stated.declared: sorted, elements of depends_on
  bool external = false;  // from another project's manifest: known, never created here
};

struct ArtifactSet {
  std::string project;
  std::vector<Artifact> artifacts;       // dependency order, after order() has run
  std::vector<std::string> search_path;  // the search path under which functions, types and operators run
  std::string root_hash;
};

// Checks that ids are unique (both places shown) and that edges lead to an artifact, orders by dependency
// (ties: kind, then id), and fills hash, closure_hash and root_hash. A user of a routine comes after
// everything that the routine's body reads, unless that closes a cycle. A cycle of hard edges is an error
// that prints the path; the artifacts then keep their order and have no hashes. O((n + e) log n) and one scan
// of every text that is not canonical. An external artifact keeps its hashes.
void order_and_hash(ArtifactSet& set, Diagnostics& diagnostics);

// Everything in one script for psql: schema.sql.
std::string schema_script(const ArtifactSet& set);

// The statement with its semicolon and line end, also if it ends in a comment.
std::string terminated(const std::string& statement);
void append_terminated(std::string& out, const std::string& statement);

}  // namespace schemac
