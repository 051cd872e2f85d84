#include "sqltext/body_reads.h"

#include <algorithm>
#include <utility>

#include "sqlfile/statement.h"

namespace schemac {
namespace {

bool has_string_body(const Object& object) {
  const auto* routine = body_as<Routine>(object);
  return routine != nullptr && !routine->sql_body &&
         (object.id.kind == Kind::function || object.id.kind == Kind::procedure);
}

// "f" of "f(integer)".
std::string bare_name(const std::string& signature) {
  const auto parts = sql::parse_name(signature.substr(0, signature.find('(')));
  return parts && !parts->empty() ? parts->back() : std::string();
}

bool is_read_as_relation(Kind kind) {
  return kind == Kind::table || kind == Kind::foreign_table || kind == Kind::view ||
         kind == Kind::materialized_view || kind == Kind::sequence;
}

}  // namespace

void BodyReads::index_names() {
  if (std::exchange(indexed_, true)) return;
  for (const auto& [id, object] : catalog_.objects) {
    if (is_read_as_relation(id.kind)) {
      relations_[id.name].push_back(id);
    } else if (id.kind == Kind::function || id.kind == Kind::procedure || id.kind == Kind::aggregate) {
      routines_[bare_name(id.name)].push_back(id);
    } else if (runs_when_used(id.kind) && !name_is_signature(id.kind)) {
      types_[id.name].push_back(id);
    }
  }
}

std::vector<ObjectId> BodyReads::parsed(const Object& routine) {
  index_names();
  std::set<ObjectId> found;
  const auto look = [&](const auto& names, const sql::Reference& reference) {
    const auto at = names.find(reference.name);
    if (at == names.end()) return;
    for (const ObjectId& id : at->second) {
      if ((reference.namespace_.empty() || reference.namespace_ == id.namespace_) && id != routine.id)
        found.insert(id);
    }
  };
  for (const sql::Statement& statement : sql::parse(body_as<Routine>(routine)->definition).statements) {
    for (const sql::Reference& reference : statement.references) {
      if (!reference.soft) continue;
      using To = sql::Reference::To;
      if (reference.to == To::relation || reference.to == To::sequence) look(relations_, reference);
      if (reference.to == To::function) look(routines_, reference);
      if (reference.to == To::type) look(types_, reference);
    }
  }
  return {found.begin(), found.end()};
}

const std::vector<ObjectId>& BodyReads::of(const ObjectId& routine) {
  static const std::vector<ObjectId> nothing;
  const Object* object = catalog_.find(routine);
  if (object == nullptr || !has_string_body(*object)) return nothing;
  const auto found = known_.find(routine);
  return found != known_.end() ? found->second : known_.emplace(routine, parsed(*object)).first->second;
}

ReachedReads BodyReads::reached(const std::set<ObjectId>& used) {
  ReachedReads result;
  std::map<ObjectId, std::size_t> number;
  const auto node = [&](const ObjectId& id) {
    const auto [at, fresh] = number.emplace(id, result.objects.size());
    if (fresh) result.objects.push_back(id);
    return at->second;
  };
  for (const ObjectId& id : used) node(id);
  std::vector<CallEdges> calls;
  for (std::size_t at = 0; at < result.objects.size(); ++at) {
    const ObjectId id = result.objects[at];
    CallEdges& edges = calls.emplace_back();
    edges.runs = runs_when_used(id.kind);
    if (!edges.runs) continue;
    for (const Dependency& edge : graph_.of(id)) {
      const bool declared = edge.type == DependencyType::soft;
      if (edge.on != id && (declared || runs_when_used(edge.on.kind)))
        (declared ? edges.reads : edges.uses).push_back(node(edge.on));
    }
    for (const ObjectId& read : of(id)) edges.reads.push_back(node(read));
  }
  result.groups = read_groups(calls);
  for (const ObjectId& id : used) {
    const std::size_t group = result.groups.of[number.at(id)];
    if (group != ReadGroups::none) result.group_of.emplace(id, group);
  }
  return result;
}

std::set<ObjectId> BodyReads::all_of(const ObjectId& id) {
  std::set<ObjectId> found, seen{id};
  std::vector<ObjectId> open{id};
  while (!open.empty()) {
    const ObjectId next = std::move(open.back());
    open.pop_back();
    const auto follow = [&](const ObjectId& on, bool unrecorded) {
      if (unrecorded) found.insert(on);
      if (runs_when_used(on.kind) && seen.insert(on).second) open.push_back(on);
    };
    for (const Dependency& edge : graph_.of(next)) follow(edge.on, edge.type == DependencyType::soft);
    for (const ObjectId& read : of(next)) follow(read, true);
  }
  found.erase(id);
  return found;
}

}  // namespace schemac
