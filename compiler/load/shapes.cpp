#include "load/shapes.h"

#include <vector>

namespace schemac {

using linkml::InducedClass;
using linkml::InducedSlot;

namespace {

// A dictionary entry's value may be the only other slot, or the only required one. nullptr if neither is.
const InducedSlot* simple_value(const std::vector<InducedSlot>& slots, const InducedSlot& identifier) {
  std::vector<const InducedSlot*> others, required;
  for (const InducedSlot& slot : slots) {
    if (&slot == &identifier) continue;
    others.push_back(&slot);
    if (slot.required()) required.push_back(&slot);
  }
  return others.size() == 1 ? others.front() : required.size() == 1 ? required.front() : nullptr;
}

}  // namespace

ClassShapes::ClassShapes(const linkml::InducedSchema& schema,
                         const std::map<std::string, ClassStorage>& storage,
                         const std::vector<LoadTable>& tables)
    : schema_(schema), storage_(storage) {
  for (std::size_t i = 0; i < tables.size(); ++i) table_index_[{tables[i].namespace_, tables[i].name}] = i;
}

std::size_t ClassShapes::find_table(const std::string& namespace_, const std::string& name) const {
  const auto found = table_index_.find({namespace_, name});
  return found == table_index_.end() ? SIZE_MAX : found->second;
}

ClassShape& ClassShapes::of(const std::string& class_name) {
  const auto known = shapes_.find(class_name);
  if (known != shapes_.end()) return known->second;
  ClassShape& shape = shapes_[class_name];
  shape.class_ = schema_.find_class(class_name);
  if (const auto found = storage_.find(class_name); found != storage_.end()) shape.storage = &found->second;
  if (shape.class_ == nullptr) return shape;
  const bool supplied = shape.class_->slots.empty() && shape.storage != nullptr;
  const auto& slots = supplied ? shape.storage->supplied_slots : shape.class_->slots;
  for (const InducedSlot& slot : slots) {
    shape.slots[slot.name] = &slot;
    if (linkml::is_true(slot.slot.designates_type)) shape.designator = &slot;
    // An identifier has precedence over a key, regardless of their order.
    const bool first = shape.identifier == nullptr && (slot.identifier() || slot.key());
    if (first || (slot.identifier() && !shape.identifier->identifier())) shape.identifier = &slot;
  }
  for (const std::string& name : shape.class_->descendants) {
    const InducedClass* below = schema_.find_class(name);
    shape.has_classified =
        shape.has_classified || (below != nullptr && !below->definition->classification_rules.empty());
  }
  if (shape.identifier != nullptr) shape.simple_value = simple_value(slots, *shape.identifier);
  if (shape.storage != nullptr && !shape.storage->table.empty()) {
    shape.table = find_table(shape.storage->table_namespace, shape.storage->table);
    for (const auto& [name, how] : shape.storage->slots) {
      shape.needs_key = shape.needs_key || how.how == SlotStorage::How::association_table ||
                        how.how == SlotStorage::How::child_table || !shape.storage->base_tables.empty();
    }
  }
  return shape;
}

}  // namespace schemac
