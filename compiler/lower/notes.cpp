// What a model says and no object of the database does: one note each, with slot or class and reason, which
// `compile --explain` lists. Notes that depend on how a constraint is written stand with what writes it.
#include <algorithm>

#include "lower/lowering.h"

namespace schemac {

using How = SlotStorage::How;

namespace {

bool is_set(const linkml::Flag& flag) { return flag && flag->value; }

class Notes {
 public:
  explicit Notes(Lowering& lowering) : lowering_(lowering) {}

  void of_module(const linkml::Module& module) {
    unread(module, {"schema '{}'", module.name.value, {}});
    for (const linkml::Enum& each : module.enums) unread(each, {"enum '{}'", each.name.value, {}});
  }

  void of_class(const ClassLayout& layout) {
    if (layout.is_any || layout.kind == ClassLayout::Kind::view) return;
    class_notes(layout);
    if (layout.kind != ClassLayout::Kind::table ||
        is_false(lowering_.annotations.of_class(*layout.cls, "sql_check"))) {
      return;
    }
    for (const SlotLayout& slot : layout.layouts) {
      if (!introduces(lowering_, layout, slot)) continue;
      relation_notes(layout, slot);
      value_notes(layout, slot);
      ineffective_annotations(layout, slot);
    }
  }

 private:
  // What the reader knows to restrict data and nothing reads: the metaslot's name is the note's.
  void unread(const linkml::Element& element, const What& whose) {
    for (const linkml::Text& metaslot : element.unread) {
      std::string kind = metaslot.value;
      std::replace(kind.begin(), kind.end(), '_', '-');
      const bool widens = kind == "extra-slots";
      lowering_.diagnostics.note(
          "unenforced-" + kind, metaslot.span,
          whose.text() + ": " + metaslot.value +
              (widens ? " gives no columns: slots that no class declares are refused" : " is not checked"));
    }
  }

  void class_notes(const ClassLayout& cls) {
    const linkml::Class& definition = *cls.cls->definition;
    unread(definition, {"class '{}'", cls.cls->name, {}});
    const auto unchecked = [&](const std::vector<linkml::Text>& names, const char* kind, const char* reason) {
      if (!names.empty()) lowering_.unenforced(kind, cls, nullptr, reason, names.front().span);
    };
    if (!definition.classification_rules.empty()) {
      lowering_.unenforced("classification-rules", cls, nullptr,
                           "rows are not classified by classification_rules",
                           definition.classification_rules.front().span);
    }
    unchecked(definition.disjoint_with, "disjoint-with", "that classes are disjoint is not checked");
    if (is_set(definition.children_are_mutually_disjoint) && cls.root.empty()) {
      lowering_.unenforced("disjoint-children", cls, nullptr, "that its children are disjoint is not checked",
                           definition.children_are_mutually_disjoint->span);
    }
    unchecked(definition.values_from, "values-from", "that values come from there is not checked");
    // Without slots of its own a class has those of its members.
    if (!cls.cls->slots.empty()) {
      unchecked(definition.union_of, "union-of",
                "that each of its objects is one of a member of the union is not checked");
    }
    identifier_over_tables(cls);
    if (cls.kind == ClassLayout::Kind::none && !cls.cls->is_mixin()) objects_without_table(cls);
  }

  // An identifier is unique over the class and all below it; a primary key over one table.
  void identifier_over_tables(const ClassLayout& cls) {
    for (const linkml::InducedSlot& slot : cls.slots) {
      if (!slot.identifier() || slot.origin_class != cls.cls->name) continue;
      const std::size_t tables = row_classes(lowering_, *cls.cls).size();
      if (tables < 2) continue;
      lowering_.unenforced(
          "identifier", cls, &slot,
          "it is unique in each of the " + std::to_string(tables) +
              " tables that rows of the class are in, not over them; sql_inheritance: joined "
              "or single_table on the root gives them one");
    }
  }

  // A container's own rules: no row could break them.
  void objects_without_table(const ClassLayout& cls) {
    if (!cls.cls->is_tree_root()) return;
    if (!cls.cls->rules.empty() || !cls.cls->expressions.empty()) {
      lowering_.unenforced("container", cls, nullptr, "a container has no row that its rules could be about");
    }
    for (const linkml::InducedSlot& slot : cls.slots) {
      const linkml::Slot& s = slot.slot;
      if (s.minimum_cardinality || s.maximum_cardinality || s.exact_cardinality || slot.required()) {
        lowering_.unenforced("container", cls, &slot,
                             "how many objects a container holds is not checked: it has no row");
      }
    }
  }

  void relation_notes(const ClassLayout& cls, const SlotLayout& layout) {
    const linkml::Slot& slot = layout.slot.slot;
    if (slot.inverse) {
      lowering_.unenforced("inverse", cls, &layout.slot,
                           "that '" + slot.inverse->value + "' is its inverse is not checked",
                           slot.inverse->span);
    }
    const auto unchecked = [&](const linkml::Flag& value, const char* kind, const char* reason) {
      if (is_set(value)) lowering_.unenforced(kind, cls, &layout.slot, reason, value->span);
    };
    unchecked(slot.symmetric, "symmetric", "that the relation is symmetric is not checked");
    unchecked(slot.asymmetric, "asymmetric", "that the relation is asymmetric is not checked");
    unchecked(slot.transitive, "transitive", "that the relation is transitive is not checked");
    unchecked(slot.reflexive, "reflexive", "that the relation is reflexive is not checked");
    unchecked(slot.locally_reflexive, "locally-reflexive",
              "that the relation is locally reflexive is not checked");
    if (layout.target != cls.cls || !layout.reference) {
      unchecked(slot.irreflexive, "irreflexive", "its values are no references to rows of the same table");
    }
    if (!slot.union_of.empty()) {
      lowering_.unenforced("union-of", cls, &layout.slot,
                           "that it is the union of other slots is not checked", slot.union_of.front().span);
    }
  }

  void value_notes(const ClassLayout& cls, const SlotLayout& layout) {
    const linkml::Slot& slot = layout.slot.slot;
    unread(slot, {"slot '{}' of class '{}'", slot.name.value, cls.cls->name});
    if (!slot.bindings.empty()) {
      lowering_.unenforced("bindings", cls, &layout.slot, "bindings are not checked",
                           slot.bindings.front().span);
    }
    if (is_set(slot.designates_type) && layout.storage.how != How::column && cls.root.empty()) {
      lowering_.unenforced("designates-type", cls, &layout.slot,
                           "only a single column can be held to the class's name",
                           slot.designates_type->span);
    }
    if (is_set(slot.list_elements_unique) && layout.storage.how == How::child_table) {
      lowering_.unenforced("list-elements-unique", cls, &layout.slot,
                           "that its objects differ is not checked", slot.list_elements_unique->span);
    }
    if (slot.ifabsent && layout.storage.column.empty()) {
      lowering_.unenforced("ifabsent", cls, &layout.slot, "only a single column can have a default",
                           slot.ifabsent->span);
    }
    const bool counts = slot.minimum_cardinality || slot.maximum_cardinality || slot.exact_cardinality;
    if (counts && !layout.slot.multivalued() && layout.storage.how != How::array) {
      lowering_.unenforced("cardinality", cls, &layout.slot, "it holds one value; a cardinality is of lists");
    }
    if (layout.storage.how != How::columns) return;
    const linkml::InducedClass& inner = *layout.target;
    if (!inner.rules.empty() || !inner.expressions.empty() || !inner.unique_keys.empty()) {
      lowering_.unenforced("inlined-object", cls, &layout.slot,
                           "the rules and unique keys of '" + inner.name +
                               "' are not checked on its columns; sql_inline: table has them checked");
    }
  }

  // What asks for a column where there is none, or for a foreign key where there is no reference.
  void ineffective_annotations(const ClassLayout& cls, const SlotLayout& slot) {
    const auto ineffective = [&](std::string_view tag, const std::string& why) {
      const linkml::Value* value = lowering_.annotations.of_slot(*cls.cls, slot.slot, tag);
      if (value == nullptr || is_false(value)) return;
      lowering_.diagnostics.warning("annotation-without-effect", value->span,
                                    std::string(tag) + " of slot '" + slot.slot.slot.name.value +
                                        "' of class '" + cls.cls->name + "' does nothing: " + why);
    };
    if (slot.storage.column.empty()) {
      const std::string why = slot.storage.how == How::columns ? "its object is spread over several columns"
                                                               : "its values are in a table of their own";
      for (const char* tag : {"sql_default", "sql_generated", "sql_storage", "sql_check"})
        ineffective(tag, why);
      if (slot.storage.how != How::association_table || !slot.reference) ineffective("sql_index", why);
    }
    const bool list = slot.storage.how == How::array || slot.storage.how == How::json;
    if (slot.reference && !list) return;
    const bool owned = slot.storage.how == How::child_table || slot.storage.how == How::columns;
    const std::string why = owned ? "its objects go with their owner" : "it is no reference to a row";
    for (const char* tag : {"sql_on_delete", "sql_deferrable"}) ineffective(tag, why);
  }

  Lowering& lowering_;
};

}  // namespace

void note_unenforced(Lowering& lowering) {
  for (const auto& module : lowering.schema.modules.modules) Notes(lowering).of_module(*module);
  for_each_class(lowering, lowering.state->layouts,
                 [](Lowering& part, ClassLayout& cls) { Notes(part).of_class(cls); });
}

}  // namespace schemac
