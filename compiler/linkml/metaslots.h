// How the metaslots of LinkML's metamodel are read, and the metaslots that every metaclass has. Private to
// linkml/read*.cpp: each of those files contains the tables of one family of metaclasses.
//
// The tables of a family are known only in its own file. What the others need is declared here, as explicit
// instantiations of the reader: a metaclass that another family refers to has a line at the end.
#pragma once
#include "linkml/reader.h"

namespace schemac::linkml {

// --- metaclasses whose values are not kept ---

struct Example {};
struct StructuredAlias {};
struct TypeMapping {
  Text name;
};
struct PathExpression {};
struct ExtraSlots {};
struct EnumBinding {};
struct ReachabilityQuery {};
struct MatchQuery {};
struct DimensionExpression {};

// --- how a metaslot is read ---

template <auto Member, typename T>
void member(Reader& reader, T& object, Value& value) {
  reader.read(value, object.*Member);
}
template <auto Member, typename T>
void named(Reader& reader, T& object, Value& value) {
  reader.read_named(value, object.*Member);
}
template <auto Member, typename T>
void objects(Reader& reader, T& object, Value& value) {
  reader.read_objects(value, object.*Member);
}
template <auto Member, typename T>
void number(Reader& reader, T& object, Value& value) {
  reader.read_number(value, object.*Member);
}
template <auto Member, typename T>
void raw(Reader& /*reader*/, T& object, Value& value) {
  if (value.type != Value::Type::null) object.*Member = std::move(value);
}

// --- for metaslots that the compiler does not use: checked and dropped ---

template <typename T>
void ignore_any(Reader& /*reader*/, T& /*object*/, Value& /*value*/) {}
template <typename T>
void ignore_text(Reader& reader, T& /*object*/, Value& value) {
  Text text;
  reader.set_lenient(true);
  reader.read(value, text);
  reader.set_lenient(false);
}
template <typename T>
void ignore_texts(Reader& reader, T& /*object*/, Value& value) {
  std::vector<Text> texts;
  reader.set_lenient(true);
  reader.read(value, texts);
  reader.set_lenient(false);
}
template <typename T>
void ignore_flag(Reader& reader, T& /*object*/, Value& value) {
  Flag flag;
  reader.read(value, flag);
}
template <typename T>
void ignore_count(Reader& reader, T& /*object*/, Value& value) {
  Count count;
  reader.read(value, count);
}
template <typename T>
void ignore_annotations(Reader& reader, T& /*object*/, Value& value) {
  Annotations annotations;
  reader.read(value, annotations);
}
template <typename Object, typename T>
void ignore_object(Reader& reader, T& /*object*/, Value& value) {
  Object object;
  reader.read_object(value, object);
}
template <typename Object, typename T>
void ignore_objects(Reader& reader, T& /*object*/, Value& value) {
  std::vector<Object> objects;
  reader.read_objects(value, objects);
}
template <typename Object, typename T>
void ignore_named(Reader& reader, T& /*object*/, Value& value) {
  std::vector<Object> objects;
  reader.read_named(value, objects);
}
// Also dropped, but they restrict data: an element records that it has them.
inline constexpr std::string_view values_from = "values_from";  // of slots and of enums
template <const std::string_view& Name, typename T>
void unread(T& object, const Value& value) {
  if constexpr (requires { object.unread; }) {
    if (value.type != Value::Type::null) object.unread.push_back({std::string(Name), value.span});
  }
}
template <const std::string_view& Name, typename T>
void unread_text(Reader& reader, T& object, Value& value) {
  unread<Name>(object, value);
  ignore_text(reader, object, value);
}
template <const std::string_view& Name, typename T>
void unread_texts(Reader& reader, T& object, Value& value) {
  unread<Name>(object, value);
  ignore_texts(reader, object, value);
}
template <const std::string_view& Name, typename T>
void unread_flag(Reader& reader, T& object, Value& value) {
  if (as_boolean(value).value_or(false)) unread<Name>(object, value);
  ignore_flag(reader, object, value);
}
template <const std::string_view& Name, typename Object, typename T>
void unread_object(Reader& reader, T& object, Value& value) {
  unread<Name>(object, value);
  ignore_object<Object>(reader, object, value);
}
template <const std::string_view& Name, typename Object, typename T>
void unread_objects(Reader& reader, T& object, Value& value) {
  unread<Name>(object, value);
  ignore_objects<Object>(reader, object, value);
}

inline constexpr std::string_view id_prefixes_are_closed = "id_prefixes_are_closed";

template <const auto& Keys, typename T>
void ignore_pairs(Reader& reader, T& /*object*/, Value& value) {
  std::vector<std::pair<Text, Text>> pairs;
  reader.read_text_pairs(value, pairs, Keys[0], Keys[1]);
}

using Words = std::array<std::string_view, 2>;
inline constexpr Words local_name_keys = {"local_name_source", "local_name_value"};
inline constexpr Words alt_description_keys = {"source", "description"};

// --- what every element and expression may carry ---

template <typename T>
void read_title(Reader& reader, T& object, Value& value) {
  if constexpr (requires { object.title; }) {
    reader.read(value, object.title);
  } else {
    ignore_text(reader, object, value);
  }
}
template <typename T>
void read_description(Reader& reader, T& object, Value& value) {
  if constexpr (requires { object.description; }) {
    reader.read(value, object.description);
  } else {
    ignore_text(reader, object, value);
  }
}
template <typename T>
void read_deprecated(Reader& reader, T& object, Value& value) {
  if constexpr (requires { object.deprecated; }) {
    reader.read(value, object.deprecated);
  } else {
    ignore_text(reader, object, value);
  }
}
template <typename T>
void read_aliases(Reader& reader, T& object, Value& value) {
  if constexpr (requires { object.aliases; }) {
    reader.read(value, object.aliases);
  } else {
    ignore_texts(reader, object, value);
  }
}
template <typename T>
void read_from_schema(Reader& reader, T& object, Value& value) {
  if constexpr (requires { object.from_schema; }) {
    reader.read(value, object.from_schema);
  } else {
    ignore_text(reader, object, value);
  }
}
template <typename T>
void read_annotations(Reader& reader, T& object, Value& value) {
  if constexpr (requires { object.annotations; }) {
    reader.read(value, object.annotations);
  } else {
    ignore_annotations(reader, object, value);
  }
}
template <typename T>
void read_extensions(Reader& reader, T& object, Value& value) {
  if constexpr (requires { object.extensions; }) {
    reader.read(value, object.extensions);
  } else {
    ignore_annotations(reader, object, value);
  }
}
template <typename T>
void read_rank(Reader& reader, T& object, Value& value) {
  if constexpr (requires { object.rank; }) {
    reader.read(value, object.rank);
  } else {
    ignore_count(reader, object, value);
  }
}

// common_metadata, annotatable, extensible
template <typename T>
constexpr auto common_fields() {
  return std::to_array<Field<T>>({
      {"description", read_description},
      {"alt_descriptions", ignore_pairs<alt_description_keys>},
      {"title", read_title},
      {"deprecated", read_deprecated},
      {"todos", ignore_texts},
      {"notes", ignore_texts},
      {"comments", ignore_texts},
      {"examples", ignore_objects<Example>},
      {"in_subset", ignore_texts},
      {"from_schema", read_from_schema},
      {"imported_from", ignore_text},
      {"source", ignore_text},
      {"in_language", ignore_text},
      {"see_also", ignore_texts},
      {"deprecated_element_has_exact_replacement", ignore_text},
      {"deprecated_element_has_possible_replacement", ignore_text},
      {"aliases", read_aliases},
      {"structured_aliases", ignore_objects<StructuredAlias>},
      {"mappings", ignore_texts},
      {"exact_mappings", ignore_texts},
      {"close_mappings", ignore_texts},
      {"related_mappings", ignore_texts},
      {"narrow_mappings", ignore_texts},
      {"broad_mappings", ignore_texts},
      {"created_by", ignore_text},
      {"contributors", ignore_texts},
      {"created_on", ignore_text},
      {"last_updated_on", ignore_text},
      {"modified_by", ignore_text},
      {"status", ignore_text},
      {"rank", read_rank},
      {"categories", ignore_texts},
      {"keywords", ignore_texts},
      {"annotations", read_annotations},
      {"extensions", read_extensions},
  });
}

template <typename T>
constexpr auto element_fields() {
  return concat(common_fields<T>(), std::to_array<Field<T>>({
                                        {"name", member<&T::name>},
                                        {"id_prefixes", ignore_texts},
                                        {"id_prefixes_are_closed", unread_flag<id_prefixes_are_closed>},
                                        {"definition_uri", ignore_text},
                                        {"local_names", ignore_pairs<local_name_keys>},
                                        {"conforms_to", ignore_text},
                                        {"implements", ignore_texts},
                                        {"instantiates", ignore_texts},
                                    }));
}

// The value of slot_conditions: slot_definition by the metamodel, of which only the expression has an effect.
struct SlotCondition : SlotExpression {
  Text name;
};

// --- what the file of a family defines for the others ---

extern template void Reader::read_object(Value&, Example&);
extern template void Reader::read_object(Value&, StructuredAlias&);
extern template void Reader::read_named(Value&, std::vector<Subset>&);
extern template void Reader::read_object(Value&, EnumBinding&);
extern template void Reader::read_object(Value&, SlotExpression&);
extern template void Reader::read_object(Value&, PatternExpression&);
extern template void Reader::read_object(Value&, Unit&);
extern template void Reader::read_named(Value&, std::vector<Slot>&);
extern template void Reader::read_named(Value&, std::vector<SlotCondition>&);
extern template void Reader::read_object(Value&, Type&);
extern template void Reader::read_named(Value&, std::vector<Type>&);
extern template void Reader::read_object(Value&, EnumExpression&);
extern template void Reader::read_named(Value&, std::vector<Enum>&);
extern template void Reader::read_object(Value&, ClassExpression&);
extern template void Reader::read_named(Value&, std::vector<Class>&);

}  // namespace schemac::linkml
