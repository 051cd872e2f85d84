// Which class becomes a table, a view or nothing, its name, and its key.
#include <algorithm>

#include "catalog/name_style.h"
#include "lower/lowering.h"

namespace schemac {

using linkml::InducedClass;
using linkml::InducedSlot;

SlotLayout* ClassLayout::find(std::string_view slot_name) {
  for (SlotLayout& layout : layouts) {
    if (layout.slot.name == slot_name || layout.slot.slot.name.value == slot_name) return &layout;
  }
  return nullptr;
}

namespace {

const InducedClass* parent_of(const Lowering& lowering, const InducedClass& cls) {
  if (!cls.definition->is_a) return nullptr;
  return lowering.schema.find_class(cls.definition->is_a->value);
}

// The farthest ancestor by is_a that sets sql_inheritance; with the schema's setting the topmost ancestor
// that is not a mixin.
void find_inheritance(Lowering& lowering, ClassLayout& layout) {
  const linkml::Value* setting = nullptr;
  const InducedClass* root = nullptr;
  const InducedClass* topmost = layout.cls;
  std::set<std::string> seen;
  for (const InducedClass* cls = layout.cls; cls != nullptr && seen.insert(cls->name).second;
       cls = parent_of(lowering, *cls)) {
    if (!cls->is_mixin()) topmost = cls;
    if (const linkml::Value* own = lowering.annotations.of_class(*cls, "sql_inheritance")) {
      setting = own;
      root = cls;
    }
  }
  if (setting == nullptr) {
    setting = lowering.annotations.of_class_or_schema(*layout.cls, "sql_inheritance");
    // For a class without parents or children a shared table has no effect.
    if (topmost->descendants.empty()) setting = nullptr;
    root = topmost;
  }
  if (setting == nullptr) return;
  const std::string strategy = text_of(setting);
  if (strategy == "joined") {
    layout.inheritance = ClassLayout::Inheritance::joined;
  } else if (strategy == "single_table") {
    layout.inheritance = ClassLayout::Inheritance::single_table;
  } else {
    if (strategy != "concrete") {
      lowering.diagnostics.error(
          "invalid-annotation", setting->span,
          "sql_inheritance must be 'concrete', 'joined' or 'single_table', not '" + strategy + "'");
    }
    return;
  }
  layout.root = root->name;
}

// A tree_root that only contains lists of objects is a document, not a row. Lists of references are data.
bool is_container(const Lowering& lowering, const InducedClass& cls) {
  if (!cls.is_tree_root() || cls.slots.empty()) return false;
  return std::all_of(cls.slots.begin(), cls.slots.end(), [&](const InducedSlot& slot) {
    if (!slot.multivalued() || slot.range_kind != linkml::RangeKind::class_) return false;
    const InducedClass* member = lowering.schema.find_class(slot.range);
    if (member == nullptr) return false;
    return slot.inlined() || slot.inlined_as_list() ||
           std::none_of(member->slots.begin(), member->slots.end(),
                        [](const InducedSlot& each) { return each.identifier() || each.key(); });
  });
}

bool same_expression(const linkml::SlotExpression& a, const linkml::SlotExpression& b) { return a == b; }

// Slots of a class without its own that is the union of others: each name once; if members differ, their
// definitions are alternatives.
std::vector<InducedSlot> union_slots(Lowering& lowering, const InducedClass& cls) {
  struct Member {
    const InducedSlot& first;
    linkml::Slot slot;
  };
  const auto alternative = [](const linkml::Slot& slot, const InducedSlot& from) {
    linkml::SlotExpression expression = slot;
    expression.required.reset();
    expression.range = linkml::Text{from.range, from.span};
    return expression;
  };
  std::vector<Member> members;
  for (const linkml::Text& member : cls.definition->union_of) {
    const InducedClass* other = lowering.schema.find_class(member.value);
    if (other == nullptr) continue;  // a type, or unknown and reported
    for (const InducedSlot& slot : other->slots) {
      const auto same = std::find_if(members.begin(), members.end(),
                                     [&](const Member& each) { return each.first.name == slot.name; });
      if (same == members.end()) {
        members.push_back({slot, slot.slot});
        members.back().slot.required.reset();
        continue;
      }
      if (same->first.range == slot.range && same_expression(same->slot, slot.slot)) continue;
      if (same->slot.any_of.empty() || same->slot.range) {
        const linkml::SlotExpression first = alternative(same->slot, same->first);
        static_cast<linkml::SlotExpression&>(same->slot) = linkml::SlotExpression{};
        same->slot.multivalued = first.multivalued;
        same->slot.any_of.push_back(first);
      }
      same->slot.any_of.push_back(alternative(slot.slot, slot));
    }
  }
  std::vector<InducedSlot> slots;
  slots.reserve(members.size());
  for (Member& each : members)
    slots.emplace_back(each.first, std::make_shared<const linkml::Slot>(std::move(each.slot)));
  return slots;
}

std::string explicit_name(Lowering& lowering, const linkml::Value* annotation) {
  std::string name = text_of(annotation);
  if (name.size() > max_identifier_bytes) {
    lowering.diagnostics.error("name-too-long", annotation->span,
                               "sql_name is " + std::to_string(name.size()) +
                                   " bytes long; the limit of PostgreSQL is " +
                                   std::to_string(max_identifier_bytes),
                               "shorten it: PostgreSQL truncates longer names");
    name = fit_identifier(name);
  }
  return name;
}

void name_class(Lowering& lowering, ClassLayout& layout) {
  const InducedClass& cls = *layout.cls;
  layout.span = cls.definition->name.span;
  const linkml::Value* schema = lowering.annotations.of_class_or_schema(cls, "sql_schema");
  layout.namespace_ = schema == nullptr ? lowering.options.default_namespace : text_of(schema);
  if (const linkml::Value* name = lowering.annotations.of_class(cls, "sql_name")) {
    layout.table = explicit_name(lowering, name);
  } else {
    layout.table =
        lowering.names.fitted(lowering.sql_name(cls.name), layout.span, {"class '{}'", cls.name, {}});
  }
}

std::size_t distance(const InducedClass& cls, const std::string& ancestor) {
  const auto at = std::find(cls.ancestors.begin(), cls.ancestors.end(), ancestor);
  return static_cast<std::size_t>(at - cls.ancestors.begin());
}

// The slots that sql_primary_key names, on slots or on the class.
std::vector<const InducedSlot*> declared_key(Lowering& lowering, const ClassLayout& layout) {
  const InducedClass& cls = *layout.cls;
  std::vector<const InducedSlot*> key;
  for (const InducedSlot& slot : layout.slots) {
    if (is_true(lowering.annotations.of_slot(cls, slot, "sql_primary_key"))) key.push_back(&slot);
  }
  const linkml::Value* annotation = lowering.annotations.of_class(cls, "sql_primary_key");
  if (annotation == nullptr) return key;
  for (const std::string& name : texts_of(annotation)) {
    const auto slot = std::find_if(layout.slots.begin(), layout.slots.end(), [&](const InducedSlot& each) {
      return each.name == name || each.slot.name.value == name;
    });
    if (slot != layout.slots.end()) {
      key.push_back(&*slot);
    } else {
      lowering.unknown_slot("sql_primary_key", name, layout, annotation->span);
    }
  }
  return key;
}

// The identifier; if several exist, the one from the farthest ancestor. nullptr if none exists.
const InducedSlot* identifier_as_key(Lowering& lowering, const ClassLayout& layout) {
  const InducedClass& cls = *layout.cls;
  std::vector<const InducedSlot*> identifiers;
  for (const InducedSlot& slot : layout.slots) {
    if (slot.identifier()) identifiers.push_back(&slot);
  }
  if (identifiers.empty()) return nullptr;
  const InducedSlot* farthest = identifiers.front();
  for (const InducedSlot* slot : identifiers) {
    if (distance(cls, slot->origin_class) > distance(cls, farthest->origin_class)) farthest = slot;
  }
  if (identifiers.size() > 1 && layout.kind == ClassLayout::Kind::table) {
    std::string others;
    for (const InducedSlot* slot : identifiers) {
      if (slot != farthest) others += (others.empty() ? "'" : ", '") + slot->name + "'";
    }
    lowering.diagnostics.warning(
        "several-identifiers", layout.span,
        "class '" + cls.name + "' has several identifiers: '" + farthest->name +
            "', from the farthest ancestor, is the primary key; NOT NULL and UNIQUE: " + others,
        "to choose another key, set sql_primary_key");
  }
  return farthest;
}

void choose_key(Lowering& lowering, ClassLayout& layout) {
  std::vector<const InducedSlot*> key = declared_key(lowering, layout);
  if (key.empty()) {
    if (const InducedSlot* identifier = identifier_as_key(lowering, layout)) key.push_back(identifier);
  }
  for (const InducedSlot* slot : key) layout.key_slots.push_back(slot->name);
  if (!key.empty()) return;
  std::set<std::string> taken;
  for (const InducedSlot& slot : layout.slots) taken.insert(lowering.sql_name(slot.name));
  layout.key_is_surrogate = true;
  for (const char* candidate : {"id", "uid", "pk", "surrogate_id"}) {
    layout.key_column = candidate;
    if (taken.count(candidate) == 0) break;
  }
  layout.key_type.sql = "bigint";
  layout.key_type.family = ValueType::Family::integer;
  layout.key_type.base = linkml::BaseType::integer;
}

void lay_out_class(Lowering& lowering, ClassLayout& layout) {
  const InducedClass& cls = *layout.cls;
  layout.slots = cls.slots;
  if (layout.slots.empty() && !cls.definition->union_of.empty())
    layout.slots = layout.supplied = union_slots(lowering, cls);
  layout.is_any =
      cls.definition->class_uri && (cls.definition->class_uri->value == "linkml:Any" ||
                                    cls.definition->class_uri->value == "https://w3id.org/linkml/Any");
  name_class(lowering, layout);
  const bool view = lowering.annotations.of_class(cls, "sql_definition") != nullptr ||
                    lowering.annotations.of_class(cls, "sql_definition_file") != nullptr;
  if (view) {
    layout.kind = ClassLayout::Kind::view;
  } else if (layout.is_any || cls.is_mixin() || is_container(lowering, cls)) {
    layout.kind = ClassLayout::Kind::none;
  } else {
    find_inheritance(lowering, layout);
    const bool kept_abstract = layout.inheritance == ClassLayout::Inheritance::joined ||
                               (layout.inheritance == ClassLayout::Inheritance::single_table);
    layout.kind = layout.slots.empty() && layout.inheritance == ClassLayout::Inheritance::concrete
                      ? ClassLayout::Kind::none
                  : cls.is_abstract() && !kept_abstract ? ClassLayout::Kind::none
                                                        : ClassLayout::Kind::table;
  }
  choose_key(lowering, layout);
}

}  // namespace

void lay_out_classes(Lowering& lowering) {
  LoweringState& state = *lowering.state;
  state.layouts.reserve(lowering.schema.classes.size());
  for (const InducedClass& cls : lowering.schema.classes) {
    ClassLayout& layout = state.classes[cls.name];
    layout.cls = &cls;
    state.layouts.push_back(&layout);
  }
  for_each_class(lowering, state.layouts, [](Lowering& part, ClassLayout& cls) { lay_out_class(part, cls); });
  // Column names that the classes of a hierarchy use.
  std::map<std::string, std::set<std::string>> taken_below;
  for (const auto& [name, layout] : lowering.classes)
    if (!layout.root.empty())
      for (const InducedSlot& slot : layout.slots)
        taken_below[layout.root].insert(lowering.sql_name(slot.name));
  // A shared table has the root's name and key.
  for (auto& [name, layout] : lowering.classes) {
    if (layout.root.empty()) continue;
    const ClassLayout& root = lowering.classes.at(layout.root);
    layout.namespace_ =
        layout.inheritance == ClassLayout::Inheritance::single_table ? root.namespace_ : layout.namespace_;
    if (layout.inheritance == ClassLayout::Inheritance::single_table) layout.table = root.table;
    layout.key_slots = root.key_slots;
    layout.key_is_surrogate = root.key_is_surrogate;
    layout.key_column = root.key_column;
    layout.key_type = root.key_type;
    layout.type_column = "type";
    std::set<std::string>& taken = taken_below[layout.root];
    for (const InducedSlot& slot : root.slots) {
      taken.insert(lowering.sql_name(slot.name));
      if (linkml::is_true(slot.slot.designates_type)) {
        layout.type_column = lowering.sql_name(slot.name);
        layout.designates_by_slot = true;
      }
    }
    while (!layout.designates_by_slot && taken.count(layout.type_column) > 0) layout.type_column += "_";
  }
}

std::vector<std::string> row_classes(Lowering& lowering, const InducedClass& cls) {
  std::vector<std::string> found;
  const ClassLayout* own = lowering.layout(cls.name);
  // A shared hierarchy has one table that contains every row of the class.
  if (own != nullptr && own->kind == ClassLayout::Kind::table && !own->root.empty()) return {cls.name};
  if (own != nullptr && own->kind == ClassLayout::Kind::table) found.push_back(cls.name);
  std::set<std::string> shared;
  for (const std::string& name : cls.descendants) {
    const ClassLayout* layout = lowering.layout(name);
    if (layout == nullptr || layout->kind != ClassLayout::Kind::table) continue;
    if (!layout->root.empty() && !shared.insert(layout->root).second) continue;
    found.push_back(layout->root.empty() ? name : layout->root);
  }
  return found;
}

}  // namespace schemac
