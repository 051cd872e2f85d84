// Parts of a model that no object of the database enforces: one note each, with slot or class and reason,
// which `compile --explain` lists. Notes that depend on how a constraint is written are in the file that
// writes it.
#include <algorithm>

#include "lower/lowering.h"

namespace schemac {

using How = SlotStorage::How;

namespace {

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
  // Metaslots that restrict data and that no pass reads: the note is named after the metaslot.
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
    unchecked(definition.disjoint_with, "disjoint-with", "disjointness of classes is not checked");
    if (linkml::is_true(definition.children_are_mutually_disjoint) && cls.root.empty()) {
      lowering_.unenforced("disjoint-children", cls, nullptr, "disjointness of its children is not checked",
                           definition.children_are_mutually_disjoint->span);
    }
    unchecked(definition.values_from, "values-from", "values_from is not checked");
    // Without slots of its own a class has those of its members.
    if (!cls.cls->slots.empty()) {
      unchecked(definition.union_of, "union-of",
                "union_of is not checked: an object may belong to no member of the union");
    }
    identifier_over_tables(cls);
    if (cls.kind == ClassLayout::Kind::none && !cls.cls->is_mixin()) objects_without_table(cls);
  }

  // An identifier is unique over the class and all classes below it; a primary key over one table.
  void identifier_over_tables(const ClassLayout& cls) {
    for (const linkml::InducedSlot& slot : cls.slots) {
      if (!slot.identifier() || slot.origin_class != cls.cls->name) continue;
      const std::size_t tables = row_classes(lowering_, *cls.cls).size();
      if (tables < 2) continue;
      lowering_.unenforced("identifier", cls, &slot,
                           "it is unique in each of the " + std::to_string(tables) +
                               " tables with rows of the class, not across them; for one table, set "
                               "sql_inheritance: joined or single_table on the root");
    }
  }

  // A container's own rules: it has no row that could violate them.
  void objects_without_table(const ClassLayout& cls) {
    if (!cls.cls->is_tree_root()) return;
    if (!cls.cls->rules.empty() || !cls.cls->expressions.empty()) {
      lowering_.unenforced("container", cls, nullptr, "its rules are not checked: a container has no row");
    }
    for (const linkml::InducedSlot& slot : cls.slots) {
      const linkml::Slot& s = slot.slot;
      if (s.minimum_cardinality || s.maximum_cardinality || s.exact_cardinality || slot.required()) {
        lowering_.unenforced("container", cls, &slot,
                             "the number of objects is not checked: a container has no row");
      }
    }
  }

  void relation_notes(const ClassLayout& cls, const SlotLayout& layout) {
    const linkml::Slot& slot = layout.slot.slot;
    if (slot.inverse) {
      lowering_.unenforced("inverse", cls, &layout.slot,
                           "the inverse '" + slot.inverse->value + "' is not checked", slot.inverse->span);
    }
    const auto unchecked = [&](const linkml::Flag& value, const char* kind, const char* reason) {
      if (linkml::is_true(value)) lowering_.unenforced(kind, cls, &layout.slot, reason, value->span);
    };
    unchecked(slot.symmetric, "symmetric", "symmetry of the relation is not checked");
    unchecked(slot.asymmetric, "asymmetric", "asymmetry of the relation is not checked");
    unchecked(slot.transitive, "transitive", "transitivity of the relation is not checked");
    unchecked(slot.reflexive, "reflexive", "reflexivity of the relation is not checked");
    unchecked(slot.locally_reflexive, "locally-reflexive",
              "local reflexivity of the relation is not checked");
    if (layout.target != cls.cls || !layout.reference) {
      unchecked(slot.irreflexive, "irreflexive", "its values are not references to rows of the same table");
    }
    if (!slot.union_of.empty()) {
      lowering_.unenforced("union-of", cls, &layout.slot, "union_of is not checked",
                           slot.union_of.front().span);
    }
  }

  void value_notes(const ClassLayout& cls, const SlotLayout& layout) {
    const linkml::Slot& slot = layout.slot.slot;
    unread(slot, {"slot '{}' of class '{}'", slot.name.value, cls.cls->name});
    if (!slot.bindings.empty()) {
      lowering_.unenforced("bindings", cls, &layout.slot, "bindings are not checked",
                           slot.bindings.front().span);
    }
    if (linkml::is_true(slot.designates_type) && layout.storage.how != How::column && cls.root.empty()) {
      lowering_.unenforced("designates-type", cls, &layout.slot,
                           "only a single column can be checked for the class's name",
                           slot.designates_type->span);
    }
    if (linkml::is_true(slot.list_elements_unique) && layout.storage.how == How::child_table) {
      lowering_.unenforced("list-elements-unique", cls, &layout.slot,
                           "uniqueness of its objects is not checked", slot.list_elements_unique->span);
    }
    if (slot.ifabsent && layout.storage.column.empty()) {
      lowering_.unenforced("ifabsent", cls, &layout.slot, "only a single column can have a default",
                           slot.ifabsent->span);
    }
    const bool counts = slot.minimum_cardinality || slot.maximum_cardinality || slot.exact_cardinality;
    if (counts && !layout.slot.multivalued() && layout.storage.how != How::array) {
      lowering_.unenforced("cardinality", cls, &layout.slot,
                           "it holds one value; cardinalities apply to lists only");
    }
    if (layout.storage.how != How::columns) return;
    const linkml::InducedClass& inner = *layout.target;
    if (!inner.rules.empty() || !inner.expressions.empty() || !inner.unique_keys.empty()) {
      lowering_.unenforced("inlined-object", cls, &layout.slot,
                           "the rules and unique keys of '" + inner.name +
                               "' are not checked on its columns; to check them, set sql_inline: table");
    }
  }

  // Annotations for a column of a slot without a column, or for a foreign key of one without a reference.
  void ineffective_annotations(const ClassLayout& cls, const SlotLayout& slot) {
    const auto ineffective = [&](std::string_view tag, const std::string& why) {
      const linkml::Value* value = lowering_.annotations.of_slot(*cls.cls, slot.slot, tag);
      if (value == nullptr || is_false(value)) return;
      lowering_.diagnostics.warning("annotation-without-effect", value->span,
                                    std::string(tag) + " of slot '" + slot.slot.slot.name.value +
                                        "' of class '" + cls.cls->name + "' has no effect: " + why);
    };
    if (slot.storage.column.empty()) {
      const std::string why = slot.storage.how == How::columns ? "its object is stored in several columns"
                                                               : "its values are stored in a separate table";
      for (const char* tag : {"sql_default", "sql_generated", "sql_storage", "sql_check"})
        ineffective(tag, why);
      if (slot.storage.how != How::association_table || !slot.reference) ineffective("sql_index", why);
    }
    const bool list = slot.storage.how == How::array || slot.storage.how == How::json;
    if (slot.reference && !list) return;
    const bool owned = slot.storage.how == How::child_table || slot.storage.how == How::columns;
    const std::string why = owned ? "its objects are part of their owner" : "it is not a reference to a row";
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
