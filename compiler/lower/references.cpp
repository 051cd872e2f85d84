// Foreign keys: references, owned rows, association tables, children, joined parents, lookup tables. Those of
// a cycle of required references are deferrable; otherwise no row could be inserted first.
#include <algorithm>
#include <array>
#include <iterator>
#include <unordered_map>

#include "base/parallel.h"
#include "lower/lowering.h"

namespace schemac {

using How = SlotStorage::How;
using Inheritance = ClassLayout::Inheritance;

namespace {

struct Edge {
  TableDraft* from;
  std::vector<std::string> columns;
  TableDraft* to;
  std::vector<std::string> to_columns;
  ConstraintOptions options;
  bool required = false;
  Span span;
  What what;
};

// What the slots of a class require, partly in tables of other classes.
struct ClassReferences {
  std::vector<Edge> edges;
  std::vector<std::pair<TableDraft*, TableDraft::Wanted>> indexes;
};

class ReferenceFinder {
 public:
  ReferenceFinder(Lowering& lowering, ClassReferences& found) : lowering_(lowering), found_(found) {}

  void run(ClassLayout& cls) {
    joined_parent(cls);
    for (SlotLayout& slot : cls.layouts) {
      if (introduces(lowering_, cls, slot)) slot_edges(cls, slot);
    }
  }

 private:
  void add(TableDraft* from, std::string column, TableDraft* to, std::string to_column,
           ConstraintOptions options, bool required, Span span, const What& what) {
    found_.edges.push_back(
        {from, {std::move(column)}, to, {std::move(to_column)}, std::move(options), required, span, what});
  }

  void joined_parent(ClassLayout& cls) {
    if (cls.inheritance != Inheritance::joined || cls.root == cls.cls->name) return;
    const ClassLayout* parent = lowering_.layout(cls.cls->definition->is_a->value);
    if (parent == nullptr || parent->root != cls.root) return;
    add(lowering_.table_of(cls), cls.key_column, lowering_.table_of(*parent), parent->key_column, {"CASCADE"},
        false, cls.span, {"the base row of class '{}'", cls.cls->name, {}});
  }

  const linkml::Value* annotation(const ClassLayout& cls, const SlotLayout& slot, std::string_view tag) {
    return lowering_.annotations.of_slot(*cls.cls, slot.slot, tag);
  }

  ConstraintOptions options_of(const ClassLayout& cls, const SlotLayout& slot) {
    ConstraintOptions options;
    if (const linkml::Value* written = annotation(cls, slot, "sql_on_delete")) {
      std::string action = text_of(written);
      std::transform(action.begin(), action.end(), action.begin(),
                     [](unsigned char c) { return c == '_' ? ' ' : static_cast<char>(std::toupper(c)); });
      constexpr std::array<std::string_view, 5> actions{"CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT",
                                                        "NO ACTION"};
      if (std::find(actions.begin(), actions.end(), action) == actions.end()) {
        lowering_.diagnostics.error(
            "invalid-annotation", written->span,
            "sql_on_delete must be cascade, set null, set default, restrict or no action, "
            "not '" +
                text_of(written) + "'");
      } else if (action != "NO ACTION") {
        options.on_delete = action;
      }
    }
    const linkml::Value* deferrable =
        lowering_.annotations.of_slot_or_above(*cls.cls, slot.slot, "sql_deferrable");
    if (is_true(deferrable) || text_of(deferrable) == "deferred") {
      options.deferrable = options.initially_deferred = true;
    } else if (text_of(deferrable) == "immediate") {
      options.deferrable = true;
    }
    return options;
  }

  void want_index(const ClassLayout& cls, const SlotLayout& slot, TableDraft* table,
                  const std::string& column) {
    const linkml::Value* setting = lowering_.annotations.of_slot_or_above(*cls.cls, slot.slot, "sql_index");
    if (is_false(setting)) return;
    found_.indexes.push_back({table, {column, slot.slot.span}});
  }

  void slot_edges(ClassLayout& cls, SlotLayout& slot) {
    const What what{"the reference '{}' of class '{}'", slot.slot.name, cls.cls->name};
    TableDraft* table = table_of_slot(lowering_, cls, slot);
    if (table == nullptr) return;
    const SlotStorage& storage = slot.storage;
    TableDraft* association = nullptr;
    if (storage.how == How::association_table) {
      association = lowering_.find_table(storage.table_namespace, storage.table);
      if (association == nullptr) return;
      add(association, storage.owner_column, table, cls.key_column, {"CASCADE"}, false, slot.slot.span, what);
      found_.indexes.push_back({association, {storage.owner_column, slot.slot.span}});
    }
    if (storage.how == How::columns) {
      for (SlotLayout& part : flattened_parts(lowering_, slot)) reference(cls, part, table, nullptr, what);
      return;
    }
    if (storage.how == How::child_table) {
      for (const std::string& name : slot.targets) {
        TableDraft* child = lowering_.table_of(*lowering_.layout(name));
        if (child == nullptr) continue;
        add(child, storage.owner_column, table, cls.key_column, {"CASCADE"}, false, slot.slot.span, what);
        found_.indexes.push_back({child, {storage.owner_column, slot.slot.span}});
      }
      return;
    }
    reference(cls, slot, table, association, what);
  }

  // From a column to the key of the class that it refers to, or of the enum's lookup table.
  void reference(ClassLayout& cls, SlotLayout& slot, TableDraft* table, TableDraft* association,
                 const What& what) {
    const SlotStorage& storage = slot.storage;
    lookup(cls, slot, association != nullptr ? association : table,
           association != nullptr ? *storage.value_column : storage.column, what);
    if (!slot.reference || storage.how == How::array || storage.how == How::json ||
        storage.how == How::columns) {
      return;
    }
    TableDraft* from = association != nullptr ? association : table;
    const std::string column = association != nullptr ? *storage.value_column : storage.column;
    want_index(cls, slot, from, column);
    const linkml::Value* wanted =
        lowering_.annotations.of_slot_or_above(*cls.cls, slot.slot, "sql_foreign_key");
    if (is_false(wanted)) return;
    if (storage.how != How::owned_row &&
        lowering_.options.references == LowerOptions::References::unchecked) {
      return;
    }
    if (slot.targets.size() != 1) {
      if (slot.targets.empty()) {
        lowering_.unenforced("reference", cls, &slot.slot,
                             "no class with a table has rows of '" + slot.slot.range + "'");
      } else {
        lowering_.unenforced(
            "polymorphic-reference", cls, &slot.slot,
            "rows of '" + slot.slot.range + "' are in " + std::to_string(slot.targets.size()) +
                " tables; for one table, set sql_inheritance: joined or single_table on the root");
      }
      return;
    }
    const ClassLayout& target = *lowering_.layout(slot.targets.front());
    TableDraft* to = lowering_.table_of(target);
    if (to == nullptr) return;
    if (target.key_slots.size() > 1) {
      if (!to->keys.contains({target.key_column})) {
        lowering_.unenforced("composite-reference", cls, &slot.slot,
                             "'" + target.cls->name + "' has a primary key of several columns");
        return;
      }
    }
    if (target.inheritance == Inheritance::single_table && target.root != target.cls->name) {
      lowering_.unenforced("reference-class", cls, &slot.slot,
                           "the foreign key accepts any row of '" + to->id().name + "', not only rows of '" +
                               target.cls->name + "'");
    }
    add(from, column, to, target.key_column, options_of(cls, slot),
        association == nullptr && slot.slot.required(), slot.slot.span, what);
  }

  // Enum as a table: the column refers to its text.
  void lookup(ClassLayout& cls, SlotLayout& slot, TableDraft* from, const std::string& column,
              const What& what) {
    if (slot.type.enumeration == nullptr || slot.type.needs.empty() ||
        slot.type.needs.front().kind != Kind::table) {
      return;
    }
    if (slot.storage.how == How::array || slot.storage.how == How::json) {
      lowering_.unenforced("list-reference", cls, &slot.slot,
                           "elements of an array or a JSON list cannot be foreign keys");
      return;
    }
    const ObjectId& id = slot.type.needs.front();
    TableDraft* const to = lowering_.find_table(id.namespace_, id.name);
    if (to == nullptr) return;
    if (slot.type.enumeration->dynamic &&
        lowering_.options.references == LowerOptions::References::unchecked) {
      return;
    }
    want_index(cls, slot, from, column);
    add(from, column, to, "text", {}, false, slot.slot.span, what);
  }

  Lowering& lowering_;
  ClassReferences& found_;
};

// A required reference whose target leads back to its source through required references is deferred. Schemas
// have few required references, so one search for each is cheap enough.
void defer_required_cycles(Lowering& lowering, std::vector<Edge>& edges) {
  std::map<TableDraft*, std::vector<TableDraft*>> next;
  for (const Edge& edge : edges) {
    if (edge.required && edge.from != edge.to) next[edge.from].push_back(edge.to);
  }
  const auto reaches = [&](TableDraft* from, TableDraft* to) {
    std::set<TableDraft*> seen{from};
    std::vector<TableDraft*> open{from};
    while (!open.empty()) {
      TableDraft* at = open.back();
      open.pop_back();
      if (at == to) return true;
      const auto found = next.find(at);
      if (found == next.end()) continue;
      for (TableDraft* each : found->second) {
        if (seen.insert(each).second) open.push_back(each);
      }
    }
    return false;
  };
  for (Edge& edge : edges) {
    if (!edge.required || edge.from == edge.to || !reaches(edge.to, edge.from)) continue;
    edge.options.deferrable = edge.options.initially_deferred = true;
    lowering.diagnostics.note("deferred-reference", edge.span,
                              edge.what.text() +
                                  " is part of a cycle of required references: its foreign key is "
                                  "checked at the end of the transaction");
  }
}

// The edges of each table, in the order of each table's first edge; of several with the same columns the
// first: branches of a shared table may declare the same slot.
std::vector<std::vector<const Edge*>> by_table(const std::vector<Edge>& edges) {
  std::vector<std::vector<const Edge*>> tables;
  std::unordered_map<const TableDraft*, std::size_t> places;
  for (const Edge& edge : edges) {
    const auto [place, fresh] = places.try_emplace(edge.from, tables.size());
    if (fresh) tables.emplace_back();
    std::vector<const Edge*>& of_table = tables[place->second];
    if (std::none_of(of_table.begin(), of_table.end(),
                     [&](const Edge* other) { return other->columns == edge.columns; }))
      of_table.push_back(&edge);
  }
  return tables;
}

}  // namespace

void lower_references(Lowering& lowering) {
  const std::vector<ClassLayout*> layouts = table_layouts(lowering);
  std::unordered_map<const ClassLayout*, ClassReferences> found;
  for (const ClassLayout* cls : layouts) found[cls];
  for_each_class(lowering, layouts, [&](Lowering& part, ClassLayout& cls) {
    ReferenceFinder(part, found.find(&cls)->second).run(cls);
  });
  std::vector<Edge> edges;
  for (const ClassLayout* cls : layouts) {
    ClassReferences& of = found.find(cls)->second;
    std::move(of.edges.begin(), of.edges.end(), std::back_inserter(edges));
    for (auto& [table, index] : of.indexes) table->wanted_indexes.push_back(std::move(index));
  }
  defer_required_cycles(lowering, edges);
  const std::vector<std::vector<const Edge*>> tables = by_table(edges);
  const Pieces pieces(tables.size(), 64);
  in_parts(lowering, pieces.count(), [&](Lowering& part, std::size_t piece) {
    pieces.each(piece, [&](std::size_t i) {
      for (const Edge* edge : tables[i])
        add_foreign_key(part, *edge->from, edge->columns, *edge->to, edge->to_columns, edge->options,
                        edge->span, edge->what.text());
    });
  });
}

}  // namespace schemac
