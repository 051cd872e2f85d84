// Code that the parts of induction share. Private to linkml/induce*.cpp and the checks.
#pragma once
#include <functional>
#include <memory>
#include <unordered_map>
#include <unordered_set>

#include "linkml/induce.h"
#include "linkml/symbols.h"

namespace schemac::linkml {

// The inheritance of the classes as a graph without cycles. Node numbers are indices into
// InducedSchema::classes.
struct ClassHierarchy {
  struct Node {
    const Class* definition = nullptr;
    std::uint32_t module = 0;
    std::vector<std::uint32_t> parents;  // mixins, applied mixins, is_a: the order of the walk
  };
  std::vector<Node> nodes;
  std::unordered_map<std::string_view, std::uint32_t> index;

  // Nearest first, including the class itself: own, each mixin with its ancestors, is_a with its ancestors.
  std::vector<std::uint32_t> ancestors(std::uint32_t node) const;
};

class Induction {
 public:
  Induction(const ModuleGraph& graph, const InduceOptions& options, Diagnostics& diagnostics)
      : graph(graph),
        options(options),
        diagnostics(diagnostics),
        shared_(std::make_shared<const Shared>(graph)),
        symbols(shared_->symbols) {}
  // A part of it, for in_parallel().
  Induction(const Induction& whole, Diagnostics& to)
      : graph(whole.graph),
        options(whole.options),
        diagnostics(to),
        shared_(whole.shared_),
        symbols(shared_->symbols) {}
  Induction(const Induction&) = delete;
  Induction& operator=(const Induction&) = delete;

  // Calls work(part, i) for i in 0 … count - 1 on all cores; part is the thread's own Induction. Reports come
  // in the order of the numbers, and once, as if one thread had done everything.
  void in_parallel(std::size_t count, const std::function<void(Induction& part, std::size_t i)>& work);

  const ModuleGraph& graph;
  const InduceOptions& options;
  Diagnostics& diagnostics;

 private:
  struct Shared {
    explicit Shared(const ModuleGraph& graph);
    Symbols symbols;
    std::unordered_map<std::string_view, std::vector<Definition<Slot>>> applied_slots;  // by apply_to
  };
  const std::shared_ptr<const Shared> shared_;

 public:
  const Symbols& symbols;

  const Module& module(std::uint32_t index) const { return *graph.modules[index]; }

  // The definition of a slot as seen from a module (InduceOptions::slot_scope); nullptr if absent.
  // `listed_at`: the place of the name, for the note that a definition was chosen.
  const Definition<Slot>* choose_slot(std::string_view name, std::uint32_t from, Span listed_at);
  // The definition with what it inherits from its parents; without parents the definition itself, not owned.
  std::shared_ptr<const Slot> with_inherited(const Slot& definition, std::uint32_t module);

  // Errors for apply_to of slots.
  void check_applied_slots();
  RangeKind range_kind(std::string_view name) const;
  std::string_view default_range(std::uint32_t module) const;

  // Adds the error that `name` is not a `kind`; adds none if a module is incomplete and may define the name
  // in the part that was not read.
  template <typename T>
  void unknown_name(std::string code, const Text& name, std::string_view kind,
                    const Definitions<T>& candidates, std::string_view where = {}) {
    unknown_name(
        std::move(code), name, kind, [&] { return names_of(candidates); }, where);
  }
  void unknown_name(std::string code, const Text& name, std::string_view kind,
                    const std::function<std::vector<std::string_view>()>& candidates,
                    std::string_view where = {});
  // True the first time for a place and code, which are those of the diagnostic that follows (no place: for
  // any place). So an error that every child of a class would repeat is reported once.
  bool first_report(std::string_view code, Span place);

 private:
  const std::vector<std::uint32_t>& import_order(std::uint32_t from);
  std::vector<Definition<Slot>> slot_parents(const Slot& slot, std::uint32_t module);
  void join(Diagnostics diagnostics, Induction& part);

  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> import_orders_;
  std::unordered_map<const Slot*, std::shared_ptr<const Slot>> inherited_;
  std::unordered_set<std::string> reported_;
};

ClassHierarchy build_hierarchy(Induction& induction);
void induce_types(Induction& induction, InducedSchema& schema);
void induce_enums(Induction& induction, InducedSchema& schema);
void induce_classes(Induction& induction, const ClassHierarchy& hierarchy, InducedSchema& schema);

// Checks names, bounds and patterns of every declaration, each in its place.
void check_declarations(Induction& induction, const InducedSchema& schema);
// Checks that need induced slots: contradictory bounds, defaults that do not fit the range.
void check_induced(Induction& induction, const InducedSchema& schema);

}  // namespace schemac::linkml
