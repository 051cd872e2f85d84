// States that are dear to make, kept as databases on the embedded server (pg::ScratchDatabase::keep_as): the
// extensions of a project, and its history up to a revision. They make a scratch database quick, never
// different.
//
// Kept on the embedded server only, and only where nothing but SQL makes the state: what external relations
// and other schemas' manifests bring is made anew each time.
#pragma once
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "artifact/artifact.h"
#include "migrate/revision_graph.h"
#include "pg/scratch.h"
#include "run/environment.h"

namespace schemac::run {

// The name of the database that holds `content`; empty where states are not kept. own: what the content makes
// of extensions that the target has too.
std::string kept_name(Environment& environment, const std::set<ObjectId>& own, std::string_view content);

// Extensions of the set with what they need (their namespaces).
std::set<ObjectId> extensions_and_needs(const ArtifactSet& set);

// A scratch database in which the `done` first of the revisions have been run. With nothing kept done is 0.
struct HistoryDatabase {
  std::unique_ptr<pg::ScratchDatabase> database;
  std::size_t done = 0;
};
HistoryDatabase history_database(Environment& environment, const std::set<ObjectId>& own,
                                 const RevisionGraph& graph, const std::vector<std::string>& revisions);
// The name under which the state after all of them is kept; empty where it is not.
std::string history_name(Environment& environment, const std::set<ObjectId>& own, const RevisionGraph& graph,
                         const std::vector<std::string>& revisions);

// A copy is dearer than a few small migrations: so many new ones are run each time before a state is kept.
bool worth_keeping(std::size_t revisions, std::size_t done);

}  // namespace schemac::run
