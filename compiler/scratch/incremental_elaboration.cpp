#include "scratch/incremental_elaboration.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "catalog/called_reads.h"
#include "catalog/lookup_rows.h"

namespace schemac {
namespace {

using Effect = KindTraits::Effect;

// Lookup rows are free SQL whose effect is known.
Effect effect_of(const ObjectId& id) { return is_lookup_rows(id) ? Effect::none : traits_of(id.kind).effect; }

// The one object of every database that no source creates.
bool is_given(const ObjectId& id) { return id == ObjectId{Kind::namespace_, {}, {}, "public"}; }

std::optional<ObjectId> relation_of(const ObjectId& id, const std::set<ObjectId>& artifacts) {
  if (id.relation.empty()) return std::nullopt;
  for (const Kind kind : {Kind::table, Kind::view, Kind::materialized_view, Kind::foreign_table}) {
    if (const ObjectId relation = id.parent(kind); artifacts.contains(relation)) return relation;
  }
  return std::nullopt;
}

std::optional<ObjectId> owner_of(const Object& object, const std::set<ObjectId>& artifacts) {
  if (artifacts.contains(object.id)) return object.id;
  if (const auto* sequence = body_as<Sequence>(object);
      sequence != nullptr && !sequence->owned_by_table.empty()) {
    for (const Dependency& dependency : object.depends_on) {
      if (is_table(dependency.on.kind) && artifacts.contains(dependency.on)) return dependency.on;
    }
    return std::nullopt;
  }
  return relation_of(object.id, artifacts);
}

using Owners = std::map<ObjectId, ObjectId>;  // object -> the artifact that creates it

// nullopt if something has no owner.
std::optional<Owners> owners_of(const Catalog& catalog, const std::set<ObjectId>& artifacts) {
  Owners owners;
  for (const auto& [id, object] : catalog.objects) {
    if (const auto owner = owner_of(object, artifacts)) {
      owners.emplace(id, *owner);
    } else if (!is_given(id)) {
      return std::nullopt;
    }
  }
  return owners;
}

// A name without the number that makes it unique.
std::string_view stem(std::string_view name) {
  while (!name.empty() && name.back() >= '0' && name.back() <= '9') name.remove_suffix(1);
  return name;
}

using Name = std::pair<std::string, std::string>;  // namespace, name

// The kinds for which the server chooses a free name.
bool is_named_by_server(const ObjectId& id) {
  return id.kind == Kind::constraint || id.kind == Kind::index || id.kind == Kind::sequence ||
         id.kind == Kind::statistics;
}
bool takes_relation_name(const Object& object) {
  if (is_relation(object.id.kind)) return true;
  const auto* const constraint = body_as<Constraint>(object);
  return constraint != nullptr &&
         (constraint->type == ConstraintType::primary_key || constraint->type == ConstraintType::unique ||
          constraint->type == ConstraintType::exclusion);
}

class Reuse {
 public:
  Reuse(const Elaboration& known, const ArtifactSet& wanted) : known_(known) {
    for (const ElaboratedArtifact& artifact : known.artifacts) known_by_id_.emplace(artifact.id, &artifact);
    for (const Artifact& artifact : wanted.artifacts) wanted_by_id_.emplace(artifact.id, &artifact);
  }

  std::optional<IncrementalRun> run() {
    if (!known_.catalog.unread.empty() || !reaches_are_known()) return std::nullopt;
    std::set<ObjectId> ids;
    for (const auto& [id, artifact] : known_by_id_) ids.insert(id);
    auto owners = owners_of(known_.catalog, ids);
    if (!owners) return std::nullopt;
    owners_ = std::move(*owners);
    add_edges();
    add_body_needs();
    add_families();
    add_stems();
    return chosen();
  }

 private:
  bool reaches_are_known() const {
    const auto hash_in = [](const auto& map, const ObjectId& id) {
      const auto found = map.find(id);
      return found == map.end() ? std::string() : found->second->closure_hash;
    };
    const auto same = [&](const ObjectId& id) {
      const Effect effect = effect_of(id);
      return effect == Effect::none ||
             (effect == Effect::when_new && hash_in(known_by_id_, id) == hash_in(wanted_by_id_, id));
    };
    return std::all_of(known_by_id_.begin(), known_by_id_.end(),
                       [&](const auto& entry) { return same(entry.first); }) &&
           std::all_of(wanted_by_id_.begin(), wanted_by_id_.end(),
                       [&](const auto& entry) { return entry.second->external || same(entry.first); });
  }

  void add_edge(const ObjectId& from, const ObjectId& on) {
    if (from == on) return;
    needs_[from].insert(on);
    affects_[on].insert(from);
  }

  void add_edges() {
    for (const auto& [id, artifact] : known_by_id_) {
      for (const ObjectId& on : artifact->depends_on) add_edge(id, on);
    }
    for (const auto& [id, artifact] : wanted_by_id_) {
      for (const ObjectId& on : artifact->depends_on) add_edge(id, on);
    }
    for (const auto& [id, object] : known_.catalog.objects) {
      const auto owner = owners_.find(id);
      if (owner == owners_.end()) continue;
      for (const Dependency& dependency : object.depends_on) {
        if (const auto on = owners_.find(dependency.on); on != owners_.end())
          add_edge(owner->second, on->second);
      }
    }
  }

  // In a scratch database routines run only where something is filled; these need what the bodies read. A
  // change there changes no definition as printed, so it affects nothing.
  void add_body_needs() {
    std::set<ObjectId> seen;
    std::vector<ObjectId> open;
    const auto follow = [&](const ObjectId& id) {
      if (seen.insert(id).second) open.push_back(id);
    };
    for (const auto& [id, artifact] : wanted_by_id_)
      if (id.kind == Kind::materialized_view || id.kind == Kind::statements) follow(id);
    while (!open.empty()) {
      const ObjectId id = std::move(open.back());
      open.pop_back();
      const auto found = wanted_by_id_.find(id);
      if (found == wanted_by_id_.end()) continue;
      const bool rows = id.kind == Kind::statements;
      for (const ObjectId& on : found->second->depends_on)
        if (runs_when_used(on.kind) || (rows && is_table(on.kind))) follow(on);
      for (const ObjectId& read : found->second->soft_depends_on) {
        if (read == id || !wanted_by_id_.contains(read)) continue;
        needs_[id].insert(read);
        if (runs_when_used(read.kind)) follow(read);
      }
    }
  }

  // Tables that refer to tables form a tree. A change of one, or of an object that belongs to one, touches
  // all of them.
  void add_families() {
    std::vector<std::pair<ObjectId, ObjectId>> links;
    for (const auto& [from, all] : needs_) {
      if (!is_table(from.kind)) continue;
      for (const ObjectId& on : all) {
        if (is_table(on.kind)) links.emplace_back(from, on);
      }
    }
    std::set<ObjectId> members;
    for (const auto& [from, on] : links) {
      affects_[from].insert(on);
      affects_[on].insert(from);
      members.insert(from);
      members.insert(on);
    }
    if (members.empty()) return;
    const auto touch_its_table = [&](const ObjectId& id) {
      const auto table = relation_of(id, members);
      if (table) affects_[id].insert(*table);
    };
    for (const auto& [id, artifact] : known_by_id_) touch_its_table(id);
    for (const auto& [id, artifact] : wanted_by_id_) touch_its_table(id);
  }

  // LinkML artifacts name everything themselves.
  bool lets_server_name(const ObjectId& artifact) const {
    const auto found = wanted_by_id_.find(artifact);
    return found == wanted_by_id_.end() || !found->second->canonical;
  }

  void add_stems() {
    std::set<Name> numbered;
    for (const auto& [id, owner] : owners_) {
      if (id == owner || !is_named_by_server(id) || !lets_server_name(owner)) continue;
      if (const std::string_view without = stem(id.name); without != id.name)
        numbered.emplace(id.namespace_, without);
    }
    if (numbered.empty()) return;
    std::map<Name, std::set<ObjectId>> groups;
    for (const auto& [id, owner] : owners_) {
      if (const Name name{id.namespace_, stem(id.name)}; numbered.contains(name)) groups[name].insert(owner);
    }
    for (const auto& [name, group] : groups) {
      for (const ObjectId& one : group) {
        for (const ObjectId& other : group) affects_[one].insert(other);
      }
    }
  }

  // Adds everything that the edges reach.
  static void close(std::set<ObjectId>& ids, const std::map<ObjectId, std::set<ObjectId>>& edges) {
    std::vector<ObjectId> open(ids.begin(), ids.end());
    while (!open.empty()) {
      const ObjectId id = std::move(open.back());
      open.pop_back();
      const auto found = edges.find(id);
      if (found == edges.end()) continue;
      for (const ObjectId& next : found->second) {
        if (ids.insert(next).second) open.push_back(next);
      }
    }
  }

  std::set<ObjectId> touched() const {
    std::set<ObjectId> ids;
    for (const auto& [id, artifact] : wanted_by_id_) {
      if (artifact->external) continue;
      const auto before = known_by_id_.find(id);
      if (before == known_by_id_.end() || before->second->closure_hash != artifact->closure_hash)
        ids.insert(id);
    }
    for (const auto& [id, artifact] : known_by_id_) {
      if (!wanted_by_id_.contains(id)) ids.insert(id);
    }
    close(ids, affects_);
    return ids;
  }

  IncrementalRun chosen() const {
    const std::set<ObjectId> touched = this->touched();
    std::set<ObjectId> relations;  // to which a touched object belongs
    for (const ObjectId& id : touched) {
      if (!id.relation.empty()) relations.insert({Kind::table, id.namespace_, {}, id.relation});
    }
    std::set<ObjectId> all = touched;
    for (const auto& [id, artifact] : wanted_by_id_) {
      const bool neighbour =
          !id.relation.empty() && relations.contains({Kind::table, id.namespace_, {}, id.relation});
      if (neighbour || artifact->external || effect_of(id) == Effect::when_new) all.insert(id);
    }
    close(all, needs_);
    IncrementalRun run;
    for (const ObjectId& id : all) {
      if (wanted_by_id_.contains(id)) (touched.contains(id) ? run.made : run.held).insert(id);
    }
    // Extensions alone are not worth a database.
    if (touched.empty()) run.held.clear();
    return run;
  }

  const Elaboration& known_;
  std::map<ObjectId, const ElaboratedArtifact*> known_by_id_;
  std::map<ObjectId, const Artifact*> wanted_by_id_;
  Owners owners_;
  std::map<ObjectId, std::set<ObjectId>> needs_;
  std::map<ObjectId, std::set<ObjectId>> affects_;
};

// Names of the kept objects; others cannot have them.
class Names {
 public:
  void keep(const Object& object) {
    if (takes_relation_name(object)) relations_.emplace(object.id.namespace_, object.id.name);
    if (object.id.kind == Kind::constraint || object.id.kind == Kind::statistics)
      others_.emplace(object.id.namespace_, object.id.name);
  }
  // chosen: the server chose the name; with the kept objects present it would have chosen another one.
  bool taken(const Object& object, bool chosen) const {
    const Name name{object.id.namespace_, object.id.name};
    return (takes_relation_name(object) && relations_.contains(name)) ||
           (chosen && (relations_.contains(name) || others_.contains(name)));
  }

 private:
  std::set<Name> relations_, others_;
};

// The known objects of the artifacts `ids` that the run did not make. nullopt if the run made an object that
// it needed only, and made it in another form.
std::optional<Catalog> kept_objects(const Elaboration& known, const std::set<ObjectId>& ids,
                                    const IncrementalRun& run, const Catalog& made) {
  std::set<ObjectId> known_ids;
  for (const ElaboratedArtifact& artifact : known.artifacts) known_ids.insert(artifact.id);
  Catalog catalog;
  catalog.server_version_num = known.catalog.server_version_num;
  for (const auto& [id, object] : known.catalog.objects) {
    const auto owner = owner_of(object, known_ids);
    if (owner && (!ids.contains(*owner) || run.made.contains(*owner))) continue;
    if (owner && run.held.contains(*owner)) {
      const Object* const again = made.find(id);
      if (again == nullptr || *again != object) return std::nullopt;
    }
    catalog.objects.emplace(id, object);
  }
  return catalog;
}

}  // namespace

std::vector<ElaboratedArtifact> elaborated_artifacts(const ArtifactSet& set) {
  std::vector<ElaboratedArtifact> artifacts;
  for (const Artifact& artifact : set.artifacts) {
    if (!artifact.external) artifacts.push_back({artifact.id, artifact.closure_hash, artifact.depends_on});
  }
  return artifacts;
}

std::optional<IncrementalRun> incremental_run(const Elaboration& known, const ArtifactSet& wanted) {
  return Reuse(known, wanted).run();
}

std::optional<Catalog> joined(const Elaboration& known, const ArtifactSet& wanted, const IncrementalRun& run,
                              const Catalog& made) {
  if (!made.unread.empty()) return std::nullopt;
  std::set<ObjectId> ids;
  std::set<ObjectId> let_server_name;
  for (const Artifact& artifact : wanted.artifacts) {
    if (artifact.external) continue;
    ids.insert(artifact.id);
    if (!artifact.canonical) let_server_name.insert(artifact.id);
  }
  const auto owners = owners_of(made, ids);
  if (!owners) return std::nullopt;

  std::optional<Catalog> kept = kept_objects(known, ids, run, made);
  if (!kept) return std::nullopt;
  Catalog& catalog = *kept;
  Names names;
  for (const auto& [id, object] : catalog.objects) names.keep(object);
  for (const auto& [id, object] : made.objects) {
    const auto owner = owners->find(id);
    if (owner == owners->end() || !run.made.contains(owner->second)) {
      if (!catalog.objects.contains(id)) return std::nullopt;
      continue;
    }
    const bool chosen =
        is_named_by_server(id) && id != owner->second && let_server_name.contains(owner->second);
    if (names.taken(object, chosen) || !catalog.objects.emplace(id, object).second) return std::nullopt;
  }
  return kept;
}

}  // namespace schemac
