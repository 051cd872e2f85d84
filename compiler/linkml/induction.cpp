#include "linkml/induction.h"

#include <algorithm>
#include <deque>

#include <fmt/format.h>

#include "base/parallel.h"
#include "linkml/slot_merge.h"

namespace schemac::linkml {

namespace {

std::string report_key(std::string_view code, Span place) {
  return fmt::format("{} {} {}", code, place.file, place.begin);
}

}  // namespace

// Modules by distance from `from`; modules of the same distance in import order.
const std::vector<std::uint32_t>& Induction::import_order(std::uint32_t from) {
  const auto [entry, fresh] = import_orders_.try_emplace(from);
  if (fresh) {
    std::vector<bool> seen(graph.modules.size());
    std::vector<std::uint32_t>& order = entry->second;
    order.push_back(from);
    seen[from] = true;
    for (std::size_t i = 0; i < order.size(); ++i) {
      for (const std::size_t imported : graph.imports[order[i]]) {
        if (seen[imported]) continue;
        seen[imported] = true;
        order.push_back(static_cast<std::uint32_t>(imported));
      }
    }
  }
  return entry->second;
}

const Definition<Slot>* Induction::choose_slot(std::string_view name, std::uint32_t from, Span listed_at) {
  const auto found = symbols.slots().find(name);
  if (found == symbols.slots().end()) return nullptr;
  const std::vector<Definition<Slot>>& definitions = found->second;
  if (definitions.size() == 1 || options.slot_scope == SlotScope::global) return &definitions.front();
  const Definition<Slot>* chosen = &definitions.front();
  for (const std::uint32_t module : import_order(from)) {
    const auto in_module = std::find_if(definitions.begin(), definitions.end(),
                                        [&](const auto& definition) { return definition.module == module; });
    if (in_module == definitions.end()) continue;
    if (module == from) return &*in_module;
    chosen = &*in_module;
    break;
  }
  const bool differ = std::any_of(definitions.begin(), definitions.end(), [&](const auto& definition) {
    return !same_meaning(*definition.element, *chosen->element);
  });
  if (differ && first_report("slot-chosen", listed_at)) {
    Diagnostic& note =
        diagnostics.note("slot-chosen", listed_at,
                         fmt::format("'{}' is defined differently in {} modules; this is the one of '{}'",
                                     name, definitions.size(), module(chosen->module).name.value));
    note.notes.push_back({chosen->element->name.span, "this definition"});
  }
  return chosen;
}

std::vector<Definition<Slot>> Induction::slot_parents(const Slot& slot, std::uint32_t from) {
  std::vector<Definition<Slot>> parents;
  const auto add = [&](const Text& name, std::string_view role) {
    if (const auto* parent = choose_slot(name.value, from, name.span)) {
      parents.push_back(*parent);
    } else if (first_report("unknown-parent", name.span)) {
      unknown_name("unknown-parent", name, "slot", symbols.slots(),
                   fmt::format("{} of the slot '{}'", role, slot.name.value));
    }
  };
  for (const Text& mixin : slot.mixins) add(mixin, "a mixin");
  const auto& applied_slots = shared_->applied_slots;
  if (const auto applied = applied_slots.find(slot.name.value); applied != applied_slots.end()) {
    parents.insert(parents.end(), applied->second.begin(), applied->second.end());
  }
  if (slot.is_a) add(*slot.is_a, "is_a");
  return parents;
}

Induction::Shared::Shared(const ModuleGraph& graph) : symbols(graph) {
  for (std::size_t i = 0; i < graph.modules.size(); ++i)
    for (const Slot& slot : graph.modules[i]->slots)
      for (const Text& target : slot.apply_to)
        if (symbols.slots().contains(target.value))
          applied_slots[target.value].push_back({&slot, static_cast<std::uint32_t>(i)});
}

void Induction::check_applied_slots() {
  for (const auto& module : graph.modules)
    for (const Slot& slot : module->slots)
      for (const Text& target : slot.apply_to)
        if (!symbols.slots().contains(target.value))
          unknown_name("unknown-parent", target, "slot", symbols.slots(),
                       fmt::format("apply_to of the slot '{}'", slot.name.value));
}

void Induction::in_parallel(std::size_t count, const std::function<void(Induction&, std::size_t)>& work) {
  const Pieces pieces(count, 64);
  std::vector<Diagnostics> own(pieces.count());
  std::deque<Induction> parts;
  for (Diagnostics& each : own) parts.emplace_back(*this, each);
  parallel_for(pieces.count(),
               [&](std::size_t piece) { pieces.each(piece, [&](std::size_t i) { work(parts[piece], i); }); });
  for (std::size_t piece = 0; piece < own.size(); ++piece) join(std::move(own[piece]), parts[piece]);
}

void Induction::join(Diagnostics from, Induction& part) {
  from.erase_if([&](const Diagnostic& each) {
    return reported_.contains(report_key(each.code, each.span)) ||
           reported_.contains(report_key(each.code, {}));
  });
  diagnostics.append(std::move(from));
  reported_.merge(part.reported_);
}

std::shared_ptr<const Slot> Induction::with_inherited(const Slot& definition, std::uint32_t from) {
  if (!definition.is_a && definition.mixins.empty() &&
      (shared_->applied_slots.empty() || !shared_->applied_slots.contains(definition.name.value))) {
    return {std::shared_ptr<void>(), &definition};
  }
  if (const auto known = inherited_.find(&definition); known != inherited_.end()) return known->second;

  const auto merged = std::make_shared<Slot>(definition);
  // Depth first, nearest first; an ancestor that occurs twice has no effect the second time.
  std::vector<Definition<Slot>> stack = {{&definition, from}};
  std::unordered_set<const Slot*> seen;
  while (!stack.empty()) {
    const Definition<Slot> at = stack.back();
    stack.pop_back();
    if (!seen.insert(at.element).second) continue;
    if (at.element != &definition) inherit_metaslots(*merged, *at.element);
    std::vector<Definition<Slot>> parents = slot_parents(*at.element, at.module);
    for (const Definition<Slot>& parent : parents) {
      // A cycle is reported once, for the member that is declared first.
      const bool speaks = definition.name.span <= at.element->name.span;
      if (parent.element == &definition && speaks &&
          first_report("inheritance-cycle", definition.name.span)) {
        diagnostics.error("inheritance-cycle", definition.name.span,
                          fmt::format("the slot '{}' is its own ancestor through '{}'", definition.name.value,
                                      at.element->name.value),
                          "remove one of the links");
      }
    }
    stack.insert(stack.end(), parents.rbegin(), parents.rend());
  }
  return inherited_[&definition] = merged;
}

RangeKind Induction::range_kind(std::string_view name) const {
  if (symbols.classes().contains(name)) return RangeKind::class_;
  if (symbols.enums().contains(name)) return RangeKind::enum_;
  if (symbols.types().contains(name)) return RangeKind::type;
  if (name == "Any" || options.sql_types.contains(std::string(name))) return RangeKind::type;
  return RangeKind::undefined;
}

std::string_view Induction::default_range(std::uint32_t index) const {
  const Module& of = module(index);
  return of.default_range ? std::string_view(of.default_range->value) : "string";
}

void Induction::unknown_name(std::string code, const Text& name, std::string_view kind,
                             const std::function<std::vector<std::string_view>()>& candidates,
                             std::string_view where) {
  const std::string suffix = where.empty() ? std::string() : fmt::format(" ({})", where);
  if (const std::string_view other = symbols.kind_of(name.value); !other.empty() && other != kind) {
    diagnostics
        .error("wrong-kind", name.span,
               fmt::format("'{}' is {}, but {} is required here{}", name.value, with_article(other),
                           with_article(kind), suffix))
        .notes.push_back({symbols.declared_at(name.value), fmt::format("the {}", other)});
    return;
  }
  if (!symbols.complete()) return;
  diagnostics.error(std::move(code), name.span,
                    fmt::format("there is no {} '{}'{}", kind, name.value, suffix),
                    did_you_mean(nearest_name(name.value, candidates())));
}

bool Induction::first_report(std::string_view code, Span place) {
  return reported_.insert(report_key(code, place)).second;
}

std::vector<std::uint32_t> ClassHierarchy::ancestors(std::uint32_t node) const {
  std::vector<std::uint32_t> order;
  std::vector<std::uint32_t> stack = {node};
  std::unordered_set<std::uint32_t> seen;
  while (!stack.empty()) {
    const std::uint32_t at = stack.back();
    stack.pop_back();
    if (!seen.insert(at).second) continue;
    order.push_back(at);
    stack.insert(stack.end(), nodes[at].parents.rbegin(), nodes[at].parents.rend());
  }
  return order;
}

}  // namespace schemac::linkml
