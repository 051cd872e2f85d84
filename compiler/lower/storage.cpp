// The storage of every slot of every class: column, reference, owned row, child table, association table,
// array or JSON.
#include <algorithm>

#include "catalog/name_style.h"
#include "lower/lowering.h"

namespace schemac {

using linkml::InducedClass;
using linkml::InducedSlot;
using linkml::RangeKind;
using How = SlotStorage::How;

namespace {

// Ranges that a value may have: those of the branches if any has one, else the slot's own. Names of ranges,
// stored in the slot.
using Ranges = std::vector<const std::string*>;

void collect_ranges(const linkml::SlotExpression& expression, Ranges& ranges) {
  for (const auto* branches : {&expression.any_of, &expression.exactly_one_of, &expression.all_of}) {
    for (const linkml::SlotExpression& branch : *branches) {
      const auto is_known = [&](const std::string* known) { return *known == branch.range->value; };
      if (branch.range && std::none_of(ranges.begin(), ranges.end(), is_known)) {
        ranges.push_back(&branch.range->value);
      }
      collect_ranges(branch, ranges);
    }
  }
}

class SlotPlanner {
 public:
  SlotPlanner(Lowering& lowering, ClassLayout& cls) : lowering_(lowering), cls_(cls) {}

  SlotLayout plan(const InducedSlot& slot) {
    SlotLayout layout(slot);
    layout.checked = !is_false(lowering_.annotations.of_slot(*cls_.cls, slot, "sql_check"));
    layout.storage.column = column_name(slot);
    if (const linkml::Value* type = lowering_.annotations.of_slot(*cls_.cls, slot, "sql_type")) {
      layout.type = named_sql_type(lowering_, text_of(type));
      layout.storage.how = How::column;
      const bool list = slot.multivalued() && !layout.type.sql.ends_with("[]");
      if (layout.type.family == ValueType::Family::json) layout.storage.how = How::json;
      if (layout.type.sql.ends_with("[]")) layout.storage.how = How::array;
      if (list && layout.storage.how == How::column) scalar_list(layout);
      return layout;
    }
    if (slot.slot.array) {
      as_json(layout);
      return layout;
    }
    Ranges& ranges = ranges_;
    ranges.clear();
    collect_ranges(slot.slot, ranges);
    if (ranges.empty()) ranges.push_back(&slot.range);
    std::size_t classes = 0;
    for (const std::string* range : ranges) classes += lowering_.schema.find_class(*range) != nullptr ? 1 : 0;
    if (classes == 0) {
      scalar(layout, ranges);
    } else if (classes == ranges.size()) {
      objects(layout, ranges);
    } else {
      as_json(layout);
    }
    return layout;
  }

 private:
  std::string column_name(const InducedSlot& slot) {
    if (const linkml::Value* name = lowering_.annotations.of_slot(*cls_.cls, slot, "sql_name")) {
      if (text_of(name).size() > max_identifier_bytes) {
        lowering_.diagnostics.error("name-too-long", name->span, "sql_name is over 63 bytes long",
                                    "shorten it: PostgreSQL truncates longer names");
      }
      return fit_identifier(text_of(name));
    }
    return lowering_.names.fitted(lowering_.sql_name(slot.name), slot.span,
                                  {"slot '{}' of class '{}'", slot.name, cls_.cls->name});
  }

  void as_json(SlotLayout& layout) {
    layout.type = ValueType{};
    layout.type.sql = "jsonb";
    layout.type.family = ValueType::Family::json;
    layout.type.base = linkml::BaseType::any;
    layout.type.small_btree_key = false;
    layout.storage.how = How::json;
  }

  std::string list_strategy(const InducedSlot& slot) {
    const linkml::Value* setting = lowering_.annotations.of_slot_or_above(*cls_.cls, slot, "sql_multivalued");
    const std::string strategy = text_of(setting);
    if (strategy.empty() || strategy == "table" || strategy == "array" || strategy == "jsonb") {
      return strategy.empty() ? "table" : strategy;
    }
    lowering_.diagnostics.error(
        "invalid-annotation", setting->span,
        "sql_multivalued must be 'table', 'array' or 'jsonb', not '" + strategy + "'");
    return "table";
  }

  void association(SlotLayout& layout) {
    layout.storage.how = How::association_table;
    layout.storage.table_namespace = cls_.namespace_;
    const InducedSlot& slot = layout.slot;
    layout.storage.table =
        lowering_.names.fitted(cls_.table + "_" + layout.storage.column, slot.span,
                               {"the table of slot '{}' of class '{}'", slot.name, cls_.cls->name});
    layout.storage.value_column = layout.storage.column;
    layout.storage.owner_column = fit_identifier(cls_.table + "_" + cls_.key_column);
    if (layout.storage.owner_column == layout.storage.value_column) {
      layout.storage.owner_column = fit_identifier("owner_" + layout.storage.owner_column);
    }
    if (linkml::is_true(slot.slot.list_elements_ordered)) {
      layout.storage.position_column = "position";
      while (layout.storage.position_column == layout.storage.value_column ||
             layout.storage.position_column == layout.storage.owner_column) {
        layout.storage.position_column.edit() += '_';
      }
    }
    layout.storage.column.clear();
  }

  void scalar_list(SlotLayout& layout) {
    const std::string strategy = list_strategy(layout.slot);
    if (strategy == "table") {
      association(layout);
    } else if (strategy == "array") {
      layout.storage.how = How::array;
    } else {
      as_json(layout);
    }
  }

  void scalar(SlotLayout& layout, const Ranges& ranges) {
    layout.type = type_of_range(lowering_, *ranges.front());
    bool integers_and_numbers = true, textual = true, same = true;
    for (const std::string* range : ranges) {
      const ValueType& other = type_of_range(lowering_, *range);
      same = same && other.sql == layout.type.sql;
      textual = textual && other.textual();
      integers_and_numbers = integers_and_numbers && (other.family == ValueType::Family::integer ||
                                                      other.family == ValueType::Family::number);
    }
    if (!same && integers_and_numbers) {
      layout.type.sql = "numeric";
      layout.type.family = ValueType::Family::number;
    } else if (!same && textual) {
      layout.type = ValueType{};
    } else if (!same || layout.type.family == ValueType::Family::json) {
      as_json(layout);
      return;
    }
    if (ranges.size() > 1) {
      layout.type.enumeration = nullptr;
      layout.type.type = nullptr;
      if (layout.type.family == ValueType::Family::enumeration) layout.type = ValueType{};
    }
    if (layout.slot.multivalued()) scalar_list(layout);
  }

  bool inlined_as_json(SlotLayout& layout) {
    const linkml::Value* setting =
        lowering_.annotations.of_slot_or_above(*cls_.cls, layout.slot, "sql_inline");
    const std::string strategy = text_of(setting);
    if (strategy == "jsonb") return true;
    if (!strategy.empty() && strategy != "columns" && strategy != "table") {
      lowering_.diagnostics.error("invalid-annotation", setting->span,
                                  "sql_inline must be 'table', 'jsonb' or 'columns', not '" + strategy + "'");
    }
    return false;
  }

  bool inlined_as_columns(const SlotLayout& layout) {
    return text_of(lowering_.annotations.of_slot_or_above(*cls_.cls, layout.slot, "sql_inline")) == "columns";
  }

  void objects(SlotLayout& layout, const Ranges& ranges) {
    std::vector<const ClassLayout*> targets;
    for (const std::string* range : ranges) targets.push_back(lowering_.layout(*range));
    const bool any =
        std::any_of(targets.begin(), targets.end(), [](const auto* each) { return each->is_any; });
    const bool with_key =
        std::all_of(targets.begin(), targets.end(), [](const auto* each) { return each->has_identifier(); });
    if (any || (ranges.size() > 1 && !with_key) || inlined_as_json(layout)) {
      as_json(layout);
      return;
    }
    const ClassLayout& target = *targets.front();
    layout.target = target.cls;
    for (const ClassLayout* each : targets) {
      for (const std::string& name : row_classes(lowering_, *each->cls)) {
        if (std::find(layout.targets.begin(), layout.targets.end(), name) == layout.targets.end()) {
          layout.targets.push_back(name);
        }
      }
    }
    layout.type = target.key_type;
    layout.reference = true;
    if (with_key) {
      for (const ClassLayout* each : targets) {
        if (each->key_type.sql == target.key_type.sql) continue;
        as_json(layout);
        layout.reference = false;
        return;
      }
      // Key types have their own constraints; a reference need not repeat them.
      if (layout.slot.multivalued()) {
        reference_list(layout);
      } else {
        layout.storage.how = How::foreign_key_column;
      }
      return;
    }
    const bool keyed = std::any_of(target.slots.begin(), target.slots.end(),
                                   [](const InducedSlot& each) { return each.key(); });
    if (keyed && !layout.slot.inlined() && !layout.slot.inlined_as_list()) {
      reference_by_key(layout, target);
      return;
    }
    owned_objects(layout, target);
  }

  // A class with a `key` and no identifier, referred to by the key: the key is unique only in its container,
  // so a foreign key has nothing to refer to.
  void reference_by_key(SlotLayout& layout, const ClassLayout& target) {
    for (const InducedSlot& slot : target.slots) {
      if (slot.key()) layout.type = type_of_range(lowering_, slot.range);
    }
    layout.targets.clear();
    layout.reference = false;
    lowering_.unenforced("key-reference", cls_, &layout.slot,
                         "the key of '" + target.cls->name +
                             "' is unique within its container only: no foreign key can refer to it");
    if (layout.slot.multivalued()) {
      reference_list(layout);
    } else {
      layout.storage.how = How::column;
    }
  }

  void reference_list(SlotLayout& layout) {
    const std::string strategy = list_strategy(layout.slot);
    if (strategy == "table") {
      association(layout);
      return;
    }
    if (strategy == "array") {
      layout.storage.how = How::array;
    } else {
      as_json(layout);
    }
    if (!layout.targets.empty()) {
      lowering_.unenforced("list-reference", cls_, &layout.slot,
                           "elements of an array or a JSON list cannot be foreign keys");
    }
  }

  void owned_objects(SlotLayout& layout, const ClassLayout& target) {
    const bool designated =
        std::any_of(target.slots.begin(), target.slots.end(),
                    [](const InducedSlot& slot) { return linkml::is_true(slot.slot.designates_type); });
    // Without a designator an object belongs to the declared class itself.
    if (!designated && target.root.empty()) {
      std::erase_if(layout.targets, [&](const std::string& name) { return name != target.cls->name; });
    }
    if (layout.slot.multivalued() && list_strategy(layout.slot) == "jsonb") {
      as_json(layout);
      return;
    }
    if (layout.targets.empty()) {
      lowering_.diagnostics.note("inlined-as-json", layout.slot.span,
                                 "slot '" + layout.slot.name + "' of class '" + cls_.cls->name +
                                     "' is stored as JSON: '" + target.cls->name + "' has no table");
      as_json(layout);
      return;
    }
    if (!layout.slot.multivalued() && inlined_as_columns(layout) && layout.targets.size() == 1) {
      layout.storage.how = How::columns;
      return;
    }
    if (!layout.slot.multivalued() && layout.targets.size() == 1) {
      layout.storage.how = How::owned_row;
      return;
    }
    layout.storage.how = How::child_table;
    const ClassLayout& child = *lowering_.layout(layout.targets.front());
    layout.storage.table_namespace = child.namespace_;
    if (layout.targets.size() == 1) layout.storage.table = child.table;
    layout.storage.owner_column = fit_identifier(cls_.table + "_" + layout.storage.column);
    if (linkml::is_true(layout.slot.slot.list_elements_ordered)) {
      layout.storage.position_column = fit_identifier(cls_.table + "_" + layout.storage.column + "_position");
    }
    layout.storage.column.clear();
  }

  Lowering& lowering_;
  ClassLayout& cls_;
  Ranges ranges_;  // of the slot that is being planned
};

// The key's type, which references to the class use; a key whose range is a class has the type of that
// class's key.
ValueType key_type_of(Lowering& lowering, ClassLayout& of, std::set<std::string>& visiting) {
  for (ClassLayout* cls = &of;;) {
    if (cls->key_is_surrogate || !cls->key_column.empty()) return cls->key_type;
    const auto slot = std::find_if(cls->slots.begin(), cls->slots.end(), [&](const InducedSlot& each) {
      return each.name == cls->key_slots.front();
    });
    if (const linkml::Value* type = lowering.annotations.of_slot(*cls->cls, *slot, "sql_type")) {
      return named_sql_type(lowering, text_of(type));
    }
    ClassLayout* target = slot->range_kind == RangeKind::class_ ? lowering.layout(slot->range) : nullptr;
    if (target == nullptr) return type_of_range(lowering, slot->range);
    if (!visiting.insert(target->cls->name).second) {
      lowering.diagnostics.error("circular-key", slot->span,
                                 "the identifier '" + slot->name + "' of class '" + cls->cls->name +
                                     "' refers to itself, directly or indirectly: its type is undefined",
                                 "give it a type as range, or set slot_scope: module so that a class uses "
                                 "the definitions of its own module");
      return ValueType{};
    }
    cls = target;
  }
}

}  // namespace

void lay_out_slots(Lowering& lowering) {
  for (auto& [name, cls] : lowering.classes) {
    if (cls.key_slots.empty()) continue;
    std::set<std::string> visiting{name};
    cls.key_type = key_type_of(lowering, cls, visiting);
  }
  for (auto& [name, cls] : lowering.classes) {
    if (cls.key_slots.empty()) continue;
    for (const InducedSlot& slot : cls.slots) {
      if (slot.name != cls.key_slots.front()) continue;
      const linkml::Value* explicit_name = lowering.annotations.of_slot(*cls.cls, slot, "sql_name");
      cls.key_column =
          fit_identifier(explicit_name != nullptr ? text_of(explicit_name) : lowering.sql_name(slot.name));
    }
  }
  for_each_class(lowering, lowering.state->layouts, [](Lowering& part, ClassLayout& cls) {
    if (cls.is_any) return;
    cls.layouts.reserve(cls.slots.size());
    SlotPlanner planner(part, cls);
    for (const InducedSlot& slot : cls.slots) cls.layouts.push_back(planner.plan(slot));
  });
}

}  // namespace schemac
