// The DAG of revisions. Pure.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "migrate/migration.h"

namespace schemac {

struct RevisionGraph {
  std::map<std::string, Migration> migrations;  // by revision
  std::vector<std::string> order;               // parents first; ties by created, then revision
  std::map<std::string, std::vector<std::string>> children;
  // Migrations for which a squash stands, as far as their files are still there: no part of the graph, needed
  // by databases that have some of them.
  std::map<std::string, Migration> replaced;

  std::vector<std::string> heads() const;
  std::vector<std::string> roots() const;
  // All ancestors of the given revisions, themselves included, in order.
  std::vector<std::string> closure(const std::vector<std::string>& revisions) const;
  // Those of the given revisions that no other of them follows, in order.
  std::vector<std::string> heads_of(const std::vector<std::string>& revisions) const;
};

// Duplicate ids, missing parents (nearest named), cycles (path printed), a migration that two squashes
// replace: errors. A parent that a squash replaces is read as the squash.
RevisionGraph build_revision_graph(std::vector<Migration> migrations, Diagnostics& diagnostics);

// A user's word for a revision: full id, unique prefix, "head", "heads", "base", "+N", "-N", "REV+N",
// "REV-N", relative to `applied`. Several results only for "heads". On failure empty with a message.
struct ResolvedRevisions {
  std::vector<std::string> revisions;  // empty and base == true: before the first
  bool base = false;
  std::string error;
  bool several_heads = false;  // "head" was asked and there are several: exit 3
};
ResolvedRevisions resolve_revision(const RevisionGraph& graph, std::string_view word,
                                   const std::vector<std::string>& applied);

// `history` as a drawn graph, newest first; `applied` are marked.
std::string draw(const RevisionGraph& graph, const std::vector<std::string>& applied);

}  // namespace schemac
