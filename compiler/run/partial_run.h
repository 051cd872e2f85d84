// What of a compiled state has to be run in scratch when the elaboration of another state is known: the
// objects whose closure hash is new, whatever stands on them, and what they need. The rest is taken over.
//
// A server's print of an object follows from the object's closure, with these exceptions, each of which is
// met by running more or by giving up (the caller then elaborates the whole):
//   * objects that name nothing and change how others are made or printed (casts, operators, default
//     privileges, event triggers, …): no partial run where there is one, or where an extension changes;
//   * tables of one partition or inheritance tree make parts of one another: all of a tree or nothing;
//   * names that the server chose ("t_a_check1") depend on those that were taken: whoever carries one runs
//     with the others of its stem;
//   * a statement may change an object that it only refers to (REPLICA IDENTITY USING INDEX): everything that
//     a changed or removed artifact referred to, and its neighbours on the same relation, run again and must
//     come out as known.
// What fills something (a materialized view, lookup rows) runs routines, and these need what their bodies
// read. Edges are those of the artifacts and, beside them, those that the server knew in the other state
// (pg_depend). All that runs without being new is held against what is known; any difference gives up.
//
// Rejected: one cache entry an object. What one state says of its objects was made together, so a name that
// depended on a neighbour is true of it; and one file is read instead of thousands. Rejected: dropping and
// re-creating in a copy of the other state's database: what is left of dropped objects can be seen (column
// numbers, names), and the whole has to be introspected.
//
// Pure; O(objects + edges).
#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "artifact/artifact.h"
#include "catalog/catalog.h"

namespace schemac::run {

struct ElaboratedArtifact {
  ObjectId id;
  std::string closure_hash;
  std::vector<ObjectId> depends_on;
  friend bool operator==(const ElaboratedArtifact&, const ElaboratedArtifact&) = default;
};

// A state and what it came to. artifacts is empty for states that no artifacts made (migrations, SQL).
struct Elaboration {
  std::vector<ElaboratedArtifact> artifacts;
  Catalog catalog;
};

std::vector<ElaboratedArtifact> elaborated_artifacts(const ArtifactSet& set);

// Ids of artifacts of the wanted set. made: their objects are new. held: run with them, and come out as
// known.
struct PartialRun {
  std::set<ObjectId> made;
  std::set<ObjectId> held;
};

// nullopt: the whole has to be run. Both sets may be empty, where objects only went.
std::optional<PartialRun> partial_run(const Elaboration& known, const ArtifactSet& wanted);

// The wanted state's catalog out of the known one and what the partial run made; nullopt where they do not
// fit.
std::optional<Catalog> joined(const Elaboration& known, const ArtifactSet& wanted, const PartialRun& run,
                              const Catalog& made);

}  // namespace schemac::run
