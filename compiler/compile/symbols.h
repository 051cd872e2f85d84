// Every object that the sources define, by name. Private to compile. It refers to the objects' ids: they must
// not change or move.
#pragma once
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "catalog/object_index.h"
#include "compile/unlinked_object.h"

namespace schemac {

class Symbols {
 public:
  // Of several objects with one id the first stays, and false is returned.
  bool add(UnlinkedObject& object);
  // Adds many at once, on all cores. Of several objects with one id the first stays; returns which were
  // added.
  std::vector<char> add(const std::vector<std::unique_ptr<UnlinkedObject>>& objects);
  // Another name of an object: a constraint that is folded into its table. The id must not change or move
  // either; the result of keep() does not.
  void add_alias(const ObjectId& id, UnlinkedObject& object);
  const ObjectId& keep(ObjectId id);

  UnlinkedObject* find(const ObjectId& id) const;
  // By name only, of any kind; if namespace_ is empty, a path is searched in order.
  using Path = std::vector<std::string>;
  UnlinkedObject* relation(const std::string& namespace_, const std::string& name, const Path& path) const;
  UnlinkedObject* type(const std::string& namespace_, const std::string& name, const Path& path) const;
  // All overloads that accept that number of arguments (-1: any).
  std::vector<UnlinkedObject*> functions(const std::string& namespace_, const std::string& name,
                                         int arguments, const Path& path) const;
  // Of a kind that is not a relation, type or routine and does not belong to a relation.
  UnlinkedObject* named(Kind kind, const std::string& namespace_, const std::string& name,
                        const Path& path) const;
  // The object that ALTER, COMMENT or GRANT means: kind may be less exact than the object's own.
  UnlinkedObject* target(const ObjectId& id, const Path& path) const;
  // The object that states the constraint of that name, whose index has the name, too. Linear.
  UnlinkedObject* key_with_index(const ObjectId& index, const Path& path) const;
  // Indexes and keys of a relation.
  std::vector<UnlinkedObject*> parts_of(const ObjectId& relation) const;

  // "ns.name" of every relation, and the bare names; for "did you mean".
  std::string nearest_relation(const std::string& namespace_, const std::string& name) const;
  std::string nearest(const ObjectId& id) const;

 private:
  void add_names(UnlinkedObject& object);
  void forget_names(UnlinkedObject& object);

  // The texts are in the objects' ids, or in texts_.
  struct Name {
    std::string_view namespace_, name;
    Kind kind{};  // of others_
    friend bool operator==(const Name&, const Name&) = default;
  };
  struct NameHash {
    std::size_t operator()(const Name& name) const {
      const std::hash<std::string_view> hash;
      return hash(name.name) * 31 + hash(name.namespace_) + static_cast<std::size_t>(name.kind);
    }
  };
  using Map = std::unordered_map<Name, std::vector<UnlinkedObject*>, NameHash>;
  // The objects of that name in the first namespace that has any; nullptr if there are none.
  static const std::vector<UnlinkedObject*>* look_up(const Map& map, Name name, const Path& path);

  std::vector<std::string> relation_names() const;

  ObjectIndex<UnlinkedObject*> by_id_;
  std::unordered_map<Name, UnlinkedObject*, NameHash> relations_;
  Map types_, functions_, others_, parts_;
  std::deque<std::string> texts_;  // of names that do not belong to an object
  std::deque<ObjectId> kept_;
};

// "f(integer, text)" -> "f", without quotes.
std::string routine_name(const std::string& signature);

}  // namespace schemac
