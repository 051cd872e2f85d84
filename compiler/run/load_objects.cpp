#include "run/load_objects.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/diagnostic.h"
#include "run/load_classes.h"

namespace schemac::run {
namespace {

using linkml::BaseType;
using linkml::InducedClass;
using linkml::InducedSlot;
using linkml::RangeKind;

constexpr std::size_t key_block = 1000;

bool wants_string(BaseType base) {
  switch (base) {
    case BaseType::integer:
    case BaseType::boolean:
    case BaseType::float_:
    case BaseType::double_:
    case BaseType::decimal:
    case BaseType::any:
    case BaseType::sql:
      return false;
    default:
      return true;
  }
}

// ISO 8601 as far as PostgreSQL reads it. The server would also take 'now', 'infinity' or '1/2/2003', which
// no data can mean.
bool has_form_of(BaseType base, std::string_view text) {
  std::size_t at = 0;
  const auto digits = [&](std::size_t count) {
    for (std::size_t i = 0; i < count; ++i, ++at) {
      if (at >= text.size() || text[at] < '0' || text[at] > '9') return false;
    }
    return true;
  };
  const auto character = [&](std::string_view any) {
    if (at >= text.size() || any.find(text[at]) == std::string_view::npos) return false;
    ++at;
    return true;
  };
  const auto date = [&] { return digits(4) && character("-") && digits(2) && character("-") && digits(2); };
  const auto time = [&] {
    if (!digits(2) || !character(":") || !digits(2)) return false;
    if (character(":")) {
      if (!digits(2)) return false;
      if (character(".")) {
        if (!digits(1)) return false;
        while (digits(1)) {
        }
      }
    }
    if (at == text.size() || character("Zz")) return true;
    if (!character("+-") || !digits(2)) return false;
    return at == text.size() || ((character(":") || true) && digits(2));
  };
  switch (base) {
    case BaseType::date:
      return date() && at == text.size();
    case BaseType::time:
      return time() && at == text.size();
    case BaseType::datetime:
      return date() && (at == text.size() || (character("Tt ") && time() && at == text.size()));
    default:
      return true;
  }
}

// The ranges of the branches, where any has one.
void collect_ranges(const linkml::SlotExpression& expression, std::vector<std::string>& ranges) {
  for (const auto* branches : {&expression.any_of, &expression.exactly_one_of, &expression.all_of}) {
    for (const linkml::SlotExpression& branch : *branches) {
      if (branch.range) ranges.push_back(branch.range->value);
      collect_ranges(branch, ranges);
    }
  }
}

std::string array_element(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

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
      storage_(storage),
      tables_(tables),
      spool_(spool),
      next_keys_(std::move(next_keys)),
      report_(std::move(report)) {
  for (std::size_t i = 0; i < tables_.size(); ++i) table_index_[{tables_[i].namespace_, tables_[i].name}] = i;
}

void ObjectMapper::error(const DataPath* path, const Datum& at, std::string code, std::string message,
                         std::string hint) {
  report_({std::move(code), path == nullptr ? std::string() : path->text(), std::move(message),
           std::move(hint), at.line});
}

std::size_t ObjectMapper::find_table(const std::string& namespace_, const std::string& name) const {
  const auto found = table_index_.find({namespace_, name});
  return found == table_index_.end() ? SIZE_MAX : found->second;
}

ObjectMapper::ClassInfo& ObjectMapper::info(const std::string& class_name) {
  const auto known = infos_.find(class_name);
  if (known != infos_.end()) return known->second;
  ClassInfo& info = infos_[class_name];
  info.class_ = schema_.find_class(class_name);
  if (const auto found = storage_.find(class_name); found != storage_.end()) info.storage = &found->second;
  if (info.class_ == nullptr) return info;
  std::vector<const InducedSlot*> others;
  const bool supplied = info.class_->slots.empty() && info.storage != nullptr;
  for (const InducedSlot& slot : supplied ? info.storage->supplied_slots : info.class_->slots) {
    info.slots[slot.name] = &slot;
    if (slot.slot.designates_type && slot.slot.designates_type->value) info.designator = &slot;
    if (info.identifier == nullptr && (slot.identifier() || slot.key())) {
      info.identifier = &slot;
    } else {
      others.push_back(&slot);
    }
  }
  for (const std::string& name : info.class_->descendants) {
    const InducedClass* below = schema_.find_class(name);
    info.has_classified =
        info.has_classified || (below != nullptr && !below->definition->classification_rules.empty());
  }
  if (info.identifier != nullptr) {
    // A dictionary may give the one other slot, or the one required one, as the entry's value.
    std::vector<const InducedSlot*> required;
    std::copy_if(others.begin(), others.end(), std::back_inserter(required),
                 [](const InducedSlot* s) { return s->required(); });
    info.simple_value = others.size() == 1     ? others.front()
                        : required.size() == 1 ? required.front()
                                               : nullptr;
  }
  if (info.storage != nullptr && !info.storage->table.empty()) {
    info.table = find_table(info.storage->table_namespace, info.storage->table);
    for (const auto& [name, how] : info.storage->slots) {
      info.needs_key = info.needs_key || how.how == SlotStorage::How::association_table ||
                       how.how == SlotStorage::How::child_table || !info.storage->base_tables.empty();
    }
  }
  return info;
}

ObjectMapper::Row ObjectMapper::new_row(std::size_t table) const {
  Row row;
  row.table = table;
  row.values.resize(tables_[table].columns.size());
  row.set.assign(row.values.size(), 0);
  return row;
}

void ObjectMapper::set(Row& row, const std::string& column, std::string value, const DataPath* path) {
  LoadTable& table = tables_[row.table];
  const auto found = table.index.find(column);
  if (found == table.index.end()) {
    error(path, {}, "no-such-column",
          fmt::format("table {} has no column {}", qualified_name(table.namespace_, table.name), column),
          "the database is not at the compiled state: `schemac upgrade`");
    return;
  }
  row.values[found->second] = std::move(value);
  row.set[found->second] = 1;
}

void ObjectMapper::write(Row&& row, const DataPath* path, std::uint32_t line) {
  const RowSpool::Part& part = spool_.add(row.table, tables_[row.table], row.values, row.set, origin_);
  if (on_row_) on_row_(row.table, part.columns, path == nullptr ? std::string() : path->text(), line);
}

std::string ObjectMapper::draw_key(const ClassInfo& info) {
  // Joined: the root's table has the sequence.
  const std::size_t root = info.storage->base_tables.empty()
                               ? info.table
                               : find_table(info.storage->table_namespace, info.storage->base_tables.front());
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
         (slot.range_kind == RangeKind::class_ && info(slot.range).identifier == nullptr);
}

const InducedClass* ObjectMapper::actual_class(const InducedClass& declared, const Datum& object,
                                               const DataPath* path) {
  // The designator may be declared on the class or come in with a descendant.
  const InducedSlot* designator = info(declared.name).designator;
  for (std::size_t i = 0; designator == nullptr && i < declared.descendants.size(); ++i) {
    designator = info(declared.descendants[i]).designator;
  }
  const Datum* value = designator == nullptr ? nullptr : object.find(designator->name);
  if (value == nullptr || value->type != Datum::Type::string)
    return info(declared.name).has_classified ? classify(schema_, declared, object) : &declared;
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
        fmt::format("'{}' is neither {} nor a class below it", value->text, declared.name),
        did_you_mean(nearest_name(value->text, names)));
  return nullptr;
}

ObjectMapper::ScalarText ObjectMapper::text_in_range(const std::string& range, const Datum& value) {
  const auto wrong = [](std::string wanted) { return ScalarText{{}, std::move(wanted)}; };
  if (schema_.find_enum(range) != nullptr) {
    if (value.type == Datum::Type::string) return {value.text, {}};
    // YAML reads a value such as yes or 5 as something else, but what stands there is the value's text.
    if (value.plain && value.type != Datum::Type::null) return {value.text, {}};
    return wrong(fmt::format("a value of {}", range));
  }
  if (schema_.find_class(range) != nullptr) {
    const InducedSlot* identifier = info(range).identifier;
    if (identifier != nullptr) return text_in_range(identifier->range, value);
  }
  const linkml::InducedType* type = schema_.find_type(range);
  const BaseType base = type == nullptr ? BaseType::sql : type->base;
  if (base == BaseType::any || base == BaseType::sql)
    return {value.type == Datum::Type::string && base == BaseType::sql ? value.text : to_json_text(value),
            {}};
  if (wants_string(base)) {
    if (value.type != Datum::Type::string) return wrong("a string");
    if (!has_form_of(base, value.text)) return wrong(with_article(range));
    if (value.text.find('\0') != std::string::npos)
      return wrong("text without a NUL character, which PostgreSQL cannot store");
    return {value.text, {}};
  }
  if (base == BaseType::boolean) {
    if (value.type == Datum::Type::boolean) return {value.text, {}};
    const std::optional<bool> truth = value.plain ? linkml::as_boolean(value.text) : std::nullopt;
    if (truth) return {*truth ? "true" : "false", {}};
    return wrong("a boolean");
  }
  if (base == BaseType::integer)
    return value.type == Datum::Type::integer ? ScalarText{value.text, {}} : wrong("an integer");
  return value.type == Datum::Type::integer || value.type == Datum::Type::number ? ScalarText{value.text, {}}
                                                                                 : wrong("a number");
}

std::optional<std::string> ObjectMapper::scalar_text(const InducedSlot& slot, const Datum& value,
                                                     const DataPath* path) {
  std::string wanted = "one value";
  const linkml::InducedType* type = schema_.find_type(slot.range);
  const bool structured = type != nullptr && type->base == BaseType::any;
  if ((value.type != Datum::Type::list && value.type != Datum::Type::map) || structured) {
    std::vector<std::string> ranges;
    collect_ranges(slot.slot, ranges);
    if (ranges.empty()) ranges.push_back(slot.range);
    wanted.clear();
    for (const std::string& range : ranges) {
      ScalarText in_range = text_in_range(range, value);
      if (in_range.text) return std::move(in_range.text);
      if (wanted.find(in_range.wanted) == std::string::npos)
        wanted += (wanted.empty() ? "" : " or ") + in_range.wanted;
    }
  }
  error(path, value, "wrong-data-type",
        fmt::format("{} wants {}, not the {}{}", slot.name, wanted, type_name(value.type),
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
      if (const std::optional<std::string> known = repeated(*target, value)) return known;
      const std::string key = object_rows(*target, value, path, nullptr, nullptr);
      return key.empty() ? std::nullopt : std::optional(key);
    }
    error(path, value, "object-for-reference",
          fmt::format("{} refers to a {}: its identifier is wanted, not the object", slot.name, slot.range),
          "inlined: true on the slot allows objects here");
    return std::nullopt;
  }
  ClassInfo& target_info = info(slot.range);
  if (is_inlined(slot)) {
    error(path, value, "reference-for-object",
          fmt::format("{} wants an object of {}, not the {}", slot.name, slot.range, type_name(value.type)));
    return std::nullopt;
  }
  const InducedSlot& identifier = *target_info.identifier;  // or it would be inlined
  return identifier.range_kind == RangeKind::class_ ? reference_text(identifier, value, path)
                                                    : scalar_text(identifier, value, path);
}

// An object with an identifier may stand in several places; its row is written once.
std::optional<std::string> ObjectMapper::repeated(const InducedClass& class_, const Datum& object) {
  const InducedSlot* identifier = info(class_.name).identifier;
  const Datum* key = identifier == nullptr ? nullptr : object.find(identifier->name);
  if (key == nullptr || key->text.empty()) return std::nullopt;
  const std::size_t content = std::hash<std::string>{}(to_json_text(object));
  const auto [known, added] = inlined_.try_emplace(class_.name + '\n' + key->text, content);
  if (added || known->second != content) return std::nullopt;  // another one of that key: the database's say
  return key->text;
}

void ObjectMapper::members(
    const InducedSlot& slot, const Datum& value, const DataPath* path,
    const std::function<void(const Datum&, const std::string*, const DataPath*)>& each) {
  const bool keyed = slot.range_kind == RangeKind::class_ && info(slot.range).identifier != nullptr;
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
        fmt::format("{} wants {}, not the {}", slot.name,
                    dictionary ? "an object whose keys are identifiers" : "a list", type_name(value.type)));
}

void ObjectMapper::slot_value(ClassInfo& info_, const InducedSlot& slot, const SlotStorage& how,
                              const Datum& value, Row& row, std::map<std::string, Row>& base_rows,
                              const std::string& key, const DataPath* path) {
  Row& own = how.base_table.empty() || !base_rows.contains(how.base_table) ? row : base_rows[how.base_table];
  switch (how.how) {
    case SlotStorage::How::column: {
      if (std::optional<std::string> text = scalar_text(slot, value, path))
        set(own, how.column, std::move(*text), path);
      return;
    }
    case SlotStorage::How::foreign_key_column:
    case SlotStorage::How::owned_row: {
      if (value.type == Datum::Type::list) {
        error(path, value, "wrong-data-shape", fmt::format("{} wants one value, not a list", slot.name));
        return;
      }
      if (std::optional<std::string> text = reference_text(slot, value, path))
        set(own, how.column, std::move(*text), path);
      return;
    }
    case SlotStorage::How::array: {
      std::string literal = "{";
      members(slot, value, path, [&](const Datum& member, const std::string*, const DataPath* here) {
        if (std::optional<std::string> text = reference_text(slot, member, here)) {
          literal += (literal.size() > 1 ? "," : "") + array_element(*text);
        }
      });
      set(own, how.column, literal + "}", path);
      return;
    }
    case SlotStorage::How::json:
      set(own, how.column, to_json_text(value), path);
      return;
    case SlotStorage::How::columns: {
      if (value.type != Datum::Type::map) {
        error(path, value, "wrong-data-shape",
              fmt::format("{} wants an object of {}", slot.name, slot.range));
        return;
      }
      ClassInfo& inner = info(slot.range);
      for (const auto& [name, member] : value.entries) {
        const DataPath here{path, name};
        const auto column = how.columns.find(name);
        const auto known = inner.slots.find(name);
        if (column == how.columns.end() || known == inner.slots.end()) {
          error(&here, member, "unknown-slot", fmt::format("{} has no slot {}", slot.range, name));
          continue;
        }
        if (member.type == Datum::Type::null) continue;
        if (std::optional<std::string> text = reference_text(*known->second, member, &here)) {
          set(own, column->second, std::move(*text), &here);
        }
      }
      return;
    }
    case SlotStorage::How::association_table: {
      const std::size_t table = find_table(how.table_namespace, how.table);
      if (table == SIZE_MAX) return;
      std::size_t position = 0;
      members(slot, value, path,
              [&](const Datum& member, const std::string* member_key, const DataPath* here) {
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
                if (!how.position_column.empty())
                  set(link, how.position_column, std::to_string(position), here);
                ++position;
                write(std::move(link), here, member.line);
              });
      return;
    }
    case SlotStorage::How::child_table: {
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
      return;
    }
    case SlotStorage::How::none:
      error(path, value, "slot-has-no-column",
            fmt::format("{} of {} is not stored: the schema gives it no column", slot.name,
                        info_.class_->name));
      return;
  }
}

std::string ObjectMapper::object_rows(const InducedClass& declared, const Datum& object, const DataPath* path,
                                      const Link* link, const std::string* given_key) {
  Datum wrapped;
  const Datum* fields = &object;
  ClassInfo& declared_info = info(declared.name);
  if (given_key != nullptr && object.type != Datum::Type::map) {
    // {key: value} and {key: null}: a simple dictionary.
    wrapped.type = Datum::Type::map;
    wrapped.line = object.line;
    if (object.type != Datum::Type::null) {
      if (declared_info.simple_value == nullptr) {
        error(path, object, "wrong-data-shape",
              fmt::format("an object of {} is wanted, not the {}", declared.name, type_name(object.type)));
        return {};
      }
      wrapped.entries.emplace_back(declared_info.simple_value->name, object);
    }
    fields = &wrapped;
  }
  if (fields->type != Datum::Type::map) {
    error(path, object, "wrong-data-shape",
          fmt::format("an object of {} is wanted, not the {}", declared.name, type_name(object.type)));
    return {};
  }
  const InducedClass* class_ = actual_class(declared, *fields, path);
  if (class_ == nullptr) return {};
  ClassInfo& class_info = info(class_->name);
  if (class_info.table == SIZE_MAX) {
    error(path, object, "class-has-no-table",
          fmt::format("objects of {} cannot be stored: {}", class_->name,
                      class_info.storage != nullptr && !class_info.storage->table.empty()
                          ? "its table is not in the database"
                          : "it has no table"),
          class_->is_abstract() ? "name a concrete class below it" : "");
    return {};
  }
  const ClassStorage& storage = *class_info.storage;
  // The column has a default, which would pass over it.
  if (class_info.designator != nullptr && class_info.designator->required()) {
    const Datum* value = fields->find(class_info.designator->name);
    if (value == nullptr || value->type == Datum::Type::null) {
      error(path, *fields, "missing-value",
            fmt::format("{} has no {}, which is required", class_->name, class_info.designator->name));
      return {};
    }
  }
  Row row = new_row(class_info.table);
  std::map<std::string, Row> base_rows;
  for (const std::string& base : storage.base_tables) {
    const std::size_t table = find_table(storage.table_namespace, base);
    if (table != SIZE_MAX) base_rows.emplace(base, new_row(table));
  }

  std::string key;
  if (storage.key_is_surrogate) {
    if (class_info.needs_key || link == nullptr) key = draw_key(class_info);
  } else if (class_info.identifier != nullptr) {
    const Datum* value = fields->find(class_info.identifier->name);
    if (given_key != nullptr) {
      key = *given_key;
      if (value != nullptr && value->text != *given_key) {
        error(path, *value, "key-mismatch",
              fmt::format("{} is '{}' but the entry's key is '{}'", class_info.identifier->name, value->text,
                          *given_key));
        return {};
      }
    } else if (value != nullptr && value->type != Datum::Type::null) {
      const DataPath here{path, class_info.identifier->name};
      const std::optional<std::string> text = reference_text(*class_info.identifier, *value, &here);
      if (!text) return {};
      key = *text;
    } else if (!tables_[class_info.table].sequences.contains(storage.key_column)) {
      error(path, *fields, "missing-identifier",
            fmt::format("{} has no {}", class_->name, class_info.identifier->name));
      return {};
    } else {
      key = draw_key(class_info);
    }
  }
  if (!key.empty() && !storage.key_column.empty()) {
    set(row, storage.key_column, key, path);
    for (auto& [name, base_row] : base_rows) set(base_row, storage.key_column, key, path);
  }
  if (!storage.type_column.empty()) {
    Row& holder = storage.base_tables.empty() ? row : base_rows[storage.base_tables.front()];
    set(holder, storage.type_column, storage.type_value, path);
  }
  if (link != nullptr) {
    set(row, link->column, link->value, path);
    if (!link->position_column.empty()) set(row, link->position_column, link->position, path);
  }
  // Tables before what refers to them does not matter here: the spool sorts. But children need the key, which
  // is known now.
  for (const auto& [name, value] : fields->entries) {
    const auto known = class_info.slots.find(name);
    const DataPath here{path, name};
    if (known == class_info.slots.end()) {
      std::vector<std::string> names;
      for (const auto& [slot_name, slot] : class_info.slots) names.push_back(slot_name);
      std::sort(names.begin(), names.end());
      error(&here, value, "unknown-slot", fmt::format("{} has no slot {}", class_->name, name),
            did_you_mean(nearest_name(name, names)));
      continue;
    }
    if (value.type == Datum::Type::null) continue;
    const InducedSlot& slot = *known->second;
    const auto how = storage.slots.find(name);
    if (&slot == class_info.designator && value.type == Datum::Type::string && how != storage.slots.end() &&
        how->second.how == SlotStorage::How::column) {
      // However the data spells the class, the table holds one spelling.
      Row& holder = base_rows.contains(how->second.base_table) ? base_rows[how->second.base_table] : row;
      set(holder, how->second.column, storage.type_designation, &here);
      continue;
    }
    if (&slot == class_info.identifier && !storage.key_is_surrogate) {
      // Set above; a key that other rows use may also be stored under a column of its own.
      if (how == storage.slots.end() || how->second.column == storage.key_column ||
          how->second.column.empty())
        continue;
    }
    if (how == storage.slots.end()) {
      error(&here, value, "slot-has-no-column", fmt::format("{} of {} is not stored", name, class_->name));
      continue;
    }
    slot_value(class_info, slot, how->second, value, row, base_rows, key, &here);
  }
  if (given_key != nullptr && class_info.identifier != nullptr &&
      fields->find(class_info.identifier->name) == nullptr) {
    const auto how = storage.slots.find(class_info.identifier->name);
    if (how != storage.slots.end() && !how->second.column.empty())
      set(row, how->second.column, *given_key, path);
  }
  for (auto& [name, base_row] : base_rows) write(std::move(base_row), path, object.line);
  write(std::move(row), path, object.line);
  return key;
}

void ObjectMapper::container(ClassInfo& info_, const Datum& object, const DataPath* path) {
  for (const auto& [name, value] : object.entries) {
    const DataPath here{path, name};
    const auto known = info_.slots.find(name);
    if (known == info_.slots.end()) {
      std::vector<std::string> names;
      for (const auto& [slot_name, slot] : info_.slots) names.push_back(slot_name);
      std::sort(names.begin(), names.end());
      error(&here, value, "unknown-slot", fmt::format("{} has no slot {}", info_.class_->name, name),
            did_you_mean(nearest_name(name, names)));
      continue;
    }
    const InducedSlot& slot = *known->second;
    if (value.type == Datum::Type::null) continue;
    const InducedClass* member_class =
        slot.range_kind == RangeKind::class_ ? schema_.find_class(slot.range) : nullptr;
    if (member_class == nullptr) {
      error(&here, value, "slot-has-no-column",
            fmt::format("{} is no list of objects: {} has no table to hold it", name, info_.class_->name));
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
  ClassInfo& class_info = info(class_.name);
  const bool has_table = class_info.storage != nullptr && !class_info.storage->table.empty();
  if (!has_table && !class_.is_abstract() && !class_.is_mixin() && object.type == Datum::Type::map) {
    container(class_info, object, nullptr);
    return;
  }
  object_rows(class_, object, nullptr, nullptr, nullptr);
}

}  // namespace schemac::run
