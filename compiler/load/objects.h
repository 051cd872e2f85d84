// Objects -> rows: the part of loading that knows LinkML. It uses the database only for surrogate keys, which
// it takes from their sequences in blocks.
#pragma once
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "linkml/induce.h"
#include "load/data_file.h"
#include "load/rows.h"
#include "load/shapes.h"
#include "lower/lower.h"

namespace schemac {

// The position of a value in an object; a chain on the stack, converted to text only for a message.
struct DataPath {
  const DataPath* parent = nullptr;
  std::string_view slot;
  std::size_t index = SIZE_MAX;  // SIZE_MAX = no list item
  std::string text() const;      // "samples[2].moisture"
};

struct DataError {
  std::string code;
  std::string path;
  std::string message;
  std::string hint;
  std::uint32_t line = 0;
};

class ObjectMapper {
 public:
  using NextKeys = std::function<std::vector<std::string>(const std::string& sequence, std::size_t count)>;
  using Report = std::function<void(DataError)>;

  ObjectMapper(const linkml::InducedSchema& schema, const std::map<std::string, ClassStorage>& storage,
               std::vector<LoadTable>& tables, RowSpool& spool, NextKeys next_keys, Report report);

  // Called for every row as it is written, with table, columns that take part, and the object's place in the
  // data, so that the place of a row can be found later.
  using OnRow = std::function<void(std::size_t table, const std::vector<std::size_t>& columns,
                                   std::string path, std::uint32_t line)>;
  void on_row(OnRow on_row) { on_row_ = std::move(on_row); }

  // Adds a top-level object of the class; the objects in a container's lists are added one by one.
  void add(const linkml::InducedClass& class_, const Datum& object, RowOrigin origin);

 private:
  struct Row {
    std::size_t table = SIZE_MAX;
    std::vector<std::optional<std::string>> values;
    std::vector<char> set;
  };
  struct Link {  // from a child row to its owner
    std::string column;
    std::string value;
    std::string position_column;
    std::string position;
  };
  void container(ClassShape& info, const Datum& object, const DataPath* path);
  const Datum* fields_of(const linkml::InducedClass& declared, const Datum& object, const DataPath* path,
                         const std::string* given_key, Datum& wrapped);
  bool has_table(const ClassShape& shape, const Datum& object, const DataPath* path);
  void missing_table(const std::string& what, const DataPath* path, const Datum& at, const std::string& why,
                     const std::string& hint);
  std::optional<std::string> key_of(ClassShape& shape, const Datum& fields, const DataPath* path,
                                    const Link* link, const std::string* given_key);
  bool key_agrees(const ClassShape& shape, const Datum& fields, const DataPath* path,
                  const std::string* given_key);
  void check_stored_as_json(const linkml::InducedSlot& slot, const Datum& value, const DataPath* path);
  void check_json_object(const linkml::InducedClass& declared, const Datum& object, const DataPath* path,
                         const std::string* given_key);
  const linkml::InducedSlot* slot_named(const ClassShape& shape, const std::string& name, const Datum& value,
                                        const DataPath* path);
  void field(ClassShape& shape, const std::string& name, const Datum& value, Row& row,
             std::map<std::string, Row>& base_rows, const std::string& key, const DataPath* path);
  // Writes the object's rows; returns its key as text (empty if unknown or wrong).
  std::string object_rows(const linkml::InducedClass& class_, const Datum& object, const DataPath* path,
                          const Link* link, const std::string* given_key);
  // One for each way of storing a slot that is more than a value in a column.
  void array_value(const linkml::InducedSlot& slot, const SlotStorage& how, const Datum& value, Row& row,
                   const DataPath* path);
  void inlined_columns(const linkml::InducedSlot& slot, const SlotStorage& how, const Datum& value, Row& row,
                       const DataPath* path);
  void association_rows(const linkml::InducedClass& owner, const linkml::InducedSlot& slot,
                        const SlotStorage& how, const Datum& value, const std::string& key,
                        const DataPath* path);
  void child_rows(const linkml::InducedSlot& slot, const SlotStorage& how, const Datum& value,
                  const std::string& key, const DataPath* path);
  void slot_value(ClassShape& info, const linkml::InducedSlot& slot, const SlotStorage& how,
                  const Datum& value, Row& row, std::map<std::string, Row>& base_rows, const std::string& key,
                  const DataPath* path);
  std::optional<std::size_t> position(const Row& row, const std::string& column, const DataPath* path);
  // An error if another value is already set. at: the position of the value.
  void set(Row& row, const std::string& column, std::string value, const DataPath* path,
           const Datum* at = nullptr);
  void write(Row&& row, const DataPath* path, std::uint32_t line);
  Row new_row(std::size_t table) const;
  std::optional<std::string> scalar_text(const linkml::InducedSlot& slot, const Datum& value,
                                         const DataPath* path);
  std::optional<std::string> reference_text(const linkml::InducedSlot& slot, const Datum& value,
                                            const DataPath* path);
  // The key of an inlined object that was written before with the same content.
  std::optional<std::string> repeated(const linkml::InducedClass& class_, const Datum& object);
  // Calls each with every member of an inlined collection: a list of objects, or a dictionary by key.
  void members(const linkml::InducedSlot& slot, const Datum& value, const DataPath* path,
               const std::function<void(const Datum&, const std::string* key, const DataPath*)>& each);
  const linkml::InducedClass* actual_class(const linkml::InducedClass& declared, const Datum& object,
                                           const DataPath* path);
  std::string draw_key(const ClassShape& info);
  void error(const DataPath* path, const Datum& at, std::string code, std::string message,
             std::string hint = {});
  bool is_inlined(const linkml::InducedSlot& slot);

  const linkml::InducedSchema& schema_;
  std::vector<LoadTable>& tables_;
  RowSpool& spool_;
  NextKeys next_keys_;
  Report report_;
  OnRow on_row_;
  RowOrigin origin_;
  ClassShapes shapes_;
  std::set<std::string> missing_;                         // missing tables that were reported
  std::unordered_map<std::string, std::size_t> inlined_;  // class and key -> hash of the content
  std::map<std::string, std::deque<std::string>> keys_;   // sequence -> unused keys
};

}  // namespace schemac
