// The DAG of revisions. Pure.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "history/migration.h"

namespace schemac {

struct RevisionGraph {
  std::map<std::string, Migration> migrations;  // by revision
  std::vector<std::string> order;               // parents first; ties by created, then revision
  std::map<std::string, std::vector<std::string>> children;
  // Migrations that a squash replaces and whose files still exist: not part of the graph, but needed by
  // databases that have applied some of them.
  std::map<std::string, Migration> replaced;

  std::vector<std::string> heads() const;
  std::vector<std::string> roots() const;
  // The given revisions and all their ancestors, in order.
  std::vector<std::string> closure(const std::vector<std::string>& revisions) const;
  // The given revisions that no other of them follows, in order.
  std::vector<std::string> heads_of(const std::vector<std::string>& revisions) const;
};

// Errors: duplicate ids, missing parents (with the nearest name), cycles (with the path), a migration that
// two squashes replace. A replaced parent is read as its squash.
RevisionGraph build_revision_graph(std::vector<Migration>&& migrations, Diagnostics& diagnostics);

// The argument for a revision: full id, unique prefix, "head", "heads", "base", "+N", "-N", "REV+N", "REV-N",
// relative to `applied`. Several results only for "heads". On failure empty, with a message.
struct ResolvedRevisions {
  std::vector<std::string> revisions;  // empty and base == true: before the first
  bool base = false;
  std::string error;
  bool several_heads = false;  // "head" is ambiguous: exit code 3
};
ResolvedRevisions resolve_revision(const RevisionGraph& graph, std::string_view word,
                                   const std::vector<std::string>& applied);

// The graph as text, newest first; `applied` revisions are marked.
std::string draw(const RevisionGraph& graph, const std::vector<std::string>& applied);

}  // namespace schemac
