#include "lower/lower.h"

#include <algorithm>

#include "base/parallel.h"
#include "lower/lowering.h"

namespace schemac {

namespace {

// Extensions that types imply, and the namespaces of the objects.
void add_surroundings(Lowering& lowering) {
  for (const std::string& extension : lowering.extensions) {
    Object object;
    object.id = {Kind::extension, {}, {}, extension};
    object.body = Extension{"public", {}};
    lowering.add(std::move(object), {});
  }
  std::map<std::string, Span> namespaces;
  for (const auto& each : lowering.objects) {
    const ObjectId& id = each->object.id;
    if (id.namespace_.empty() || id.namespace_ == "public") continue;
    namespaces.emplace(id.namespace_, each->span);
    if (id.relation.empty()) {
      each->object.depends_on.push_back(depends({Kind::namespace_, {}, {}, id.namespace_}));
    }
  }
  for (const auto& [name, span] : namespaces) {
    Object object;
    object.id = {Kind::namespace_, {}, {}, name};
    object.body = Namespace{};
    lowering.add(std::move(object), span);
  }
}

std::string designation(Lowering& lowering, const ClassLayout& layout) {
  std::string value;
  for (const linkml::InducedSlot& slot : layout.slots)
    if (linkml::is_true(slot.slot.designates_type)) value = type_designation(lowering, *layout.cls, slot);
  return value;
}

// Moves the slots' storage out of the layout.
ClassStorage storage_of(Lowering& lowering, ClassLayout& layout) {
  const std::string& name = layout.cls->name;
  ClassStorage storage;
  storage.class_name = name;
  storage.type_designation = designation(lowering, layout);
  if (layout.kind == ClassLayout::Kind::table) {
    storage.table_namespace = layout.namespace_;
    storage.table = layout.table;
    storage.key_column = layout.key_column;
    storage.key_is_surrogate = layout.key_is_surrogate;
    if (!layout.root.empty()) {
      storage.type_column = layout.type_column;
      storage.type_value = storage.type_designation.empty() ? name : storage.type_designation;
    }
    if (layout.inheritance == ClassLayout::Inheritance::joined) {
      const ClassLayout* at = &layout;
      while (at->cls->name != layout.root && at->cls->definition->is_a) {
        const ClassLayout* parent = lowering.layout(at->cls->definition->is_a->value);
        if (parent == nullptr || parent->root != layout.root) break;
        storage.base_tables.insert(storage.base_tables.begin(), parent->table);
        at = parent;
      }
    }
  }
  storage.supplied_slots = std::move(layout.supplied);  // the elements do not move
  for (SlotLayout& slot : layout.layouts) {
    SlotStorage how;
    how.how = SlotStorage::How::none;
    if (layout.kind == ClassLayout::Kind::table) how = std::move(slot.storage);
    storage.slots.emplace(slot.slot.name, std::move(how));
  }
  return storage;
}

std::map<std::string, ClassStorage> take_storage(Lowering& lowering) {
  std::map<std::string, ClassStorage> all;
  for (const auto& [name, _] : lowering.classes) all.emplace_hint(all.end(), name, ClassStorage{});
  for_each_class(lowering, lowering.state->layouts, [&](Lowering& part, ClassLayout& layout) {
    all.find(layout.cls->name)->second = storage_of(part, layout);
  });
  return all;
}

}  // namespace

Lowered lower(const linkml::InducedSchema& schema, const LowerOptions& options, Diagnostics& diagnostics) {
  Lowering lowering(schema, options, diagnostics);
  lowering.names.expect(4 * schema.classes.size());
  lowering.annotations.check(diagnostics);
  lay_out_classes(lowering);
  lower_enums(lowering);
  lay_out_slots(lowering);
  lower_tables(lowering);
  lower_slot_constraints(lowering);
  lower_class_constraints(lowering);
  note_unenforced(lowering);
  lower_references(lowering);
  lower_settings(lowering);
  add_wanted_indexes(lowering);
  lower_views(lowering);
  for (TableDraft& table : lowering.tables) lowering.objects.push_back(std::move(table.owned));
  add_surroundings(lowering);
  std::vector<std::unique_ptr<LoweredObject>>& objects = lowering.objects;
  parallel_for_each(Pieces(objects.size(), 512), [&](std::size_t i) {
    auto& edges = objects[i]->object.depends_on;
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  });
  Lowered lowered;
  if (options.storage) lowered.storage = take_storage(lowering);
  lowered.objects = std::move(lowering.objects);
  lowered.leftovers = std::move(lowering.state);
  return lowered;
}

}  // namespace schemac
