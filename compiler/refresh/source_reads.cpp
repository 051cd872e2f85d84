#include "refresh/source_reads.h"

#include "catalog/object_index.h"

namespace schemac {
namespace {

// The server records the dependencies between these kinds.
bool is_recorded(const ObjectId& id) {
  return id.kind == Kind::view || id.kind == Kind::materialized_view || id.kind == Kind::function ||
         id.kind == Kind::procedure;
}

}  // namespace

SourceReads source_reads(const ArtifactSet& set) {
  const std::vector<Artifact>& artifacts = set.artifacts;
  ObjectIndex<std::size_t> number;
  number.reserve(artifacts.size());
  for (std::size_t i = 0; i < artifacts.size(); ++i) number.emplace(&artifacts[i].id, i);
  std::vector<CallEdges> calls(artifacts.size());
  for (std::size_t i = 0; i < artifacts.size(); ++i) {
    calls[i].runs = runs_when_used(artifacts[i].id.kind);
    const auto add = [&](const std::vector<ObjectId>& from, std::vector<std::size_t>& to) {
      for (const ObjectId& id : from)
        if (const auto found = number.find(&id); found != number.end()) to.push_back(found->second);
    };
    add(artifacts[i].depends_on, calls[i].uses);
    add(artifacts[i].soft_depends_on, calls[i].reads);
    add(artifacts[i].stated.declared, calls[i].reads);
  }
  const ReadGroups groups = read_groups(calls);
  SourceReads reads;
  for (std::size_t i = 0; i < artifacts.size(); ++i) {
    const Artifact& artifact = artifacts[i];
    if (!calls[i].runs && artifact.id.kind != Kind::materialized_view) continue;
    if (!artifact.stated.declared.empty()) reads.declared[artifact.id] = artifact.stated.declared;
    std::vector<ObjectId> called = artifact.soft_depends_on;
    for (const std::size_t used : calls[i].uses) {
      const ObjectId& id = artifacts[used].id;
      if (groups.of[used] != ReadGroups::none && !(is_recorded(artifact.id) && is_recorded(id)))
        called.push_back(id);
    }
    if (!called.empty()) reads.called[artifact.id] = std::move(called);
  }
  return reads;
}

}  // namespace schemac
