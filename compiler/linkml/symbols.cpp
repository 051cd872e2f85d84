#include "linkml/symbols.h"

#include <algorithm>

#include <fmt/format.h>

#include "linkml/slot_merge.h"

namespace schemac::linkml {
namespace {

template <typename T>
void add_all(Definitions<T>& definitions, const std::vector<T>& elements, std::size_t module, bool builtin) {
  for (const T& element : elements) {
    auto& same_name = definitions[element.name.value];
    // Sources may redefine built-in elements of LinkML.
    if (builtin && !same_name.empty()) continue;
    same_name.push_back({&element, static_cast<std::uint32_t>(module)});
  }
}

std::string_view default_range(const Module& module) {
  return module.default_range ? std::string_view(module.default_range->value) : "string";
}

bool same_slot(const Definition<Slot>& a, const Definition<Slot>& b, const ModuleGraph& graph) {
  const bool same_default =
      a.element->range || b.element->range ||
      default_range(*graph.modules[a.module]) == default_range(*graph.modules[b.module]);
  return same_default && same_meaning(*a.element, *b.element);
}

template <typename T, typename Same>
void check_kind(const Definitions<T>& definitions, std::string_view kind, Diagnostics& diagnostics,
                Same same) {
  std::vector<const std::vector<Definition<T>>*> repeated;
  for (const auto& [name, same_name] : definitions) {
    if (same_name.size() > 1) repeated.push_back(&same_name);
  }
  // The table is not ordered.
  std::sort(repeated.begin(), repeated.end(), [](const auto* a, const auto* b) {
    return std::pair(a->front().module, a->front().element->span.begin) <
           std::pair(b->front().module, b->front().element->span.begin);
  });
  for (const auto* same_name : repeated) {
    const Definition<T>& first = same_name->front();
    for (std::size_t i = 1; i < same_name->size(); ++i) {
      const Definition<T>& other = (*same_name)[i];
      if (same(first, other)) continue;
      diagnostics
          .error(fmt::format("{}-defined-differently", kind), other.element->name.span,
                 fmt::format("the {} '{}' is defined differently in two modules", kind,
                             other.element->name.value),
                 kind == "slot" ? "rename one of them, make them attributes, or set slot_scope: module"
                                : "rename one of them, or remove one")
          .notes.push_back({first.element->name.span, "the other definition"});
    }
  }
}

}  // namespace

Symbols::Symbols(const ModuleGraph& graph) {
  for (const bool builtin : {false, true}) {
    for (std::size_t i = 0; i < graph.modules.size(); ++i) {
      const Module& module = *graph.modules[i];
      if ((module.file == 0) != builtin) continue;
      add_all(classes_, module.classes, i, builtin);
      add_all(slots_, module.slots, i, builtin);
      add_all(enums_, module.enums, i, builtin);
      add_all(types_, module.types, i, builtin);
      add_all(subsets_, module.subsets, i, builtin);
      complete_ = complete_ && !module.incomplete;
    }
  }
}

std::string_view Symbols::kind_of(std::string_view name) const {
  if (classes_.contains(name)) return "class";
  if (enums_.contains(name)) return "enum";
  if (types_.contains(name)) return "type";
  if (slots_.contains(name)) return "slot";
  if (subsets_.contains(name)) return "subset";
  return {};
}

Span Symbols::declared_at(std::string_view name) const {
  if (const auto* found = first(classes_, name)) return found->element->name.span;
  if (const auto* found = first(enums_, name)) return found->element->name.span;
  if (const auto* found = first(types_, name)) return found->element->name.span;
  if (const auto* found = first(slots_, name)) return found->element->name.span;
  if (const auto* found = first(subsets_, name)) return found->element->name.span;
  return {};
}

void check_clashes(const Symbols& symbols, const ModuleGraph& graph, SlotScope slot_scope,
                   Diagnostics& diagnostics) {
  const auto equal = [](const auto& a, const auto& b) { return *a.element == *b.element; };
  check_kind(symbols.classes(), "class", diagnostics, equal);
  check_kind(symbols.enums(), "enum", diagnostics, equal);
  check_kind(symbols.types(), "type", diagnostics, equal);
  if (slot_scope == SlotScope::global) {
    check_kind(symbols.slots(), "slot", diagnostics,
               [&](const auto& a, const auto& b) { return same_slot(a, b, graph); });
  }
  // A range may name three kinds.
  for (const auto& module : graph.modules) {
    const auto clash = [&](const Text& name, std::string_view kind, Span other, std::string_view other_kind) {
      diagnostics
          .error(
              "name-of-two-kinds", name.span,
              fmt::format("'{}' is both {} and {}", name.value, with_article(kind), with_article(other_kind)),
              "rename one: a range could refer to either")
          .notes.push_back({other, fmt::format("the {}", other_kind)});
    };
    for (const Enum& element : module->enums) {
      if (const auto* other = symbols.find_class(element.name.value)) {
        clash(element.name, "enum", other->element->name.span, "class");
      }
    }
    if (module->file == 0) continue;
    for (const Type& element : module->types) {
      if (const auto* other = symbols.find_class(element.name.value)) {
        clash(element.name, "type", other->element->name.span, "class");
      } else if (const auto* other_enum = symbols.find_enum(element.name.value)) {
        clash(element.name, "type", other_enum->element->name.span, "enum");
      }
    }
  }
}

}  // namespace schemac::linkml
