// The names of NOT NULL constraints, which PostgreSQL has since 18.
#pragma once
#include <string>

#include "catalog/catalog.h"

namespace schemac {

// The name that the server chooses if it is free (makeObjectName in its commands/indexcmds.c):
// "<table>_<column>_not_null", the longer of the two parts shortened to fit.
std::string default_not_null_name(const std::string& table, const std::string& column);
std::string not_null_name(const ObjectId& table, const Column& column);
// COMMENT ON CONSTRAINT; empty: NULL.
std::string not_null_comment_statement(const ObjectId& table, const Column& column);

}  // namespace schemac
