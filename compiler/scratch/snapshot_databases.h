// Snapshot databases: expensive states, kept as databases on the embedded server
// (pg::ScratchDatabase::keep_as_snapshot): the extensions of a project, and its history up to a revision.
// They make a scratch database faster, never different.
//
// Kept on the embedded server only, and only if SQL alone creates the state: with external relations or other
// schemas' manifests it is created each time.
#pragma once
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "artifact/artifact.h"
#include "history/revision_graph.h"
#include "pg/scratch.h"
#include "workspace/environment.h"

namespace schemac {

// The name of the database that holds `content`; empty if states are not kept. own: ids that the content
// creates, such as extensions that the target also has.
std::string snapshot_name(Environment& environment, const std::set<ObjectId>& own, std::string_view content);

// Extensions of the set with what they need (their namespaces).
std::set<ObjectId> extensions_and_needs(const ArtifactSet& set);

// A scratch database in which the first `done` revisions have run; 0 if there is no snapshot.
struct HistoryDatabase {
  std::unique_ptr<pg::ScratchDatabase> database;
  std::size_t done = 0;
};
HistoryDatabase history_database(Environment& environment, const std::set<ObjectId>& own,
                                 const RevisionGraph& graph, const std::vector<std::string>& revisions);
// The name under which the state after all of them is kept; empty if it is not kept.
std::string history_snapshot_name(Environment& environment, const std::set<ObjectId>& own,
                                  const RevisionGraph& graph, const std::vector<std::string>& revisions);

// A copy costs more than a few small migrations: a state is kept only after that many new ones.
bool worth_a_snapshot(std::size_t revisions, std::size_t done);

}  // namespace schemac
