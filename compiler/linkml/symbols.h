// Every named element of a module graph, by name and kind. Private to induction.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/diagnostic.h"
#include "linkml/induce.h"

namespace schemac::linkml {

template <typename T>
struct Definition {
  const T* element = nullptr;
  std::uint32_t module = 0;
};

// name -> its definitions in module order; those of sources come before built-in ones.
template <typename T>
using Definitions = std::unordered_map<std::string_view, std::vector<Definition<T>>>;

class Symbols {
 public:
  // The names must stay alive: those of the graph's modules do.
  explicit Symbols(const ModuleGraph& graph);

  const Definitions<Class>& classes() const { return classes_; }
  const Definitions<Slot>& slots() const { return slots_; }
  const Definitions<Enum>& enums() const { return enums_; }
  const Definitions<Type>& types() const { return types_; }
  const Definitions<Subset>& subsets() const { return subsets_; }

  template <typename T>
  static const Definition<T>* first(const Definitions<T>& definitions, std::string_view name) {
    const auto found = definitions.find(name);
    return found == definitions.end() ? nullptr : &found->second.front();
  }
  const Definition<Class>* find_class(std::string_view name) const { return first(classes_, name); }
  const Definition<Enum>* find_enum(std::string_view name) const { return first(enums_, name); }
  const Definition<Type>* find_type(std::string_view name) const { return first(types_, name); }

  // "class", "slot", "enum", "type", or empty. For messages about a name of the wrong kind.
  std::string_view kind_of(std::string_view name) const;
  // The place of the first definition of that name, of any kind; unknown if nothing has it.
  Span declared_at(std::string_view name) const;

  // False if some module could not be read completely: a name that is not found may be defined there.
  bool complete() const { return complete_; }

 private:
  Definitions<Class> classes_;
  Definitions<Slot> slots_;
  Definitions<Enum> enums_;
  Definitions<Type> types_;
  Definitions<Subset> subsets_;
  bool complete_ = true;
};

// All names of a table, for nearest_name. O(n): call it only to report an error.
template <typename T>
std::vector<std::string_view> names_of(const Definitions<T>& definitions) {
  std::vector<std::string_view> names;
  for (const auto& [name, ignored] : definitions) names.push_back(name);
  return names;
}

// Names that mean different things in different modules, and names used by two kinds that share ranges.
void check_clashes(const Symbols& symbols, const ModuleGraph& graph, SlotScope slot_scope,
                   Diagnostics& diagnostics);

}  // namespace schemac::linkml
