// Over 600 lines: one class maps an object to rows, and its functions for the forms of storage call each
// other for nested objects.
#include "load/objects.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/diagnostic.h"
#include "load/classes.h"
#include "load/values.h"

namespace schemac {
namespace {

using linkml::InducedClass;
using linkml::InducedSlot;
using linkml::RangeKind;

constexpr std::size_t key_block = 1000;
constexpr const char* not_at_sources = "the database does not match the sources: run `schemac upgrade`";

}  // namespace

std::string DataPath::text() const {
  std::string out = parent == nullptr ? std::string() : parent->text();
  if (!slot.empty()) out += (out.empty() ? "" : ".") + std::string(slot);
  if (index != SIZE_MAX) out += fmt::format("[{}]", index);
  return out;
}

ObjectMapper::ObjectMapper(const linkml::InducedSchema& schema,
                           const std::map<std::string, ClassStorage>& storage, std::vector<LoadTable>& tables,
                           RowSpool& spool, NextKeys next_keys, Report report)
    : schema_(schema),
      tables_(tables),
      spool_(spool),
      next_keys_(std::move(next_keys)),
      report_(std::move(report)),
      shapes_(schema, storage, tables) {}

void ObjectMapper::error(const DataPath* path, const Datum& at, std::string code, std::string message,
                         std::string hint) {
  report_({std::move(code), path == nullptr ? std::string() : path->text(), std::move(message),
           std::move(hint), at.line});
}

ObjectMapper::Row ObjectMapper::new_row(std::size_t table) const {
  Row row;
  row.table = table;
  row.values.resize(tables_[table].columns.size());
  row.set.assign(row.values.size(), 0);
  return row;
}

std::optional<std::size_t> ObjectMapper::position(const Row& row, const std::string& column,
                                                  const DataPath* path) {
  const LoadTable& table = tables_[row.table];
  const auto found = table.index.find(column);
  if (found != table.index.end()) return found->second;
  error(path, {}, "no-such-column",
        fmt::format("table {} has no column {}", qualified_name(table.namespace_, table.name), column),
        not_at_sources);
  return std::nullopt;
}

void ObjectMapper::set(Row& row, const std::string& column, std::string value, const DataPath* path,
                       const Datum* at) {
  const std::optional<std::size_t> place = position(row, column, path);
  if (!place) return;
  // Given by the object's position: the key of its entry, or the object that it belongs to.
  if (row.set[*place] != 0 && row.values[*place] != value) {
    error(path, at == nullptr ? Datum{} : *at, "contradictory-value",
          fmt::format("'{}' contradicts '{}', the value given by the object's position", value,
                      row.values[*place].value_or("")),
          "remove one of them");
    return;
  }
  row.values[*place] = std::move(value);
  row.set[*place] = 1;
}

void ObjectMapper::write(Row&& row, const DataPath* path, std::uint32_t line) {
  const RowSpool::Part& part = spool_.add(row.table, tables_[row.table], row.values, row.set, origin_);
  if (on_row_) on_row_(row.table, part.columns, path == nullptr ? std::string() : path->text(), line);
}

std::string ObjectMapper::draw_key(const ClassShape& info) {
  // Joined: the root's table has the sequence.
  const std::size_t root =
      info.storage->base_tables.empty()
          ? info.table
          : shapes_.find_table(info.storage->table_namespace, info.storage->base_tables.front());
  if (root == SIZE_MAX) return {};
  const LoadTable& table = tables_[root];
  const std::string& column = info.storage->key_column;
  const auto sequence = table.sequences.find(column);
  if (sequence == table.sequences.end()) return {};
  std::deque<std::string>& keys = keys_[sequence->second];
  if (keys.empty()) {
    for (std::string& key : next_keys_(sequence->second, key_block)) keys.push_back(std::move(key));
  }
  if (keys.empty()) return {};
  std::string key = std::move(keys.front());
  keys.pop_front();
  return key;
}

bool ObjectMapper::is_inlined(const InducedSlot& slot) {
  return slot.inlined() || slot.inlined_as_list() ||
         (slot.range_kind == RangeKind::class_ && shapes_.of(slot.range).identifier == nullptr);
}

const InducedClass* ObjectMapper::actual_class(const InducedClass& declared, const Datum& object,
                                               const DataPath* path) {
  // The designator may be declared on the class or on a descendant.
  const InducedSlot* designator = shapes_.of(declared.name).designator;
  for (std::size_t i = 0; designator == nullptr && i < declared.descendants.size(); ++i) {
    designator = shapes_.of(declared.descendants[i]).designator;
  }
  const Datum* value = designator == nullptr ? nullptr : object.find(designator->name);
  if (value == nullptr || value->type != Datum::Type::string)
    return shapes_.of(declared.name).has_classified ? classify(schema_, declared, object) : &declared;
  if (designates(schema_, value->text, declared)) return &declared;
  std::vector<std::string> names = {declared.name};
  for (const std::string& name : declared.descendants) {
    const InducedClass* candidate = schema_.find_class(name);
    if (candidate == nullptr) continue;
    if (designates(schema_, value->text, *candidate)) return candidate;
    names.push_back(name);
  }
  const DataPath here{path, designator->name};
  error(&here, *value, "unknown-type-designator",
        fmt::format("'{}' is neither {} nor a descendant of it", value->text, declared.name),
        did_you_mean(nearest_name(value->text, names)));
  return nullptr;
}

std::optional<std::string> ObjectMapper::scalar_text(const InducedSlot& slot, const Datum& value,
                                                     const DataPath* path) {
  std::string wanted = "one value";
  const linkml::InducedType* type = schema_.find_type(slot.range);
  const bool structured = type != nullptr && type->base == linkml::BaseType::any;
  if ((value.type != Datum::Type::list && value.type != Datum::Type::map) || structured) {
    wanted.clear();
    for (const std::string& range : ranges_of(slot)) {
      ValueText in_range = text_in_range(schema_, shapes_, range, value);
      if (in_range.text) return std::move(in_range.text);
      if (wanted.find(in_range.wanted) == std::string::npos)
        wanted += (wanted.empty() ? "" : " or ") + in_range.wanted;
    }
  }
  error(path, value, "wrong-data-type",
        fmt::format("{} expects {}, not the {}{}", slot.name, wanted,
                    value.type == Datum::Type::string && value.plain ? "text" : type_name(value.type),
                    value.text.empty() || value.text.size() > 60 ? std::string()
                    : value.type == Datum::Type::string          ? " '" + value.text + "'"
                                                                 : " " + value.text));
  return std::nullopt;
}

std::optional<std::string> ObjectMapper::reference_text(const InducedSlot& slot, const Datum& value,
                                                        const DataPath* path) {
  if (slot.range_kind != RangeKind::class_) return scalar_text(slot, value, path);
  const InducedClass* target = schema_.find_class(slot.range);
  if (target == nullptr) return std::nullopt;
  if (value.type == Datum::Type::map) {
    if (is_inlined(slot)) {
      if (std::optional<std::string> known = repeated(*target, value)) return known;
      const std::string key = object_rows(*target, value, path, nullptr, nullptr);
      return key.empty() ? std::nullopt : std::optional(key);
    }
    error(path, value, "object-for-reference",
          fmt::format("{} refers to a {}: expected its identifier, not the object", slot.name, slot.range),
          "set inlined: true on the slot to allow objects here");
    return std::nullopt;
  }
  ClassShape& target_info = shapes_.of(slot.range);
  if (is_inlined(slot)) {
    error(
        path, value, "reference-for-object",
        fmt::format("{} expects an object of {}, not the {}", slot.name, slot.range, type_name(value.type)));
    return std::nullopt;
  }
  const InducedSlot& identifier = *target_info.identifier;  // or it would be inlined
  return identifier.range_kind == RangeKind::class_ ? reference_text(identifier, value, path)
                                                    : scalar_text(identifier, value, path);
}

// An object with an identifier may occur in several places; its row is written once.
std::optional<std::string> ObjectMapper::repeated(const InducedClass& class_, const Datum& object) {
  const InducedSlot* identifier = shapes_.of(class_.name).identifier;
  const Datum* key = identifier == nullptr ? nullptr : object.find(identifier->name);
  if (key == nullptr || key->text.empty()) return std::nullopt;
  const std::size_t content = std::hash<std::string>{}(to_json_text(object));
  const auto [known, added] = inlined_.try_emplace(class_.name + '\n' + key->text, content);
  if (added || known->second != content)
    return std::nullopt;  // another object with that key: the database decides
  return key->text;
}

void ObjectMapper::members(
    const InducedSlot& slot, const Datum& value, const DataPath* path,
    const std::function<void(const Datum&, const std::string*, const DataPath*)>& each) {
  const bool keyed = slot.range_kind == RangeKind::class_ && shapes_.of(slot.range).identifier != nullptr;
  const bool dictionary = keyed && slot.inlined() && !slot.inlined_as_list();
  if (value.type == Datum::Type::map && dictionary) {
    for (const auto& [key, member] : value.entries) {
      const DataPath here{path, key};
      each(member, &key, &here);
    }
    return;
  }
  if (value.type == Datum::Type::list && !dictionary) {
    for (std::size_t i = 0; i < value.items.size(); ++i) {
      const DataPath here{path, {}, i};
      each(value.items[i], nullptr, &here);
    }
    return;
  }
  error(path, value, "wrong-data-shape",
        fmt::format("{} expects {}, not the {}", slot.name,
                    dictionary ? "an object whose keys are identifiers" : "a list", type_name(value.type)));
}

void ObjectMapper::array_value(const InducedSlot& slot, const SlotStorage& how, const Datum& value, Row& row,
                               const DataPath* path) {
  std::string literal = "{";
  members(slot, value, path, [&](const Datum& member, const std::string*, const DataPath* here) {
    if (std::optional<std::string> text = reference_text(slot, member, here)) {
      literal += (literal.size() > 1 ? "," : "") + array_element(*text);
    }
  });
  set(row, how.column, literal + "}", path);
}

void ObjectMapper::inlined_columns(const InducedSlot& slot, const SlotStorage& how, const Datum& value,
                                   Row& row, const DataPath* path) {
  if (value.type != Datum::Type::map) {
    error(path, value, "wrong-data-shape", fmt::format("{} expects an object of {}", slot.name, slot.range));
    return;
  }
  ClassShape& inner = shapes_.of(slot.range);
  const InducedClass* actual = actual_class(*inner.class_, value, path);
  if (actual == nullptr) return;
  if (actual != inner.class_) {
    error(path, value, "wrong-type-designator",
          fmt::format("{} stores objects of {}, not of {}", slot.name, slot.range, actual->name));
    return;
  }
  for (const auto& [name, member] : value.entries) {
    const DataPath here{path, name};
    const auto column = how.columns->find(name);
    const auto known = inner.slots.find(name);
    if (column == how.columns->end() || known == inner.slots.end()) {
      error(&here, member, "unknown-slot", fmt::format("{} has no slot {}", slot.range, name));
      continue;
    }
    if (member.type == Datum::Type::null) continue;
    if (std::optional<std::string> text = reference_text(*known->second, member, &here)) {
      set(row, column->second, std::move(*text), &here);
    }
  }
}

void ObjectMapper::association_rows(const InducedClass& owner, const InducedSlot& slot,
                                    const SlotStorage& how, const Datum& value, const std::string& key,
                                    const DataPath* path) {
  const std::size_t table = shapes_.find_table(how.table_namespace, how.table);
  if (table == SIZE_MAX) {
    missing_table(fmt::format("{} of {} cannot be stored", slot.name, owner.name), path, value,
                  "table " + qualified_name(how.table_namespace, how.table) + " is not in the database",
                  not_at_sources);
    return;
  }
  std::size_t position = 0;
  members(slot, value, path, [&](const Datum& member, const std::string* member_key, const DataPath* here) {
    std::optional<std::string> text;
    if (member_key != nullptr) {
      const std::string inserted =
          object_rows(*schema_.find_class(slot.range), member, here, nullptr, member_key);
      if (!inserted.empty()) text = inserted;
    } else {
      text = reference_text(slot, member, here);
    }
    if (!text) return;
    Row link = new_row(table);
    set(link, how.owner_column, key, here);
    set(link, how.value_column, std::move(*text), here);
    if (!how.position_column.empty()) set(link, how.position_column, std::to_string(position), here);
    ++position;
    write(std::move(link), here, member.line);
  });
}

void ObjectMapper::child_rows(const InducedSlot& slot, const SlotStorage& how, const Datum& value,
                              const std::string& key, const DataPath* path) {
  std::size_t position = 0;
  const InducedClass* child = schema_.find_class(slot.range);
  const auto add_child = [&](const Datum& member, const std::string* member_key, const DataPath* here) {
    const Link link{how.owner_column, key, how.position_column, std::to_string(position++)};
    object_rows(*child, member, here, &link, member_key);
  };
  if (slot.multivalued()) {
    members(slot, value, path, add_child);
  } else {
    add_child(value, nullptr, path);
  }
}

void ObjectMapper::slot_value(ClassShape& info_, const InducedSlot& slot, const SlotStorage& how,
                              const Datum& value, Row& row, std::map<std::string, Row>& base_rows,
                              const std::string& key, const DataPath* path) {
  Row& own = how.base_table.empty() || !base_rows.contains(how.base_table) ? row : base_rows[how.base_table];
  switch (how.how) {
    case SlotStorage::How::column:
      if (std::optional<std::string> text = scalar_text(slot, value, path))
        set(own, how.column, std::move(*text), path, &value);
      return;
    case SlotStorage::How::foreign_key_column:
    case SlotStorage::How::owned_row:
      if (value.type == Datum::Type::list) {
        error(path, value, "wrong-data-shape", fmt::format("{} expects one value, not a list", slot.name));
      } else if (std::optional<std::string> text = reference_text(slot, value, path)) {
        set(own, how.column, std::move(*text), path, &value);
      }
      return;
    case SlotStorage::How::array:
      return array_value(slot, how, value, own, path);
    case SlotStorage::How::json:
      check_stored_as_json(slot, value, path);
      set(own, how.column, to_json_text(value), path);
      return;
    case SlotStorage::How::columns:
      return inlined_columns(slot, how, value, own, path);
    case SlotStorage::How::association_table:
      return association_rows(*info_.class_, slot, how, value, key, path);
    case SlotStorage::How::child_table:
      return child_rows(slot, how, value, key, path);
    case SlotStorage::How::none:
      error(path, value, "slot-has-no-column",
            fmt::format("{} of {} is not stored: the schema gives it no column", slot.name,
                        info_.class_->name));
      return;
  }
}

// In a dictionary, {key: value} gives the value of the only other slot, and {key: null} none.
const Datum* ObjectMapper::fields_of(const InducedClass& declared, const Datum& object, const DataPath* path,
                                     const std::string* given_key, Datum& wrapped) {
  if (object.type == Datum::Type::map) return &object;
  const InducedSlot* simple = shapes_.of(declared.name).simple_value;
  const bool null = object.type == Datum::Type::null;
  if (given_key == nullptr || (!null && simple == nullptr)) {
    error(path, object, "wrong-data-shape",
          fmt::format("expected an object of {}, not the {}", declared.name, type_name(object.type)));
    return nullptr;
  }
  wrapped.type = Datum::Type::map;
  wrapped.line = object.line;
  if (!null) wrapped.entries.emplace_back(simple->name, object);
  return &wrapped;
}

// Reported once for each table, since no single object is wrong.
void ObjectMapper::missing_table(const std::string& what, const DataPath* path, const Datum& at,
                                 const std::string& why, const std::string& hint) {
  if (missing_.insert(what).second) error(path, at, "class-has-no-table", what + ": " + why, hint);
}

bool ObjectMapper::has_table(const ClassShape& shape, const Datum& object, const DataPath* path) {
  const std::string what = "objects of " + shape.class_->name + " cannot be stored";
  if (shape.storage == nullptr || shape.storage->table.empty()) {
    missing_table(what, path, object, "it has no table",
                  shape.class_->is_abstract() ? "name a concrete descendant of it" : "");
    return false;
  }
  std::vector<std::string> tables = shape.storage->base_tables;
  tables.push_back(shape.storage->table);
  for (const std::string& table : tables) {
    if (shapes_.find_table(shape.storage->table_namespace, table) != SIZE_MAX) continue;
    missing_table(
        what, path, object,
        "table " + qualified_name(shape.storage->table_namespace, table) + " is not in the database",
        not_at_sources);
    return false;
  }
  return true;
}

// The key of a dictionary's entry is the value of the identifier or key; the object may repeat it.
bool ObjectMapper::key_agrees(const ClassShape& shape, const Datum& fields, const DataPath* path,
                              const std::string* given_key) {
  if (given_key == nullptr || shape.identifier == nullptr) return true;
  const Datum* value = fields.find(shape.identifier->name);
  const bool scalar = value != nullptr && value->type != Datum::Type::list && value->type != Datum::Type::map;
  if (value == nullptr || value->type == Datum::Type::null || (scalar && value->text == *given_key))
    return true;
  error(path, *value, "key-mismatch",
        fmt::format("{} is '{}' but the entry's key is '{}'", shape.identifier->name,
                    scalar ? value->text : to_json_text(*value), *given_key),
        "state it once, as the entry's key");
  return false;
}

// No constraint reads what is stored as JSON, so contradictions in it are checked here, at every depth.
void ObjectMapper::check_stored_as_json(const InducedSlot& slot, const Datum& value, const DataPath* path) {
  const InducedClass* declared =
      slot.range_kind == RangeKind::class_ ? schema_.find_class(slot.range) : nullptr;
  if (declared == nullptr) return;
  const InducedSlot* identifier = shapes_.of(declared->name).identifier;
  const bool dictionary =
      slot.multivalued() && identifier != nullptr && slot.inlined() && !slot.inlined_as_list();
  if (value.type == Datum::Type::map && dictionary) {
    for (const auto& [key, member] : value.entries) {
      const DataPath here{path, key};
      check_json_object(*declared, member, &here, &key);
    }
  } else if (value.type == Datum::Type::list) {
    std::set<std::string> keys;
    for (std::size_t i = 0; i < value.items.size(); ++i) {
      const DataPath here{path, {}, i};
      check_json_object(*declared, value.items[i], &here, nullptr);
      const Datum* key = identifier == nullptr ? nullptr : value.items[i].find(identifier->name);
      if (key == nullptr || key->text.empty() || keys.insert(key->text).second) continue;
      error(&here, *key, "key-given-twice",
            fmt::format("{} '{}' occurs twice in {}", identifier->name, key->text, slot.name));
    }
  } else {
    check_json_object(*declared, value, path, nullptr);
  }
}

void ObjectMapper::check_json_object(const InducedClass& declared, const Datum& object, const DataPath* path,
                                     const std::string* given_key) {
  if (object.type != Datum::Type::map) return;
  const InducedClass* actual = actual_class(declared, object, path);
  if (actual == nullptr) return;
  const ClassShape& shape = shapes_.of(actual->name);
  if (!key_agrees(shape, object, path, given_key)) return;
  for (const auto& [name, value] : object.entries) {
    const auto slot = shape.slots.find(name);
    if (slot == shape.slots.end()) continue;
    const DataPath here{path, name};
    check_stored_as_json(*slot->second, value, &here);
  }
}

// The key of the object's row: given, taken from a sequence, or its own; empty if the database generates it,
// nullopt if it is wrong.
std::optional<std::string> ObjectMapper::key_of(ClassShape& shape, const Datum& fields, const DataPath* path,
                                                const Link* link, const std::string* given_key) {
  const ClassStorage& storage = *shape.storage;
  if (storage.key_is_surrogate) return shape.needs_key || link == nullptr ? draw_key(shape) : std::string();
  if (shape.identifier == nullptr) return std::string();
  const Datum* value = fields.find(shape.identifier->name);
  if (given_key != nullptr) return *given_key;
  if (value != nullptr && value->type != Datum::Type::null) {
    const DataPath here{path, shape.identifier->name};
    return reference_text(*shape.identifier, *value, &here);
  }
  if (tables_[shape.table].sequences.contains(storage.key_column)) return draw_key(shape);
  error(path, fields, "missing-identifier",
        fmt::format("{} has no {}", shape.class_->name, shape.identifier->name));
  return std::nullopt;
}

std::string ObjectMapper::object_rows(const InducedClass& declared, const Datum& object, const DataPath* path,
                                      const Link* link, const std::string* given_key) {
  Datum wrapped;
  const Datum* fields = fields_of(declared, object, path, given_key, wrapped);
  if (fields == nullptr) return {};
  const InducedClass* class_ = actual_class(declared, *fields, path);
  if (class_ == nullptr) return {};
  ClassShape& shape = shapes_.of(class_->name);
  if (!has_table(shape, object, path)) return {};
  const ClassStorage& storage = *shape.storage;
  // The column has a default, which would hide the missing value.
  if (shape.designator != nullptr && shape.designator->required()) {
    const Datum* value = fields->find(shape.designator->name);
    if (value == nullptr || value->type == Datum::Type::null) {
      error(path, *fields, "missing-value",
            fmt::format("{} has no {}, which is required", class_->name, shape.designator->name));
      return {};
    }
  }
  if (!key_agrees(shape, *fields, path, given_key)) return {};
  const std::optional<std::string> key = key_of(shape, *fields, path, link, given_key);
  if (!key) return {};
  Row row = new_row(shape.table);
  std::map<std::string, Row> base_rows;
  for (const std::string& base : storage.base_tables)
    base_rows.emplace(base, new_row(shapes_.find_table(storage.table_namespace, base)));
  if (!key->empty() && !storage.key_column.empty()) {
    set(row, storage.key_column, *key, path);
    for (auto& [name, base_row] : base_rows) set(base_row, storage.key_column, *key, path);
  }
  if (!storage.type_column.empty()) {
    Row& holder = storage.base_tables.empty() ? row : base_rows[storage.base_tables.front()];
    set(holder, storage.type_column, storage.type_value, path);
  }
  if (link != nullptr) {
    set(row, link->column, link->value, path);
    if (!link->position_column.empty()) set(row, link->position_column, link->position, path);
  }
  // The spool sorts the tables. Children need the key, which is known now.
  for (const auto& [name, value] : fields->entries) {
    const DataPath here{path, name};
    field(shape, name, value, row, base_rows, *key, &here);
  }
  const Datum* own_key = shape.identifier == nullptr ? nullptr : fields->find(shape.identifier->name);
  if (given_key != nullptr && shape.identifier != nullptr &&
      (own_key == nullptr || own_key->type == Datum::Type::null)) {
    const auto how = storage.slots.find(shape.identifier->name);
    if (how != storage.slots.end() && !how->second.column.empty())
      set(row, how->second.column, *given_key, path);
  }
  for (auto& [name, base_row] : base_rows) write(std::move(base_row), path, object.line);
  write(std::move(row), path, object.line);
  return *key;
}

const InducedSlot* ObjectMapper::slot_named(const ClassShape& shape, const std::string& name,
                                            const Datum& value, const DataPath* path) {
  const auto known = shape.slots.find(name);
  if (known != shape.slots.end()) return known->second;
  std::vector<std::string> names;
  for (const auto& [slot_name, slot] : shape.slots) names.push_back(slot_name);
  std::sort(names.begin(), names.end());
  error(path, value, "unknown-slot", fmt::format("{} has no slot {}", shape.class_->name, name),
        did_you_mean(nearest_name(name, names)));
  return nullptr;
}

// One entry of an object that has a row.
void ObjectMapper::field(ClassShape& shape, const std::string& name, const Datum& value, Row& row,
                         std::map<std::string, Row>& base_rows, const std::string& key,
                         const DataPath* path) {
  const InducedSlot* slot = slot_named(shape, name, value, path);
  if (slot == nullptr || value.type == Datum::Type::null) return;
  const ClassStorage& storage = *shape.storage;
  const auto how = storage.slots.find(name);
  if (slot == shape.designator && value.type == Datum::Type::string && how != storage.slots.end() &&
      how->second.how == SlotStorage::How::column) {
    // The data may write the class in several forms; the table stores one form.
    Row& holder = base_rows.contains(how->second.base_table) ? base_rows[how->second.base_table] : row;
    if (const std::optional<std::size_t> place = position(holder, how->second.column, path)) {
      holder.values[*place] = storage.type_designation;
      holder.set[*place] = 1;
    }
    return;
  }
  // The identifier is already set; a key that other rows use may also have its own column.
  const bool stored = how != storage.slots.end();
  if (slot == shape.identifier && !storage.key_is_surrogate &&
      (!stored || how->second.column == storage.key_column || how->second.column.empty())) {
    return;
  }
  if (!stored) {
    error(path, value, "slot-has-no-column", fmt::format("{} of {} is not stored", name, shape.class_->name));
    return;
  }
  slot_value(shape, *slot, how->second, value, row, base_rows, key, path);
}

void ObjectMapper::container(ClassShape& info_, const Datum& object, const DataPath* path) {
  for (const auto& [name, value] : object.entries) {
    const DataPath here{path, name};
    const InducedSlot* known = slot_named(info_, name, value, &here);
    if (known == nullptr) continue;
    const InducedSlot& slot = *known;
    if (value.type == Datum::Type::null) continue;
    const InducedClass* member_class =
        slot.range_kind == RangeKind::class_ ? schema_.find_class(slot.range) : nullptr;
    if (member_class == nullptr) {
      error(&here, value, "slot-has-no-column",
            fmt::format("{} is not a list of objects, and {} has no table to store it", name,
                        info_.class_->name));
      continue;
    }
    const auto add_member = [&](const Datum& member, const std::string* key, const DataPath* at) {
      object_rows(*member_class, member, at, nullptr, key);
    };
    if (slot.multivalued()) {
      members(slot, value, &here, add_member);
    } else {
      add_member(value, nullptr, &here);
    }
  }
}

void ObjectMapper::add(const InducedClass& class_, const Datum& object, RowOrigin origin) {
  origin_ = origin;
  ClassShape& class_info = shapes_.of(class_.name);
  const bool has_table = class_info.storage != nullptr && !class_info.storage->table.empty();
  if (!has_table && !class_.is_abstract() && !class_.is_mixin() && object.type == Datum::Type::map) {
    const InducedClass* actual = actual_class(class_, object, nullptr);
    if (actual == nullptr) return;
    ClassShape& shape = shapes_.of(actual->name);
    if (shape.storage != nullptr && !shape.storage->table.empty()) {
      object_rows(class_, object, nullptr, nullptr, nullptr);
    } else {
      container(shape, object, nullptr);
    }
    return;
  }
  object_rows(class_, object, nullptr, nullptr, nullptr);
}

}  // namespace schemac
