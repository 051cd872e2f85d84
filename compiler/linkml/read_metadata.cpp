// Documentation of an element: examples, aliases, subsets.
#include "linkml/metaslots.h"

namespace schemac::linkml {
template <>
struct Fields<Example> {
  static constexpr std::string_view what = "example";
  static constexpr auto table = sorted(std::to_array<Field<Example>>({
      {"value", ignore_any},
      {"description", ignore_text},
      {"object", ignore_any},
  }));
  static void simple(Reader& reader, Example& object, Value& value) {
    if (value.type == Value::Type::list) ignore_text(reader, object, value);
  }
};

template <>
struct Fields<StructuredAlias> {
  static constexpr std::string_view what = "structured alias";
  static void predicate(Reader& reader, StructuredAlias& /*object*/, Value& value) {
    reader.check_one_of(value, {"EXACT_SYNONYM", "RELATED_SYNONYM", "BROAD_SYNONYM", "NARROW_SYNONYM"});
  }
  static constexpr auto table =
      sorted(concat(common_fields<StructuredAlias>(), std::to_array<Field<StructuredAlias>>({
                                                          {"literal_form", ignore_text},
                                                          {"predicate", predicate},
                                                          {"alias_predicate", predicate},
                                                          {"contexts", ignore_texts},
                                                          {"alias_contexts", ignore_texts},
                                                      })));
  static void simple(Reader& reader, StructuredAlias& object, Value& value) {
    ignore_text(reader, object, value);
  }
};

template <>
struct Fields<Subset> {
  static constexpr std::string_view what = "subset";
  static constexpr std::string_view key = "name";
  static constexpr auto table = sorted(element_fields<Subset>());
  static void simple(Reader& reader, Subset& subset, Value& value) { reader.read(value, subset.description); }
};

template void Reader::read_object(Value&, Example&);
template void Reader::read_object(Value&, StructuredAlias&);
template void Reader::read_named(Value&, std::vector<Subset>&);

}  // namespace schemac::linkml
