// Tables with their columns, keys and uniqueness; association tables; owner columns of child tables.
#include <algorithm>

#include "catalog/name_style.h"
#include "lower/lowering.h"

namespace schemac {

using linkml::InducedSlot;
using How = SlotStorage::How;
using Inheritance = ClassLayout::Inheritance;

namespace {

const ClassLayout* shared_parent(Lowering& lowering, const ClassLayout& cls) {
  if (cls.root.empty() || cls.cls->name == cls.root || !cls.cls->definition->is_a) return nullptr;
  const ClassLayout* parent = lowering.layout(cls.cls->definition->is_a->value);
  return parent != nullptr && parent->root == cls.root ? parent : nullptr;
}

std::size_t depth(Lowering& lowering, const ClassLayout& cls) {
  std::size_t steps = 0;
  for (const ClassLayout* at = shared_parent(lowering, cls); at != nullptr && steps < 1000;
       at = shared_parent(lowering, *at)) {
    ++steps;
  }
  return steps;
}

}  // namespace

std::vector<ClassLayout*> table_layouts(Lowering& lowering) {
  std::map<std::size_t, std::vector<ClassLayout*>> by_depth;
  for (ClassLayout* layout : lowering.state->layouts)
    if (layout->kind == ClassLayout::Kind::table) by_depth[depth(lowering, *layout)].push_back(layout);
  std::vector<ClassLayout*> found;
  for (const auto& [_, layouts] : by_depth) found.insert(found.end(), layouts.begin(), layouts.end());
  return found;
}

bool introduces(Lowering& lowering, const ClassLayout& cls, const SlotLayout& slot) {
  for (const ClassLayout* parent = shared_parent(lowering, cls); parent != nullptr;
       parent = shared_parent(lowering, *parent)) {
    for (const InducedSlot& each : parent->slots) {
      if (each.name == slot.slot.name) return false;
    }
  }
  return true;
}

TableDraft* table_of_slot(Lowering& lowering, const ClassLayout& cls, const SlotLayout& slot) {
  if (cls.inheritance != Inheritance::joined) return lowering.table_of(cls);
  const ClassLayout* owner = &cls;
  for (const ClassLayout* parent = shared_parent(lowering, cls); parent != nullptr;
       parent = shared_parent(lowering, *parent)) {
    for (const InducedSlot& each : parent->slots) {
      if (each.name == slot.slot.name) owner = parent;
    }
  }
  return lowering.table_of(*owner);
}

std::vector<SlotLayout> flattened_parts(Lowering& lowering, const SlotLayout& slot) {
  std::vector<SlotLayout> parts;
  for (const SlotLayout& inner : lowering.layout(slot.target->name)->layouts) {
    const auto column = slot.storage.columns->find(inner.slot.name);
    if (column == slot.storage.columns->end()) continue;
    parts.push_back(inner);
    parts.back().storage.column = column->second;
    parts.back().storage.base_table.clear();
    parts.back().checked = slot.checked && inner.checked;
  }
  return parts;
}

std::string class_guard(Lowering& lowering, const ClassLayout& cls, const std::string& prefix) {
  if (cls.root.empty() || cls.root == cls.cls->name) return {};
  std::vector<std::string> members{cls.cls->name};
  for (const std::string& name : cls.cls->descendants) {
    const ClassLayout* layout = lowering.layout(name);
    if (layout != nullptr && layout->root == cls.root) members.push_back(name);
  }
  const ClassLayout& root = *lowering.layout(cls.root);
  std::string list;
  for (const std::string& name : members) {
    const ClassLayout& member = *lowering.layout(name);
    std::string value = name;
    if (root.designates_by_slot) {
      for (const InducedSlot& slot : member.slots) {
        if (linkml::is_true(slot.slot.designates_type)) value = type_designation(lowering, *member.cls, slot);
      }
    }
    list += (list.empty() ? "" : ", ") + quote_literal(value);
  }
  const std::string column = prefix + quote_identifier(cls.type_column);
  return members.size() == 1 ? column + " = " + list : column + " IN (" + list + ")";
}

std::string comment_from(const linkml::Element& element, const linkml::Value* annotation) {
  if (annotation != nullptr) return is_false(annotation) ? std::string() : text_of(annotation);
  std::string comment;
  if (element.description) comment = trimmed(element.description->value);
  if (comment.empty() && element.title) comment = trimmed(element.title->value);
  if (element.deprecated && !element.deprecated->empty()) {
    comment +=
        (comment.empty() ? "" : "\n") + std::string("Deprecated: ") + trimmed(element.deprecated->value);
  }
  return comment;
}

TableDraft& new_table(Lowering& lowering, const std::string& namespace_, const std::string& name, Span span,
                      const What& what) {
  // A second table of one name is an error; lowering continues with another name, so that its parts do not
  // collide, too.
  std::string unique = name;
  if (!lowering.names.claim_relation(namespace_, name, span, what.text())) {
    while (lowering.find_table(namespace_, unique) != nullptr) unique += " (again)";
  }
  TableDraft& table = lowering.tables.emplace_back();
  table.object.object.id = {Kind::table, namespace_, {}, unique};
  table.object.object.body = Table{};
  table.object.span = span;
  lowering.state->table_by_id.emplace(&table.id(), &table);
  return table;
}

bool add_column(Lowering& lowering, TableDraft& table, Column column, const ValueType& type, Span span,
                const What& what) {
  if (const Column* taken = table.column(column.name)) {
    const auto& first = table.column_origins[static_cast<std::size_t>(taken - table.body().columns.data())];
    report_collision(lowering.diagnostics, column.name, span, what.text(), first.span, first.what.text());
    return false;
  }
  for (const ObjectId& need : type.needs) {
    if (need.kind == Kind::table)
      continue;  // a lookup table: the foreign key depends on it, the table does not
    Dependency edge = depends(need);
    edge.dependent_column = column.name;
    table.object.object.depends_on.push_back(std::move(edge));
  }
  table.body().columns.push_back(std::move(column));
  table.column_origins.push_back({span, what});
  return true;
}

namespace {

void make_identity(Column& column) {
  column.identity = Identity::by_default;
  SequenceOptions& options = column.identity_options.edit();
  options.type = column.type;
  if (column.type == "integer") options.maximum = INT32_MAX;
  if (column.type == "smallint") options.maximum = INT16_MAX;
}

// Columns of child tables that refer to their owners.
struct OwnerColumns {
  std::map<std::string, std::pair<TableDraft*, std::vector<std::string>>> by_table;
  std::map<std::string, std::vector<std::string>> by_class;
};

class TableBuilder {
 public:
  TableBuilder(Lowering& lowering, OwnerColumns& owners) : lowering_(lowering), owners_(owners) {}

  void relation(ClassLayout& cls) {
    if (cls.inheritance == Inheritance::single_table && cls.root != cls.cls->name) {
      cls.draft = lowering_.layout(cls.root)->draft;
      if (cls.draft != nullptr) declare_reads(cls, cls.draft->object);
      return;
    }
    TableDraft& table = new_table(lowering_, cls.namespace_, cls.table, cls.span,
                                  {"the table of class '{}'", cls.cls->name, {}});
    cls.draft = &table;
    table.cls = cls.cls;
    cls.table = table.id().name;
    table.object.object.comment =
        comment_from(*cls.cls->definition, lowering_.annotations.of_class(*cls.cls, "sql_comment"));
    if (const linkml::Value* renamed = lowering_.annotations.of_class(*cls.cls, "sql_renamed_from")) {
      table.object.stated.renamed_from = text_of(renamed);
    }
    if (const linkml::Value* partition = lowering_.annotations.of_class(*cls.cls, "sql_partition_by")) {
      table.body().partition_by = text_of(partition);
    }
    declare_reads(cls, table.object);
    apply_settings(lowering_, cls, table.object);
  }

  // What dynamic SQL in the functions of its defaults, checks and triggers reads.
  void declare_reads(const ClassLayout& cls, LoweredObject& table) {
    for (std::string& name : texts_of(lowering_.annotations.of_class(*cls.cls, "sql_depends_on")))
      table.stated.declared_names.push_back({std::move(name), table.span});
  }

  // A row of a joined hierarchy is in several tables: slots of ancestors stay in the ancestor's table.
  void inherit_storage(ClassLayout& cls) {
    const ClassLayout* parent = shared_parent(lowering_, cls);
    if (parent == nullptr) return;
    for (SlotLayout& layout : cls.layouts) {
      for (const SlotLayout& above : parent->layouts) {
        if (above.slot.name != layout.slot.name) continue;
        layout.storage = above.storage;
        layout.type = above.type;
        if (cls.inheritance == Inheritance::joined && layout.storage.base_table.empty()) {
          layout.storage.base_table = parent->table;
        }
      }
    }
  }

  void columns(ClassLayout& cls) {
    TableDraft* table = lowering_.table_of(cls);
    if (table == nullptr) return;
    const bool owns_table = cls.inheritance != Inheritance::single_table || cls.root == cls.cls->name;
    if (owns_table) {
      table->body().columns.reserve(cls.layouts.size() + 2);
      table->column_origins.reserve(cls.layouts.size() + 2);
      key_columns(cls, *table);
    }
    for (SlotLayout& slot : cls.layouts) {
      const bool key = is_key(cls, slot.slot);
      if (slot.storage.how == How::columns) {
        flattened(cls, slot, *table);
        continue;
      }
      if (slot.storage.column.empty() || !introduces(lowering_, cls, slot)) continue;
      if (cls.inheritance == Inheritance::joined && cls.root != cls.cls->name &&
          slot.storage.column == cls.key_column) {
        continue;
      }
      if (table->column(slot.storage.column) != nullptr && !owns_table) {
        // Two branches of one shared table may declare the same slot, with the same type.
        if (table->column(slot.storage.column)->type != column_type(slot)) {
          lowering_.diagnostics.error("column-conflict", slot.slot.span,
                                      "slot '" + slot.slot.name + "' of class '" + cls.cls->name +
                                          "' has another type than the column of the same name in table '" +
                                          table->id().name + "'");
        }
        continue;
      }
      column(cls, slot, *table, key, owns_table);
    }
    if (owns_table) primary_key(cls, *table);
  }

  void associations_and_children(ClassLayout& cls) {
    for (SlotLayout& slot : cls.layouts) {
      if (!introduces(lowering_, cls, slot)) continue;
      if (slot.storage.how == How::association_table) association(cls, slot);
      if (slot.storage.how == How::child_table) children(cls, slot);
    }
  }

  void uniqueness(ClassLayout& cls) {
    if (lowering_.table_of(cls) == nullptr) return;
    for (SlotLayout& slot : cls.layouts) {
      const linkml::Value* setting = annotation(cls, slot, "sql_unique");
      if (is_false(setting) || !introduces(lowering_, cls, slot)) continue;
      const bool other_identifier = slot.slot.identifier() && !is_key(cls, slot.slot);
      if (other_identifier || is_true(setting) || text_of(setting) == "hash") {
        if (text_of(setting) == "hash") slot.type.small_btree_key = false;
        unique_over(cls, {&slot}, false, slot.slot.span, "unique slot '" + slot.slot.name + "'");
      }
      if (slot.slot.key() && !slot.slot.identifier()) unique_within_owners(cls, slot);
    }
    if (is_false(lowering_.annotations.of_class(*cls.cls, "sql_unique"))) return;
    for (const linkml::UniqueKey* key : cls.cls->unique_keys) unique_key(cls, *key);
  }

  void one_owner(TableDraft& table, const std::vector<std::string>& owners) {
    if (owners.size() < 2) return;
    std::string list;
    for (const std::string& owner : owners) list += (list.empty() ? "" : ", ") + quote_identifier(owner);
    add_check(lowering_, table, table.id().name + "_one_owner", "num_nonnulls(" + list + ") <= 1", owners,
              table.object.span, "the rule of one owner of '" + table.id().name + "'");
  }

 private:
  // A key is unique within each container of the class, or overall if the class has no container.
  void unique_within_owners(ClassLayout& cls, SlotLayout& slot) {
    const auto owners = owners_.by_class.find(cls.cls->name);
    if (owners == owners_.by_class.end()) {
      unique_over(cls, {&slot}, false, slot.slot.span, "key '" + slot.slot.name + "'");
      return;
    }
    TableDraft* table = table_of_slot(lowering_, cls, slot);
    for (const std::string& owner : owners->second) {
      if (slot.storage.column.empty()) continue;
      add_key(lowering_, *table, {owner, slot.storage.column}, false, false, slot.slot.span,
              "key '" + slot.slot.name + "' within its container");
    }
  }

  void unique_key(ClassLayout& cls, const linkml::UniqueKey& key) {
    if (is_false(linkml::find_annotation(key.annotations, "sql_unique"))) return;
    std::vector<SlotLayout*> slots;
    for (const linkml::Text& name : key.slots) {
      SlotLayout* slot = cls.find(name.value);
      if (slot == nullptr || is_false(annotation(cls, *slot, "sql_unique"))) return;
      slots.push_back(slot);
    }
    if (slots.empty()) return;
    const bool nulls_equal = !linkml::is_true(key.consider_nulls_inequal);
    unique_over(cls, slots, nulls_equal, key.name.span, "unique key '" + key.name.value + "'");
  }

  static bool is_key(const ClassLayout& cls, const InducedSlot& slot) {
    return std::find(cls.key_slots.begin(), cls.key_slots.end(), slot.name) != cls.key_slots.end();
  }

  void key_columns(ClassLayout& cls, TableDraft& table) {
    const What what{"the primary key of class '{}'", cls.cls->name, {}};
    const bool below = cls.inheritance == Inheritance::joined && cls.root != cls.cls->name;
    if (cls.key_is_surrogate || below) {
      Column column;
      column.name = cls.key_column;
      column.type = cls.key_type.sql;
      column.not_null = true;
      if (cls.key_is_surrogate && !below) make_identity(column);
      add_column(lowering_, table, std::move(column), cls.key_type, cls.span, what);
    }
    if (!cls.root.empty() && cls.root == cls.cls->name && !cls.designates_by_slot) {
      Column column;
      column.name = cls.type_column;
      column.type = "text";
      column.not_null = true;
      add_column(lowering_, table, std::move(column), ValueType{}, cls.span, {"the type column", {}, {}});
    }
  }

  void primary_key(ClassLayout& cls, TableDraft& table) {
    std::vector<std::string> columns;
    if (cls.key_is_surrogate || (cls.inheritance == Inheritance::joined && cls.root != cls.cls->name)) {
      columns.push_back(cls.key_column);
    } else {
      for (const std::string& name : cls.key_slots) {
        const SlotLayout* slot = cls.find(name);
        if (slot == nullptr || slot->storage.column.empty()) {
          lowering_.diagnostics.error("invalid-key", cls.span,
                                      "the primary key of class '" + cls.cls->name + "' contains '" + name +
                                          "', which is not a column");
          continue;
        }
        columns.push_back(slot->storage.column);
      }
    }
    if (columns.empty()) return;
    for (const std::string& name : columns) {
      if (Column* column = table.column(name)) column->not_null = true;
    }
    add_key(lowering_, table, columns, true, false, cls.span,
            "the primary key of class '" + cls.cls->name + "'");
  }

  std::string column_type(const SlotLayout& slot) const {
    const bool array = slot.storage.how == How::array && !slot.type.sql.ends_with("[]");
    return slot.type.sql + (array ? "[]" : "");
  }

  void column(ClassLayout& cls, SlotLayout& slot, TableDraft& table, bool key, bool owns_table) {
    const What what{"slot '{}' of class '{}'", slot.slot.name, cls.cls->name};
    Column column;
    column.name = slot.storage.column;
    column.type = column_type(slot);
    const bool present = slot.slot.slot.value_presence && slot.slot.slot.value_presence->value == "PRESENT";
    column.not_null = owns_table && (key || slot.slot.required() || slot.slot.identifier() || present);
    column.comment = comment_from(slot.slot.slot, annotation(cls, slot, "sql_comment"));
    std::optional<WrittenSql> sql;
    if (const linkml::Value* written = annotation(cls, slot, "sql_default")) {
      column.default_expression = text_of(written);
      sql = {ColumnDefault{table.body().columns.size()}, text_of(written), *written};
    } else if (const linkml::Value* generated = annotation(cls, slot, "sql_generated")) {
      column.generated_expression = text_of(generated);
      sql = {ColumnGenerated{table.body().columns.size()}, text_of(generated), *generated};
    } else {
      column.default_expression = default_expression(lowering_, cls, slot);
    }
    if (const linkml::Value* storage = annotation(cls, slot, "sql_storage"))
      column.storage = text_of(storage);
    if (const linkml::Value* renamed = annotation(cls, slot, "sql_renamed_from")) {
      table.object.stated.columns_renamed_from.edit()[column.name] = text_of(renamed);
    }
    if (key && cls.key_slots.size() == 1 && slot.storage.how == How::column &&
        slot.type.family == ValueType::Family::integer && !column.default_expression &&
        !column.generated_expression) {
      make_identity(column);
    }
    const bool added = add_column(lowering_, table, std::move(column), slot.type, slot.slot.span, what);
    if (added && sql) table.object.written.push_back(*std::move(sql));
  }

  // sql_inline: columns. Single values of the inlined class become columns of the owner.
  void flattened(ClassLayout& cls, SlotLayout& slot, TableDraft& table) {
    const ClassLayout& inner = *lowering_.layout(slot.target->name);
    for (const SlotLayout& part : inner.layouts) {
      if (part.storage.how != How::column && part.storage.how != How::foreign_key_column &&
          part.storage.how != How::array && part.storage.how != How::json) {
        lowering_.unenforced("inlined-column", cls, &slot.slot,
                             "'" + part.slot.name + "' of '" + inner.cls->name + "' cannot be a column");
        continue;
      }
      Column column;
      column.name = fit_identifier(slot.storage.column + "_" + part.storage.column);
      column.type = column_type(part);
      column.not_null = slot.slot.required() && part.slot.required();
      column.comment = comment_from(part.slot.slot, nullptr);
      slot.storage.columns.edit()[part.slot.name] = column.name;
      add_column(lowering_, table, std::move(column), part.type, slot.slot.span,
                 {"slot '{}' of inlined '{}'", part.slot.name, slot.slot.name});
    }
    slot.storage.column.clear();
  }

  void association(ClassLayout& cls, SlotLayout& slot) {
    const SlotStorage& storage = slot.storage;
    const What made{"the table of slot '{}' of class '{}'", slot.slot.name, cls.cls->name};
    const std::string what = made.text();
    if (cls.inheritance == Inheritance::single_table &&
        lowering_.find_table(storage.table_namespace, storage.table) != nullptr) {
      return;  // a sibling that shares the table has it, too
    }
    TableDraft& table = new_table(lowering_, storage.table_namespace, storage.table, slot.slot.span, made);
    table.object.object.comment = comment_from(slot.slot.slot, annotation(cls, slot, "sql_comment"));
    apply_settings(lowering_, cls, table.object);
    const bool unique = slot.reference || linkml::is_true(slot.slot.slot.list_elements_unique);
    const bool hashed = !slot.type.small_btree_key;
    const bool ordered = !storage.position_column.empty();
    const auto plain = [&](const std::string& name, const ValueType& type, bool identity = false) {
      Column column;
      column.name = name;
      column.type = type.sql;
      column.not_null = true;
      if (identity) make_identity(column);
      add_column(lowering_, table, std::move(column), type, slot.slot.span, made);
    };
    ValueType integer;
    integer.sql = "integer";
    integer.family = ValueType::Family::integer;
    std::string surrogate;
    if (!ordered && (!unique || hashed)) {
      surrogate = "id";
      while (surrogate == storage.owner_column || surrogate == storage.value_column) surrogate += "_";
      ValueType big = integer;
      big.sql = "bigint";
      plain(surrogate, big, true);
    }
    plain(storage.owner_column, cls.key_type);
    plain(storage.value_column, slot.type);
    if (ordered) plain(storage.position_column, integer);
    if (ordered) {
      add_key(lowering_, table, {storage.owner_column, storage.position_column}, true, false, slot.slot.span,
              what);
    } else if (!surrogate.empty()) {
      // The owner comes first: its elements are looked up through the key.
      add_key(lowering_, table, {storage.owner_column, surrogate}, true, false, slot.slot.span, what);
    } else {
      add_key(lowering_, table, {storage.owner_column, storage.value_column}, true, false, slot.slot.span,
              what);
    }
    if (unique && hashed) {
      add_index(lowering_, table, table.id().name + "_" + storage.value_column + "_key",
                quote_identifier(storage.owner_column) + ", " +
                    index_element(*table.column(storage.value_column), slot.type),
                {storage.owner_column, ""}, true, slot.slot.span, what);
    } else if (unique && ordered && linkml::is_true(slot.slot.slot.list_elements_unique)) {
      add_key(lowering_, table, {storage.owner_column, storage.value_column}, false, false, slot.slot.span,
              what);
    }
  }

  void children(ClassLayout& cls, SlotLayout& slot) {
    for (const std::string& name : slot.targets) {
      const ClassLayout& child = *lowering_.layout(name);
      TableDraft* table = lowering_.table_of(child);
      if (table == nullptr) continue;
      const What what{"the owner by slot '{}' of class '{}'", slot.slot.name, cls.cls->name};
      if (table->column(slot.storage.owner_column) != nullptr) continue;
      Column column;
      column.name = slot.storage.owner_column;
      column.type = cls.key_type.sql;
      column.comment = "Owner by " + cls.cls->name + "." + slot.slot.name;
      add_column(lowering_, *table, std::move(column), cls.key_type, slot.slot.span, what);
      auto& [owned, columns] = owners_.by_table[table->qualified()];
      owned = table;
      columns.push_back(slot.storage.owner_column);
      owners_.by_class[name].push_back(slot.storage.owner_column);
      if (!slot.storage.position_column.empty()) {
        Column position;
        position.name = slot.storage.position_column;
        position.type = "integer";
        add_column(lowering_, *table, std::move(position), ValueType{}, slot.slot.span, what);
      }
      if (!slot.slot.multivalued()) {
        add_key(lowering_, *table, {slot.storage.owner_column}, false, false, slot.slot.span, what.text());
      }
    }
  }

  void unique_over(ClassLayout& cls, const std::vector<SlotLayout*>& slots, bool nulls_equal, Span span,
                   const std::string& what) {
    TableDraft* table = nullptr;
    std::vector<std::string> columns;
    bool hashed = false;
    for (SlotLayout* slot : slots) {
      TableDraft* has = slot->storage.column.empty() ? nullptr : table_of_slot(lowering_, cls, *slot);
      if (has == nullptr || has->column(slot->storage.column) == nullptr ||
          (table != nullptr && has != table)) {
        lowering_.unenforced(
            "unique-key", cls, &slot->slot,
            "it is not a column of the same table as the rest of " + what + "; the key is not enforced",
            span);
        return;
      }
      table = has;
      columns.push_back(slot->storage.column);
      hashed = hashed || !slot->type.small_btree_key || slot->storage.how == How::json;
    }
    if (table == nullptr) return;
    const bool fifteen = lowering_.options.minimum_server_major >= 15;
    bool nullable = false;
    for (const std::string& name : columns) nullable = nullable || !table->column(name)->not_null;
    if (nulls_equal && nullable && !fifteen) {
      lowering_.unenforced(
          "nulls-not-distinct", cls, nullptr,
          what + " treats absent values as equal; this needs PostgreSQL 15, and min_version is lower", span);
    }
    const bool not_distinct = nulls_equal && nullable && fifteen;
    const std::string guard = class_guard(lowering_, cls);
    const bool partial = cls.inheritance == Inheritance::single_table && !guard.empty();
    if (!hashed && !partial) {
      if (table->keys.contains(columns)) return;
      add_key(lowering_, *table, columns, false, not_distinct, span, what);
      return;
    }
    std::string elements, name = table->id().name;
    std::vector<std::string> plain;
    for (SlotLayout* slot : slots) {
      const std::string element = index_element(*table->column(slot->storage.column), slot->type);
      elements += (elements.empty() ? "" : ", ") + element;
      name += "_" + slot->storage.column;
      plain.push_back(slot->type.small_btree_key ? slot->storage.column : "");
    }
    std::string tail = not_distinct ? " NULLS NOT DISTINCT" : "";
    if (partial) tail += " WHERE " + guard;
    LoweredObject* index =
        add_index(lowering_, *table, name + "_key", elements, plain, true, span, what, "btree", tail);
    std::get<Index>(index->object.body).nulls_not_distinct = not_distinct;
    std::get<Index>(index->object.body).partial = partial;
  }

  const linkml::Value* annotation(const ClassLayout& cls, const SlotLayout& slot, std::string_view tag) {
    return lowering_.annotations.of_slot(*cls.cls, slot.slot, tag);
  }

  Lowering& lowering_;
  OwnerColumns& owners_;
};

}  // namespace

void lower_tables(Lowering& lowering) {
  const std::vector<ClassLayout*> layouts = table_layouts(lowering);
  OwnerColumns owners;
  TableBuilder builder(lowering, owners);
  for (ClassLayout* cls : layouts) builder.relation(*cls);
  for (ClassLayout* cls : layouts) builder.inherit_storage(*cls);
  for_each_class(lowering, layouts,
                 [&](Lowering& part, ClassLayout& cls) { TableBuilder(part, owners).columns(cls); });
  // These write into the tables of other classes.
  for (ClassLayout* cls : layouts) builder.associations_and_children(*cls);
  for_each_class(lowering, layouts,
                 [&](Lowering& part, ClassLayout& cls) { TableBuilder(part, owners).uniqueness(cls); });
  for (auto& [_, child] : owners.by_table) builder.one_owner(*child.first, child.second);
}

}  // namespace schemac
