// Rows that sources define in the lookup table of an enum, as an object: kind `statements`, name "rows", on
// its table. The table may contain other rows; the tool never changes those.
//
// Statements name the rows that they change, so that the others stay as they are; sqlfile/lookup_rows.h reads
// them back. The object's body is Scripted: `create` inserts the rows, and each property states one row for
// the comparison.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "catalog/catalog.h"

namespace schemac {

struct LookupRow {
  std::string text;
  std::optional<std::string> meaning;
  std::optional<std::string> description;
  friend bool operator==(const LookupRow&, const LookupRow&) = default;
};

ObjectId lookup_rows_id(const ObjectId& table);
bool is_lookup_rows(const ObjectId& id);

// rows: at least one, in the order of their texts.
Scripted lookup_rows_body(const ObjectId& id, const std::vector<LookupRow>& rows);

// An existing row keeps its values; only absent values are filled in.
std::string insert_rows(const ObjectId& id, const std::vector<LookupRow>& rows);
std::string delete_rows(const ObjectId& id, const std::vector<LookupRow>& rows);
// Only while the row still has the values of `from`: a user may have changed it.
std::string update_row(const ObjectId& id, const LookupRow& from, const LookupRow& to);

}  // namespace schemac
