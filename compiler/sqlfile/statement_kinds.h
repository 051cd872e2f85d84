// What the names in libpg_query's trees mean. Private to sqlfile.
#pragma once
#include <string>
#include <string_view>

#include "catalog/identifier.h"

namespace schemac::sql {

// "OBJECT_TABLE" -> table; Kind::statements for what is no object of a catalog.
Kind kind_of_object_type(const std::string& object_type);

// A statement that describes no object, and where what it does belongs.
struct Forbidden {
  std::string_view why;
  bool outside = false;  // it reaches beyond the database
};
// By the name of its node; nullptr for others.
const Forbidden* forbidden_statement(const std::string& node);

// About rows, or about the session.
bool is_data_statement(const std::string& node);

}  // namespace schemac::sql
