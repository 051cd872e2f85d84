// What a statement of a migration does to the rows that sources define in a lookup table: the forms that
// catalog/lookup_rows.h prints, and the one of before, which makes the table hold the listed rows and no
// others.
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "catalog/lookup_rows.h"

namespace schemac::sql {

using RowsByText = std::map<std::string, LookupRow>;

// False: the statement changes rows of the table in a way that cannot be followed; `rows` is as before then.
// Statements that change no rows of the table do nothing.
bool follow_rows(std::string_view statement, const ObjectId& table, RowsByText& rows);

// Those of the object; empty for another.
RowsByText rows_of(const Object* object);

}  // namespace schemac::sql
