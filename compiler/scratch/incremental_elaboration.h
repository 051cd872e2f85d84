// Incremental elaboration: which objects of a compiled state must run in a scratch database if the
// elaboration of another state is known. These are the objects with a new closure hash, their dependents, and
// what they need. The rest is copied from the known state.
//
// The printed form of an object follows from its closure, with these exceptions. Each makes more objects run,
// or gives up (the caller then elaborates the whole state):
//   * objects that affect how others are created or printed without naming them (casts, operators, default
//     privileges, event triggers, …): no incremental run if there is one, or if an extension changes;
//   * tables of one partition or inheritance tree create parts of each other: all of a tree or none;
//   * names that the server chose ("t_a_check1") depend on the names in use: an object with such a name runs
//     together with the others of its stem;
//   * a statement may change an object that it only refers to (REPLICA IDENTITY USING INDEX): everything
//     that a changed or removed artifact referred to, and its neighbours on the same relation, run again and
//     must give the known result.
// Filling a materialized view or lookup rows runs routines, which need what their bodies read. Edges are
// those of the artifacts and those that the server recorded in the other state (pg_depend). The result of
// objects that run without being new is compared with the known one; any difference gives up.
//
// Rejected: one cache entry per object. The objects of one state were created together, so names that
// depended on a neighbour are consistent; and one file is read instead of thousands. Rejected: dropping and
// recreating objects in a copy of the other state's database: dropped objects leave traces (column numbers,
// names), and the whole database has to be introspected.
//
// Pure; O(objects + edges).
#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "artifact/artifact.h"
#include "catalog/catalog.h"

namespace schemac {

struct ElaboratedArtifact {
  ObjectId id;
  std::string closure_hash;
  std::vector<ObjectId> depends_on;
  friend bool operator==(const ElaboratedArtifact&, const ElaboratedArtifact&) = default;
};

// A state and its catalog. artifacts is empty for states that come from migrations or SQL.
struct Elaboration {
  std::vector<ElaboratedArtifact> artifacts;
  Catalog catalog;
};

std::vector<ElaboratedArtifact> elaborated_artifacts(const ArtifactSet& set);

// Ids of artifacts of the wanted set. made: their objects are new. held: they run too, and must give the
// known result.
struct IncrementalRun {
  std::set<ObjectId> made;
  std::set<ObjectId> held;
};

// nullopt: the whole state must run. Both sets are empty if objects were only removed.
std::optional<IncrementalRun> incremental_run(const Elaboration& known, const ArtifactSet& wanted);

// The wanted state's catalog, from the known one and the result of the run; nullopt if they do not fit.
std::optional<Catalog> joined(const Elaboration& known, const ArtifactSet& wanted, const IncrementalRun& run,
                              const Catalog& made);

}  // namespace schemac
