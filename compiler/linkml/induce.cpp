#include "linkml/induce.h"

#include <fmt/format.h>

#include "linkml/induction.h"
#include "linkml/read.h"

namespace schemac::linkml {
namespace {

// Built-in types are in scope even if no module imports them.
void add_builtin_types(ModuleGraph& graph) {
  const Module* types = builtin_module("linkml:types");
  for (const auto& module : graph.modules) {
    if (module.get() == types) return;
  }
  graph.modules.push_back(std::shared_ptr<const Module>(std::shared_ptr<void>(), types));
  graph.imports.emplace_back();
}

// Prefixes, settings and annotations of the root override the others: modules are ordered roots first.
void gather_module_facts(const ModuleGraph& graph, InducedSchema& schema) {
  for (std::size_t i = 0; i < graph.modules.size(); ++i) {
    const Module& module = *graph.modules[i];
    for (const Prefix& prefix : module.prefixes) {
      schema.prefixes.emplace(prefix.name.value, prefix.reference.value);
    }
    for (const auto& [key, value] : module.settings) schema.settings.emplace(key.value, value.value);
    if (i >= graph.root_count) continue;
    for (const auto& [tag, value] : module.annotations) {
      if (!find_annotation(schema.annotations, tag.value)) schema.annotations.emplace_back(tag, value);
    }
  }
  for (const auto& module : graph.modules) {
    if (!module->default_prefix) {
      // The schema's id replaces it.
      std::string id = module->id ? module->id->value : std::string();
      if (!id.empty() && !id.ends_with('/') && !id.ends_with('#')) id += '/';
      if (!id.empty()) schema.default_prefix_of.emplace(module->name.value, std::move(id));
      continue;
    }
    std::string expanded = module->default_prefix->value;
    for (const Prefix& prefix : module->prefixes) {
      if (prefix.name.value == module->default_prefix->value) expanded = prefix.reference.value;
    }
    schema.default_prefix_of.emplace(module->name.value, std::move(expanded));
  }
}

template <typename T>
const T* look_up(const std::vector<T>& elements, const NameIndex& index, std::string_view name) {
  const auto found = index.find(name);
  return found == index.end() ? nullptr : &elements[found->second];
}

template <typename T>
void fill_index(const std::vector<T>& elements, NameIndex& index) {
  index.reserve(elements.size());
  for (std::size_t i = 0; i < elements.size(); ++i) index.emplace(elements[i].name, i);
}

}  // namespace

const InducedSlot* InducedClass::find(std::string_view slot_name) const {
  for (const InducedSlot& slot : slots) {
    if (slot.slot.name.value == slot_name) return &slot;
  }
  for (const InducedSlot& slot : slots) {
    if (slot.name == slot_name) return &slot;
  }
  return nullptr;
}

const InducedClass* InducedSchema::find_class(std::string_view class_name) const {
  return look_up(classes, class_index, class_name);
}
const InducedEnum* InducedSchema::find_enum(std::string_view enum_name) const {
  return look_up(enums, enum_index, enum_name);
}
const InducedType* InducedSchema::find_type(std::string_view type_name) const {
  return look_up(types, type_index, type_name);
}

InducedSchema induce(ModuleGraph modules, const InduceOptions& options, const SourceMap& /*sources*/,
                     Diagnostics& diagnostics) {
  InducedSchema schema;
  schema.modules = std::move(modules);
  const ModuleGraph& graph = schema.modules;
  if (graph.root_count > 0) schema.name = graph.modules.front()->name.value;
  gather_module_facts(graph, schema);
  add_builtin_types(schema.modules);

  Induction induction(graph, options, diagnostics);
  check_clashes(induction.symbols, graph, options.slot_scope, diagnostics);
  induce_types(induction, schema);
  induce_enums(induction, schema);
  induce_classes(induction, build_hierarchy(induction), schema);
  fill_index(schema.classes, schema.class_index);
  fill_index(schema.enums, schema.enum_index);
  fill_index(schema.types, schema.type_index);
  check_declarations(induction, schema);
  check_induced(induction, schema);
  return schema;
}

}  // namespace schemac::linkml
