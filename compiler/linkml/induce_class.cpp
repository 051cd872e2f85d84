#include <algorithm>

#include <fmt/format.h>

#include "linkml/induction.h"
#include "linkml/slot_merge.h"

namespace schemac::linkml {
namespace {

class ClassInducer {
 public:
  ClassInducer(Induction& induction, const ClassHierarchy& hierarchy)
      : induction_(induction), hierarchy_(hierarchy) {}

  InducedClass run(std::uint32_t node) {
    InducedClass induced;
    ancestors_ = hierarchy_.ancestors(node);
    definition_ = hierarchy_.nodes[node].definition;
    induced.name = definition_->name.value;
    induced.definition = definition_;
    induced.module = &induction_.module(hierarchy_.nodes[node].module);
    induced.annotations = definition_->annotations;
    induced.ancestors.reserve(ancestors_.size());
    for (const std::uint32_t ancestor : ancestors_)
      induced.ancestors.push_back(class_at(ancestor).name.value);
    gather_slots();
    apply_usages();
    induced.slots.reserve(slots_.size());
    for (OpenSlot& slot : slots_) {
      finish(slot);
      induced.slots.emplace_back(std::move(slot.facts), std::move(slot.metaslots));
    }
    gather_constraints(induced);
    return induced;
  }

 private:
  // A slot whose metaslots may still change: the first change copies them.
  struct OpenSlot {
    std::string_view name;  // in the declaration
    InducedSlotFacts facts;
    std::shared_ptr<const Slot> metaslots;
    std::shared_ptr<Slot> own;  // the same, after they are a copy
    Slot& edit() {
      if (own == nullptr) metaslots = own = std::make_shared<Slot>(*metaslots);
      return *own;
    }
  };

  const Class& class_at(std::uint32_t node) const { return *hierarchy_.nodes[node].definition; }

  static const Slot* find_attribute(const Class& in, std::string_view name) {
    const auto found = std::find_if(in.attributes.begin(), in.attributes.end(),
                                    [&](const Slot& slot) { return slot.name.value == name; });
    return found == in.attributes.end() ? nullptr : &*found;
  }

  void gather_slots() {
    slots_.clear();
    places_.clear();
    known_places_ = 0;
    nearest_.clear();
    std::size_t expected = 0;
    for (const std::uint32_t ancestor : ancestors_) {
      expected += class_at(ancestor).slots.size() + class_at(ancestor).attributes.size();
    }
    slots_.reserve(expected);
    for (std::uint32_t depth = 0; depth < ancestors_.size(); ++depth) {
      const Class& ancestor = class_at(ancestors_[depth]);
      const std::uint32_t module = hierarchy_.nodes[ancestors_[depth]].module;
      for (const Text& name : ancestor.slots) {
        if (const OpenSlot* first = find(name.value)) {
          if (depth == 0) repeated(name, first->facts);
          continue;
        }
        add_listed(name, depth, module);
      }
      for (const Slot& attribute : ancestor.attributes) {
        if (find(attribute.name.value) != nullptr) continue;
        add(attribute, ancestor, module, attribute.name.span, depth);
      }
    }
  }

  OpenSlot* find(std::string_view name) {
    constexpr std::size_t few = 32;  // a linear search is faster than an index
    if (slots_.size() <= few) {
      const auto found =
          std::find_if(slots_.begin(), slots_.end(), [&](const OpenSlot& slot) { return slot.name == name; });
      return found == slots_.end() ? nullptr : &*found;
    }
    for (; known_places_ < slots_.size(); ++known_places_)
      places_.emplace(slots_[known_places_].name, known_places_);
    const auto found = places_.find(name);
    return found == places_.end() ? nullptr : &slots_[found->second];
  }

  void repeated(const Text& name, const InducedSlotFacts& first) {
    induction_.diagnostics
        .note("slot-listed-twice", name.span,
              fmt::format("the class '{}' lists the slot '{}' twice", definition_->name.value, name.value))
        .notes.push_back({first.listed_at, "first here"});
  }

  // A name in `slots`: an attribute of the same class, a slot, or an attribute of an ancestor.
  void add_listed(const Text& name, std::uint32_t depth, std::uint32_t module) {
    const Class& ancestor = class_at(ancestors_[depth]);
    if (const Slot* attribute = find_attribute(ancestor, name.value)) {
      return add(*attribute, ancestor, module, name.span, depth);
    }
    if (const auto* slot = induction_.choose_slot(name.value, module, name.span)) {
      return add(*slot->element, ancestor, slot->module, name.span, no_limit);
    }
    for (std::uint32_t farther = depth + 1; farther < ancestors_.size(); ++farther) {
      if (const Slot* attribute = find_attribute(class_at(ancestors_[farther]), name.value)) {
        return add(*attribute, class_at(ancestors_[farther]), hierarchy_.nodes[ancestors_[farther]].module,
                   name.span, farther);
      }
    }
    if (depth == 0) {
      induction_.unknown_name("unknown-slot", name, "slot", induction_.symbols.slots(),
                              fmt::format("listed by the class '{}'", ancestor.name.value));
    }
  }

  // `depth`: slot_usage of farther ancestors does not apply to an attribute that replaces theirs.
  void add(const Slot& definition, const Class& origin, std::uint32_t module, Span listed_at,
           std::uint32_t depth) {
    OpenSlot& added = slots_.emplace_back();
    added.name = definition.name.value;
    added.metaslots = induction_.with_inherited(definition, module);
    InducedSlotFacts& induced = added.facts;
    induced.origin_class = origin.name.value;
    induced.module = &induction_.module(module);
    induced.range = induction_.default_range(module);
    induced.span = definition.name.span;
    induced.listed_at = listed_at;
    nearest_.push_back(depth);
  }

  void apply_usages() {
    for (std::uint32_t i = static_cast<std::uint32_t>(ancestors_.size()); i-- > 0;) {
      for (const Slot& usage : class_at(ancestors_[i]).slot_usage) {
        OpenSlot* const slot = find(usage.name.value);
        if (slot == nullptr) {
          if (i == 0) unused_usage(usage);
          continue;
        }
        if (nearest_[static_cast<std::size_t>(slot - slots_.data())] < i) continue;
        if (i == 0) check_narrowing(*slot->metaslots, usage);
        apply_usage(slot->edit(), usage);
      }
    }
  }

  void unused_usage(const Slot& usage) {
    std::vector<std::string_view> names;
    for (const OpenSlot& slot : slots_) names.push_back(slot.name);
    induction_.diagnostics.warning("usage-without-slot", usage.name.span,
                                   fmt::format("slot_usage for '{}', which the class '{}' does not have",
                                               usage.name.value, definition_->name.value),
                                   did_you_mean(nearest_name(usage.name.value, names)));
  }

  // The range of a class may only be replaced by one of its descendants.
  void check_narrowing(const Slot& slot, const Slot& usage) {
    if (!slot.range || !usage.range || slot.range->value == usage.range->value) return;
    const auto wide = hierarchy_.index.find(slot.range->value);
    const auto narrow = hierarchy_.index.find(usage.range->value);
    if (wide == hierarchy_.index.end() || narrow == hierarchy_.index.end()) return;
    if (class_at(wide->second).class_uri && class_at(wide->second).class_uri->value == "linkml:Any") return;
    const auto above = hierarchy_.ancestors(narrow->second);
    if (std::find(above.begin(), above.end(), wide->second) != above.end()) return;
    induction_.diagnostics
        .warning("range-widened", usage.range->span,
                 fmt::format("'{}' is not a descendant of '{}', the range of the slot '{}'",
                             usage.range->value, slot.range->value, slot.name.value),
                 "slot_usage should narrow the range")
        .notes.push_back({slot.range->span, "the range that it replaces"});
  }

  void finish(OpenSlot& open) {
    const auto force = [&](Flag SlotExpression::*flag, const Flag& because) {
      const bool already = is_true((*open.metaslots).*flag);
      if (is_true(because) && !already) open.edit().*flag = Located<bool>{true, because->span};
    };
    force(&SlotExpression::required, open.metaslots->identifier);
    force(&SlotExpression::required, open.metaslots->key);
    force(&SlotExpression::inlined, open.metaslots->inlined_as_list);
    const Slot& slot = *open.metaslots;
    InducedSlotFacts& induced = open.facts;
    induced.name = slot.alias && !slot.alias->empty() ? slot.alias->value : slot.name.value;
    std::replace(induced.name.begin(), induced.name.end(), ' ', '_');
    if (slot.range) induced.range = slot.range->value;
    induced.range_kind = induction_.range_kind(induced.range);
  }

  void gather_constraints(InducedClass& induced) {
    for (const std::uint32_t ancestor : ancestors_) {
      const Class& from = class_at(ancestor);
      for (const UniqueKey& key : from.unique_keys) {
        const bool replaced =
            std::any_of(induced.unique_keys.begin(), induced.unique_keys.end(),
                        [&](const UniqueKey* k) { return k->name.value == key.name.value; });
        if (!replaced) induced.unique_keys.push_back(&key);
      }
      for (const ClassRule& rule : from.rules) induced.rules.push_back(&rule);
      if (!from.any_of.empty() || !from.all_of.empty() || !from.exactly_one_of.empty() ||
          !from.none_of.empty() || !from.slot_conditions.empty()) {
        induced.expressions.push_back(&from);
      }
    }
  }

  static constexpr std::uint32_t no_limit = ~0U;

  Induction& induction_;
  const ClassHierarchy& hierarchy_;
  const Class* definition_ = nullptr;
  std::vector<std::uint32_t> ancestors_;
  std::vector<OpenSlot> slots_;
  // Slot name -> index into slots_, of the first known_places_; only for classes with many slots.
  std::unordered_map<std::string_view, std::uint32_t> places_;
  std::uint32_t known_places_ = 0;
  std::vector<std::uint32_t> nearest_;  // per slot: the farthest ancestor whose slot_usage applies
};

}  // namespace

void induce_classes(Induction& induction, const ClassHierarchy& hierarchy, InducedSchema& schema) {
  induction.check_applied_slots();
  schema.classes.resize(hierarchy.nodes.size());
  induction.in_parallel(hierarchy.nodes.size(), [&](Induction& part, std::size_t node) {
    schema.classes[node] = ClassInducer(part, hierarchy).run(static_cast<std::uint32_t>(node));
  });
  for (const InducedClass& induced : schema.classes) {
    for (std::size_t i = 1; i < induced.ancestors.size(); ++i) {
      schema.classes[hierarchy.index.at(induced.ancestors[i])].descendants.push_back(induced.name);
    }
  }
  for (InducedClass& induced : schema.classes)
    std::sort(induced.descendants.begin(), induced.descendants.end());
}

}  // namespace schemac::linkml
