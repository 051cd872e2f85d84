// Modules: the schema itself. The tables of the other metaclasses are in read_*.cpp beside it.
#include "linkml/read.h"

#include "linkml/metaslots.h"
#include "yaml/read_yaml.h"
#include "yaml/tree_cache.h"

namespace schemac::linkml {
namespace {

constexpr Words setting_keys = {"setting_key", "setting_value"};
constexpr Words prefix_keys = {"prefix_prefix", "prefix_reference"};
void read_prefixes(Reader& reader, Module& module, Value& value) {
  std::vector<std::pair<Text, Text>> pairs;
  reader.read_text_pairs(value, pairs, prefix_keys[0], prefix_keys[1]);
  for (auto& [name, reference] : pairs) module.prefixes.push_back({std::move(name), std::move(reference)});
}
void read_settings(Reader& reader, Module& module, Value& value) {
  reader.read_text_pairs(value, module.settings, setting_keys[0], setting_keys[1]);
}

}  // namespace

template <>
struct Fields<Module> {
  using T = Module;
  static constexpr std::string_view what = "schema";
  static constexpr auto table =
      sorted(concat(element_fields<T>(), std::to_array<Field<T>>({
                                             {"id", member<&T::id>},
                                             {"version", member<&T::version>},
                                             {"imports", member<&T::imports>},
                                             {"license", member<&T::license>},
                                             {"prefixes", read_prefixes},
                                             {"emit_prefixes", ignore_texts},
                                             {"default_curi_maps", ignore_texts},
                                             {"default_prefix", member<&T::default_prefix>},
                                             {"default_range", member<&T::default_range>},
                                             {"subsets", named<&T::subsets>},
                                             {"types", named<&T::types>},
                                             {"enums", named<&T::enums>},
                                             {"slots", named<&T::slots>},
                                             {"classes", named<&T::classes>},
                                             {"metamodel_version", ignore_text},
                                             {"source_file", ignore_text},
                                             {"source_file_date", ignore_text},
                                             {"source_file_size", ignore_count},
                                             {"generation_date", ignore_text},
                                             {"slot_names_unique", ignore_flag},
                                             {"settings", read_settings},
                                             {"bindings", unread_objects<EnumBinding>},
                                         })));
};

namespace {
Module bind(yaml::YamlDocument document, FileId file, Diagnostics& diagnostics) {
  Module module;
  module.file = file;
  module.incomplete = !document.complete;
  if (document.root.type == Value::Type::null) return module;
  if (document.root.type != Value::Type::map) {
    diagnostics.error("wrong-shape", document.root.span, "a module is a map with 'id', 'name', 'classes', …");
    return module;
  }
  // After an incomplete parse, further errors would only follow from the missing text.
  Diagnostics discarded;
  Reader reader(document.complete ? diagnostics : discarded);
  reader.read_object(document.root, module);
  return module;
}
}  // namespace

Module read_module(std::string_view text, FileId file, Diagnostics& diagnostics) {
  return bind(yaml::read_yaml(text, file, diagnostics), file, diagnostics);
}

Module read_module(std::string_view text, FileId file, yaml::TreeCache& cache, Diagnostics& diagnostics) {
  yaml::YamlDocument document;
  if (auto known = cache.find(text, file)) {
    document.root = std::move(*known);
  } else {
    const std::size_t before = diagnostics.items().size();
    document = yaml::read_yaml(text, file, diagnostics);
    // A text with errors is read again each time: the cache contains no diagnostics.
    if (document.complete && diagnostics.items().size() == before) cache.add(text, document.root);
  }
  return bind(std::move(document), file, diagnostics);
}

}  // namespace schemac::linkml
