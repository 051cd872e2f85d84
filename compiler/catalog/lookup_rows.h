// Rows that sources define in the lookup table of an enum, as an object: kind `statements`, name "rows", on
// its table. The table may hold other rows beside them; nobody but those who put them there may change them.
//
// Statements name the rows that they are about, so that the others stay as they are; sqlfile/lookup_rows.h
// reads them back. The object's body is Scripted: `create` inserts the rows, the properties say each of them
// for the comparison.
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

// A row that is there already keeps what it says; only what it leaves open is filled in.
std::string insert_rows(const ObjectId& id, const std::vector<LookupRow>& rows);
std::string delete_rows(const ObjectId& id, const std::vector<LookupRow>& rows);
// Only while the row still says what `from` says: somebody may have changed it.
std::string update_row(const ObjectId& id, const LookupRow& from, const LookupRow& to);

}  // namespace schemac
