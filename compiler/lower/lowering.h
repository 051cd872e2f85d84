// Code that the passes of lowering share: layouts (the table and column of each class and slot), table
// drafts, and the small functions that add objects. Internal to lower/.
//
// Order of the passes, see lower.cpp: layout chooses names, tables, keys and the storage of every slot;
// tables creates columns and keys; constraints, rules and triggers add restrictions; references adds foreign
// keys and the indexes that no key covers; views, enums and settings are independent. All state is in
// Lowering; every pass is a free function over it. Passes whose classes do not use each other's tables run on
// all cores, see for_each_class().
#pragma once
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "catalog/extension_types.h"
#include "catalog/object_index.h"
#include "condition/value_family.h"
#include "lower/annotation.h"
#include "lower/lower.h"
#include "lower/naming.h"

namespace schemac {

struct ValueType {
  using Family = ValueFamily;
  std::string sql = "text";
  Family family = Family::text;
  linkml::BaseType base = linkml::BaseType::string;
  const linkml::InducedType* type = nullptr;
  const linkml::InducedEnum* enumeration = nullptr;
  std::vector<ObjectId> needs;  // enum type, extension
  bool small_btree_key = true;  // whole values fit an index row
  bool textual() const { return family == Family::text || family == Family::enumeration; }
};

struct SlotLayout {
  explicit SlotLayout(const linkml::InducedSlot& of) : slot(of) {}
  const linkml::InducedSlot& slot;  // one of ClassLayout::slots
  SlotStorage storage;
  ValueType type;  // of the column, the element, or the association's value
  // The class whose rows the slot refers to or owns; nullptr for values.
  const linkml::InducedClass* target = nullptr;
  std::vector<std::string> targets;  // classes with tables whose rows a value may refer to
  bool reference = false;            // type is a key of target
  bool checked = true;               // sql_check is not false
};

struct ClassLayout {
  enum class Kind { none, table, view };
  enum class Inheritance { concrete, joined, single_table };
  const linkml::InducedClass* cls = nullptr;
  Kind kind = Kind::none;
  Inheritance inheritance = Inheritance::concrete;
  std::string root;  // class whose sql_inheritance applies; empty if concrete
  bool is_any = false;
  std::string namespace_, table;
  Span span;
  std::span<const linkml::InducedSlot> slots;  // the class's own, or `supplied`
  std::vector<linkml::InducedSlot> supplied;   // by union_of
  std::vector<SlotLayout> layouts;             // same order
  std::vector<std::string> key_slots;          // data keys of the primary key; empty = surrogate
  std::string key_column;                      // the column that references use
  ValueType key_type;
  bool key_is_surrogate = false;
  std::string type_column;  // joined and single_table
  bool designates_by_slot = false;
  struct TableDraft* draft = nullptr;  // the table, after it is created
  SlotLayout* find(std::string_view slot_name);
  bool has_identifier() const { return !key_slots.empty() && !key_is_surrogate; }
};

struct TableDraft {
  std::unique_ptr<LoweredObject> owned = std::make_unique<LoweredObject>();
  LoweredObject& object = *owned;             // its body is a Table
  const linkml::InducedClass* cls = nullptr;  // nullptr: association or lookup table
  std::vector<std::string> primary_key;
  std::vector<std::vector<std::string>> covered;  // column lists of keys and indexes
  struct Wanted {
    std::string column;
    Span span;
  };
  std::vector<Wanted> wanted_indexes;
  // The source of the columns (in their order) and of the constraints.
  struct Origin {
    Span span;
    What what;
  };
  std::vector<Origin> column_origins;
  std::map<std::string, std::pair<Span, std::string>> constraint_origins;
  // Primary key and unique constraints, by columns: what a foreign key depends on.
  std::map<std::vector<std::string>, ObjectId> keys;
  Table& body() { return std::get<Table>(object.object.body); }
  const ObjectId& id() const { return object.object.id; }
  std::string qualified() const { return qualified_name(id()); }
  Column* column(std::string_view name);
  // "<table>_<rest>", shortened to fit, with a number if a constraint of the table has that name.
  std::string free_constraint_name(const std::string& rest) const;
};

// State that the parts of one lowering share.
struct LoweringState {
  std::map<std::string, ClassLayout> classes;  // by class name
  std::vector<ClassLayout*> layouts;           // the same, by place in the schema's classes
  std::deque<TableDraft> tables;
  ObjectIndex<TableDraft*> table_by_id;         // by the drafts' own ids
  std::map<std::string, ValueType> enum_types;  // by enum name, as enums.cpp decided
  std::set<std::string> json_validated;  // classes that have a function to validate their objects in JSON
  std::mutex json_validated_mutex;
};

struct Lowering {
  Lowering(const linkml::InducedSchema& induced, const LowerOptions& with, Diagnostics& to)
      : Lowering(induced, with, to, std::make_shared<LoweringState>(), false) {}
  // For work beside others on the same state: it keeps its additions until join() appends them to the whole.
  Lowering(const Lowering& whole, Diagnostics& to)
      : Lowering(whole.schema, whole.options, to, whole.state, true) {}
  void join(Lowering&& part);

  const linkml::InducedSchema& schema;
  const LowerOptions& options;
  std::shared_ptr<LoweringState> state;
  std::map<std::string, ClassLayout>& classes = state->classes;
  std::deque<TableDraft>& tables = state->tables;
  std::map<std::string, ValueType>& enum_types = state->enum_types;
  AnnotationReader annotations;
  // Its own:
  Diagnostics& diagnostics;
  Names names;
  std::set<std::string> extensions;
  std::vector<std::unique_ptr<LoweredObject>> objects;
  std::unordered_map<std::string, ValueType> range_types;  // results of type_of_range()

  ClassLayout* layout(std::string_view class_name);
  static TableDraft* table_of(const ClassLayout& layout) { return layout.draft; }
  TableDraft* find_table(const std::string& namespace_, const std::string& name);
  // True for the first caller for a class: that caller creates the function that validates its objects in
  // JSON.
  bool makes_json_validator(const std::string& class_name);
  std::string sql_name(std::string_view name) const { return sql_name_of(name, options.naming); }
  // A note about something that PostgreSQL does not enforce; kind completes the code "unenforced-<kind>".
  void unenforced(const std::string& kind, const ClassLayout& cls, const linkml::InducedSlot* slot,
                  const std::string& reason, Span span = {});
  // The error for an annotation or expression (where) that names a slot that the class does not have.
  void unknown_slot(const std::string& where, const std::string& name, const ClassLayout& cls, Span span);
  LoweredObject& add(Object object, Span span);

 private:
  Lowering(const linkml::InducedSchema& induced, const LowerOptions& with, Diagnostics& to,
           std::shared_ptr<LoweringState> shared, bool is_part)
      : schema(induced),
        options(with),
        state(std::move(shared)),
        annotations(induced, with),
        diagnostics(to),
        names(to, is_part) {}
};

// Calls work(part, i) for i in 0 … pieces - 1 on all cores, each with its own Lowering; their additions are
// joined in the order of the numbers.
void in_parts(Lowering& lowering, std::size_t pieces,
              const std::function<void(Lowering& part, std::size_t piece)>& work);
// Calls work for each of the classes on all cores. Classes of one shared hierarchy write into one table, so
// they stay together, in the given order; work for one class must not write data that it reads of another
// class. The additions are joined in an order that does not depend on the number of threads.
void for_each_class(Lowering& lowering, const std::vector<ClassLayout*>& classes,
                    const std::function<void(Lowering&, ClassLayout&)>& work);

inline Dependency depends(ObjectId on, DependencyType type = DependencyType::hard) {
  return {std::move(on), {}, {}, type};
}
std::string column_list(const std::vector<std::string>& columns);  // "(a, b)", quoted

// ---- layout.cpp, storage.cpp ----
void lay_out_classes(Lowering& lowering);
void lay_out_slots(Lowering& lowering);
// The class names of all tables that contain rows of the class or of its descendants.
std::vector<std::string> row_classes(Lowering& lowering, const linkml::InducedClass& cls);

// ---- types.cpp ----
// Of a slot's range; call it after enums have their types.
const ValueType& type_of_range(Lowering& lowering, const std::string& range);
ValueType named_sql_type(Lowering& lowering, const std::string& sql);
// Of "geometry(Point,4326)" or "public.geometry"; nullptr if the name is not of a known extension.
const ExtensionType* extension_type(std::string_view sql);
// A literal of the type for a value as LinkML writes it; nullopt if it does not fit.
std::optional<std::string> literal(const ValueType& type, std::string_view value);

// ---- enums.cpp ----
void lower_enums(Lowering& lowering);
// The values of an enum expression (enum_range); nullopt if some come from a query or a code set.
std::optional<std::vector<std::string>> static_values(const linkml::InducedSchema& schema,
                                                      const linkml::EnumExpression& expression);

// ---- tables.cpp ----
// Layouts of the classes that have tables, ancestors before descendants.
std::vector<ClassLayout*> table_layouts(Lowering& lowering);
// Row condition "is of this class" in a shared table: "type IN ('A', 'B')"; empty if all rows are.
std::string class_guard(Lowering& lowering, const ClassLayout& cls, const std::string& prefix = {});
// The table that has the slot's column, or whose key owns the slot's rows.
TableDraft* table_of_slot(Lowering& lowering, const ClassLayout& cls, const SlotLayout& slot);
// False if an ancestor's row in the same shared hierarchy already has the slot.
bool introduces(Lowering& lowering, const ClassLayout& cls, const SlotLayout& slot);
// sql_inline: columns. The inlined class's slots, each stored in the owner's column for it.
std::vector<SlotLayout> flattened_parts(Lowering& lowering, const SlotLayout& slot);
void lower_tables(Lowering& lowering);
TableDraft& new_table(Lowering& lowering, const std::string& namespace_, const std::string& name, Span span,
                      const What& what);
// False: the table has a column of that name, which is reported.
bool add_column(Lowering& lowering, TableDraft& table, Column column, const ValueType& type, Span span,
                const What& what);
std::string comment_from(const linkml::Element& element, const linkml::Value* annotation);

// ---- objects.cpp: constraints, indexes, functions, triggers as objects ----
struct ConstraintOptions {
  std::string on_delete;  // "CASCADE"
  bool deferrable = false, initially_deferred = false;
};
// "md5((geom)::text)" for a type whose values can be too long for an index row, else the quoted column.
std::string index_element(const Column& column, const ValueType& type);
void add_key(Lowering& lowering, TableDraft& table, const std::vector<std::string>& columns, bool primary,
             bool nulls_not_distinct, Span span, const std::string& what, std::string name = {});
LoweredObject* add_check(Lowering& lowering, TableDraft& table, const std::string& name,
                         const std::string& expression, const std::vector<std::string>& columns, Span span,
                         const std::string& what);
void add_foreign_key(Lowering& lowering, TableDraft& table, const std::vector<std::string>& columns,
                     TableDraft& referenced, const std::vector<std::string>& referenced_columns,
                     const ConstraintOptions& options, Span span, const std::string& what);
LoweredObject* add_index(Lowering& lowering, TableDraft& table, std::string name, const std::string& elements,
                         const std::vector<std::string>& columns, bool unique, Span span,
                         const std::string& what, const std::string& method = "btree",
                         const std::string& tail = {});
// The indexes for foreign keys that no key covers.
void add_wanted_indexes(Lowering& lowering);
// A function in a namespace; arguments as in CREATE FUNCTION, types as in its identity.
ObjectId add_function(Lowering& lowering, const std::string& namespace_, const std::string& name,
                      const std::string& arguments, const std::string& identity, const std::string& result,
                      const std::string& language, const std::string& volatility, const std::string& body,
                      std::vector<ObjectId> needs, Span span);

// ---- references.cpp ----
void lower_references(Lowering& lowering);

// ---- constraints.cpp: slots; rules.cpp: classes ----
void lower_slot_constraints(Lowering& lowering);
void lower_class_constraints(Lowering& lowering);

// ---- notes.cpp: what no object expresses ----
void note_unenforced(Lowering& lowering);

// ---- ifabsent.cpp ----
// The DEFAULT expression for a slot; nullopt if it has none (or a wrong one, which is an error).
std::optional<std::string> default_expression(Lowering& lowering, const ClassLayout& cls,
                                              const SlotLayout& slot);
std::string type_designation(Lowering& lowering, const linkml::InducedClass& cls,
                             const linkml::InducedSlot& slot);
std::string expand_curie(const Lowering& lowering, std::string_view curie);

// ---- views.cpp, settings.cpp, declared_index.cpp ----
void lower_views(Lowering& lowering);
void lower_settings(Lowering& lowering);
void apply_settings(Lowering& lowering, const ClassLayout& cls, LoweredObject& object);
void add_declared_indexes(Lowering& lowering, const ClassLayout& cls, const ObjectId& relation);

}  // namespace schemac
