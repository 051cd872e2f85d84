// Induced schema -> database objects, by the rules of docs/mapping.md.
//
// Pure. Objects are in no particular order; ids are unique. Everything that cannot be expressed is a note
// with slot and reason (`compile --explain` lists them). SQL that a person wrote (view queries, sql_check,
// sql_default, index expressions) is passed through unchanged with its place in the source; the compile step
// finds its references and qualifies names, with a real parser.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "catalog/catalog.h"
#include "catalog/stated.h"
#include "linkml/induce.h"
#include "lower/lower_options.h"
#include "lower/written_sql.h"

namespace schemac {

// The files that must be read before lower(): one entry for each class with sql_definition_file. path is as
// written, relative to the module's folder (of the project file if the annotation is an override).
struct DefinitionFile {
  std::string class_name;
  std::string path;
  std::string module_path;  // empty: an override of the project file
  Span span;
};
std::vector<DefinitionFile> definition_files(const linkml::InducedSchema& schema,
                                             const LowerOptions& options);

struct LoweredObject {
  Object object;             // depends_on: the structural edges (table -> type, constraint -> table, …)
  Span span;                 // the place of its declaration, for diagnostics and sources.json
  List<WrittenSql> written;  // to be analysed for further dependencies, and qualified
  Boxed<IndexParts> index_parts;  // of an index with written SQL
  Stated stated;                  // by annotations
  // Views: declared columns, for the check against the columns of the query. type is empty if undeclared.
  List<Column> declared_columns;
};

// The tables and columns of classes and slots; `load` and `inspect --format linkml` need them. Names are
// final SQL names.
struct SlotStorage {
  enum class How {
    column,
    foreign_key_column,
    association_table,
    child_table,
    owned_row,
    array,
    json,
    columns,
    none
  } how = How::column;
  std::string column;                 // in the class's own table, or in base_table
  Rare<std::string> base_table;       // sql_inheritance joined: the ancestor's table that has the column
  Rare<std::string> table_namespace;  // association or child table
  Rare<std::string> table;
  Rare<std::string> owner_column;     // association/child: column that refers to the owner
  Rare<std::string> value_column;     // association: value or reference
  Rare<std::string> position_column;  // empty = unordered
  // child_table: the children's own table has owner_column; with a polymorphic range `table` is empty and the
  // child's class decides; owner_column is the same in each. how == columns: data key of the inlined object's
  // slot -> column.
  Rare<std::map<std::string, std::string>> columns;
};
struct ClassStorage {
  std::string class_name;
  std::string table_namespace;
  std::string table;       // empty = no table
  std::string key_column;  // primary key column that references use
  bool key_is_surrogate = false;
  std::map<std::string, SlotStorage> slots;  // by data key
  // sql_inheritance joined and single_table: the column with the row's class, and its value for this class.
  // base_tables: tables of the ancestors, root first, each with a row of the same key (joined).
  std::string type_column;
  std::string type_value;
  std::vector<std::string> base_tables;
  // The value for this class of a slot that designates the type; empty if there is no such slot.
  std::string type_designation;
  // union_of: the slots of the members, which the induced class itself lacks; else empty.
  std::vector<linkml::InducedSlot> supplied_slots;
};

struct Lowered {
  std::vector<std::unique_ptr<LoweredObject>> objects;  // large and many: never moved
  std::map<std::string, ClassStorage> storage;          // by class name
  std::shared_ptr<void> leftovers;                      // working data of lowering; freeing it takes long
};

Lowered lower(const linkml::InducedSchema& schema, const LowerOptions& options, Diagnostics& diagnostics);

}  // namespace schemac
