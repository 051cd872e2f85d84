// The effect of a migration's statement on the rows that sources define in a lookup table: the forms that
// catalog/lookup_rows.h prints, and the earlier form, after which the table contains exactly the listed rows.
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "catalog/lookup_rows.h"

namespace schemac::sql {

using RowsByText = std::map<std::string, LookupRow>;

// False: the statement changes rows of the table in a way that cannot be tracked; `rows` is then unchanged.
// Statements that change no rows of the table have no effect.
bool follow_rows(std::string_view statement, const ObjectId& table, RowsByText& rows);

// The rows of the object; empty for another object.
RowsByText rows_of(const Object* object);

}  // namespace schemac::sql
