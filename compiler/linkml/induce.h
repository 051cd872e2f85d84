// Modules -> the induced schema: every class with all its slots, every metaslot resolved, every type down to
// its base, every enum with its computed values.
//
// Rules: LinkML specification part 4 (derived schemas), and docs/mapping.md where implementations disagree.
// Ancestors: the class itself, then each mixin in declared order with its ancestors, then is_a with its
// ancestors, without repeats; apply_to is an appended mixin. Attributes of the nearest ancestor replace the
// others completely. slot_usage applies from farthest to nearest: minima take the maximum, maxima the
// minimum, everything else overrides, and false overrides true. identifier or key imply required;
// inlined_as_list implies inlined. default_range is per module, else string.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "linkml/induce_options.h"
#include "linkml/resolve.h"
#include "linkml/schema.h"

namespace schemac::linkml {

enum class BaseType {
  string,
  integer,
  boolean,
  float_,
  double_,
  decimal,
  date,
  time,
  datetime,
  date_or_datetime,
  uri,
  uriorcurie,
  curie,
  ncname,
  objectidentifier,
  nodeidentifier,
  jsonpointer,
  jsonpath,
  sparqlpath,
  any,
  sql  // sql: named by sql_types
};

struct InducedType {
  std::string name;
  BaseType base = BaseType::string;
  std::string builtin;   // the built-in LinkML type at the root of the chain ("integer"); empty if absent
  std::string sql_type;  // base == sql
  std::vector<const Type*> chain;  // nearest first; the constraints of each apply
  const Type* definition = nullptr;
  Annotations annotations;  // the nearest one applies
};

struct InducedPermissibleValue {
  std::string text;
  std::string description;
  std::string meaning;
  const PermissibleValue* definition = nullptr;
};

struct InducedEnum {
  std::string name;
  std::vector<InducedPermissibleValue>
      values;            // inherits, include, minus, concepts applied if they are static
  bool open = false;     // no values: any text
  bool dynamic = false;  // a part of it is not static (reachable_from, matches, code_set)
  const Enum* definition = nullptr;
  const Module* module = nullptr;
};

enum class RangeKind { type, enum_, class_, undefined };

// What induction computes for a slot in addition to its metaslots.
struct InducedSlotFacts {
  std::string name;  // key in data: alias, else name with spaces as '_'
  RangeKind range_kind = RangeKind::type;
  std::string range;               // resolved name; default_range applied
  std::string origin_class;        // the class whose slots or attributes list it
  const Module* module = nullptr;  // the module of its definition
  Span span;                       // its definition
  Span listed_at;                  // the place where the class (or ancestor) lists it
};

// Copies share the metaslots; if nothing had to be merged, they are those of the declaration. A slot without
// an owner must not outlive its InducedSchema.
struct InducedSlot : InducedSlotFacts {
  InducedSlot(InducedSlotFacts facts, std::shared_ptr<const Slot> merged)
      : InducedSlotFacts(std::move(facts)), slot(*merged), merged_(std::move(merged)) {}
  const Slot& slot;  // all metaslots merged; slot.name is the slot's own name
  bool required() const { return is_true(slot.required); }
  bool multivalued() const { return is_true(slot.multivalued); }
  bool inlined() const { return is_true(slot.inlined); }
  bool inlined_as_list() const { return is_true(slot.inlined_as_list); }
  bool identifier() const { return is_true(slot.identifier); }
  bool key() const { return is_true(slot.key); }

 private:
  std::shared_ptr<const Slot> merged_;
};

struct InducedClass {
  std::string name;
  const Class* definition = nullptr;
  const Module* module = nullptr;
  std::vector<std::string> ancestors;         // nearest first, including itself; see header comment
  std::vector<std::string> descendants;       // is_a and mixin, sorted, without itself
  std::vector<InducedSlot> slots;             // own first, inherited last; the order of a walk over ancestors
  std::vector<const UniqueKey*> unique_keys;  // own and inherited; of equal names the nearest applies
  std::vector<const ClassRule*> rules;        // own and inherited
  std::vector<const Class*> expressions;  // ancestors (including itself) with class-level any_of, all_of, …
  Annotations annotations;                // own only
  bool is_abstract() const { return is_true(definition->abstract_); }
  bool is_mixin() const { return is_true(definition->mixin); }
  bool is_tree_root() const { return is_true(definition->tree_root); }
  const InducedSlot* find(std::string_view slot_name) const;  // by slot name or data key
};

struct NameHash {  // finds a std::string_view without creating a string
  using is_transparent = void;
  std::size_t operator()(std::string_view name) const { return std::hash<std::string_view>()(name); }
};
using NameIndex = std::unordered_map<std::string, std::size_t, NameHash, std::equal_to<>>;

struct InducedSchema {
  std::string name;                   // of the first root
  std::vector<InducedClass> classes;  // module order, then declared order
  std::vector<InducedEnum> enums;
  std::vector<InducedType> types;               // including built-in ones
  std::map<std::string, std::string> prefixes;  // of all modules; those of the root override
  std::map<std::string, std::string> settings;
  std::map<std::string, std::string> default_prefix_of;  // module name -> expanded default prefix
  Annotations annotations;                               // of the roots
  ModuleGraph modules;  // keeps alive every object that a pointer above refers to

  // O(1), through these indices, which induce() fills: name -> place in the vector above.
  NameIndex class_index, enum_index, type_index;
  const InducedClass* find_class(std::string_view name) const;
  const InducedEnum* find_enum(std::string_view name) const;
  const InducedType* find_type(std::string_view name) const;
};

InducedSchema induce(ModuleGraph modules, const InduceOptions& options, const SourceMap& sources,
                     Diagnostics& diagnostics);

// Canonical text (LinkML YAML of the induced schema, everything resolved), for golden tests.
std::string dump(const InducedSchema& schema);

}  // namespace schemac::linkml
