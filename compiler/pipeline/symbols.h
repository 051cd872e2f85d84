// Every object that the sources define, findable by name. Private to pipeline.
#pragma once
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "catalog/object_index.h"
#include "pipeline/draft.h"

namespace schemac {

class Symbols {
 public:
  // Objects of one id: the first stays, and false is returned.
  bool add(Draft& draft);
  // Another name of a draft: a constraint that is folded into its table.
  void add_alias(const ObjectId& id, Draft& draft);

  Draft* find(const ObjectId& id) const;
  // By name alone, whatever the kind is; a path is searched in order where namespace_ is empty.
  using Path = std::vector<std::string>;
  Draft* relation(const std::string& namespace_, const std::string& name, const Path& path) const;
  Draft* type(const std::string& namespace_, const std::string& name, const Path& path) const;
  // All overloads that could take that many arguments (-1: any).
  std::vector<Draft*> functions(const std::string& namespace_, const std::string& name, int arguments,
                                const Path& path) const;
  // Of a kind that is no relation, type or routine and hangs on no relation.
  Draft* named(Kind kind, const std::string& namespace_, const std::string& name, const Path& path) const;
  // What ALTER, COMMENT, GRANT mean: kind may be less exact than the object's own.
  Draft* target(const ObjectId& id, const Path& path) const;
  // Indexes and keys that hang on a relation.
  std::vector<Draft*> parts_of(const ObjectId& relation) const;

  // "ns.name" of every relation, and the bare names; for "did you mean".
  std::string nearest_relation(const std::string& namespace_, const std::string& name) const;
  std::string nearest(const ObjectId& id) const;

 private:
  using Map = std::unordered_map<std::string, std::vector<Draft*>>;
  // Those of that name in the first place that has any; nullptr if there are none.
  static const std::vector<Draft*>* look_up(const Map& map, const std::string& namespace_,
                                            const std::string& name, const Path& path);

  std::vector<std::string> relation_names() const;

  std::unordered_map<ObjectId, Draft*, ObjectIdHash, std::equal_to<>> by_id_;
  Map relations_, types_, functions_, others_, parts_;
};

// "f(integer, text)" -> "f", without quotes.
std::string routine_name(const std::string& signature);

}  // namespace schemac
