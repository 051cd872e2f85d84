#include <algorithm>

#include <fmt/format.h>

#include "linkml/induction.h"

namespace schemac::linkml {
namespace {

void add_parents(Induction& induction, ClassHierarchy& hierarchy) {
  const auto find = [&](const Text& name, const Class& from, std::string_view role) -> const std::uint32_t* {
    const auto found = hierarchy.index.find(name.value);
    if (found != hierarchy.index.end()) return &found->second;
    induction.unknown_name("unknown-parent", name, "class", induction.symbols.classes(),
                           fmt::format("{} of the class '{}'", role, from.name.value));
    return nullptr;
  };
  for (ClassHierarchy::Node& node : hierarchy.nodes) {
    for (const Text& mixin : node.definition->mixins) {
      if (const auto* parent = find(mixin, *node.definition, "a mixin")) node.parents.push_back(*parent);
    }
  }
  for (std::uint32_t i = 0; i < hierarchy.nodes.size(); ++i) {
    const Class& applied = *hierarchy.nodes[i].definition;
    for (const Text& target : applied.apply_to) {
      if (const auto* found = find(target, applied, "apply_to")) hierarchy.nodes[*found].parents.push_back(i);
    }
  }
  for (ClassHierarchy::Node& node : hierarchy.nodes) {
    if (!node.definition->is_a) continue;
    if (const auto* parent = find(*node.definition->is_a, *node.definition, "is_a")) {
      node.parents.push_back(*parent);
    }
  }
}

// Reports each cycle once and removes the link that closes it, so that later walks end.
void cut_cycles(Induction& induction, ClassHierarchy& hierarchy) {
  enum class State : std::uint8_t { fresh, open, done };
  std::vector<State> state(hierarchy.nodes.size(), State::fresh);
  struct Step {
    std::uint32_t node;
    std::size_t next = 0;
  };
  std::vector<Step> path;
  for (std::uint32_t root = 0; root < hierarchy.nodes.size(); ++root) {
    if (state[root] != State::fresh) continue;
    path.push_back({root});
    state[root] = State::open;
    while (!path.empty()) {
      Step& step = path.back();
      auto& parents = hierarchy.nodes[step.node].parents;
      if (step.next == parents.size()) {
        state[step.node] = State::done;
        path.pop_back();
        continue;
      }
      const std::uint32_t parent = parents[step.next];
      if (state[parent] == State::open) {
        const auto first =
            std::find_if(path.begin(), path.end(), [&](const Step& s) { return s.node == parent; });
        std::string names;
        for (auto at = first; at != path.end(); ++at) {
          names += fmt::format("{} -> ", hierarchy.nodes[at->node].definition->name.value);
        }
        const Class& start = *hierarchy.nodes[parent].definition;
        Diagnostic& error = induction.diagnostics.error(
            "inheritance-cycle", start.name.span,
            fmt::format("the class '{0}' is its own ancestor: {1}{0}", start.name.value, names),
            "remove one of these links");
        for (auto at = first + 1; at != path.end(); ++at) {
          const Text& name = hierarchy.nodes[at->node].definition->name;
          error.notes.push_back({name.span, fmt::format("through '{}'", name.value)});
        }
        parents.erase(parents.begin() + static_cast<std::ptrdiff_t>(step.next));
        continue;
      }
      ++step.next;
      if (state[parent] == State::fresh) {
        state[parent] = State::open;
        path.push_back({parent});
      }
    }
  }
}

}  // namespace

ClassHierarchy build_hierarchy(Induction& induction) {
  ClassHierarchy hierarchy;
  for (std::uint32_t i = 0; i < induction.graph.modules.size(); ++i) {
    for (const Class& definition : induction.module(i).classes) {
      if (induction.symbols.find_class(definition.name.value)->element != &definition) continue;
      hierarchy.index.emplace(definition.name.value, static_cast<std::uint32_t>(hierarchy.nodes.size()));
      hierarchy.nodes.push_back({&definition, i, {}});
    }
  }
  add_parents(induction, hierarchy);
  cut_cycles(induction, hierarchy);
  return hierarchy;
}

}  // namespace schemac::linkml
