// The meaning of names in libpg_query's trees. Private to sqlfile.
#pragma once
#include <string>
#include <string_view>

#include "catalog/identifier.h"

namespace schemac::sql {

// "OBJECT_TABLE" -> table; Kind::statements for types that are not objects of a catalog.
Kind kind_of_object_type(const std::string& object_type);

// A statement that describes no object, and where its effect belongs.
struct Forbidden {
  std::string_view why;
  bool outside = false;  // it acts outside the database
};
// By the name of its node; nullptr for other nodes.
const Forbidden* forbidden_statement(const std::string& node);

// Statements about rows, or about the session.
bool is_data_statement(const std::string& node);

}  // namespace schemac::sql
