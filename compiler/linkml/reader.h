// Value tree -> structs, by tables of metaslots. Private to linkml/read*.cpp.
//
// Each metaclass T has a table Fields<T>: the name of every metaslot that LinkML's metamodel allows there,
// and how its value is read. Metaslots that the compiler does not use are still checked for shape. A key that
// is in no table is an error with the nearest name.
#pragma once
#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "linkml/schema.h"

namespace schemac::linkml {

class Reader;

template <typename T>
struct Field {
  std::string_view name;
  void (*read)(Reader&, T&, Value&);
};

template <typename T>
struct Fields;  // specialised: `what` ("slot"), `key` (metaslot of the name) and `table`, sorted

// How a collection of named objects writes its members: `key` is the metaslot of the name, `simple` reads a
// scalar that represents the whole object; nullptr if LinkML has no value slot.
template <typename T, std::size_t N>
constexpr std::array<Field<T>, N> sorted(std::array<Field<T>, N> fields) {
  std::sort(fields.begin(), fields.end(),
            [](const Field<T>& a, const Field<T>& b) { return a.name < b.name; });
  return fields;
}

template <typename T, std::size_t... Sizes>
constexpr auto concat(const std::array<Field<T>, Sizes>&... parts) {
  std::array<Field<T>, (Sizes + ...)> all{};
  std::size_t at = 0;
  const auto add = [&](const auto& part) {
    for (const auto& field : part) all[at++] = field;
  };
  (add(parts), ...);
  return all;
}

class Reader {
 public:
  explicit Reader(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  Diagnostics& diagnostics() { return diagnostics_; }
  std::string_view key() const { return key_; }  // the metaslot whose value is being read

  // Reads one value of the current metaslot (current_key). A null means absent everywhere.
  void read(Value& value, OptionalText& out);
  void read(Value& value, Text& out);
  void read(Value& value, std::vector<Text>& out);
  void read(Value& value, Flag& out);
  void read(Value& value, Count& out);
  void read(Value& value, Annotations& out);
  void read_number(Value& value, OptionalText& out);
  void read_text_pairs(Value& value, std::vector<std::pair<Text, Text>>& out, std::string_view key_slot,
                       std::string_view value_slot);
  void check_one_of(const Value& value, const std::vector<std::string_view>& allowed);

  template <typename T>
  void read(Value& value, Shared<T>& out) {
    if (value.type == Value::Type::null) return;
    T object;
    read_object(value, object);
    out = std::move(object);
  }
  template <typename T>
  void read(Value& value, std::shared_ptr<const T>& out) {
    if (value.type == Value::Type::null) return;
    auto object = std::make_shared<T>();
    read_object(value, *object);
    out = std::move(object);
  }
  void read(Value& value, List<Text>& out) {
    std::vector<Text> texts;
    read(value, texts);
    out.append(std::move_iterator(texts.begin()), std::move_iterator(texts.end()));
  }
  template <typename T>
  void read_objects(Value& value, List<T>& out) {
    std::vector<T> objects;
    read_objects(value, objects);
    out.append(std::move_iterator(objects.begin()), std::move_iterator(objects.end()));
  }
  // A list of objects without names; a single one is a list of one.
  template <typename T>
  void read_objects(Value& value, std::vector<T>& out) {
    if (value.type == Value::Type::null) return;
    if (value.type == Value::Type::list) {
      out.reserve(out.size() + value.items.size());
      for (Value& item : value.items) read_object(item, out.emplace_back());
    } else {
      read_object(value, out.emplace_back());
    }
  }
  // Objects by name: a map from name to object, or a list of objects that contain their name.
  template <typename T>
  void read_named(Value& value, std::vector<T>& out);

  template <typename T>
  void read_object(Value& value, T& out);

  // An error, or a warning while reading a metaslot that only documents: an unquoted colon in a list of
  // comments changes nothing in a database.
  void wrong_shape(const Value& value, std::string_view wanted);
  void wrong_object(const Value& value, std::string_view what);
  void set_lenient(bool lenient) { lenient_ = lenient; }

 private:
  template <typename T>
  void read_member(Text name, Value& value, std::vector<T>& out);
  void unknown_key(const Text& key, std::string_view what, const std::vector<std::string_view>& known);
  void missing_name(const Value& value, std::string_view what, std::string_view key);
  void duplicate_name(std::string_view what, const Text& name, const Text& first);
  void name_differs(const Text& name, const Value& inner);
  // {tag:, value:, …} -> the value, which is moved.
  Value value_of_annotation(const Text& tag, Value& long_form);
  // {key_slot:, value_slot:} -> the text of the value; empty if absent.
  Text text_of_pair(const Text& key, Value& pair, std::string_view key_slot, std::string_view value_slot);
  bool is_json_keyword(std::string_view key) const {
    return key == "@type" || key == "@context" || key == "@id";
  }

  Diagnostics& diagnostics_;
  std::string_view key_;   // the metaslot whose value is being read
  std::string_view what_;  // the kind of element that has it
  bool lenient_ = false;
};

std::string_view shape_name(const Value& value);

// The place of an object; an object that was read as a named member has it already. A slot or enum is also an
// expression, with a span of that part.
template <typename T>
void place(T& object, Span span) {
  if constexpr (std::is_base_of_v<SlotExpression, T>) object.SlotExpression::span = span;
  if constexpr (std::is_base_of_v<EnumExpression, T>) object.EnumExpression::span = span;
  if constexpr (requires { object.span; }) {
    if (!object.span.known()) object.span = span;
  }
}

template <typename T>
void Reader::read_object(Value& value, T& out) {
  using F = Fields<T>;
  place(out, value.span);
  if (value.type == Value::Type::null) return;
  if (value.type != Value::Type::map) {
    if constexpr (requires { F::simple; }) {
      F::simple(*this, out, value);
    } else {
      wrong_object(value, F::what);
    }
    return;
  }
  for (auto& [key, entry] : value.entries) {
    const auto field = std::lower_bound(F::table.begin(), F::table.end(), key.value,
                                        [](const auto& f, const std::string& k) { return f.name < k; });
    if (field != F::table.end() && field->name == key.value) {
      key_ = field->name;
      what_ = F::what;
      field->read(*this, out, entry);
    } else if (!is_json_keyword(key.value)) {
      std::vector<std::string_view> known;
      known.reserve(std::size(F::table));
      for (const auto& f : F::table) known.push_back(f.name);
      unknown_key(key, F::what, known);
    }
  }
}

template <typename T>
void Reader::read_member(Text name, Value& value, std::vector<T>& out) {
  using F = Fields<T>;
  T& object = out.emplace_back();
  place(object, {name.span.file, name.span.begin, std::max(name.span.end, value.span.end)});
  object.name = std::move(name);
  if (value.type == Value::Type::map) {
    for (auto entry = value.entries.begin(); entry != value.entries.end(); ++entry) {
      if (entry->key.value != F::key) continue;
      if (entry->value.type != Value::Type::null && entry->value.scalar != object.name.value) {
        name_differs(object.name, entry->value);
      }
      value.entries.erase(entry);
      break;
    }
  }
  read_object(value, object);
}

template <typename T>
void Reader::read_named(Value& value, std::vector<T>& out) {
  using F = Fields<T>;
  if (value.type == Value::Type::null) return;
  if (value.type == Value::Type::map) {
    out.reserve(out.size() + value.entries.size());
    for (auto& [name, entry] : value.entries) read_member(name, entry, out);
    return;
  }
  if (value.type != Value::Type::list) return wrong_shape(value, "a map from names to objects");
  for (Value& item : value.items) {
    Value null;
    if (item.type == Value::Type::scalar) {
      null.span = item.span;
      read_member(Text{std::move(item.scalar), item.span}, null, out);
    } else if (item.type == Value::Type::map) {
      const Value* name = item.find(F::key);
      if (name != nullptr) {
        read_member(Text{name->scalar, name->span}, item, out);
      } else if (item.entries.size() == 1) {
        read_member(std::move(item.entries[0].key), item.entries[0].value, out);
      } else {
        missing_name(item, F::what, F::key);
        continue;
      }
    } else {
      wrong_shape(item, "an object with a name");
      continue;
    }
    for (std::size_t i = 0; i + 1 < out.size(); ++i) {
      if (out[i].name.value != out.back().name.value) continue;
      duplicate_name(F::what, out.back().name, out[i].name);
      out.pop_back();
      break;
    }
  }
}

}  // namespace schemac::linkml
