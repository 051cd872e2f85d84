#include "compile/symbols.h"

#include <algorithm>

#include "base/parallel.h"
#include "catalog/in_words.h"

namespace schemac {

namespace {

int parameter_count(const std::string& signature) {
  const std::size_t open = signature.rfind('(');
  if (open == std::string::npos || signature.size() < open + 2 || signature.substr(open) == "()") return 0;
  return 1 + static_cast<int>(
                 std::count(signature.begin() + static_cast<std::ptrdiff_t>(open), signature.end(), ','));
}

}  // namespace

std::string routine_name(const std::string& signature) {
  const std::size_t open = signature.find('(', signature.starts_with('"') ? signature.rfind('"') : 0);
  const std::string name = signature.substr(0, open);
  const auto parts = sql::parse_name(name);
  return parts && parts->size() == 1 ? parts->front() : name;
}

bool Symbols::add(Draft& draft) {
  if (!by_id_.emplace(&draft.artifact.id, &draft).second) return false;
  add_names(draft);
  return true;
}

std::vector<char> Symbols::add(const std::vector<std::unique_ptr<Draft>>& drafts) {
  std::vector<char> added(drafts.size());
  parallel_for(2, [&](std::size_t task) {
    if (task == 0) {
      by_id_.reserve(2 * (by_id_.size() + drafts.size()));  // room for objects that are folded into them
      for (std::size_t i = 0; i < drafts.size(); ++i)
        added[i] = by_id_.emplace(&drafts[i]->artifact.id, drafts[i].get()).second ? 1 : 0;
    } else {
      relations_.reserve(relations_.size() + drafts.size());
      for (const auto& draft : drafts) add_names(*draft);
    }
  });
  for (std::size_t i = 0; i < drafts.size(); ++i)
    if (added[i] == 0) forget_names(*drafts[i]);
  return added;
}

void Symbols::add_names(Draft& draft) {
  const ObjectId& id = draft.artifact.id;
  const Name name{id.namespace_, id.name};
  // Of several kinds with one name the first applies.
  if (is_relation(id.kind)) relations_.emplace(name, &draft);
  if (is_type(id.kind)) types_[name].push_back(&draft);
  if (is_routine(id.kind))
    functions_[{id.namespace_, texts_.emplace_back(routine_name(id.name))}].push_back(&draft);
  if (!id.relation.empty())
    parts_[{id.namespace_, id.relation}].push_back(&draft);
  else if (!is_relation(id.kind) && !is_type(id.kind) && !is_routine(id.kind))
    others_[{id.namespace_, id.name, id.kind}].push_back(&draft);
}

// For a draft whose id exists already: the texts of the other draft are the keys, so they stay.
void Symbols::forget_names(Draft& draft) {
  const ObjectId& id = draft.artifact.id;
  const auto forget = [&](Map& map, const Name& name) {
    if (const auto found = map.find(name); found != map.end()) std::erase(found->second, &draft);
  };
  forget(types_, {id.namespace_, id.name});
  const std::string routine = is_routine(id.kind) ? routine_name(id.name) : std::string();
  forget(functions_, {id.namespace_, routine});
  forget(parts_, {id.namespace_, id.relation});
  forget(others_, {id.namespace_, id.name, id.kind});
}

void Symbols::add_alias(const ObjectId& id, Draft& draft) { by_id_.emplace(&id, &draft); }

const ObjectId& Symbols::keep(ObjectId id) { return kept_.emplace_back(std::move(id)); }

Draft* Symbols::find(const ObjectId& id) const {
  const auto found = by_id_.find(&id);
  return found == by_id_.end() ? nullptr : found->second;
}

const std::vector<Draft*>* Symbols::look_up(const Map& map, Name name, const Path& path) {
  if (!name.namespace_.empty()) {
    const auto found = map.find(name);
    return found == map.end() ? nullptr : &found->second;
  }
  for (const std::string& each : path)
    if (const auto found = map.find({each, name.name, name.kind}); found != map.end()) return &found->second;
  return nullptr;
}

Draft* Symbols::relation(const std::string& namespace_, const std::string& name, const Path& path) const {
  const auto in = [&](const std::string& place) {
    const auto found = relations_.find({place, name});
    return found == relations_.end() ? nullptr : found->second;
  };
  if (!namespace_.empty()) return in(namespace_);
  for (const std::string& each : path)
    if (Draft* found = in(each)) return found;
  return nullptr;
}

Draft* Symbols::type(const std::string& namespace_, const std::string& name, const Path& path) const {
  if (const auto* found = look_up(types_, {namespace_, name}, path)) return found->front();
  // A table's row type, and an array type by its internal name.
  if (Draft* row = relation(namespace_, name, path);
      row != nullptr && row->artifact.id.kind != Kind::index && row->artifact.id.kind != Kind::sequence)
    return row;
  return name.starts_with('_') ? type(namespace_, name.substr(1), path) : nullptr;
}

std::vector<Draft*> Symbols::functions(const std::string& namespace_, const std::string& name, int arguments,
                                       const Path& path) const {
  const auto* all = look_up(functions_, {namespace_, name}, path);
  if (all == nullptr) return {};
  std::vector<Draft*> found = *all;
  if (found.size() > 1 && arguments >= 0) {
    // Fewer arguments than parameters are allowed (defaults); an exact match takes precedence.
    const auto exact = [&](const Draft* d) { return parameter_count(d->artifact.id.name) == arguments; };
    if (std::any_of(found.begin(), found.end(), exact))
      std::erase_if(found, [&](const Draft* d) { return !exact(d); });
  }
  return found;
}

Draft* Symbols::named(Kind kind, const std::string& namespace_, const std::string& name,
                      const Path& path) const {
  const auto* found = look_up(others_, {namespace_, name, kind}, path);
  if (found == nullptr && namespace_.empty()) found = look_up(others_, {{}, name, kind}, {""});
  return found == nullptr ? nullptr : found->front();
}

Draft* Symbols::target(const ObjectId& id, const Path& path) const {
  Path places = id.namespace_.empty() ? path : Path{id.namespace_};
  places.push_back("");
  for (const std::string& place : places) {
    ObjectId candidate = id;
    candidate.namespace_ = place;
    if (Draft* draft = find(candidate)) return draft;
  }
  if (!id.relation.empty()) return nullptr;
  if (is_relation(id.kind)) return relation(id.namespace_, id.name, path);
  if (is_type(id.kind)) return type(id.namespace_, id.name, path);
  if (is_routine(id.kind)) {
    const auto found = functions(id.namespace_, routine_name(id.name), -1, path);
    const bool bare = id.name.find('(') == std::string::npos;
    if (bare && found.size() == 1) return found.front();
    for (Draft* draft : found)
      if (draft->artifact.id.name == id.name) return draft;
  }
  return nullptr;
}

std::vector<Draft*> Symbols::parts_of(const ObjectId& relation) const {
  const auto found = parts_.find({relation.namespace_, relation.name});
  return found == parts_.end() ? std::vector<Draft*>{} : found->second;
}

// Sorted.
std::vector<std::string> Symbols::relation_names() const {
  std::vector<std::string> names;
  for (const auto& [id, draft] : by_id_)
    if (is_relation(id->kind) && id->kind != Kind::index)
      names.push_back(qualified_name(id->namespace_, id->name));
  std::sort(names.begin(), names.end());
  return names;
}

std::string Symbols::nearest_relation(const std::string& namespace_, const std::string& name) const {
  const std::vector<std::string> names = relation_names();
  if (!namespace_.empty()) {
    std::string near = nearest_name(qualified_name(namespace_, name), names);
    if (!near.empty()) return near;
  }
  std::vector<std::string> bare;
  for (const std::string& qualified : names) {
    const auto parts = sql::parse_name(qualified);
    if (parts) bare.push_back(parts->back());
  }
  std::string near = nearest_name(name, bare);
  for (std::size_t i = 0; i < bare.size() && !near.empty(); ++i)
    if (bare[i] == near && names.size() == bare.size()) return names[i];
  return near;
}

std::string Symbols::nearest(const ObjectId& id) const {
  if (is_relation(id.kind)) return nearest_relation(id.namespace_, id.name);
  std::vector<std::string> names;
  for (const auto& [known, draft] : by_id_) names.push_back(in_words(*known));
  return nearest_name(in_words(id), names);
}

}  // namespace schemac
