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

bool Symbols::add(UnlinkedObject& object) {
  if (!by_id_.emplace(&object.artifact.id, &object).second) return false;
  add_names(object);
  return true;
}

std::vector<char> Symbols::add(const std::vector<std::unique_ptr<UnlinkedObject>>& objects) {
  std::vector<char> added(objects.size());
  parallel_for(2, [&](std::size_t task) {
    if (task == 0) {
      by_id_.reserve(2 * (by_id_.size() + objects.size()));  // room for objects that are folded into them
      for (std::size_t i = 0; i < objects.size(); ++i)
        added[i] = by_id_.emplace(&objects[i]->artifact.id, objects[i].get()).second ? 1 : 0;
    } else {
      relations_.reserve(relations_.size() + objects.size());
      for (const auto& object : objects) add_names(*object);
    }
  });
  for (std::size_t i = 0; i < objects.size(); ++i)
    if (added[i] == 0) forget_names(*objects[i]);
  return added;
}

void Symbols::add_names(UnlinkedObject& object) {
  const ObjectId& id = object.artifact.id;
  const Name name{id.namespace_, id.name};
  // Of several kinds with one name the first applies.
  if (is_relation(id.kind)) relations_.emplace(name, &object);
  if (is_type(id.kind)) types_[name].push_back(&object);
  if (is_routine(id.kind))
    functions_[{id.namespace_, texts_.emplace_back(routine_name(id.name))}].push_back(&object);
  if (!id.relation.empty())
    parts_[{id.namespace_, id.relation}].push_back(&object);
  else if (!is_relation(id.kind) && !is_type(id.kind) && !is_routine(id.kind))
    others_[{id.namespace_, id.name, id.kind}].push_back(&object);
}

// For an object whose id exists already: the texts of the other object are the keys, so they stay.
void Symbols::forget_names(UnlinkedObject& object) {
  const ObjectId& id = object.artifact.id;
  const auto forget = [&](Map& map, const Name& name) {
    if (const auto found = map.find(name); found != map.end()) std::erase(found->second, &object);
  };
  forget(types_, {id.namespace_, id.name});
  const std::string routine = is_routine(id.kind) ? routine_name(id.name) : std::string();
  forget(functions_, {id.namespace_, routine});
  forget(parts_, {id.namespace_, id.relation});
  forget(others_, {id.namespace_, id.name, id.kind});
}

void Symbols::add_alias(const ObjectId& id, UnlinkedObject& object) { by_id_.emplace(&id, &object); }

const ObjectId& Symbols::keep(ObjectId id) { return kept_.emplace_back(std::move(id)); }

UnlinkedObject* Symbols::find(const ObjectId& id) const {
  const auto found = by_id_.find(&id);
  return found == by_id_.end() ? nullptr : found->second;
}

const std::vector<UnlinkedObject*>* Symbols::look_up(const Map& map, Name name, const Path& path) {
  if (!name.namespace_.empty()) {
    const auto found = map.find(name);
    return found == map.end() ? nullptr : &found->second;
  }
  for (const std::string& each : path)
    if (const auto found = map.find({each, name.name, name.kind}); found != map.end()) return &found->second;
  return nullptr;
}

UnlinkedObject* Symbols::relation(const std::string& namespace_, const std::string& name,
                                  const Path& path) const {
  const auto in = [&](const std::string& place) {
    const auto found = relations_.find({place, name});
    return found == relations_.end() ? nullptr : found->second;
  };
  if (!namespace_.empty()) return in(namespace_);
  for (const std::string& each : path)
    if (UnlinkedObject* found = in(each)) return found;
  return nullptr;
}

UnlinkedObject* Symbols::type(const std::string& namespace_, const std::string& name,
                              const Path& path) const {
  if (const auto* found = look_up(types_, {namespace_, name}, path)) return found->front();
  // A table's row type, and an array type by its internal name.
  if (UnlinkedObject* row = relation(namespace_, name, path);
      row != nullptr && row->artifact.id.kind != Kind::index && row->artifact.id.kind != Kind::sequence)
    return row;
  return name.starts_with('_') ? type(namespace_, name.substr(1), path) : nullptr;
}

std::vector<UnlinkedObject*> Symbols::functions(const std::string& namespace_, const std::string& name,
                                                int arguments, const Path& path) const {
  const auto* all = look_up(functions_, {namespace_, name}, path);
  if (all == nullptr) return {};
  std::vector<UnlinkedObject*> found = *all;
  if (found.size() > 1 && arguments >= 0) {
    // Fewer arguments than parameters are allowed (defaults); an exact match takes precedence.
    const auto exact = [&](const UnlinkedObject* d) {
      return parameter_count(d->artifact.id.name) == arguments;
    };
    if (std::any_of(found.begin(), found.end(), exact))
      std::erase_if(found, [&](const UnlinkedObject* d) { return !exact(d); });
  }
  return found;
}

UnlinkedObject* Symbols::named(Kind kind, const std::string& namespace_, const std::string& name,
                               const Path& path) const {
  const auto* found = look_up(others_, {namespace_, name, kind}, path);
  if (found == nullptr && namespace_.empty()) found = look_up(others_, {{}, name, kind}, {""});
  return found == nullptr ? nullptr : found->front();
}

UnlinkedObject* Symbols::target(const ObjectId& id, const Path& path) const {
  Path places = id.namespace_.empty() ? path : Path{id.namespace_};
  places.push_back("");
  for (const std::string& place : places) {
    ObjectId candidate = id;
    candidate.namespace_ = place;
    if (UnlinkedObject* object = find(candidate)) return object;
  }
  if (!id.relation.empty()) return nullptr;
  if (is_relation(id.kind)) return relation(id.namespace_, id.name, path);
  if (is_type(id.kind)) return type(id.namespace_, id.name, path);
  if (is_routine(id.kind)) {
    const auto found = functions(id.namespace_, routine_name(id.name), -1, path);
    const bool bare = id.name.find('(') == std::string::npos;
    if (bare && found.size() == 1) return found.front();
    for (UnlinkedObject* object : found)
      if (object->artifact.id.name == id.name) return object;
  }
  return nullptr;
}

UnlinkedObject* Symbols::key_with_index(const ObjectId& index, const Path& path) const {
  const Path places = index.namespace_.empty() ? path : Path{index.namespace_};
  for (const std::string& place : places) {
    for (const auto& [id, object] : by_id_) {
      if (id->kind == Kind::constraint && id->name == index.name && id->namespace_ == place) return object;
    }
  }
  return nullptr;
}

std::vector<UnlinkedObject*> Symbols::parts_of(const ObjectId& relation) const {
  const auto found = parts_.find({relation.namespace_, relation.name});
  return found == parts_.end() ? std::vector<UnlinkedObject*>{} : found->second;
}

// Sorted.
std::vector<std::string> Symbols::relation_names() const {
  std::vector<std::string> names;
  for (const auto& [id, object] : by_id_)
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
  for (const auto& [known, object] : by_id_) names.push_back(in_words(*known));
  return nearest_name(in_words(id), names);
}

}  // namespace schemac
